"""Eq. (10) in a finite world, and along one direction of the affine VAE."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import at_most, equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import gamma
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.eq import eq_10

# A world of two data points and three codes: data law, prior, decoder f(x|z), encoder q(z|x).
_DATA = (Fraction(1, 4), Fraction(3, 4))
_PRIOR = (Fraction(1, 2), Fraction(1, 3), Fraction(1, 6))
_DECODER = (
    (Fraction(1, 5), Fraction(4, 5)),
    (Fraction(2, 3), Fraction(1, 3)),
    (Fraction(1, 2), Fraction(1, 2)),
)
_ENCODER = (
    (Fraction(1, 7), Fraction(2, 7), Fraction(4, 7)),
    (Fraction(3, 5), Fraction(1, 5), Fraction(1, 5)),
)
_MODEL = tuple(sum((_PRIOR[z] * _DECODER[z][x] for z in range(3)), Fraction(0)) for x in range(2))
_AGGREGATE = tuple(
    sum((_DATA[x] * _ENCODER[x][z] for x in range(2)), Fraction(0)) for z in range(3)
)


def _mean(expression: sympy.Expr) -> arb:
    """Mean under the joint law of data and encoder."""
    theory, total = eq_10, arb(0)
    for x in range(2):
        for z in range(3):
            point: dict[sympy.Symbol, Value] = {
                theory.encoder: _ENCODER[x][z],
                theory.decoder: _DECODER[z][x],
                theory.prior: _PRIOR[z],
                theory.data: _DATA[x],
                theory.model: _MODEL[x],
                theory.aggregate: _AGGREGATE[z],
            }
            total += ball(_DATA[x] * _ENCODER[x][z]) * enclose(expression, point)
    return total


def _divergence(first: tuple[Fraction, ...], second: tuple[Fraction, ...]) -> arb:
    terms = [ball(a) * ball(a / b).log() for a, b in zip(first, second, strict=True)]
    return sum(terms, arb(0))


def _chain_rule(parts: Parts) -> Step:
    posterior = [tuple(_PRIOR[z] * _DECODER[z][x] / _MODEL[x] for z in range(3)) for x in range(2)]
    to_posterior = sum(
        (ball(_DATA[x]) * _divergence(_ENCODER[x], posterior[x]) for x in range(2)), arb(0)
    )
    to_prior = _divergence(_AGGREGATE, _PRIOR)
    bound = _divergence(_DATA, _MODEL) + to_posterior
    return Step(
        "Two data points, three codes: both sides have the same mean, the sum of the divergences of"
        " data and encoder, which is not below that of the aggregated posterior.",
        All(
            equal(_mean(parts["data_side"]), bound),
            equal(_mean(parts["latent_side"]), bound),
            at_most(to_prior, bound),
        ),
        "finite sums",
        shown=parts["data_side"],
    )


def _eq_10(parts: Parts) -> Report:
    theory = eq_10
    values = (Fraction(5), Fraction(1, 2), Fraction(3))  # lambda, gamma, omega
    at: dict[sympy.Symbol, Value] = dict(
        zip((theory.lam, gamma, theory.omega), values, strict=True)
    )
    spread, noise, square = (ball(value) for value in values)
    codes = [sign * square.sqrt() * spread.sqrt() / (noise + square) for sign in (1, -1)]
    variance = sum((code**2 for code in codes), arb(0)) / 2 + noise / (noise + square)
    # Log densities of N(0, lambda) and N(0, gamma) at the two cubature points, where x^2 = lambda.
    gap = ((noise / spread).log() - 1 + spread / noise) / 2
    return Report(
        (
            _chain_rule(parts),
            Step(
                r"One direction of the affine VAE, $\lambda=5$, $\gamma=\frac12$, $\omega=3$:"
                r" variance of the aggregated posterior, and the gap of the collapsed model.",
                All(
                    equal(enclose(parts["aggregate_variance"], at), variance),
                    equal(enclose(parts["excess"], at), variance - 1),
                    equal(enclose(parts["gap"], at), gap),
                    less(arb(0), gap),
                ),
                "means over two points, exact for polynomials of degree two",
                shown=parts["aggregate_variance"],
            ),
        )
    )


EVIDENCE = certified("a finite world; one direction of the affine VAE", _eq_10)
