"""Minima in ball arithmetic: a point and its neighbours."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, fmpq

from numerics.evidence.propositions import less
from sparsity_theory.proving.propositions import All, Proposition

BESIDE = fmpq(1, 64)


def minimal(function: Callable[[arb], arb], at: arb) -> Proposition:
    """The function is larger at both neighbours of the point, a 64th of it away."""
    return All(*(less(function(at), function(at * (1 + sign * BESIDE))) for sign in (1, -1)))
