"""The facts about a penalty, confronted with its text at points chosen against them.

This shares nothing with the analysis but the text and the clock: it walks Python's syntax tree,
computes with exact fractions where it can and with balls where it must, and only certain
comparisons count. A contradiction is an error of this package, never an answer. What points cannot
refute (that a supremum is as high as claimed) is not examined here.
"""

from __future__ import annotations

import ast
import random
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from flint import arb, ctx, fmpq
from sympy import Expr

from sparsity_theory.errors import ContradictionError
from sparsity_theory.exact import effort

_BITS = 256
_LARGE = 2**64
_MORE_BITS = 2048
_FAR_POINTS = tuple(Fraction(2) ** k for k in range(-1200, 1201, 24))
"""Where a strict claim is looked for that could not be seen elsewhere."""

_READING_POINTS = (*map(Fraction, ("1/1000", "1/7", "1", "5/3", "11", "1000")),)

_BIG = 2**15
"""Fractions of more bits become balls."""

_RANDOM_POINTS = 12
_CLOSE = (1, 4, 12, 24, 40)
"""Points are taken at the relative distances 2^-k from each joint, on both sides."""

Number = fmpq | arb


class _UndefinedError(Exception):
    """The text certainly has no real value at the point."""


class _UndecidedError(Exception):
    """The balls do not decide."""


@dataclass(frozen=True)
class ShapeClaim:
    """What is claimed on (left, right): monotone and convex as signs, strictly or not.

    `right` is None for oo; a sign is None where nothing is claimed.
    """

    left: Fraction
    right: Fraction | None
    monotone: int | None = None
    convex: int | None = None
    strict: bool = False


@dataclass(frozen=True)
class Claims:
    """Everything claimed about a penalty, in plain numbers; None where nothing is claimed."""

    defined: bool
    supremum: Expr | None = None
    supremum_attained: bool | None = None
    infimum: Expr | None = None
    infimum_attained: bool | None = None
    slope_bound: Expr | None = None
    constant_value: Expr | None = None
    parts: tuple[ShapeClaim, ...] = ()
    joints: tuple[Fraction, ...] = ()


def confront(text: str, parameters: Mapping[str, Fraction], claims: Claims) -> bool:
    """Try to refute the claims; False if a strict one could not be seen anywhere, as of a constant.

    >>> rising = Claims(defined=True, parts=(ShapeClaim(Fraction(0), None, monotone=1),))
    >>> confront("u/(1 + u)", {}, rising)
    True
    >>> confront("abs(u - 1)", {}, rising)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    sparsity_theory.errors.ContradictionError: the penalty 'abs(u - 1)' was taken to be ...

    Raises:
        ContradictionError: a claim is false at some points; the message names all three.
    """
    before, ctx.prec = ctx.prec, _BITS
    try:
        return _Adversary(text, parameters, claims).attack()
    finally:
        ctx.prec = before


def same_reading(
    text: str, parameters: Mapping[str, Fraction], value: Callable[[Fraction], arb | None]
) -> None:
    """Compare the values of the expression that was made of a text with those of the text.

    Raises:
        ContradictionError: they differ, so the text was misread.
    """
    before, ctx.prec = ctx.prec, _BITS
    try:
        function = _Function(text, parameters)
        for u in _READING_POINTS:
            try:
                told, found = function.at(u), value(u)
            except (_UndecidedError, _UndefinedError):
                continue
            if found is not None and (told > found or told < found):
                raise ContradictionError(
                    f"the penalty {text!r} was misread: at u = {u} it is {told}, not {found}."
                    " This is an error of this package, not of the input; please report it"
                )
    finally:
        ctx.prec = before


class _Adversary:
    """One penalty and its values at the chosen points."""

    def __init__(self, text: str, parameters: Mapping[str, Fraction], claims: Claims) -> None:
        self.text = text
        self.claims = claims
        self.function = _Function(text, parameters)
        self.values: list[tuple[Fraction, Number]] = []

    def attack(self) -> bool:
        self.values = self.sampled(_points(self.text, self.claims.joints))
        self.extremes()
        self.slope()
        found = [self.seen(part) for part in self.claims.parts]  # all are attacked
        return all(found)

    def sampled(self, points: Iterable[Fraction]) -> list[tuple[Fraction, Number]]:
        found = []
        for u in points:
            try:
                found.append((u, self.function.at(u)))
            except _UndecidedError:
                continue
            except _UndefinedError as error:
                if self.claims.defined:
                    self.refuted("finite and real on u > 0", f"{error} at u = {u}")
        return found

    def seen(self, part: ShapeClaim) -> bool:
        """Attack a part; whether its strict claims were seen to be strict somewhere."""
        inside = [v for v in self.values if _within(v[0], part)]
        moves, bends = self.monotone(part, inside), self.convex(part, inside)
        if not part.strict or (moves and bends):
            return True
        ctx.prec = _MORE_BITS
        try:
            far = self.sampled(u for u in _FAR_POINTS if _within(u, part))
            near = self.sampled(u for u, _ in inside)
            more = sorted(far + near, key=lambda v: v[0])
            return self.monotone(part, more) and self.convex(part, more)
        finally:
            ctx.prec = _BITS

    def refuted(self, fact: str, where: str) -> None:
        raise ContradictionError(
            f"the penalty {self.text!r} was taken to be {fact}, which is false: {where}. This is"
            " an error of this package, not of the input; please report it"
        )

    def extremes(self) -> None:
        c = self.claims
        for value, attained, side, name in (
            (c.supremum, c.supremum_attained, 1, "supremum"),
            (c.infimum, c.infimum_attained, -1, "infimum"),
        ):
            extreme = _constant(value)
            if extreme is None:
                continue
            for u, h in self.values:
                if _certain(side, h, extreme):
                    self.refuted(f"of {name} {value}", f"h({u}) is beyond it")
                if attained is False and isinstance(h, fmpq) and h == extreme:
                    self.refuted(f"of {name} {value}, not attained", f"h({u}) equals it")
        constant = _constant(c.constant_value)
        if constant is None:
            return
        for u, h in self.values:
            if _certain(1, h, constant) or _certain(-1, h, constant):
                self.refuted(f"the constant {c.constant_value}", f"h({u}) differs")

    def slope(self) -> None:
        bound = _constant(self.claims.slope_bound)
        if bound is None:
            return
        for (x, fx), (y, fy) in pairwise(self.values):
            rise = bound * fmpq((y - x).numerator, (y - x).denominator)
            if _certain(1, _size(fy - fx), rise):
                slope = self.claims.slope_bound
                self.refuted(f"of slope at most {slope}", f"it moves more from {x} to {y}")

    def monotone(self, part: ShapeClaim, inside: list[tuple[Fraction, Number]]) -> bool:
        if part.monotone is None:
            return True
        word = {1: "nondecreasing", 0: "constant", -1: "nonincreasing"}[part.monotone]
        seen = len(inside) < 4
        for (x, fx), (y, fy) in pairwise(inside):
            if part.strict and part.monotone and isinstance(fy - fx, fmpq) and fx == fy:
                self.refuted(f"strictly {word} on {_named(part)}", f"h({x}) = h({y})")
            for side in (1, -1):
                if _certain(side, fy, fx):
                    seen = True
                    if side != part.monotone:
                        self.refuted(f"{word} on {_named(part)}", f"compare u = {x} with u = {y}")
        return seen or not part.monotone

    def convex(self, part: ShapeClaim, inside: list[tuple[Fraction, Number]]) -> bool:
        if part.convex is None:
            return True
        word = {1: "convex", 0: "linear", -1: "concave"}[part.convex]
        seen = len(inside) < 5
        for (x, fx), (y, fy), (z, fz) in zip(inside, inside[1:], inside[2:], strict=False):
            weight = fmpq(((y - x) / (z - x)).numerator, ((y - x) / (z - x)).denominator)
            chord = fx + (fz - fx) * weight
            if part.strict and part.convex and isinstance(chord - fy, fmpq) and chord == fy:
                where = f"it is linear at u = {x}, {y} and {z}"
                self.refuted(f"strictly {word} on {_named(part)}", where)
            for side in (1, -1):
                if _certain(side, chord, fy):
                    seen = True
                    if side != part.convex:
                        self.refuted(f"{word} on {_named(part)}", f"look at u = {x}, {y} and {z}")
        return seen or not part.convex


def _size(x: Number) -> Number:
    return x if x >= 0 else -x if x <= 0 else arb(abs(arb(x)))


def _named(part: ShapeClaim) -> str:
    return f"({part.left}, {'oo' if part.right is None else part.right})"


def _within(u: Fraction, part: ShapeClaim) -> bool:
    return u > part.left and (part.right is None or u < part.right)


def _certain(side: int, first: Number, second: Number) -> bool:
    """Whether first > second (side 1) or first < second (side -1) for certain."""
    return bool(first > second) if side > 0 else bool(first < second)


def _points(text: str, joints: Iterable[Fraction]) -> list[Fraction]:
    """Powers of two, both sides of every joint, and some rationals drawn by the text."""
    found = {Fraction(2) ** k for k in (*range(-64, -8, 8), *range(-8, 9), *range(16, 65, 8))}
    edges = sorted(joints)
    for joint in edges:
        found.add(joint)
        for k in _CLOSE:
            found |= {joint * (1 - Fraction(1, 2**k)), joint * (1 + Fraction(1, 2**k))}
    for a, b in pairwise(edges):
        found |= {a + (b - a) * Fraction(k, 8) for k in range(1, 8)}
    draw = random.Random(zlib.crc32(text.encode()))  # noqa: S311 - points, not secrets
    for _ in range(_RANDOM_POINTS):
        found.add(Fraction(draw.randint(1, 10**4), draw.randint(1, 10**3)))
    return sorted(found)


def _constant(value: Expr | None) -> Number | None:
    """A claimed constant (SymPy, exact) as a number, by its own rules; None if it is infinite."""
    if value is None:
        return None
    if value.is_Rational:
        return fmpq(int(value.p), int(value.q))
    try:
        return _Function(_python(str(value)), {}).at(Fraction(1))
    except (_UndecidedError, _UndefinedError, SyntaxError, KeyError):
        return None


def _python(text: str) -> str:
    """SymPy's spelling of a constant in the language of penalties."""
    return text.replace("Max(", "max(").replace("Min(", "min(").replace("Abs(", "abs(")


class _Function:
    """A text as a function of exact u, by its syntax tree."""

    def __init__(self, text: str, parameters: Mapping[str, Fraction]) -> None:
        self.source = " ".join(text.split())
        self.tree = ast.parse(self.source, mode="eval").body
        self.parameters = {k: fmpq(v.numerator, v.denominator) for k, v in parameters.items()}
        self.u = fmpq(0)

    def at(self, u: Fraction) -> Number:
        effort.check()
        self.u = fmpq(u.numerator, u.denominator)
        value = self.value(self.tree)
        if isinstance(value, arb) and not value.is_finite():
            raise _UndecidedError
        return value

    def value(self, node: ast.expr) -> Number:
        if isinstance(node, ast.Constant):
            number = Fraction(ast.get_source_segment(self.source, node) or "")
            return fmpq(number.numerator, number.denominator)
        if isinstance(node, ast.Name):
            if node.id == "u":
                return self.u
            if node.id in self.parameters:
                return self.parameters[node.id]
            return {"pi": arb.pi, "e": arb.const_e, "E": arb.const_e}[node.id]()
        if isinstance(node, ast.UnaryOp):
            inner = self.value(node.operand)
            return -inner if isinstance(node.op, ast.USub) else inner
        if isinstance(node, ast.BinOp):
            return self.operation(node.op, self.value(node.left), self.value(node.right))
        if isinstance(node, ast.IfExp):
            return self.value(node.body if self.holds(node.test) else node.orelse)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return self.call(node.func.id, [self.value(a) for a in node.args])
        raise _UndecidedError

    def operation(self, operator: ast.operator, a: Number, b: Number) -> Number:
        if isinstance(operator, ast.Pow):
            return _power(a, b)
        if isinstance(operator, ast.Div):
            _check_divisor(b)
            return a / b
        if isinstance(operator, ast.Add):
            return a + b
        return a - b if isinstance(operator, ast.Sub) else a * b

    def holds(self, node: ast.expr) -> bool:
        if isinstance(node, ast.BoolOp):
            truths = [self.holds(v) for v in node.values]
            return all(truths) if isinstance(node.op, ast.And) else any(truths)
        if isinstance(node, ast.UnaryOp):
            return not self.holds(node.operand)
        if not isinstance(node, ast.Compare):
            raise _UndecidedError
        sides = [self.value(side) for side in (node.left, *node.comparators)]
        return all(
            _relation(op, a, b) for op, a, b in zip(node.ops, sides, sides[1:], strict=False)
        )

    def call(self, name: str, values: list[Number]) -> Number:
        if name in {"min", "max"}:
            best = values[0]
            for other in values[1:]:
                best = _extreme(name, best, other)
            return best
        return _call(name, values[0])


def _check_divisor(b: Number) -> None:
    if isinstance(b, fmpq) and b == 0:
        raise _UndefinedError("division by 0")
    if isinstance(b, arb) and b.contains(0):
        raise _UndecidedError


def _relation(operator: ast.cmpop, a: Number, b: Number) -> bool:
    if not (isinstance(a, fmpq) and isinstance(b, fmpq)):
        raise _UndecidedError
    relations: dict[type[ast.cmpop], bool] = {
        ast.Lt: a < b, ast.LtE: a <= b, ast.Gt: a > b, ast.GtE: a >= b, ast.Eq: a == b,
        ast.NotEq: a != b,
    }  # fmt: skip
    return relations[type(operator)]


def _extreme(name: str, a: Number, b: Number) -> Number:
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return min(a, b) if name == "min" else max(a, b)
    first, second = arb(a), arb(b)
    return first.min(second) if name == "min" else first.max(second)


def _power(a: Number, b: Number) -> Number:
    if isinstance(b, fmpq) and int(b.q) == 1:
        return _whole_power(a, int(b.p))
    if isinstance(a, fmpq) and a == 0:
        if b > 0:
            return fmpq(0)
        raise _UndefinedError("negative power of 0")
    if a < 0:
        raise _UndefinedError("root of a negative number")
    if not a > 0:
        raise _UndecidedError
    if isinstance(a, fmpq) and isinstance(b, fmpq) and int(b.q) == 2:
        top, bottom = arb(a.p).sqrt(), arb(a.q).sqrt()
        if top.is_exact() and bottom.is_exact():  # the root of a square, exactly
            root = Fraction(int(top.mid().fmpz()), int(bottom.mid().fmpz()))
            return _whole_power(fmpq(root.numerator, root.denominator), int(b.p))
    return arb(a) ** arb(b)


def _whole_power(a: Number, exponent: int) -> Number:
    """A whole power, exactly while it is short: exponents reach 2^64 and more."""
    if exponent < 0:
        _check_divisor(a)
        return 1 / _whole_power(a, -exponent)
    if isinstance(a, fmpq):
        if a in (0, 1):
            return fmpq(1) if exponent == 0 else a
        if exponent * max(int(a.p).bit_length(), int(a.q).bit_length()) <= _BIG:
            return a**exponent
    power, ball = arb(1), arb(a)
    for digit in f"{exponent:b}":  # by squaring: flint's own power has no ball around 0
        power = abs(power * power) * (ball if digit == "1" else 1)
    return power


def _call(name: str, x: Number) -> Number:
    if name == "abs":
        return _size(x)
    if name in {"sqrt", "cbrt"}:
        return _power(x, fmpq(1, 2 if name == "sqrt" else 3))
    if (
        isinstance(x, fmpq)
        and (exact := _EXACT.get((name, Fraction(int(x.p), int(x.q))))) is not None
    ):
        return fmpq(exact)
    ball = arb(x)
    if name in {"log", "ln"}:
        if ball <= 0:
            raise _UndefinedError("logarithm of what is not positive")
        if not ball > 0:
            raise _UndecidedError
        return ball.log()
    if name in {"exp", "sinh", "cosh"} and not abs(ball) < _LARGE:
        raise _UndecidedError
    return _FUNCTIONS[name](ball)


_EXACT = {
    **{(name, Fraction(0)): 0 for name in ("atan", "asinh", "sinh", "tanh")},
    **{(name, Fraction(0)): 1 for name in ("exp", "cosh")},
    **{(name, Fraction(1)): 0 for name in ("log", "ln")},
}
_FUNCTIONS: dict[str, Callable[[arb], arb]] = {
    "exp": arb.exp, "atan": arb.atan, "asinh": arb.asinh, "cosh": arb.cosh, "sinh": arb.sinh,
    "tanh": arb.tanh,
}  # fmt: skip
