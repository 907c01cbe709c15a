"""Values of a penalty's text in high precision (mpmath), and what they say against its facts.

Shares nothing with the analysis but the text: the syntax tree is Python's, the numbers are
mpmath's, the conditions are decided on exact fractions.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
from mpmath import mpf
from sympy import Expr, S

from sparsity_theory.exact.constants import beside
from sparsity_theory.exact.pieces import Curvature, Monotone
from sparsity_theory.penalties.catalogue import entry
from sparsity_theory.penalties.facts import Facts
from sparsity_theory.penalties.penalties import Penalty

DIGITS = (120, 360, 1500)
"""Decimal digits of the samples: more are taken until two agree within the slack."""

_DIGITS_FAR = (1000, 1500)
_FAR = 100
"""Beyond it exponentials may cancel, and fewer digits would agree on what is wrong."""

_SLACK = mpf(10) ** -40


class NoValueError(Exception):
    """The text has no real value at a point."""


class UnsettledError(Exception):
    """The digits do not suffice for a value at a point."""


def sampler(h: Penalty) -> Callable[[Fraction], mpf]:
    """The penalty's text as a function of an exact u >= 0; raises NoValueError where undefined.

    >>> from sparsity_theory.penalties.penalties import penalty
    >>> int(sampler(penalty("mcp"))(Fraction(10)))
    1
    """
    names: dict[str, Fraction] = {}
    text = h.name
    if h.declared is not None:
        text = entry(h.name).text
        names = {name: Fraction(int(v.p), int(v.q)) for name, v in h.parameters.items()}
    return text_sampler(text, names)


def text_sampler(text: str, names: Mapping[str, Fraction] = {}) -> Callable[[Fraction], mpf]:
    """A text in u as a function of an exact u >= 0."""
    source = text.strip()
    tree = ast.parse(source, mode="eval").body

    def value(u: Fraction) -> mpf:
        last: mpf | None = None
        if u > 10 * _FAR and "cosh" in text:
            raise UnsettledError
        for digits in DIGITS if u < _FAR else _DIGITS_FAR:
            with mpmath.workdps(digits):
                try:
                    found = _number(_Evaluation(source, u, names).value(tree))
                except (ZeroDivisionError, OverflowError, ValueError) as error:
                    raise NoValueError(str(error)) from None
                if isinstance(found, mpmath.mpc) or not mpmath.isfinite(found):
                    raise NoValueError(f"no finite value at {u}")
                if last is not None and abs(found - last) <= _slack(found):
                    return found
                last = found
        raise UnsettledError

    return value


def _number(value: object) -> mpf:
    if isinstance(value, Fraction):
        return mpf(value.numerator) / value.denominator
    return value


class _Evaluation:
    """One evaluation; rationals stay exact fractions as long as they can."""

    def __init__(self, source: str, u: Fraction, names: Mapping[str, Fraction]) -> None:
        self.source, self.u, self.names = source, u, names

    def value(self, node: ast.expr) -> Fraction | mpf:
        if isinstance(node, ast.Constant):
            return Fraction(ast.get_source_segment(self.source, node) or "")
        if isinstance(node, ast.Name):
            known = {"u": self.u, "pi": mpmath.pi, "e": mpmath.e, "E": mpmath.e, **self.names}
            found = known[node.id]
            return found if isinstance(found, Fraction) else +found
        if isinstance(node, ast.UnaryOp):
            inner = self.value(node.operand)
            return -inner if isinstance(node.op, ast.USub) else inner
        if isinstance(node, ast.BinOp):
            return self.operation(node)
        if isinstance(node, ast.IfExp):
            return self.value(node.body if self.holds(node.test) else node.orelse)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "where":
                return self.value(node.args[1 if self.holds(node.args[0]) else 2])
            return self.call(node.func.id, [self.value(a) for a in node.args])
        raise NoValueError(ast.dump(node))

    def operation(self, node: ast.BinOp) -> Fraction | mpf:
        a, b = self.value(node.left), self.value(node.right)
        if isinstance(node.op, ast.Pow):
            return _power(a, b)
        if not (isinstance(a, Fraction) and isinstance(b, Fraction)):
            a, b = _number(a), _number(b)
        if isinstance(node.op, ast.Add):
            return a + b
        if isinstance(node.op, ast.Sub):
            return a - b
        if isinstance(node.op, ast.Mult):
            return a * b
        return a / b

    def holds(self, node: ast.expr) -> bool:
        if isinstance(node, ast.BoolOp):
            parts = [self.holds(v) for v in node.values]
            return all(parts) if isinstance(node.op, ast.And) else any(parts)
        if isinstance(node, ast.UnaryOp):
            return not self.holds(node.operand)
        if not isinstance(node, ast.Compare):
            raise NoValueError(ast.dump(node))
        sides = [self.value(s) for s in (node.left, *node.comparators)]
        if not all(isinstance(side, Fraction) for side in sides):
            sides = [_number(side) for side in sides]
            if any(abs(a - b) <= _slack(a) for a, b in pairwise(sides)):
                raise UnsettledError  # too close for the digits
        return all(
            _RELATIONS[type(op)](a, b) for op, a, b in zip(node.ops, sides, sides[1:], strict=False)
        )

    def call(self, name: str, values: list[Fraction | mpf]) -> Fraction | mpf:
        if name in ("min", "max"):
            best = values[0]
            for value in values[1:]:
                less = _number(value) < _number(best)
                best = value if less == (name == "min") else best
            return best
        only = values[0]
        if name == "abs":
            return abs(only)
        if name in ("sqrt", "cbrt"):
            return _power(only, Fraction(1, 2 if name == "sqrt" else 3))
        number = _number(only)
        if name in ("log", "ln"):
            if not number > 0:
                raise NoValueError("log")
            return mpmath.log(number)
        if name == "sign":
            if not isinstance(only, Fraction) and abs(only) <= _slack(only):
                raise UnsettledError
            return Fraction((only > 0) - (only < 0))
        if name == "log1p":
            if not number > -1:
                raise NoValueError("log1p")
            return mpmath.log1p(number)
        if name in ("exp", "cosh", "sinh", "softplus", "expm1"):
            return _exponential(name, number)
        return _FUNCTIONS[name](number)


def _exponential(name: str, number: mpf) -> mpf:
    """One of the growing functions, where mpmath can write its value."""
    if name == "exp" and number < 0:
        return mpmath.exp(number) if number > -(10**15) else mpf(0)
    return _too_large() if abs(number) > 10**6 else _FUNCTIONS[name](number)


def _too_large() -> mpf:
    raise UnsettledError  # finite, but not to be had in these digits


def _power(a: Fraction | mpf, b: Fraction | mpf) -> Fraction | mpf:
    if isinstance(b, Fraction) and b.denominator == 1:
        return a ** int(b)
    base, exponent = _number(a), _number(b)
    if base == 0 and exponent > 0:
        return Fraction(0)
    if abs(base) < mpf(10) ** (-mpmath.mp.dps // 2):
        raise UnsettledError  # rounding may have made a root's 0 negative
    if not base > 0:
        raise NoValueError("root")
    return mpmath.power(base, exponent)


_RELATIONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: lambda a, b: a < b, ast.LtE: lambda a, b: a <= b, ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b, ast.Eq: lambda a, b: a == b, ast.NotEq: lambda a, b: a != b,
}  # fmt: skip
_FUNCTIONS = {
    "exp": mpmath.exp, "atan": mpmath.atan, "asinh": mpmath.asinh,
    "cosh": mpmath.cosh, "sinh": mpmath.sinh, "tanh": mpmath.tanh, "expm1": mpmath.expm1,
    "arctan": mpmath.atan, "cos": mpmath.cos, "erf": mpmath.erf, "erfc": mpmath.erfc,
    "log2": lambda x: mpmath.log(x, 2), "sech": mpmath.sech,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)), "sin": mpmath.sin,
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)), "square": lambda x: x**2,
}  # fmt: skip

POINTS = tuple(
    sorted(
        {Fraction(10) ** k for k in (-30, -12, -9, -6, -4, -3, -2, 2, 3, 4, 6)}
        | {Fraction(k, 7) for k in range(1, 60, 3)}
        | {Fraction(k, 16) for k in range(1, 64, 5)}
    )
)
"""Where every penalty is sampled."""


def points_for(h: Penalty) -> list[Fraction]:
    """The common points, and both sides of every joint of the pieces."""
    found = set(POINTS)
    for piece in h.sections or h.pieces or ():
        for joint in _around(piece.left):
            if joint > 0:
                for k in (2, 6, 12, 24):
                    found |= {joint * (1 - Fraction(1, 10**k)), joint * (1 + Fraction(1, 10**k))}
                found.add(joint)
    return sorted(found)


def _around(end: Expr) -> list[Fraction]:
    """An end of a piece, or two rationals around it where it is irrational."""
    ends = (end,) if end.is_Rational else beside(end)
    return [Fraction(int(x.p), int(x.q)) for x in ends]


def contradictions(h: Penalty, f: Callable[[Fraction], mpf] | None = None) -> list[str]:
    """What independent samples say against the facts, brackets and labels of a penalty."""
    value = sampler(h) if f is None else f
    found: list[str] = []
    sampled: list[tuple[Fraction, mpf]] = []
    for u in points_for(h):
        try:
            sampled.append((u, value(u)))
        except UnsettledError:
            continue
        except NoValueError:
            if h.defined and u < 10**6:
                found.append(f"defined, but no value at {u}")
    if not h.defined:
        return []
    with mpmath.workdps(DIGITS[1]):
        found += _against_extremes(h, sampled)
        found += _against_shape(h.facts, sampled)
        found += _against_limits(h, value)
        for piece in h.sections or h.pieces or ():
            left = _around(piece.left)[-1]
            right = None if piece.right is S.Infinity else _around(piece.right)[0]
            inside = [s for s in sampled if s[0] > left and (right is None or s[0] < right)]
            found += _against_labels(piece.monotone, piece.curvature, inside)
    return found


def _mp(value: object) -> mpf:
    """A SymPy constant in mpmath's precision."""
    text = str(value)
    if text in ("oo", "-oo"):
        return mpf("inf") if text == "oo" else mpf("-inf")
    return value._to_mpmath(mpmath.mp.prec + 20)  # type: ignore[attr-defined]


def _slack(*values: mpf) -> mpf:
    return _SLACK * (1 + max((abs(v) for v in values), default=mpf(0)))


def _against_extremes(h: Penalty, sampled: list[tuple[Fraction, mpf]]) -> list[str]:
    found = []
    highs = [_mp(h.bounds.supremum.high)]
    lows = [_mp(h.bounds.infimum.low)]
    if h.facts.supremum is not None:
        highs.append(_mp(h.facts.supremum))
    if h.facts.infimum is not None:
        lows.append(_mp(h.facts.infimum))
    for u, value in sampled:
        found += [f"h({u}) = {value} above {x}" for x in highs if value > x + _slack(value)]
        found += [f"h({u}) = {value} below {x}" for x in lows if value < x - _slack(value)]
    return found


def _against_shape(facts: Facts, sampled: list[tuple[Fraction, mpf]]) -> list[str]:
    found = []
    bound = None if facts.slope_bound is None else _mp(facts.slope_bound)
    for (x, fx), (y, fy) in pairwise(sampled):
        slack = _slack(fx, fy)
        if facts.nondecreasing and fy < fx - slack:
            found.append(f"nondecreasing, but falls from {x} to {y}")
        if facts.constant and abs(fy - fx) > slack:
            found.append(f"constant, but differs at {x} and {y}")
        width = _number(y - x)
        if bound is not None and abs(fy - fx) > bound * width + slack:
            found.append(f"slope bound {bound} broken between {x} and {y}")
    if facts.concave:
        found += _not_concave(sampled, 1, "concave")
    return found


def _not_concave(sampled: list[tuple[Fraction, mpf]], side: int, word: str) -> list[str]:
    found = []
    for (x, fx), (y, fy), (z, fz) in zip(sampled, sampled[1:], sampled[2:], strict=False):
        weight = _number((y - x) / (z - x))
        if side * (fy - fx * (1 - weight) - fz * weight) < -_slack(fx, fy, fz):
            found.append(f"{word}, but not on {x}, {y}, {z}")
    return found


def _against_labels(
    monotone: Monotone, curvature: Curvature, inside: list[tuple[Fraction, mpf]]
) -> list[str]:
    found = []
    rising = (Monotone.INCREASING, Monotone.NONDECREASING, Monotone.CONSTANT)
    falling = (Monotone.DECREASING, Monotone.NONINCREASING, Monotone.CONSTANT)
    for (x, fx), (y, fy) in pairwise(inside):
        if monotone in rising and fy < fx - _slack(fx, fy):
            found.append(f"{monotone.value}, but falls from {x} to {y}")
        if monotone in falling and fy > fx + _slack(fx, fy):
            found.append(f"{monotone.value}, but rises from {x} to {y}")
    if curvature in (Curvature.CONCAVE, Curvature.LINEAR):
        found += _not_concave(inside, 1, curvature.value)
    if curvature in (Curvature.CONVEX, Curvature.LINEAR):
        found += _not_concave(inside, -1, curvature.value)
    return found


def _against_limits(h: Penalty, value: Callable[[Fraction], mpf]) -> list[str]:
    """A finite limit at 0 must be approached, at a rate that any power or logarithm may have."""
    limit = h.facts.right_limit_at_zero
    if limit is None:
        return []
    target, found = _mp(limit), []
    if mpmath.isinf(target):
        return []
    try:
        near, far = (abs(value(Fraction(1, 10**k)) - target) for k in (300, 20))
    except (NoValueError, UnsettledError):
        return []
    if near > far + _slack(target) and near > mpf(10) ** -6:
        found.append(f"limit {target} at 0, but the distance grows towards 0")
    return found
