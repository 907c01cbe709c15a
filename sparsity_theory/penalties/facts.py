"""What can be said about a penalty: the numbers and properties that the theorems ask for."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sympy import Expr

from sparsity_theory.exact.ranges import EVERYTHING, Bracket


@dataclass(frozen=True)
class Facts:
    """Exact facts about a penalty h; None means UNKNOWN.

    "Bounded gradient" is Theorem 4's hypothesis: the derivative, one-sided at breakpoints, is
    bounded on [0, oo), *the right derivative at 0 included*. So it implies that h is continuous,
    at 0 too; without that the l0 count, of derivative 0 on u > 0, would be a counterexample.

    Attributes:
        value_at_zero: h(0).
        right_limit_at_zero: the limit of h(u) as u decreases to 0.
        right_slope_at_zero: the limit of (h(u) - h(0))/u as u decreases to 0; may be infinite.
        slope_bound: sup over u > 0 of ``|h'|``; oo at a jump on u > 0.
        supremum: sup over u > 0 of h.
        supremum_attained: whether some u > 0 attains it.
        infimum: inf over u > 0 of h.
        infimum_attained: whether some u > 0 attains it.
        nondecreasing: on u > 0.
        concave: on u > 0.
        bounded_gradient: see above.
        continuous_at_zero: h(0) is the right limit at 0.
        constant: h(u) = h(0) for every u > 0.
    """

    value_at_zero: Expr | None = None
    right_limit_at_zero: Expr | None = None
    right_slope_at_zero: Expr | None = None
    slope_bound: Expr | None = None
    supremum: Expr | None = None
    supremum_attained: bool | None = None
    infimum: Expr | None = None
    infimum_attained: bool | None = None
    nondecreasing: bool | None = None
    concave: bool | None = None
    bounded_gradient: bool | None = None
    continuous_at_zero: bool | None = None
    constant: bool | None = None


@dataclass(frozen=True)
class Bounds:
    """Proved brackets of the extremes over u > 0, also where no closed form was found."""

    supremum: Bracket = EVERYTHING
    infimum: Bracket = EVERYTHING
    slope_bound: Bracket = EVERYTHING


FACT_NAMES: tuple[str, ...] = tuple(field.name for field in fields(Facts))
"""The names of all facts, in order."""
