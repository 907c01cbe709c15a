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
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
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
    cosh,
    exp,
    log,
    pi,
    sinh,
    tanh,
)

from sparsity_theory.errors import ExpressionError
from sparsity_theory.exact import bounded
from sparsity_theory.exact.constants import enclosure, resolved, sign, with_fewer_constants
from sparsity_theory.exact.intervals import (
    HALF_LINE,
    Interval,
    Region,
    complement,
    intersection,
)
from sparsity_theory.exact.opaque import Maximum, Minimum, own
from sparsity_theory.exact.piecewise import assemble, branches
from sparsity_theory.exact.signs import obvious_sign, root_of_square
from sparsity_theory.exact.variable import U
from sparsity_theory.exact.writer import to_text
from sparsity_theory.penalties import functions
from sparsity_theory.penalties.beyond import joined, value_at
from sparsity_theory.penalties.conditions import Cut, cuts, truth
from sparsity_theory.penalties.outside import OF_A_CODE, reason
from sparsity_theory.penalties.spelling import MAX_DEPTH, shortened, spelled, tree_of

MAX_NUMBER_BITS = 2048
MAX_EXPONENT = bounded.MOST_EXPONENT
MAX_ROOT = 10**12
MAX_DEGREE = 1000
MAX_EXP_NESTING = 2
MAX_EXP_ARGUMENT = 5000
MAX_BREAKPOINTS = 40

__all__ = [
    "Condition", "Parsed", "Requirement", "U", "parse", "read", "satisfied", "to_text",
]  # fmt: skip

INFINITY = frozenset({"oo", "inf", "Inf", "infinity", "Infinity"})
_NUMBER = re.compile(r"(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?")
GRAMMAR = (
    "allowed are u, pi, e, numbers, + - * / ** (or ^), |u|, the functions "
    f"{', '.join(sorted(functions.NAMES, key=lambda name: (name.lower(), name)))}, "
    "and cases such as (u if u < 1 else 1) or where(u < 1, u, 1)"
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
    source = spelled(text, GRAMMAR)
    tree = tree_of(source, GRAMMAR)
    names = _check_parameters(parameters or {})
    reader = _ExpressionReader(source, names, variable=U)
    expression = reader.translate(tree, HALF_LINE, 0)
    try:
        zero = _ExpressionReader(source, names, variable=S.Zero).translate(tree, (), 0)
        at_zero: Expr | None = resolved(zero)
    except _UndefinedAtZeroError:
        at_zero = None
    return Parsed(expression, at_zero, tuple(dict.fromkeys(reader.requirements)))


def is_taken(name: str) -> bool:
    """Whether a name means something in the language, so that no parameter can have it."""
    return name in {"u", "pi", "e", "E", *INFINITY, *functions.NAMES}


def _check_parameters(parameters: Mapping[str, Rational]) -> dict[str, Expr]:
    names: dict[str, Expr] = {}
    for name, value in parameters.items():
        if is_taken(name) or not name.isidentifier():
            raise ExpressionError(f"a parameter cannot be called {name!r}: choose another name")
        if not isinstance(value, int | Fraction | Rational):
            raise ExpressionError(f"parameter {name} must be rational, got {value!r}")
        names[name] = Rational(value)
    return names


class _UndefinedAtZeroError(Exception):
    """The text has no value at u = 0."""


class _ExpressionReader:
    """One pass over a syntax tree, with u standing for the variable or for the number 0."""

    def __init__(self, source: str, names: Mapping[str, Expr], variable: Expr) -> None:
        self.source = source
        self.names = names
        self.variable = variable
        self.requirements: list[Requirement] = []

    @property
    def at_zero(self) -> bool:
        """Whether u is the number 0 (or, to try a condition, another number)."""
        return self.variable is not U

    def refuse(self, node: ast.AST, why: str) -> ExpressionError:
        segment = shortened(ast.get_source_segment(self.source, node) or self.source)
        position = getattr(node, "col_offset", 0) + 1
        return ExpressionError(f"{segment!r} at position {position}: {why}")

    def translate(self, node: ast.expr, region: Region, depth: int) -> Expr:
        try:
            value = own(self.translate_node(node, region, depth))
        except bounded.NotFormedError:
            raise self.refuse(node, "has too many digits to compute with: simplify it") from None
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
        raise self.refuse(node, f"not part of the language; {GRAMMAR}")

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
        if node.id in INFINITY:
            return S.Infinity
        if node.id in self.names:
            return self.names[node.id]
        if node.id in functions.NAMES:
            raise self.refuse(node, f"{node.id} is a function: write {node.id}(...)")
        if node.id in {"z", "Z"}:
            raise self.refuse(node, OF_A_CODE)
        declared = f" and the parameters {', '.join(self.names)}" if self.names else ""
        raise self.refuse(
            node, f"unknown name; the names are u, pi, e{declared}; a parameter needs a value,"
            f" such as --param {node.id}=0.1, or penalty(..., {node.id}=0.1) in Python"
        )  # fmt: skip

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
        raise self.refuse(node, f"this operator is not part of the language; {GRAMMAR}")

    def power(self, node: ast.expr, base: Expr, exponent: Expr, region: Region) -> Expr:
        if not exponent.is_Rational:
            return self.real_power(node, base, exponent, region)
        # An exponent such as 0.1234 is treated as a real one: only its size matters.
        if abs(exponent) > MAX_EXPONENT or exponent.q > MAX_ROOT:
            raise self.refuse(
                node, f"the exponent {shortened(str(exponent))} is too large: at most"
                f" {MAX_EXPONENT}, with a denominator of at most {MAX_ROOT}"
            )  # fmt: skip
        if base.is_Rational:
            bits = max(abs(base.p).bit_length(), base.q.bit_length())
            if bits * abs(exponent) > MAX_NUMBER_BITS:
                raise self.refuse(node, "the number is too large")
        grown = exponent * base.as_base_exp()[1]  # not a number for exp(u) and u**u
        if base.has(U) and grown.is_Rational and abs(grown) > MAX_EXPONENT:
            raise self.refuse(node, f"the exponents multiply to more than {MAX_EXPONENT}")
        if exponent.is_Integer:
            if exponent < 0:
                self.require(Condition.NONZERO, base, region, node)
        else:
            condition = Condition.NONNEGATIVE if exponent > 0 else Condition.POSITIVE
            self.require(condition, base, region, node)
        return self.bounded_power(node, self.power_of_power(node, base, exponent))

    def real_power(self, node: ast.expr, base: Expr, exponent: Expr, region: Region) -> Expr:
        """An exponent that is irrational, or not constant: exp(exponent*log(base))."""
        fixed = not exponent.has(U)
        if fixed:
            size = enclosure(exponent, 64)
            if size is None or not abs(size) < MAX_EXPONENT:
                raise self.refuse(node, f"the exponent is too large: at most {MAX_EXPONENT}")
        if base == 0 and fixed and sign(exponent) == 1:
            return S.Zero
        rises = fixed and base.has(U) and sign(exponent) == 1
        self.require(Condition.NONNEGATIVE if rises else Condition.POSITIVE, base, region, node)
        if base is E:
            return self.exponential(node, exponent)
        if fixed and base.has(U):
            return bounded.power(base, exponent)
        return self.exponential(node, exponent * log(base))

    def power_of_power(self, node: ast.expr, base: Expr, exponent: Expr) -> Expr:
        """base**exponent, where SymPy's word on the sign of a constant is not taken.

        It would write sqrt(c**2) as c or -c, and draw constants out of roots.
        """
        if exponent.is_Integer:
            return bounded.power(base, exponent)
        if isinstance(base, Pow) and not base.has(U):
            side = self.side_of(node, base.base)
            return bounded.power(side * base.base, base.exp * exponent) if side else S.Zero
        if isinstance(base, Mul):
            constant, rest = base.as_independent(U, as_Add=False)
            if not constant.is_Rational and rest != 1:
                side = self.side_of(node, constant)
                outside = self.power_of_power(node, side * constant, exponent)
                return outside * bounded.power(side * rest, exponent)
        return root_of_square(base, exponent) or bounded.power(base, exponent)

    def side_of(self, node: ast.expr, constant: Expr) -> int:
        side = sign(constant)
        if side is None:
            raise self.refuse(node, f"cannot decide the sign of {constant}")
        return side

    def bounded_power(self, node: ast.AST, value: Expr) -> Expr:
        """Refuse a power of a power whose exponents multiplied beyond the bound."""
        exponents = [p.exp for p in value.atoms(Pow) if p.exp.is_Rational]
        if any(abs(e) > MAX_EXPONENT or e.q > MAX_ROOT for e in exponents):
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
        return bounded.exponential(argument)

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
        source = shortened(ast.get_source_segment(self.source, node) or self.source)
        self.requirements.append(Requirement(condition, argument, region, source))

    def call(self, node: ast.Call, region: Region, depth: int) -> Expr:
        if not isinstance(node.func, ast.Name) or node.func.id not in functions.NAMES:
            raise self.no_function(node)
        if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            raise self.refuse(node, "a function takes plain arguments only")
        name = functions.SAME.get(node.func.id, node.func.id)
        if name in ("where", "Piecewise"):
            return self.translate(self.as_cases(node, name), region, depth + 1)
        arguments = [self.translate(a, region, depth + 1) for a in node.args]
        if name in functions.MADE and name not in {"sqrt", "cbrt"}:
            return self.made(node, name, arguments, region, depth)
        if name in ("min", "max"):
            if len(arguments) < 2:
                raise self.refuse(node, f"{name} needs at least two arguments")
            found = Minimum(*arguments) if name == "min" else Maximum(*arguments)
            return with_fewer_constants(found)
        return self.basic(node, name, arguments, region)

    def no_function(self, node: ast.Call) -> ExpressionError:
        """Why a call is none: a product without its sign, the rank of a code, or unknown."""
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        outside = reason(f"{name}(...)") if name else None
        if outside is not None:
            return ExpressionError(outside)
        if any(isinstance(n, ast.Name) and n.id in {"z", "Z"} for n in ast.walk(node)):
            return self.refuse(node, OF_A_CODE)
        number = name in self.names or name in {"u", "pi", "e", "E"}
        if number or not isinstance(node.func, ast.Name | ast.Attribute):
            segment = shortened(ast.get_source_segment(self.source, node.func) or "")
            why = f"is no function; a product needs its sign: {segment}*(...)"
            return self.refuse(node.func, why)
        return self.refuse(node.func, f"not a function of the language; {GRAMMAR}")

    def basic(self, node: ast.Call, name: str, arguments: list[Expr], region: Region) -> Expr:
        """A function of one argument (or heaviside, which has the value at 0 beside it)."""
        if len(arguments) != (2 if name == "heaviside" else 1):
            wanted = "two arguments" if name == "heaviside" else "one argument"
            raise self.refuse(node, f"{name} takes {wanted}, got {len(arguments)}")
        argument = arguments[0]
        if name in ("sign", "heaviside"):
            below, at = (-1, S.Zero) if name == "sign" else (0, arguments[1])
            return self.step(node, argument, {-1: S(below), 0: at, 1: S.One})
        if name == "log":
            self.require(Condition.POSITIVE, argument, region, node)
            return self.applied(node, log, argument)
        if name in ("sqrt", "cbrt"):
            return self.power(node, argument, Rational(1, 2 if name == "sqrt" else 3), region)
        if name == "exp":
            return self.exponential(node, argument)
        if name in ("sinh", "cosh", "tanh"):
            self.exponential(node, argument)
        if name == "erf":
            bounded.exponential(-(argument**2))  # its derivative has to be formed
        return self.applied(node, functions.BASIC[name], argument)

    def applied(self, node: ast.AST, head: Callable[..., Expr], argument: Expr) -> Expr:
        try:
            return bounded.applied(head, argument)
        except bounded.NotFormedError:
            raise self.refuse(
                node, f"its value at the constant {shortened(str(argument))} was not found exactly"
            ) from None

    def made(
        self, node: ast.Call, name: str, arguments: list[Expr], region: Region, depth: int
    ) -> Expr:
        """A function that is made of others: its text, with the arguments in it."""
        words, text = functions.MADE[name]
        names = words.split()
        if len(arguments) != len(names):
            number = {1: "one argument", 2: "two arguments"}.get(len(names), "three arguments")
            raise self.refuse(node, f"{name} takes {number}, got {len(arguments)}")
        inner = _ExpressionReader(text, dict(zip(names, arguments, strict=True)), self.variable)
        try:
            value = inner.translate(tree_of(text, GRAMMAR), region, depth + 1)
        except ExpressionError as problem:
            raise self.refuse(node, f"is {text}, with {problem}") from None
        source = shortened(ast.get_source_segment(self.source, node) or self.source)
        self.requirements += [replace(r, source=source) for r in inner.requirements]
        return value

    def step(self, node: ast.expr, argument: Expr, values: Mapping[int, Expr]) -> Expr:
        """One of three values, by the sign of the argument."""
        if not argument.has(U):
            found = sign(argument)
            if found is None:
                raise self.refuse(node, f"cannot decide the sign of {argument}")
            return values[found]
        pairs: list[tuple[Interval, Expr]] = []
        for relation, side in (("<", -1), ("==", 0), (">", 1)):
            solved = self.region_of(node, relation, argument)
            pairs += [(interval, values[side]) for interval in solved]
        if not pairs:
            raise self.refuse(node, "its argument is nowhere a real number")
        return assemble(pairs)

    def as_cases(self, node: ast.Call, name: str) -> ast.IfExp:
        """where(condition, a, b), or Piecewise((a, condition), (b, True)), as a conditional."""
        if name == "where":
            if len(node.args) != 3:
                raise self.refuse(node, "write where(condition, value, other value)")
            test, body, other = node.args
            return ast.copy_location(ast.IfExp(test, body, other), node)
        wanted = "write Piecewise((value, condition), ..., (value, True))"
        pairs = [a.elts for a in node.args if isinstance(a, ast.Tuple) and len(a.elts) == 2]
        if not pairs or len(pairs) < len(node.args) or not _is_true(pairs[-1][1]):
            raise self.refuse(node, wanted)
        whole = pairs.pop()[0]
        for value, test in reversed(pairs):
            whole = ast.copy_location(ast.IfExp(test, value, whole), node)
        if not isinstance(whole, ast.IfExp):
            raise self.refuse(node, wanted)
        return whole

    def conditional(self, node: ast.IfExp, region: Region, depth: int) -> Expr:
        if self.at_zero:
            branch = node.body if self.condition_at(node.test, depth) else node.orelse
            return self.translate(branch, region, depth + 1)
        here = self.condition(node.test, depth)
        parts = [
            (self.translate(branch, intersection(region, where), depth + 1), where)
            for branch, where in ((node.body, here), (node.orelse, complement(here)))
        ]
        meeting = self.meeting(parts)
        if meeting is not None:
            return meeting
        pairs = [pair for formula, where in parts for i in where for pair in _restrict(formula, i)]
        pairs = [(where, _at_point(formula, where)) for where, formula in pairs]
        if len(pairs) > MAX_BREAKPOINTS:
            raise self.refuse(node, f"more than {MAX_BREAKPOINTS} pieces: simplify it")
        return assemble(pairs)

    def meeting(self, parts: list[tuple[Expr, Region]]) -> Expr | None:
        """Two formulas on both sides of one irrational point at which they meet, as one."""
        if any(len(where) != 1 for _, where in parts):
            return None
        if parts[0][1][0].left != 0:
            parts = parts[::-1]
        (first, (before,)), (second, _) = parts
        return None if before.rational else joined(first, second, before.right)

    def solved(self, node: ast.expr, difference: Expr) -> tuple[Cut, ...]:
        found = cuts(difference)
        if found is None:
            raise self.refuse(
                node, f"could not find exactly where {difference} changes its sign: compare u with"
                " numbers, as in u < 1"
            )  # fmt: skip
        return found

    def region_of(self, node: ast.expr, relation: str, difference: Expr) -> Region:
        """The u > 0 where `difference relation 0`."""
        found = self.solved(node, difference)
        return truth(difference, found, lambda s: _RELATIONS[relation](s, 0))

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
        for relation, difference in self.comparisons(node, depth):
            result = intersection(result, self.region_of(node, relation, difference))
        return result

    def condition_at(self, node: ast.expr, depth: int) -> bool:
        """Whether a condition is true at the number that u stands for."""
        if depth > MAX_DEPTH:
            raise self.refuse(node, f"nests deeper than {MAX_DEPTH}: simplify the expression")
        if isinstance(node, ast.BoolOp):
            truths = [self.condition_at(value, depth + 1) for value in node.values]
            return all(truths) if isinstance(node.op, ast.And) else any(truths)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            return not self.condition_at(node.operand, depth + 1)
        signs = [(r, sign(difference)) for r, difference in self.comparisons(node, depth)]
        if any(side is None for _, side in signs):
            raise self.refuse(node, "cannot decide this condition")
        return all(_RELATIONS[r](side or 0, 0) for r, side in signs)

    def comparisons(self, node: ast.expr, depth: int) -> list[tuple[str, Expr]]:
        """A chain of comparisons as pairs (relation, f), each meaning `f relation 0`."""
        wanted = "a condition compares u with numbers, as in u < 1 or 0 < u <= 1/2"
        if not isinstance(node, ast.Compare):
            raise self.refuse(node, wanted)
        sides = [
            self.translate(side, HALF_LINE, depth + 1) for side in (node.left, *node.comparators)
        ]
        found: list[tuple[str, Expr]] = []
        for left, sign_of_relation, right in zip(sides, node.ops, sides[1:], strict=False):
            relation = _OPERATORS.get(type(sign_of_relation))
            if relation is None:
                raise self.refuse(node, f"{wanted}; the relations are < <= > >= == !=")
            if not self.at_zero and not (left.has(U) or right.has(U)):
                raise self.refuse(node, wanted)
            found.append((relation, left - right))
        return found


_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
_RELATIONS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq,
    "!=": operator.ne,
}  # fmt: skip


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def satisfied(condition: Condition, sign_of_argument: int) -> bool:
    """Whether a number of that sign meets the condition."""
    if condition is Condition.NONZERO:
        return sign_of_argument != 0
    return sign_of_argument > 0 or (condition is Condition.NONNEGATIVE and sign_of_argument == 0)


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


def _at_point(formula: Expr, where: Interval) -> Expr:
    """What a formula is on an interval: a number, if that is one irrational point."""
    alone = where.is_point and not where.rational
    return resolved(value_at(formula, where.left)) if alone else formula


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
