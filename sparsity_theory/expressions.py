"""Text to SymPy and back, through a whitelist of Python's expression syntax.

What a user types is never evaluated: the text is parsed into Python's syntax tree, and each
node of a short list is translated into a SymPy expression in the one variable u > 0. Numbers are
read exactly ("0.1" is 1/10). Size is bounded at every level, so hostile text is refused at once.

Every division, root and logarithm leaves a `Requirement`: the condition on u under which the
text is a finite real number. They are recorded from the text itself because SymPy simplifies
(log(u - 1) - log(u - 1) is 0) and would hide them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from sympy import (
    Abs,
    Add,
    E,
    Expr,
    Max,
    Min,
    Mul,
    Piecewise,
    Pow,
    Rational,
    S,
    Symbol,
    asinh,
    atan,
    cosh,
    exp,
    log,
    pi,
    sinh,
    sqrt,
    tanh,
)
from sympy.core.relational import LessThan, StrictLessThan

from sparsity_theory.constants import enclosure, sign
from sparsity_theory.errors import ExpressionError
from sparsity_theory.intervals import HALF_LINE, Interval, Region, complement, intersection

U = Symbol("u", positive=True)
"""The variable of every penalty: a squared norm (a row power) or an error."""

MAX_LENGTH = 2000
MAX_DEPTH = 40
MAX_NODES = 600
MAX_NUMBER_BITS = 2048
MAX_EXPONENT = 200
MAX_EXP_NESTING = 2
MAX_EXP_ARGUMENT = 5000
MAX_BREAKPOINTS = 40

_CHARACTERS = re.compile(r"[A-Za-z0-9_ .,+\-*/()<>=!\n\t]*")
_NUMBER = re.compile(r"(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?")
_GRAMMAR = (
    "allowed are u, pi, e, numbers, + - * / **, the functions "
    "abs, asinh, atan, cbrt, cosh, exp, ln, log, max, min, sinh, sqrt, tanh, "
    "and conditionals such as (u if u < 1 else 1)"
)


class Condition(Enum):
    """What a division, root or logarithm asks of its argument."""

    POSITIVE = "positive"
    NONNEGATIVE = "nonnegative"
    NONZERO = "nonzero"


@dataclass(frozen=True)
class Requirement:
    """`argument` must satisfy `condition` at every u of `region`, else `source` is not real."""

    condition: Condition
    argument: Expr
    region: Region
    source: str


@dataclass(frozen=True)
class Parsed:
    """A text as an expression on u > 0, its value at u = 0 (None: none), its requirements."""

    expression: Expr
    at_zero: Expr | None
    requirements: tuple[Requirement, ...]


def parse(text: str, parameters: Mapping[str, Rational] | None = None) -> Expr:
    """Translate a text in u (and declared rational parameters) into a SymPy expression on u > 0.

    >>> parse("0.1*u + log(1 + u)")
    u/10 + log(u + 1)
    >>> parse("u/(u + tau)", {"tau": Rational(1, 2)})
    u/(u + 1/2)

    Raises:
        ExpressionError: the text is too large or outside the language.
    """
    return read(text, parameters).expression


def read(text: str, parameters: Mapping[str, Rational] | None = None) -> Parsed:
    """Like `parse`, with the value at u = 0 and the conditions under which the text is real.

    >>> read("u*log(u)").at_zero is None, read("1 if u <= 0 else 2").at_zero
    (True, 1)
    """
    tree, source = _syntax_tree(text)
    names = _check_parameters(parameters or {})
    reader = _Reader(source, names, variable=U)
    expression = reader.translate(tree, HALF_LINE, 0)
    try:
        at_zero: Expr | None = _Reader(source, names, variable=S.Zero).translate(tree, (), 0)
    except _UndefinedAtZero:
        at_zero = None
    return Parsed(expression, at_zero, tuple(dict.fromkeys(reader.requirements)))


def _syntax_tree(text: str) -> tuple[ast.expr, str]:
    if not isinstance(text, str):
        raise ExpressionError(f"expected a text, got {type(text).__name__}; {_GRAMMAR}")
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            f"the expression has {len(text)} characters, at most {MAX_LENGTH} are allowed: "
            "shorten it"
        )
    source = text.strip()
    if not source:
        raise ExpressionError(f"the expression is empty; {_GRAMMAR}")
    ok = _CHARACTERS.match(source)
    if ok is not None and ok.end() < len(source):
        bad = source[ok.end()]
        hint = "write ** for a power" if bad == "^" else _GRAMMAR
        raise ExpressionError(f"character {bad!r} at position {ok.end() + 1} not allowed: {hint}")
    if _depth_of_parentheses(source) > MAX_DEPTH:
        raise ExpressionError(f"parentheses nest deeper than {MAX_DEPTH}: simplify the expression")
    source = re.sub(r"\s", " ", source)
    try:
        tree = ast.parse(source, mode="eval")
    except SyntaxError as error:
        raise ExpressionError(
            f"cannot read {_shorten(source)!r} at position {error.offset}: {error.msg} "
            f"(write 2*u, not 2u); {_GRAMMAR}"
        ) from None
    except (RecursionError, MemoryError, ValueError):
        raise ExpressionError("the expression nests too deeply: simplify it") from None
    count = sum(1 for _ in ast.walk(tree))
    if count > MAX_NODES:
        raise ExpressionError(
            f"the expression has {count} parts, at most {MAX_NODES} are allowed: simplify it"
        )
    return tree.body, source


def _depth_of_parentheses(source: str) -> int:
    depth = deepest = 0
    for character in source:
        depth += (character == "(") - (character == ")")
        deepest = max(deepest, depth)
    return deepest


def _check_parameters(parameters: Mapping[str, Rational]) -> dict[str, Rational]:
    names: dict[str, Rational] = {}
    for name, value in parameters.items():
        if name in ("u", "pi", "e", "E") or name in _FUNCTIONS or not name.isidentifier():
            raise ExpressionError(f"a parameter cannot be called {name!r}: choose another name")
        if isinstance(value, int | Fraction):
            value = Rational(value)
        if not isinstance(value, Rational) or not value.is_finite:
            raise ExpressionError(f"parameter {name} must be rational, got {value!r}")
        names[name] = value
    return names


class _UndefinedAtZero(Exception):
    """The text has no value at u = 0."""


class _Reader:
    """One pass over a syntax tree, with u standing for the variable or for the number 0."""

    def __init__(self, source: str, names: Mapping[str, Rational], variable: Expr) -> None:
        self.source = source
        self.names = names
        self.variable = variable
        self.requirements: list[Requirement] = []

    @property
    def at_zero(self) -> bool:
        return self.variable is S.Zero

    def refuse(self, node: ast.AST, why: str) -> ExpressionError:
        segment = _shorten(ast.get_source_segment(self.source, node) or self.source)
        position = getattr(node, "col_offset", 0) + 1
        return ExpressionError(f"{segment!r} at position {position}: {why}")

    def translate(self, node: ast.expr, region: Region, depth: int) -> Expr:
        if depth > MAX_DEPTH:
            raise self.refuse(node, f"nests deeper than {MAX_DEPTH}: simplify the expression")
        if isinstance(node, ast.Constant):
            return self.number(node)
        if isinstance(node, ast.Name):
            return self.name(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
            value = self.translate(node.operand, region, depth + 1)
            return -value if isinstance(node.op, ast.USub) else value
        if isinstance(node, ast.BinOp):
            return self.operation(node, region, depth)
        if isinstance(node, ast.Call):
            return self.call(node, region, depth)
        if isinstance(node, ast.IfExp):
            return self.conditional(node, region, depth)
        raise self.refuse(node, f"not part of the language; {_GRAMMAR}")

    def number(self, node: ast.Constant) -> Expr:
        text = ast.get_source_segment(self.source, node) or ""
        if not _NUMBER.fullmatch(text):
            raise self.refuse(node, "not a number; write numbers like 2, 0.1 or 1e-4")
        mantissa, _, exponent = text.lower().partition("e")
        if len(mantissa) > 400 or abs(int(exponent or 0)) > 400:
            raise self.refuse(node, "the number is too large: at most 400 digits")
        return self.bounded(node, Rational(Fraction(text)))

    def bounded(self, node: ast.AST, value: Expr) -> Expr:
        """Refuse an exact rational that has grown too large to compute with."""
        if value.is_Rational:
            bits = max(abs(value.p).bit_length(), value.q.bit_length())
            if bits > MAX_NUMBER_BITS:
                raise self.refuse(node, f"the number is too large: at most {MAX_NUMBER_BITS} bits")
        return value

    def name(self, node: ast.Name) -> Expr:
        if node.id == "u":
            return self.variable
        if node.id in ("e", "E"):
            return E
        if node.id == "pi":
            return pi
        if node.id in self.names:
            return self.names[node.id]
        if node.id in _FUNCTIONS:
            raise self.refuse(node, f"{node.id} is a function: write {node.id}(...)")
        declared = f" and the parameters {', '.join(self.names)}" if self.names else ""
        raise self.refuse(node, f"unknown name; the names are u, pi, e{declared}")

    def operation(self, node: ast.BinOp, region: Region, depth: int) -> Expr:
        left = self.translate(node.left, region, depth + 1)
        right = self.translate(node.right, region, depth + 1)
        if isinstance(node.op, ast.Add):
            return self.bounded(node, left + right)
        if isinstance(node.op, ast.Sub):
            return self.bounded(node, left - right)
        if isinstance(node.op, ast.Mult):
            return self.bounded(node, left * right)
        if isinstance(node.op, ast.Div):
            self.require(Condition.NONZERO, right, region, node)
            return self.bounded(node, left / right)
        if isinstance(node.op, ast.Pow):
            return self.power(node, left, right, region)
        hint = "write u**2 for a power" if isinstance(node.op, ast.BitXor) else _GRAMMAR
        raise self.refuse(node, f"this operator is not part of the language; {hint}")

    def power(self, node: ast.expr, base: Expr, exponent: Expr, region: Region) -> Expr:
        if exponent.is_Rational:
            if max(abs(exponent.p), exponent.q) > MAX_EXPONENT:
                raise self.refuse(
                    node, f"the exponent {_shorten(str(exponent))} is too large: "
                    f"numerator and denominator at most {MAX_EXPONENT}"
                )  # fmt: skip
            if base.is_Rational:
                bits = max(abs(base.p).bit_length(), base.q.bit_length())
                if bits * abs(exponent) > MAX_NUMBER_BITS:
                    raise self.refuse(node, "the number is too large")
            if exponent.is_Integer:
                if exponent < 0:
                    self.require(Condition.NONZERO, base, region, node)
            else:
                condition = Condition.NONNEGATIVE if exponent > 0 else Condition.POSITIVE
                self.require(condition, base, region, node)
            return self.bounded_power(node, base**exponent)
        if base.has(U) or not base.is_positive:
            raise self.refuse(
                node,
                "the exponent must be a rational number, or the base a positive constant; "
                "write exp(b*log(a)) for a**b",
            )
        return self.exponential(node, exponent if base is E else exponent * log(base))

    def bounded_power(self, node: ast.AST, value: Expr) -> Expr:
        """Refuse a power of a power whose exponents multiplied beyond the bound."""
        exponents = [p.exp for p in value.atoms(Pow) if p.exp.is_Rational]
        if any(max(abs(e.p), e.q) > MAX_EXPONENT for e in exponents):
            raise self.refuse(node, f"the exponents multiply to more than {MAX_EXPONENT}")
        return self.bounded(node, value)

    def exponential(self, node: ast.AST, argument: Expr) -> Expr:
        if _exp_nesting(argument) >= MAX_EXP_NESTING:
            raise self.refuse(node, f"exp nests deeper than {MAX_EXP_NESTING}: too large")
        if not argument.has(U):
            found = enclosure(argument, 64)
            if found is None or not abs(found).b < MAX_EXP_ARGUMENT:
                raise self.refuse(
                    node, f"the argument of exp is too large: at most {MAX_EXP_ARGUMENT}"
                )
        return exp(argument)

    def require(
        self, condition: Condition, argument: Expr, region: Region, node: ast.AST
    ) -> None:
        """Record what `argument` must satisfy; a constant is settled here."""
        if argument.has(U):
            source = _shorten(ast.get_source_segment(self.source, node) or self.source)
            self.requirements.append(Requirement(condition, argument, region, source))
            return
        found = sign(argument)
        if found is not None and satisfied(condition, found):
            return
        if self.at_zero:
            raise _UndefinedAtZero
        if found is None:
            raise self.refuse(node, f"cannot decide whether {argument} is {condition.value}")
        raise self.refuse(node, f"needs a {condition.value} argument, got {argument}")

    def call(self, node: ast.Call, region: Region, depth: int) -> Expr:
        if not isinstance(node.func, ast.Name) or node.func.id not in _FUNCTIONS:
            raise self.refuse(node.func, f"not a function of the language; {_GRAMMAR}")
        if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            raise self.refuse(node, "a function takes plain arguments only")
        name = node.func.id
        arguments = [self.translate(a, region, depth + 1) for a in node.args]
        if name in ("min", "max"):
            if len(arguments) < 2:
                raise self.refuse(node, f"{name} needs at least two arguments")
            return Min(*arguments) if name == "min" else Max(*arguments)
        if len(arguments) != 1:
            raise self.refuse(node, f"{name} takes one argument, got {len(arguments)}")
        argument = arguments[0]
        if name in ("log", "ln"):
            self.require(Condition.POSITIVE, argument, region, node)
            return log(argument)
        if name in ("sqrt", "cbrt"):
            return self.power(node, argument, Rational(1, 2 if name == "sqrt" else 3), region)
        if name == "exp":
            return self.exponential(node, argument)
        if name in ("sinh", "cosh", "tanh"):
            self.exponential(node, argument)
        return _FUNCTIONS[name](argument)

    def conditional(self, node: ast.IfExp, region: Region, depth: int) -> Expr:
        if self.at_zero:
            branch = node.body if self.condition_at_zero(node.test, depth) else node.orelse
            return self.translate(branch, region, depth + 1)
        here = self.condition(node.test, depth)
        pairs: list[tuple[Interval, Expr]] = []
        for branch, where in ((node.body, here), (node.orelse, complement(here))):
            formula = self.translate(branch, intersection(region, where), depth + 1)
            for interval in where:
                pairs.extend(_restrict(formula, interval))
        if len(pairs) > MAX_BREAKPOINTS:
            raise self.refuse(node, f"more than {MAX_BREAKPOINTS} pieces: simplify it")
        return assemble(pairs)

    def condition(self, node: ast.expr, depth: int) -> Region:
        """The u > 0 where a condition is true."""
        if depth > MAX_DEPTH:
            raise self.refuse(node, f"nests deeper than {MAX_DEPTH}: simplify the expression")
        if isinstance(node, ast.BoolOp):
            regions = [self.condition(value, depth + 1) for value in node.values]
            if isinstance(node.op, ast.Or):
                regions = [complement(r) for r in regions]
            result = regions[0]
            for region in regions[1:]:
                result = intersection(result, region)
            return complement(result) if isinstance(node.op, ast.Or) else result
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return complement(self.condition(node.operand, depth + 1))
        result = HALF_LINE
        for relation, bound in self.comparisons(node):
            result = intersection(result, _solution(relation, bound))
        return result

    def condition_at_zero(self, node: ast.expr, depth: int) -> bool:
        """Whether a condition is true at u = 0."""
        if isinstance(node, ast.BoolOp):
            truths = [self.condition_at_zero(value, depth + 1) for value in node.values]
            return all(truths) if isinstance(node.op, ast.And) else any(truths)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return not self.condition_at_zero(node.operand, depth + 1)
        return all(_RELATIONS[r](S.Zero, bound) for r, bound in self.comparisons(node))

    def comparisons(self, node: ast.expr) -> list[tuple[str, Rational]]:
        """A chain of comparisons as pairs (relation, c), each meaning `u relation c`."""
        wanted = "a condition compares u with numbers, as in u < 1 or 0 < u <= 1/2"
        if not isinstance(node, ast.Compare):
            raise self.refuse(node, wanted)
        sides = [node.left, *node.comparators]
        found: list[tuple[str, Rational]] = []
        for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
            relation = _OPERATORS.get(type(operator))
            if relation is None:
                raise self.refuse(node, f"{wanted}; the relations are < <= > >= == !=")
            left_is_u, right_is_u = (
                isinstance(side, ast.Name) and side.id == "u" for side in (left, right)
            )
            if left_is_u == right_is_u:
                raise self.refuse(node, wanted)
            bound = self.translate(right if left_is_u else left, HALF_LINE, 0)
            if not bound.is_Rational:
                raise self.refuse(node, f"{wanted}; {bound} is not rational")
            found.append((relation if left_is_u else _MIRROR[relation], bound))
        return found


_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_RELATIONS: dict[str, Callable[[Expr, Expr], bool]] = {
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
    "==": lambda a, b: bool(a == b),
    "!=": lambda a, b: bool(a != b),
}
_FUNCTIONS: dict[str, Callable[..., Expr]] = {
    "abs": Abs, "asinh": asinh, "atan": atan, "cbrt": sqrt, "cosh": cosh, "exp": exp, "ln": log,
    "log": log, "max": Max, "min": Min, "sinh": sinh, "sqrt": sqrt, "tanh": tanh,
}  # fmt: skip


def satisfied(condition: Condition, sign_of_argument: int) -> bool:
    """Whether a number of that sign meets the condition."""
    if condition is Condition.NONZERO:
        return sign_of_argument != 0
    return sign_of_argument > 0 or (condition is Condition.NONNEGATIVE and sign_of_argument == 0)


def _solution(relation: str, bound: Rational) -> Region:
    """The u > 0 with `u relation bound`."""
    if relation in (">", ">=", "!="):
        opposite = {">": "<=", ">=": "<", "!=": "=="}[relation]
        return complement(_solution(opposite, bound))
    if bound <= 0:
        return ()
    if relation == "==":
        return (Interval(bound, bound, True, True),)
    return (Interval(S.Zero, bound, False, relation == "<="),)


def _restrict(formula: Expr, interval: Interval) -> list[tuple[Interval, Expr]]:
    """A formula on an interval, with a Piecewise at its top split into its branches."""
    if not isinstance(formula, Piecewise):
        return [(interval, formula)]
    found = []
    for where, branch in branches(formula):
        meet = where.meet(interval)
        if meet is not None:
            found.append((meet, branch))
    return found


def branches(formula: Piecewise) -> list[tuple[Interval, Expr]]:
    """The intervals of a Piecewise that `assemble` made, with their formulas."""
    found: list[tuple[Interval, Expr]] = []
    left: Expr = S.Zero
    left_closed = False
    for branch, condition in formula.args:
        if isinstance(condition, StrictLessThan | LessThan) and condition.lhs == U:
            right, right_closed = condition.rhs, isinstance(condition, LessThan)
        elif condition == S.true:
            right, right_closed = S.Infinity, False
        else:
            raise ExpressionError(f"cannot use the condition {condition}: write it as u < number")
        found.append((Interval(left, right, left_closed, right_closed), branch))
        left, left_closed = right, not right_closed
    return found


def assemble(pairs: list[tuple[Interval, Expr]]) -> Expr:
    """One expression from formulas on intervals that partition (0, oo), in canonical form."""
    pairs = sorted(pairs, key=lambda pair: (pair[0].left, not pair[0].left_closed))
    arguments: list[tuple[Expr, object]] = []
    for interval, formula in pairs:
        if interval.right == S.Infinity:
            condition: object = S.true
        elif interval.right_closed:
            condition = LessThan(U, interval.right, evaluate=False)
        else:
            condition = StrictLessThan(U, interval.right, evaluate=False)
        if arguments and arguments[-1][0] == formula:
            arguments.pop()
        arguments.append((formula, condition))
    if len(arguments) == 1:
        return arguments[0][0]
    # Unevaluated: SymPy would simplify the branches by means of the conditions.
    return Piecewise(*arguments, evaluate=False)


def _exp_nesting(expr: Expr) -> int:
    inner = max((_exp_nesting(a) for a in expr.args), default=0)
    return inner + isinstance(expr, exp | sinh | cosh | tanh)


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def to_text(expr: Expr) -> str:
    """The canonical text of an expression; `parse` reads it back to the same expression.

    >>> to_text(parse("(u if u < 1 else 1) + sqrt(u)/3"))
    'sqrt(u)/3 + (u if u < 1 else 1)'

    Raises:
        ExpressionError: the expression has a part that the language cannot say.
    """
    return _write(expr)[0]


_ATOM, _POWER, _PRODUCT, _SUM, _CONDITIONAL = 4, 3, 2, 1, 0


def _write(expr: Expr) -> tuple[str, int]:
    """The text and how tightly its outermost operation binds."""
    if expr.is_Rational:
        return _write_rational(expr)
    if expr == U:
        return "u", _ATOM
    if expr is E:
        return "e", _ATOM
    if expr is pi:
        return "pi", _ATOM
    if isinstance(expr, Piecewise):
        return _write_piecewise(expr), _CONDITIONAL
    if isinstance(expr, Add):
        return _write_sum(expr), _SUM
    if isinstance(expr, Mul):
        return _write_product(expr)
    if isinstance(expr, Pow):
        return _write_power(expr)
    name = _NAMES.get(expr.func)
    if name is None:
        raise ExpressionError(f"cannot write {expr} as text; {_GRAMMAR}")
    arguments = sorted(expr.args, key=lambda a: a.sort_key()) if len(expr.args) > 1 else expr.args
    return f"{name}({', '.join(_write(a)[0] for a in arguments)})", _ATOM


_NAMES: dict[object, str] = {
    Abs: "abs", asinh: "asinh", atan: "atan", cosh: "cosh", exp: "exp", log: "log", Max: "max",
    Min: "min", sinh: "sinh", tanh: "tanh",
}  # fmt: skip


def _wrapped(expr: Expr, at_least: int) -> str:
    text, binding = _write(expr)
    return text if binding >= at_least else f"({text})"


def _write_rational(value: Rational) -> tuple[str, int]:
    text = str(value.p) if value.q == 1 else f"{value.p}/{value.q}"
    if value < 0:
        return text, _SUM
    return text, _ATOM if value.q == 1 else _PRODUCT


def _write_piecewise(expr: Piecewise) -> str:
    words = []
    for interval, branch in branches(expr):
        words.append(_wrapped(branch, _SUM))
        if interval.right != S.Infinity:
            relation = "<=" if interval.right_closed else "<"
            words.append(f"if u {relation} {_write_rational(interval.right)[0]} else")
    return " ".join(words)


def _write_sum(expr: Add) -> str:
    # A constant last reads best: u + 1.
    terms = sorted(expr.args, key=lambda a: (a.is_Rational, a.sort_key()))
    text = ""
    for term in terms:
        negative = term.as_coeff_Mul()[0] < 0
        word = _wrapped(-term if negative else term, _PRODUCT)
        if not text:
            text = f"-{word}" if negative else word
        else:
            text += f" - {word}" if negative else f" + {word}"
    return text


def _write_product(expr: Mul) -> tuple[str, int]:
    coefficient, rest = expr.as_coeff_Mul()
    if coefficient < 0:
        return f"-{_wrapped(-expr, _PRODUCT)}", _SUM
    above: list[Expr] = []
    below: list[Expr] = []
    for factor in sorted(Mul.make_args(rest), key=lambda a: a.sort_key()):
        if isinstance(factor, Pow) and factor.exp.is_Rational and factor.exp < 0:
            below.append(1 / factor)
        else:
            above.append(factor)
    top = [_wrapped(f, _PRODUCT) for f in above]
    bottom = [_wrapped(f, _POWER) for f in below]
    if coefficient.p != 1 and any(isinstance(f, Add) for f in above):
        # Read from the left, an integer times a sum would be distributed: the integer goes last.
        return f"{_quotient(top, bottom)}*{_write_rational(coefficient)[0]}", _PRODUCT
    if coefficient.p != 1:
        top.insert(0, str(coefficient.p))
    quotient = _quotient(top, bottom)
    return quotient if coefficient.q == 1 else f"{quotient}/{coefficient.q}", _PRODUCT


def _quotient(above: list[str], below: list[str]) -> str:
    top = "*".join(above) or "1"
    if not below:
        return top
    return f"{top}/{below[0]}" if len(below) == 1 else f"{top}/({'*'.join(below)})"


def _write_power(expr: Pow) -> tuple[str, int]:
    base, exponent = expr.args
    if exponent == Rational(1, 2):
        return f"sqrt({_write(base)[0]})", _ATOM
    if exponent.is_Rational and exponent < 0:
        return f"1/{_wrapped(1 / expr, _POWER)}", _PRODUCT
    return f"{_wrapped(base, _ATOM)}**{_wrapped(exponent, _ATOM)}", _POWER
