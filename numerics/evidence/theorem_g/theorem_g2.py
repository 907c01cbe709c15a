"""Theorem G2: lines that attain its bounds, and the ratio A/(beta gamma) on the circle."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import at_most, equal, less
from numerics.evidence.theorem_e import circle
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import r
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.theorem_g import theorem_g2

_SCALES = (10, 100, 10**4, 10**6, 10**8)
_LAMBDA = 20
_PIECES = 400  # of the interval that a factor of lambda on both sides spans


def _bounds(parts: Parts, dimension: int, width: Value, excess: Value) -> tuple[arb, arb]:
    at: dict[sympy.Symbol, Value] = {
        r: dimension,
        theorem_g2.width: width,
        theorem_g2.excess: excess,
        theorem_g2.step: _LAMBDA - 1,
    }
    return enclose(parts["lower"], at), enclose(parts["upper"], at)


def _attained(parts: Parts) -> Step:
    """The lines through the ends of what is allowed, at s = 1."""
    width, excess = Fraction(1, 2), Fraction(1, 5)
    low, high = _bounds(parts, 2, width, excess)
    far = 2 * arb(_LAMBDA).log()
    top = ball(width + excess)  # phi(s) + eps, with phi(s) = r log s + c_2 and c_1 = 0
    return Step(
        r"$r=2$, $\lambda=20$, $\Delta=\frac12$, $\varepsilon=\frac15$, $s=1$: the line $At+K$ of"
        r" the lower bound, through $\varphi(s)+\varepsilon$, meets the lower line at $\lambda s$;"
        r" that of the upper bound meets it at $s/\lambda$.",
        All(
            equal(top + low * (_LAMBDA - 1), far),
            equal(top - high * (1 - ball(Fraction(1, _LAMBDA))), -far),
        ),
        "so neither bound can be improved",
        shown=parts["lower"],
    )


def _envelope(s: arb) -> arb:
    """Phi less kappa, the least A s + 2 KL for the circle as its own decoder.

    Of all posteriors those of this concentration have it (theorem-e1 attained).
    """
    return s * circle.error(s) + 2 * circle.divergence(s)


def _between(scale: int, low: arb, high: arb) -> bool:
    """Is phi - log t between the constants on all of [s/lambda, lambda s]?"""
    ends = arb(scale).log() - arb(_LAMBDA).log(), arb(scale).log() + arb(_LAMBDA).log()
    piece = (ends[1] - ends[0]) / _PIECES
    at = [(ends[0] + piece * k).exp() for k in range(_PIECES + 1)]
    # phi increases, so on a piece it lies between its values at the ends
    return all(
        _envelope(a) - b.log() >= low and _envelope(b) - a.log() <= high for a, b in pairwise(at)
    )


def _circle(parts: Parts) -> Step:
    low, high = ball(Fraction(3, 2)), ball(Fraction(19, 10))
    bounds = _bounds(parts, 1, high - low, 0)
    ratios = [arb(s) * circle.error(s) for s in _SCALES]
    return Step(
        r"The circle as decoder of a uniform angle, $r=1$, $\kappa=1$: between"
        r" $\log t + \kappa + \frac32$ and $\log t + \kappa + \frac{19}{10}$ the least loss holds"
        r" on the intervals about $s=10^2, 10^4$ and so on, and there $A/(\beta\gamma)$ is between"
        r" the bounds. It tends to 1: for $s = 10, 10^2, 10^4, 10^6, 10^8$ it is 1 up to $1/s$.",
        All(
            *(at_most(bounds[0], ratio) for ratio in ratios[1:]),
            *(at_most(ratio, bounds[1]) for ratio in ratios[1:]),
            *(less(abs(ratio - 1), 1 / arb(s)) for ratio, s in zip(ratios, _SCALES, strict=True)),
            *(equal(arb(_between(s, low, high)), arb(1)) for s in _SCALES[1:]),
        ),
        r"$s = 1/(\beta\gamma)$; Bessel functions in balls, on 400 pieces of each interval",
        shown=parts["upper"],
    )


def _check(parts: Parts) -> Report:
    return Report((_attained(parts), _circle(parts)))


EVIDENCE = certified("lines that attain the bounds; the circle, its own decoder", _check)
