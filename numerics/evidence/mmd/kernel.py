"""Kernel means of normal laws, from the definition of the kernel's mean."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import sympy
from flint import acb, arb

from numerics.certificates.balls import BITS, Value, ball, precision
from numerics.evidence.comparisons import enclose
from numerics.evidence.propositions import equal
from sparsity_theory.ledger.claims import Parts, Step
from sparsity_theory.notation import kappa, m
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.mmd import kernel

WIDTH, SHRUNK = Fraction(3, 2), Fraction(1, 5)
VALUES: dict[sympy.Symbol, Value] = {kappa: 3, m: 1, kernel.ell: WIDTH, kernel.delta: SHRUNK}
_REACH = 40  # standard deviations; the mass beyond is below 10^-340


@lru_cache(maxsize=64)
def kernel_mean(variance: Fraction, width: Fraction) -> arb:
    """The mean of exp(-t^2 / (2 width^2)) over N(0, variance), by rigorous integration."""
    with precision(BITS):
        rate = acb(ball(-(1 / width**2 + 1 / variance) / 2))
        scale = (2 * arb.pi() * ball(variance)).sqrt()
        end = acb(_REACH * ball(variance).sqrt())
        inside = acb.integral(lambda t, _: (rate * t * t).exp(), -end, end).real / scale
        tail = (arb(_REACH) / arb(2).sqrt()).erfc()
        return inside + tail.union(arb(0))


def coordinate_step(parts: Parts) -> Step:
    """The kernel mean of one coordinate, by quadrature."""
    variances = (2 * SHRUNK, 1 + SHRUNK, Fraction(2))
    return Step(
        r"Kernel means of one coordinate, $\ell=\frac32$, for variances $2\delta$, $1+\delta$ and"
        r" 2, $\delta=\frac15$.",
        All(
            *(
                equal(
                    enclose(parts["kernel_mean"], {kernel.v: variance, kernel.ell: WIDTH}),
                    kernel_mean(variance, WIDTH),
                )
                for variance in variances
            )
        ),
        "rigorous quadrature with a bound on the tail",
        shown=parts["kernel_mean"],
    )


def squared_discrepancy(leading: Fraction) -> arb:
    """MMD^2 to the prior for variance `leading` in one coordinate and delta in the other two."""
    mixed = kernel_mean(1 + leading, WIDTH) * kernel_mean(1 + SHRUNK, WIDTH) ** 2
    own = kernel_mean(2 * leading, WIDTH) * kernel_mean(2 * SHRUNK, WIDTH) ** 2
    return own - 2 * mixed + kernel_mean(Fraction(2), WIDTH) ** 3


def margin_step(parts: Parts) -> Step:
    """The margin between the bases of the kernel means, exactly."""
    own, mixed, prior = (1 + value / WIDTH**2 for value in (2 * SHRUNK, 1 + SHRUNK, Fraction(2)))
    return Step(
        "The margin of the bases.",
        equal(enclose(parts["margin"], VALUES), ball(mixed**2 - own * prior)),
        "rational arithmetic",
        shown=parts["margin"],
    )


SCOPE = r"$\kappa=3$, $m=1$, $\ell=\frac32$, $\delta=\frac15$"
