"""Penalties of given range on the instances, and the sign of a gap beside a tie."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.instances import fooling_instance
from numerics.evidence.comparisons import enclose
from numerics.evidence.exact_codes import (
    Function,
    dense,
    function,
    loss,
    sizes,
    sparse,
    title,
    zero,
)
from numerics.evidence.propositions import less
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Step
from sparsity_theory.notation import G_minus, H_minus, H_plus, u
from sparsity_theory.proving.propositions import All, Proposition

DIMENSIONS = (Dimensions(2, 2, 1), Dimensions(6, 5, 3))
NEAR = Fraction(99, 100)

# Value at 0 of the penalties of A1 and A2, so that inactive rows count.
AT_ZERO = 5


def between(low: int, high: int) -> Function:
    """The rise (low + high u)/(1 + u): infimum low, supremum high, neither attained."""
    return function(AT_ZERO + (low + high * u) / (1 + u), AT_ZERO)


def power_for(low: int, high: int, value: Fraction) -> Fraction:
    """The u at which that rise has the value."""
    return (value - low) / (high - value)


def gap_sign(gap: sympy.Expr, dims: Dimensions) -> Step:
    """With both extremes attained, just on either side of a tie, the gap has the right sign."""
    found = []
    for factor in (Fraction(98, 100), Fraction(102, 100)):
        to_dense = factor * Fraction(dims.r, dims.r + 1)
        to_zero = factor * Fraction(dims.r, dims.d)
        instance = fooling_instance(dims, to_dense, Fraction(1), zero_error=to_zero)
        few = sparse(instance)
        other = dense(instance) if H_minus in gap.free_symbols else zero(instance)
        rise = function(u)
        values = {
            **sizes(dims),
            H_plus: few.powers[0],
            H_minus: dense(instance).powers[0],
            G_minus: zero(instance).error,
        }
        gain = loss(rise, rise, few) - loss(rise, rise, other)
        found.append(same_sign(enclose(gap, values), gain))
    text = f"{title(dims)}: 2 per cent on either side of a tie the gap has the sign of the gain."
    return Step(text, All(*found), "exact matrices, $g(u)=h(u)=u$ on the powers used", shown=gap)


def same_sign(first: arb, second: arb) -> Proposition:
    """Two decided, nonzero signs that agree: the product is positive."""
    return less(arb(0), first * second)
