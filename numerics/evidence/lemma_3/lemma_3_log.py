"""Lemma 3 with its logarithm derived, on three samples."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import n, p, sigma
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.lemma_3 import lemma_3_log

# --- lemma-3-log ------------------------------------------------------------------------------

_VARIANCES = (Fraction(1, 4), Fraction(1), Fraction(2))


def _derived_log(parts: Parts) -> Report:
    return Report((*_scales(parts), *_shrinking(parts)))


def _scales(parts: Parts) -> tuple[Step, ...]:
    mean = sum(_VARIANCES, Fraction(0)) / 3
    logs = sum((ball(value).log() for value in _VARIANCES), arb(0)) / 3
    at: dict[sympy.Symbol, Value] = {
        n: 3,
        p: Fraction(3, 2),
        lemma_3_log.mean_variance: mean,
        lemma_3_log.mean_log: logs,
    }
    value = enclose(parts["value"], at)
    equal_ones = at | {lemma_3_log.mean_log: ball(mean).log()}

    def raw(square: Fraction) -> arb:
        """Eq. (3)'s terms of the row, sample by sample, after the rescaling."""
        terms = (
            ball((Fraction(3, 2) + v) / square) - (ball(v) / ball(square)).log() for v in _VARIANCES
        )
        return sum(terms, arb(0)) / 3

    best = enclose(parts["minimiser"], at)
    return (
        Step(
            r"Variances $1/4, 1, 2$, $p = 3/2$: the loss is eq. (3)'s, least at the minimiser.",
            All(
                *(
                    equal(raw(square), enclose(parts["loss"], at | {lemma_3_log.squared: square}))
                    for square in (Fraction(1), Fraction(5, 2), Fraction(31, 12))
                ),
                equal(best, ball(Fraction(31, 12))),
                equal(raw(Fraction(31, 12)), value),
                *(
                    less(value, raw(square))
                    for square in (Fraction(1), Fraction(5, 2), Fraction(8, 3), Fraction(9))
                ),
            ),
            "ball arithmetic at exact rationals",
            shown=parts["loss"],
        ),
        Step(
            "The value exceeds the floor, and equals it when the variances are equal.",
            All(
                less(enclose(parts["floor"], at), value),
                equal(enclose(parts["floor"], equal_ones), enclose(parts["value"], equal_ones)),
            ),
            "ball arithmetic at exact rationals",
            shown=parts["floor"],
        ),
    )


def _shrinking(parts: Parts) -> tuple[Step, ...]:
    steps = []
    for scale in (Fraction(1, 2), Fraction(1, 1000)):
        at: dict[sympy.Symbol, Value] = {
            p: Fraction(3, 2),
            sigma: scale,
            lemma_3_log.mean_variance: scale**2,
            lemma_3_log.mean_log: ball(scale**2).log(),
        }
        rest = enclose(parts["value"] - parts["limit"], at)
        unused = enclose(parts["value"], at | {p: 0})
        steps.append(
            Step(
                rf"$\sigma = {scale}$, $p = 3/2$: the remainder; and the cost of a zero row.",
                All(
                    less(arb(0), rest),
                    less(rest, enclose(parts["rest"], at)),
                    equal(unused, enclose(parts["zero_row"], {})),
                ),
                "ball arithmetic at exact rationals",
                shown=parts["limit"],
            )
        )
    return tuple(steps)


EVIDENCE = certified("$n = 3$, and two constant deviations", _derived_log)
