"""Eq. (10) and the MMD: finite worlds in exact sums, Gaussian means by rigorous quadrature."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache

import sympy
from flint import acb, arb

from numerics.certificates.balls import BITS, Value, ball, enclose, precision
from numerics.evidence.comparisons import at_most, equal, less
from sparsity_theory.ledger.claims import Evidence, Kind, Parts, Report, Step
from sparsity_theory.ledger.verdict import all_of
from sparsity_theory.notation import gamma, kappa, m
from sparsity_theory.proving.derivations import step
from sparsity_theory.statements.eq import eq_10
from sparsity_theory.statements.mmd import kernel, mmd_floor

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
    return step(
        "Two data points, three codes: both sides have the same mean, the sum of the divergences of"
        " data and encoder, which is not below that of the aggregated posterior.",
        parts["data_side"],
        "finite sums",
        all_of(
            [
                equal(_mean(parts["data_side"]), bound),
                equal(_mean(parts["latent_side"]), bound),
                at_most(to_prior, bound),
            ]
        ),
    )


@precision(BITS)
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
            step(
                r"One direction of the affine VAE, $\lambda=5$, $\gamma=\frac12$, $\omega=3$:"
                r" variance of the aggregated posterior, and the gap of the collapsed model.",
                parts["aggregate_variance"],
                "means over two points, exact for polynomials of degree two",
                all_of(
                    [
                        equal(enclose(parts["aggregate_variance"], at), variance),
                        equal(enclose(parts["excess"], at), variance - 1),
                        equal(enclose(parts["gap"], at), gap),
                        less(arb(0), gap),
                    ]
                ),
            ),
        )
    )


_WIDTH, _SHRUNK = Fraction(3, 2), Fraction(1, 5)
_VALUES: dict[sympy.Symbol, Value] = {kappa: 3, m: 1, kernel.ell: _WIDTH, kernel.delta: _SHRUNK}
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


def _coordinate(parts: Parts) -> Step:
    variances = (2 * _SHRUNK, 1 + _SHRUNK, Fraction(2))
    return step(
        r"Kernel means of one coordinate, $\ell=\frac32$, for variances $2\delta$, $1+\delta$ and"
        r" 2, $\delta=\frac15$.",
        parts["kernel_mean"],
        "rigorous quadrature with a bound on the tail",
        all_of(
            equal(
                enclose(parts["kernel_mean"], {kernel.v: variance, kernel.ell: _WIDTH}),
                kernel_mean(variance, _WIDTH),
            )
            for variance in variances
        ),
    )


def _squared_discrepancy(leading: Fraction) -> arb:
    """MMD^2 to the prior for variance `leading` in one coordinate and delta in the other two."""
    mixed = kernel_mean(1 + leading, _WIDTH) * kernel_mean(1 + _SHRUNK, _WIDTH) ** 2
    own = kernel_mean(2 * leading, _WIDTH) * kernel_mean(2 * _SHRUNK, _WIDTH) ** 2
    return own - 2 * mixed + kernel_mean(Fraction(2), _WIDTH) ** 3


def _margin(parts: Parts) -> Step:
    own, mixed, prior = (1 + value / _WIDTH**2 for value in (2 * _SHRUNK, 1 + _SHRUNK, Fraction(2)))
    return step(
        "The margin of the bases.",
        parts["margin"],
        "rational arithmetic",
        equal(enclose(parts["margin"], _VALUES), ball(mixed**2 - own * prior)),
    )


@precision(BITS)
def _closed_form(parts: Parts) -> Report:
    found = _squared_discrepancy(Fraction(1))
    return Report(
        (
            _coordinate(parts),
            step(
                r"$\kappa=3$, $m=1$: the closed form meets the kernel means, and is positive.",
                parts["mmd"],
                "rigorous quadrature",
                all_of([equal(enclose(parts["mmd"], _VALUES), found), less(arb(0), found)]),
            ),
            _margin(parts),
        )
    )


@precision(BITS)
def _floor(parts: Parts) -> Report:
    floor = enclose(parts["floor"], _VALUES)
    prior = kernel_mean(Fraction(2), _WIDTH)
    named: dict[sympy.Symbol, Value] = {
        mmd_floor.a: kernel_mean(2 * _SHRUNK, _WIDTH) ** 2,
        mmd_floor.b: kernel_mean(1 + _SHRUNK, _WIDTH) ** 2,
        mmd_floor.c: prior**2,
        mmd_floor.size_prior: prior,
    }
    laws = (Fraction(1, 100), Fraction(1, 2), Fraction(1), Fraction(2), Fraction(9))
    return Report(
        (
            _coordinate(parts),
            step(
                "The least value with the kernel means inserted is the floor, and positive.",
                parts["least"],
                "rigorous quadrature",
                all_of([equal(enclose(parts["least"], named), floor), less(arb(0), floor)]),
            ),
            step(
                r"Normal laws of variance $\frac1{100}, \frac12, 1, 2, 9$ on a line lie above it.",
                parts["floor"],
                "rigorous quadrature",
                all_of(less(floor, _squared_discrepancy(leading)) for leading in laws),
            ),
            _margin(parts),
        )
    )


def _certified(scope: str, check: Callable[[Parts], Report]) -> tuple[Evidence, ...]:
    return (Evidence(Kind.CERTIFIED, scope, check),)


_SCOPE = r"$\kappa=3$, $m=1$, $\ell=\frac32$, $\delta=\frac15$"

EVIDENCE = {
    "eq-10": _certified("a finite world; one direction of the affine VAE", _eq_10),
    "mmd-closed-form": _certified(_SCOPE, _closed_form),
    "mmd-floor": _certified(_SCOPE + ", normal laws on a line", _floor),
}
