"""Minima in ball arithmetic: a point and its neighbours."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb, fmpq

from numerics.evidence.comparisons import less
from sparsity_theory.ledger.verdict import Verdict, all_of

BESIDE = fmpq(1, 64)


def minimal(function: Callable[[arb], arb], at: arb) -> Verdict:
    """Is the function larger at both neighbours of the point, a 64th of it away?"""
    return all_of(less(function(at), function(at * (1 + sign * BESIDE))) for sign in (1, -1))
