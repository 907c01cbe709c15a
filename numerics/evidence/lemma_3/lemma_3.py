"""Lemma 3 at concrete decoders and deviations, in ball arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, enclose
from numerics.evidence.comparisons import at_most, certified, equal, evaluate, less, rational, step
from sparsity_theory.ledger.claims import Evidence, Parts, Report, Step
from sparsity_theory.notation import d, kappa, n, p, sigma
from sparsity_theory.proving.row_sums import rows
from sparsity_theory.statements.lemma_3 import lemma_3, lemma_3_log
from sparsity_theory.statements.lemma_3.lemma_3 import (
    error,
    exponent,
    growth,
    power,
    size,
    weight,
    whole,
)

F = Fraction
_TERMS = 120


# --- lemma-3 ----------------------------------------------------------------------------------


def _limit(parts: Parts) -> Report:
    return Report((_growth(parts), _moment(parts), *_tail(parts), *_loss(parts)))


def _growth(parts: Parts) -> Step:
    """The decoder -sqrt(C) exp(a z^2 / 2) meets its growth bound with equality."""
    z = sympy.Symbol("z", real=True)
    squared = (size + sympy.sqrt(growth) * sympy.exp(exponent * z**2 / 2)) ** 2
    bound = parts["majorant"] * sympy.exp(exponent * z**2)
    at: dict[sympy.Symbol, Value] = {size: F(3), growth: F(9), exponent: F(1, 2)}
    touching = at | {z: 0}
    return step(
        r"$\mu_x(z) = -3e^{z^2/4}$, $x = 3$: $f$ is at most the majorant times $e^{z^2/2}$, with"
        r" equality at $z = 0$.",
        parts["majorant"],
        equal(enclose(squared, touching), enclose(bound, touching)),
        *(
            less(enclose(squared, at | {z: place}), enclose(bound, at | {z: place}))
            for place in (F(1, 10), F(1), F(3))
        ),
    )


def _gaussian_moment(rate: Fraction) -> arb:
    """E exp(rate eps^2) by its series, sum of C(2j, j) (rate/2)^j; terms fall by 2 rate."""
    term, partial = rational(1), arb(0)
    for j in range(_TERMS):
        partial += term
        term *= rational(rate * F(2 * j + 1, j + 1))
    tail = term / rational(1 - 2 * rate)
    return partial + tail * arb(0, 1)


def _moment(parts: Parts) -> Step:
    at_most_allowed = 2 * F(*parts["small"].as_numer_denom()) + F(1, 8)
    return step(
        r"$E e^{\lambda\epsilon^2}$ by its power series, at $\lambda = 1/8$ and at the largest that"
        r" is allowed, where it is $\sqrt2$.",
        parts["moment"],
        equal(_gaussian_moment(F(1, 8)), enclose(parts["moment"], {weight: F(1, 8)})),
        equal(enclose(parts["moment"], {weight: at_most_allowed}), arb(2).sqrt()),
    )


def _tail(parts: Parts) -> tuple[Step, ...]:
    """One coordinate, a sigma^2 = 1/16: the mass outside is a multiple of erfc."""
    steps = []
    for scale in (F(1, 100), F(1, 20), F(1, 8)):
        at: dict[sympy.Symbol, Value] = {sigma: scale, whole: 1, kappa: 1}
        distance = enclose(parts["radius"] / sigma, at)
        # E[exp(eps^2/8); |eps| > s] = (4/3)^(1/2) P(|N(0, 4/3)| > s).
        outside = rational(F(4, 3)).sqrt() * (distance * rational(F(3, 8)).sqrt()).erfc()
        bound = enclose(parts["bound"], at)
        steps.append(
            step(
                rf"$\sigma = {scale}$, $a\sigma^2 = 1/16$, $\kappa = B = 1$: the expectation"
                rf" outside"
                " the ball, its bound and the rate.",
                parts["bound"],
                less(outside, bound),
                less(bound, enclose(parts["rate"], at)),
            )
        )
    return tuple(steps)


def _loss(parts: Parts) -> tuple[Step, ...]:
    """Affine decoder with two columns of norms 2 and 1/2: A = d e + sum w_k^2 sigma^2, exactly."""
    scale, squares = F(1, 100), (F(4), F(1, 4))
    at: dict[sympy.Symbol, Value] = {d: 3, kappa: 2, error: F(1, 5), sigma: scale}
    codes = rows(power, (2, sympy.Rational(1, 3)))
    eta = sum((square * scale**2 for square in squares), F(0))
    expected = rational(3 * F(1, 5) + eta)
    loss = 3 + 3 * (expected / 3).log() + rational(F(7, 3) + 2 * scale**2)
    limit = evaluate(parts["loss"], at, codes)
    collapsed = evaluate(parts["collapsed"], at, codes)
    logs = rational(2).log() + rational(F(1, 3)).log() + 3 * rational(F(1, 5)).log() + 3
    shortfall = 3 * rational(F(3, 5)).log()
    return (
        step(
            r"Affine decoder, $d = 3$, $\kappa = 2$, $\sigma = 1/100$: the loss, its logarithms"
            r" dropped, is near its limit.",
            parts["loss"],
            less(
                abs(loss - limit),
                enclose(parts["excess"], at | {lemma_3.deviation_of_error: eta}),
            ),
        ),
        step(
            r"$A = \frac35\,d\,e$, that is $\eta = \frac25\,d\,e$: the change of $d\log A$ is"
            r" within the excess.",
            parts["excess"],
            at_most(
                abs(shortfall),
                enclose(
                    parts["excess"],
                    at | {lemma_3.deviation_of_error: F(2, 5) * 3 * F(1, 5), sigma: 0},
                ),
            ),
        ),
        step(
            r"$d\,L_{\log,\log} + d$ from its definition.",
            parts["collapsed"],
            equal(collapsed, logs),
        ),
    )


# --- lemma-3-log ------------------------------------------------------------------------------

_VARIANCES = (F(1, 4), F(1), F(2))


def _derived_log(parts: Parts) -> Report:
    return Report((*_scales(parts), *_shrinking(parts)))


def _scales(parts: Parts) -> tuple[Step, ...]:
    mean = sum(_VARIANCES, F(0)) / 3
    logs = sum((rational(value).log() for value in _VARIANCES), arb(0)) / 3
    at: dict[sympy.Symbol, Value] = {
        n: 3,
        p: F(3, 2),
        lemma_3_log.mean_variance: mean,
        lemma_3_log.mean_log: logs,
    }
    value = enclose(parts["value"], at)
    equal_ones = at | {lemma_3_log.mean_log: rational(mean).log()}

    def raw(square: Fraction) -> arb:
        """Eq. (3)'s terms of the row, sample by sample, after the rescaling."""
        terms = (
            rational((F(3, 2) + v) / square) - (rational(v) / rational(square)).log()
            for v in _VARIANCES
        )
        return sum(terms, arb(0)) / 3

    best = enclose(parts["minimiser"], at)
    return (
        step(
            r"Variances $1/4, 1, 2$, $p = 3/2$: the loss is eq. (3)'s, least at the minimiser.",
            parts["loss"],
            *(
                equal(raw(square), enclose(parts["loss"], at | {lemma_3_log.squared: square}))
                for square in (F(1), F(5, 2), F(31, 12))
            ),
            equal(best, rational(F(31, 12))),
            equal(raw(F(31, 12)), value),
            *(less(value, raw(square)) for square in (F(1), F(5, 2), F(8, 3), F(9))),
        ),
        step(
            "The value exceeds the floor, and equals it when the variances are equal.",
            parts["floor"],
            less(enclose(parts["floor"], at), value),
            equal(enclose(parts["floor"], equal_ones), enclose(parts["value"], equal_ones)),
        ),
    )


def _shrinking(parts: Parts) -> tuple[Step, ...]:
    steps = []
    for scale in (F(1, 2), F(1, 1000)):
        at: dict[sympy.Symbol, Value] = {
            p: F(3, 2),
            sigma: scale,
            lemma_3_log.mean_variance: scale**2,
            lemma_3_log.mean_log: rational(scale**2).log(),
        }
        rest = enclose(parts["value"] - parts["limit"], at)
        unused = enclose(parts["value"], at | {p: 0})
        steps.append(
            step(
                rf"$\sigma = {scale}$, $p = 3/2$: the remainder; and the cost of a zero row.",
                parts["limit"],
                less(arb(0), rest),
                less(rest, enclose(parts["rest"], at)),
                equal(unused, enclose(parts["zero_row"], {})),
            )
        )
    return tuple(steps)


EVIDENCE: Mapping[str, tuple[Evidence, ...]] = {
    "lemma-3": certified("four decoders, three deviations", _limit),
    "lemma-3-log": certified("$n = 3$, and two constant deviations", _derived_log),
}
