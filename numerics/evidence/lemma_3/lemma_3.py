"""Lemma 3 on four decoders, one of them with unbounded growth."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose, evaluate
from numerics.evidence.propositions import at_most, equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import d, kappa, sigma
from sparsity_theory.proving.propositions import All
from sparsity_theory.proving.row_sums import rows
from sparsity_theory.statements.lemma_3 import lemma_3
from sparsity_theory.statements.lemma_3.lemma_3 import (
    error,
    exponent,
    growth,
    power,
    size,
    weight,
    whole,
)

_TERMS = 120


# --- lemma-3 ----------------------------------------------------------------------------------


def _limit(parts: Parts) -> Report:
    return Report((_growth(parts), _moment(parts), *_tail(parts), *_loss(parts)))


def _growth(parts: Parts) -> Step:
    """The decoder -sqrt(C) exp(a z^2 / 2) meets its growth bound with equality."""
    z = sympy.Symbol("z", real=True)
    squared = (size + sympy.sqrt(growth) * sympy.exp(exponent * z**2 / 2)) ** 2
    bound = parts["majorant"] * sympy.exp(exponent * z**2)
    at: dict[sympy.Symbol, Value] = {
        size: Fraction(3),
        growth: Fraction(9),
        exponent: Fraction(1, 2),
    }
    touching = at | {z: 0}
    return Step(
        r"$\mu_x(z) = -3e^{z^2/4}$, $x = 3$: $f$ is at most the majorant times $e^{z^2/2}$, with"
        r" equality at $z = 0$.",
        All(
            equal(enclose(squared, touching), enclose(bound, touching)),
            *(
                less(enclose(squared, at | {z: place}), enclose(bound, at | {z: place}))
                for place in (Fraction(1, 10), Fraction(1), Fraction(3))
            ),
        ),
        "ball arithmetic at exact rationals",
        shown=parts["majorant"],
    )


def _gaussian_moment(rate: Fraction) -> arb:
    """E exp(rate eps^2) by its series, sum of C(2j, j) (rate/2)^j; terms fall by 2 rate."""
    term, partial = ball(1), arb(0)
    for j in range(_TERMS):
        partial += term
        term *= ball(rate * Fraction(2 * j + 1, j + 1))
    tail = term / ball(1 - 2 * rate)
    return partial + tail * arb(0, 1)


def _moment(parts: Parts) -> Step:
    at_most_allowed = 2 * Fraction(*parts["small"].as_numer_denom()) + Fraction(1, 8)
    return Step(
        r"$E e^{\lambda\epsilon^2}$ by its power series, at $\lambda = 1/8$ and at the largest that"
        r" is allowed, where it is $\sqrt2$.",
        All(
            equal(
                _gaussian_moment(Fraction(1, 8)), enclose(parts["moment"], {weight: Fraction(1, 8)})
            ),
            equal(enclose(parts["moment"], {weight: at_most_allowed}), arb(2).sqrt()),
        ),
        "ball arithmetic at exact rationals",
        shown=parts["moment"],
    )


def _tail(parts: Parts) -> tuple[Step, ...]:
    """One coordinate, a sigma^2 = 1/16: the mass outside is a multiple of erfc."""
    steps = []
    for scale in (Fraction(1, 100), Fraction(1, 20), Fraction(1, 8)):
        at: dict[sympy.Symbol, Value] = {sigma: scale, whole: 1, kappa: 1}
        distance = enclose(parts["radius"] / sigma, at)
        # E[exp(eps^2/8); |eps| > s] = (4/3)^(1/2) P(|N(0, 4/3)| > s).
        outside = ball(Fraction(4, 3)).sqrt() * (distance * ball(Fraction(3, 8)).sqrt()).erfc()
        bound = enclose(parts["bound"], at)
        steps.append(
            Step(
                rf"$\sigma = {scale}$, $a\sigma^2 = 1/16$, $\kappa = B = 1$: the expectation"
                rf" outside"
                " the ball, its bound and the rate.",
                All(less(outside, bound), less(bound, enclose(parts["rate"], at))),
                "ball arithmetic at exact rationals",
                shown=parts["bound"],
            )
        )
    return tuple(steps)


def _loss(parts: Parts) -> tuple[Step, ...]:
    """Affine decoder with two columns of norms 2 and 1/2: A = d e + sum w_k^2 sigma^2, exactly."""
    scale, squares = Fraction(1, 100), (Fraction(4), Fraction(1, 4))
    at: dict[sympy.Symbol, Value] = {d: 3, kappa: 2, error: Fraction(1, 5), sigma: scale}
    codes = rows(power, (2, sympy.Rational(1, 3)))
    eta = sum((square * scale**2 for square in squares), Fraction(0))
    expected = ball(3 * Fraction(1, 5) + eta)
    loss = 3 + 3 * (expected / 3).log() + ball(Fraction(7, 3) + 2 * scale**2)
    limit = evaluate(parts["loss"], at, codes)
    collapsed = evaluate(parts["collapsed"], at, codes)
    logs = ball(2).log() + ball(Fraction(1, 3)).log() + 3 * ball(Fraction(1, 5)).log() + 3
    shortfall = 3 * ball(Fraction(3, 5)).log()
    return (
        Step(
            r"Affine decoder, $d = 3$, $\kappa = 2$, $\sigma = 1/100$: the loss, its logarithms"
            r" dropped, is near its limit.",
            less(
                abs(loss - limit), enclose(parts["excess"], at | {lemma_3.deviation_of_error: eta})
            ),
            "ball arithmetic at exact rationals",
            shown=parts["loss"],
        ),
        Step(
            r"$A = \frac35\,d\,e$, that is $\eta = \frac25\,d\,e$: the change of $d\log A$ is"
            r" within the excess.",
            at_most(
                abs(shortfall),
                enclose(
                    parts["excess"],
                    at
                    | {lemma_3.deviation_of_error: Fraction(2, 5) * 3 * Fraction(1, 5), sigma: 0},
                ),
            ),
            "ball arithmetic at exact rationals",
            shown=parts["excess"],
        ),
        Step(
            r"$d\,L_{\log,\log} + d$ from its definition.",
            equal(collapsed, logs),
            "ball arithmetic at exact rationals",
            shown=parts["collapsed"],
        ),
    )


EVIDENCE = certified("four decoders, three deviations", _limit)
