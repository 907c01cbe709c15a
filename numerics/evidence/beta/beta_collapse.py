"""What the affine beta-VAE gives up above its threshold, against the loss in balls."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb, fmpq

from numerics.certificates.balls import Value, ball
from numerics.evidence.beta.optimum import (
    NEAR,
    value_of,
)
from numerics.evidence.comparisons import add, certified, enclose
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import beta, d, gamma, kappa, m, r
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.beta import beta_affine, beta_collapse

_SLIGHTLY = fmpq(1001, 1000)


# Rank 3 in twelve dimensions, the example of the claims.
_TWELVE = (Fraction(2), Fraction(1), Fraction(1, 2), *(Fraction(0) for _ in range(9)))


def _twelve(at_beta: Value, at_gamma: Value) -> arb:
    at: dict[sympy.Symbol, Value] = {d: 12, kappa: 3, beta: at_beta, gamma: at_gamma}
    return value_of(beta_affine.minimum(), at, _TWELVE)


def _collapse(parts: Parts) -> Report:
    steps = [
        _collapsed(parts, Fraction(number), count)
        for number, count in (("41/10", 2), ("5", 1), ("13/2", 1), ("13", 0))
    ]
    threshold = enclose(parts["threshold"], {d: 12, r: 3})
    small, smaller = ball(Fraction(1, 10**6)), ball(Fraction(1, 10**9))
    above, below = threshold * fmpq(101, 100), threshold * fmpq(99, 100)
    crossing = Step(
        r"From $\gamma=10^{-6}$ to $10^{-9}$ the minimum rises for $\beta$ one per cent above the"
        " threshold and falls for one per cent below.",
        All(
            less(_twelve(above, small), _twelve(above, smaller)),
            less(_twelve(below, smaller), _twelve(below, small)),
        ),
        "enclosures of the closed form",
        shown=parts["threshold"],
    )
    return Report((*steps, crossing, _total_collapse(parts)))


def _total_collapse(parts: Parts) -> Step:
    """The largest eigenvalue against the floor, at the variance that no active dimension leaves."""
    trace = sum(_TWELVE, Fraction(0))
    threshold = enclose(
        parts["total"], {d: 12, beta_collapse.top: _TWELVE[0], beta_collapse.trace: trace}
    )
    variance = ball(trace / 12)
    above, below = threshold * fmpq(101, 100), threshold * fmpq(99, 100)
    return Step(
        "Without an active dimension the minimum stays where it is one per cent above the last"
        " threshold; one per cent below it there are better variances.",
        All(
            *(
                less(_twelve(above, variance), _twelve(above, variance * f))
                for f in (NEAR, 1 / NEAR)
            ),
            less(_twelve(below, variance / _SLIGHTLY), _twelve(below, variance)),
        ),
        "enclosures of the closed form",
        shown=parts["total"],
    )


def _collapsed(parts: Parts, at_beta: Fraction, count: int) -> Step:
    tail = sum(_TWELVE[count:], Fraction(0))
    at: dict[sympy.Symbol, Value] = {d: 12, beta: at_beta, m: count, beta_collapse.tail: tail}
    best = enclose(parts["stationary"], at)
    error = add([_smaller(value, ball(at_beta) * best) for value in _TWELVE])
    bound = enclose(parts["count_bound"], at)
    elsewhere = (best * NEAR, best / NEAR, best * 10, best / 10)
    return Step(
        rf"$\beta={sympy.latex(sympy.Rational(at_beta))}$: {count} active dimensions, the minimum"
        " at the stated variance, larger values on both sides, near and far.",
        All(
            equal(error, 12 * best),
            equal(enclose(parts["error"], {**at, gamma: best}), error),
            less(arb(count), bound),
            equal(ball(tail) / best, ball(at_beta) * (bound - count)),
            *(less(_twelve(at_beta, best), _twelve(at_beta, other)) for other in elsewhere),
        ),
        r"enclosures of the closed form at $d=12$, $\lambda=(2,1,\frac12)$",
        shown=parts["stationary"],
    )


def _smaller(value: Fraction, floor: arb) -> arb:
    return ball(value) if ball(value) <= floor else floor


EVIDENCE = certified("$d=12$, rank 3, four values of $\\beta$", _collapse)
