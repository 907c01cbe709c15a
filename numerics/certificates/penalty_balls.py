"""Penalties in ball arithmetic: values, and the constants of affine minorants.

On [low, high] and for a slope b > 0, ``h(u) >= b u + c`` with ``c = min h(u) - b u``.  What a piece
of h is proved to be (`sparsity_theory`) says where that minimum is: at an end where h is concave,
above a tangent where it is convex.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

import sympy
from flint import arb

from numerics.certificates.balls import ball, compiled, enclose
from numerics.errors import CertificateError
from sparsity_theory.exact.pieces import Curvature, Monotone, Piece
from sparsity_theory.penalties.expressions import U
from sparsity_theory.penalties.penalties import Penalty

_TANGENT_STEPS = 40


def value(function: Penalty, u: Fraction) -> arb:
    """A ball around h(u) at an exact u >= 0."""
    if u == 0:
        return enclose(function.at_zero, {})
    return enclose(function.expression, {U: u})


def limit_at_zero(function: Penalty) -> arb:
    """A ball around the limit of h from the right at 0.

    Raises:
        CertificateError: if that limit is not known.
    """
    limit = function.facts.right_limit_at_zero
    if limit is None:
        raise CertificateError(f"the limit of {function.name} at 0 is not known")
    return enclose(limit, {})


def least_above(function: Penalty, u: Fraction) -> arb:
    """A lower bound on (u, oo) of a penalty that is nondecreasing on u > 0.

    At u = 0 that is the limit from the right: h(0) itself may lie above it.

    Raises:
        CertificateError: if that limit is needed and not known.
    """
    return value(function, u) if u > 0 else limit_at_zero(function)


def lowest(function: Penalty) -> arb:
    """The infimum over u >= 0.

    Raises:
        CertificateError: if the infimum over u > 0 is not known.
    """
    if not function.finite:
        return value(function, Fraction(0))
    infimum = function.facts.infimum
    if infimum is None:
        raise CertificateError(f"the infimum of {function.name} is not known")
    return enclose(infimum, {}).min(enclose(function.at_zero, {}))


def minorant_constant(function: Penalty) -> Callable[[float, float, float], arb]:
    """The function (slope, low, high) -> a lower bound of ``h(u) - slope u`` on [low, high].

    Raises:
        CertificateError: if the penalty has no proved pieces; when called, where nothing is proved.
    """
    if not function.finite:
        return _only_at_zero
    pieces = proved_pieces(function)

    def constant(slope: float, low: float, high: float) -> arb:
        b, start, end = Fraction(slope), Fraction(low), Fraction(high)
        best = value(function, start) - ball(b * start)
        for piece in pieces:
            left = max(start, fraction(piece.left))
            right = end if piece.right is sympy.oo else min(end, fraction(piece.right))
            if left < right:
                best = best.min(_piece_constant(function, piece, b, left, right))
        return best

    return constant


def proved_pieces(function: Penalty) -> tuple[Piece, ...]:
    """The smooth pieces of the penalty.

    Raises:
        CertificateError: if they were not found.
    """
    if function.pieces is None:
        raise CertificateError(f"the penalty {function.name} has no proved pieces")
    return function.pieces


def _only_at_zero(slope: float, low: float, high: float) -> arb:
    """The indicator: on [0, 0] every slope has the constant 0."""
    if (low, high) != (0.0, 0.0) or not slope > 0:
        raise CertificateError("the indicator is bounded on errors of exactly 0 only")
    return arb(0)


def _piece_constant(
    function: Penalty, piece: Piece, slope: Fraction, left: Fraction, right: Fraction
) -> arb:
    """A lower bound of ``h(u) - slope u`` for u in (left, right], inside one piece."""
    formula = compiled(piece.formula)
    at_left = limit_at_zero(function) if left == 0 else formula({U: ball(left)})
    at_right = formula({U: ball(right)})
    ends = (at_left - ball(slope * left)).min(at_right - ball(slope * right))
    if piece.curvature in (Curvature.CONCAVE, Curvature.LINEAR):
        return ends
    if piece.curvature is Curvature.CONVEX:
        return _tangent_bound(piece, slope, left, right)
    if piece.monotone in (Monotone.INCREASING, Monotone.CONSTANT):
        return at_left - ball(slope * right)
    raise CertificateError(f"nothing is proved about {function.name} on ({left}, {right}]")


def _tangent_bound(piece: Piece, slope: Fraction, left: Fraction, right: Fraction) -> arb:
    """A convex piece lies above its tangent at t; any t is valid, a good one has h'(t) = slope."""
    derivative = sympy.diff(piece.formula, U)
    t = _near_slope(derivative, float(slope), left, right)
    at_t = {U: ball(t)}
    tilt = compiled(derivative)(at_t) - ball(slope)
    at = compiled(piece.formula)(at_t) - ball(slope * t)
    return at + (tilt * ball(left - t)).min(tilt * ball(right - t))


def _near_slope(derivative: sympy.Expr, slope: float, left: Fraction, right: Fraction) -> Fraction:
    """A point where the increasing derivative is about the slope, by bisection in floats."""
    function = _float_function(derivative)
    low, high = float(left), float(right)
    for _ in range(_TANGENT_STEPS):
        middle = 0.5 * (low + high)
        if function(middle) < slope:
            low = middle
        else:
            high = middle
    return min(max(Fraction(high), left), right)


@lru_cache(maxsize=64)
def _float_function(expression: sympy.Expr) -> Callable[[float], float]:
    return sympy.lambdify(U, expression, "math")  # type: ignore[no-any-return]


def fraction(rational: sympy.Rational) -> Fraction:
    """The same number."""
    return Fraction(int(rational.p), int(rational.q))
