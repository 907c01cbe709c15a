"""Eqs. (2) and (3) at exact rational data, the expectations by a cubature that is exact here.

For a polynomial of degree at most three in each coordinate the mean over N(mu, diag sigma^2) is
the plain mean over the 2^kappa points mu + (+-1) sigma.  Log densities of normal laws and squared
errors of an affine decoder are such polynomials, so eq. (2) is computed from the densities alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose, entries, evaluate
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import d, gamma, kappa, mu, n, sigma
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.eq import eq_2_3

VARIANCE = Fraction(3, 7)
DATA = ((Fraction(1, 2), Fraction(-2, 3)), (Fraction(5, 4), Fraction(1, 3)))
COLUMNS = (
    (Fraction(2, 3), Fraction(1, 5), Fraction(0)),
    (Fraction(-1, 2), Fraction(1), Fraction(3)),
)
OFFSET = (Fraction(1, 7), Fraction(-1, 4))
MEANS = ((Fraction(1, 3), Fraction(-1), Fraction(2, 5)), (Fraction(1, 2), Fraction(0), Fraction(4)))
DEVIATIONS = (
    (Fraction(1, 2), Fraction(2), Fraction(1, 9)),
    (Fraction(3, 5), Fraction(1), Fraction(5, 3)),
)
VALUES: dict[sympy.Symbol, Value] = {d: 2, kappa: 3, n: 2, gamma: VARIANCE}


def nodes(sample: int) -> Iterator[tuple[Fraction, ...]]:
    """The cubature points of one sample's encoder."""
    for signs in product((1, -1), repeat=3):
        yield tuple(
            centre + sign * scale
            for centre, sign, scale in zip(MEANS[sample], signs, DEVIATIONS[sample], strict=True)
        )


def decode(code: tuple[Fraction, ...]) -> list[Fraction]:
    """W z + b."""
    return [
        shift + sum((w * z for w, z in zip(row, code, strict=True)), Fraction(0))
        for row, shift in zip(COLUMNS, OFFSET, strict=True)
    ]


def squared_error(sample: int) -> Fraction:
    """A_i, exactly."""
    points = list(nodes(sample))
    total = sum(
        ((x - m) ** 2 for z in points for x, m in zip(DATA[sample], decode(z), strict=True)),
        Fraction(0),
    )
    return total / len(points)


def reconstruction(parts: Parts, sample: int) -> arb:
    """The mean of -log p(x|z) over the cubature points, from the decoder's density."""
    points = list(nodes(sample))
    density = [
        enclose(parts["decoder"], {eq_2_3.x: x, eq_2_3.m_x: m, gamma: VARIANCE})
        for z in points
        for x, m in zip(DATA[sample], decode(z), strict=True)
    ]
    return -sum((value.log() for value in density), arb(0)) / len(points)


def divergence(parts: Parts, centre: Fraction, scale: Fraction) -> arb:
    """The KL divergence of one coordinate, from the two densities."""
    total = arb(0)
    for at in (centre + scale, centre - scale):
        q = enclose(parts["encoder"], {eq_2_3.z: at, mu: centre, sigma: scale})
        total += (q / enclose(parts["prior"], {eq_2_3.z: at})).log()
    return total / 2


def _check(parts: Parts) -> Report:
    errors = [squared_error(sample) for sample in range(2)]
    reconstructions = [reconstruction(parts, sample) for sample in range(2)]
    coordinates = [
        (centre, scale, divergence(parts, centre, scale))
        for sample in range(2)
        for centre, scale in zip(MEANS[sample], DEVIATIONS[sample], strict=True)
    ]
    bound = (sum(reconstructions, arb(0)) + sum((kl for _, _, kl in coordinates), arb(0))) / 2
    table = {
        **entries(eq_2_3.error, errors),
        **entries(eq_2_3.mean, MEANS),
        **entries(eq_2_3.deviation, DEVIATIONS),
    }
    scaled = enclose(parts["factor"], {}) * bound + evaluate(parts["constant"], VALUES)
    nll = evaluate(parts["nll"], {**VALUES, eq_2_3.squared_error: errors[0]})
    verdicts_kl = [
        equal(enclose(parts["kl"], {mu: centre, sigma: scale}), kl)
        for centre, scale, kl in coordinates
    ]
    return Report(
        (
            Step(
                "The mean of $-\\log p(x|z)$ from the densities meets its closed form.",
                equal(nll, reconstructions[0]),
                "exact cubature on $2^3$ points",
                shown=parts["nll"],
            ),
            Step(
                "The six KL divergences from the densities meet their closed form.",
                All(*verdicts_kl),
                "exact cubature on two points",
                shown=parts["kl"],
            ),
            Step(
                "The bound, times the factor, plus the constant, is the loss.",
                equal(evaluate(parts["loss"], VALUES, table), scaled),
                "$d=2$, $\\kappa=3$, $n=2$, an affine decoder, rational data",
                shown=parts["loss"],
            ),
            _gap(parts),
        )
    )


# Two values of z with rational q(z|x), p(x|z) and p(z): a whole world in which Bayes' rule is sums.
_Q = (Fraction(1, 4), Fraction(3, 4))
_LIKELIHOOD = (Fraction(2, 5), Fraction(1, 3))
_PRIOR = (Fraction(1, 3), Fraction(2, 3))


def _gap(parts: Parts) -> Step:
    marginal = sum((f * p for f, p in zip(_LIKELIHOOD, _PRIOR, strict=True)), Fraction(0))
    bound = mean_gap = arb(0)
    for q, f, p in zip(_Q, _LIKELIHOOD, _PRIOR, strict=True):
        point: dict[sympy.Symbol, Value] = {
            eq_2_3.q: q,
            eq_2_3.likelihood: f,
            eq_2_3.prior_value: p,
        }
        gap = enclose(parts["gap"], {**point, eq_2_3.evidence_value: marginal})
        bound += ball(q) * (ball(q / p).log() - ball(f).log())
        mean_gap += ball(q) * gap
    return Step(
        "On a latent space of two points the gap is positive and closes eq. (2).",
        All(less(arb(0), mean_gap), equal(bound, mean_gap - ball(marginal).log())),
        "sums of two terms",
        shown=parts["gap"],
    )


EVIDENCE = certified("rational data, $d=2$, $\\kappa=3$, $n=2$", _check)
