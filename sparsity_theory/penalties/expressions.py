"""Text to SymPy, through a whitelist of Python's expression syntax.

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
from functools import lru_cache

from sympy import (
    E,
    Expr,
    Mul,
    Piecewise,
    Pow,
    Rational,
    S,
    asinh,
    atan,
    cbrt,
    cosh,
    exp,
    log,
    pi,
    sinh,
    sqrt,
    tanh,
)

from sparsity_theory.errors import ExpressionError
from sparsity_theory.exact.constants import enclosure, sign
from sparsity_theory.exact.intervals import (
    HALF_LINE,
    Interval,
    Region,
    complement,
    intersection,
)
from sparsity_theory.exact.opaque import Absolute, Maximum, Minimum, own
from sparsity_theory.exact.piecewise import assemble, branches
from sparsity_theory.exact.signs import obvious_sign, root_of_square
from sparsity_theory.exact.variable import U
from sparsity_theory.exact.writer import to_text

MAX_LENGTH = 2000
MAX_DEPTH = 40
MAX_NODES = 600
MAX_NUMBER_BITS = 2048
MAX_EXPONENT = 200
MAX_DEGREE = 1000
MAX_EXP_NESTING = 2
MAX_EXP_ARGUMENT = 5000
MAX_BREAKPOINTS = 40

__all__ = [
    "Condition", "Parsed", "Requirement", "U", "parse", "read", "satisfied", "to_text",
]  # fmt: skip

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
    except _UndefinedAtZeroError:
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
        if not isinstance(value, int | Fraction | Rational):
            raise ExpressionError(f"parameter {name} must be rational, got {value!r}")
        names[name] = Rational(value)
    return names


class _UndefinedAtZeroError(Exception):
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
        value = own(self.translate_node(node, region, depth))
        if value.has(S.ImaginaryUnit, S.ComplexInfinity, S.NaN):
            if self.at_zero:
                raise _UndefinedAtZeroError
            if region:
                raise self.refuse(node, "is not a finite real number for any u > 0")
        return value

    def translate_node(self, node: ast.expr, region: Region, depth: int) -> Expr:
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
            return self.bounded_power(node, self.power_of_power(node, base, exponent))
        if base.has(U) or sign(base) != 1:
            raise self.refuse(
                node,
                "the exponent must be a rational number, or the base a positive constant; "
                "write exp(b*log(a)) for a**b",
            )
        return self.exponential(node, exponent if base is E else exponent * log(base))

    def power_of_power(self, node: ast.expr, base: Expr, exponent: Expr) -> Expr:
        """base**exponent, where SymPy's word on the sign of a constant is not taken.

        It would write sqrt(c**2) as c or -c, and draw constants out of roots.
        """
        if exponent.is_Integer:
            return base**exponent
        if isinstance(base, Pow) and not base.has(U):
            side = self.side_of(node, base.base)
            return (side * base.base) ** (base.exp * exponent) if side else S.Zero
        if isinstance(base, Mul):
            constant, rest = base.as_independent(U, as_Add=False)
            if not constant.is_Rational and rest != 1:
                side = self.side_of(node, constant)
                outside = self.power_of_power(node, side * constant, exponent)
                return outside * (side * rest) ** exponent
        return root_of_square(base, exponent) or base**exponent

    def side_of(self, node: ast.expr, constant: Expr) -> int:
        side = sign(constant)
        if side is None:
            raise self.refuse(node, f"cannot decide the sign of {constant}")
        return side

    def bounded_power(self, node: ast.AST, value: Expr) -> Expr:
        """Refuse a power of a power whose exponents multiplied beyond the bound."""
        exponents = [p.exp for p in value.atoms(Pow) if p.exp.is_Rational]
        if any(max(abs(e.p), e.q) > MAX_EXPONENT for e in exponents):
            raise self.refuse(node, f"the exponents multiply to more than {MAX_EXPONENT}")
        if _degree(value) > MAX_DEGREE:
            raise self.refuse(node, f"the exponents multiply to more than {MAX_DEGREE}")
        return self.bounded(node, value)

    def exponential(self, node: ast.AST, argument: Expr) -> Expr:
        if _exp_nesting(argument) >= MAX_EXP_NESTING:
            raise self.refuse(node, f"exp nests deeper than {MAX_EXP_NESTING}: too large")
        if not argument.has(U):
            found = enclosure(argument, 64)
            if found is None or not abs(found) < MAX_EXP_ARGUMENT:
                raise self.refuse(
                    node, f"the argument of exp is too large: at most {MAX_EXP_ARGUMENT}"
                )
        return exp(argument)

    def require(self, condition: Condition, argument: Expr, region: Region, node: ast.AST) -> None:
        """Record what `argument` must satisfy, or settle it here where its sign is obvious."""
        found = obvious_sign(argument)
        if found is not None and satisfied(condition, found):
            return
        if self.at_zero:
            raise _UndefinedAtZeroError
        if found is not None and region:
            raise self.refuse(node, f"needs a {condition.value} argument, got {argument}")
        if not argument.has(U):
            raise self.refuse(node, f"cannot decide whether {argument} is {condition.value}")
        source = _shorten(ast.get_source_segment(self.source, node) or self.source)
        self.requirements.append(Requirement(condition, argument, region, source))

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
            return Minimum(*arguments) if name == "min" else Maximum(*arguments)
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
    "abs": Absolute, "asinh": asinh, "atan": atan, "cbrt": cbrt, "cosh": cosh, "exp": exp,
    "ln": log, "log": log, "max": Maximum, "min": Minimum, "sinh": sinh, "sqrt": sqrt, "tanh": tanh,
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


@lru_cache(maxsize=4096)
def _degree(expr: Expr) -> int:
    """A bound on the degree with which numbers grow when the expression is evaluated exactly."""
    if expr == U:
        return 1
    degrees = [_degree(a) for a in expr.args]
    if isinstance(expr, Pow) and expr.exp.is_Rational:
        return max(1, -(-abs(int(expr.exp.p)) // int(expr.exp.q))) * degrees[0]
    return sum(degrees) if isinstance(expr, Mul) else max(degrees, default=0)


def _exp_nesting(expr: Expr) -> int:
    inner = max((_exp_nesting(a) for a in expr.args), default=0)
    return inner + isinstance(expr, exp | sinh | cosh | tanh)


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."
