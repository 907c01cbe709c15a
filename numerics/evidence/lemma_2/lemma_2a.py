"""Lemma 2 with an error: limits at small decoder variances."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import d, e, gamma, kappa
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.lemma_2 import lemma_2_variance, lemma_2a


def _imperfect(parts: Parts) -> Report:
    at: dict[sympy.Symbol, Value] = {d: 3, kappa: 2, lemma_2a.error: Fraction(1, 5)}
    at[lemma_2a.level] = 50
    threshold = enclose(parts["threshold"], at)
    unused = lemma_2_variance.DATA_TERM.subs(e, lemma_2a.error) + 2
    steps = [
        Step(
            "The floor is the loss of zero rows and columns at $s = 1$, and exceeds the bound.",
            All(
                *(
                    verdict
                    for noise in (Fraction(1, 50), Fraction(1, 1000), Fraction(1, 2))
                    for verdict in (
                        equal(
                            enclose(parts["floor"], at | {gamma: noise}),
                            enclose(unused, at | {gamma: noise}),
                        ),
                        less(
                            enclose(parts["bound"], at | {gamma: noise}),
                            enclose(parts["floor"], at | {gamma: noise}),
                        ),
                    )
                )
            ),
            "ball arithmetic at exact rationals",
            shown=parts["bound"],
        ),
        Step(
            r"The two are close at $\gamma = e/2$, where the tangent touches: within $10^{-3}$ for"
            r" $\gamma = 1001/10000$.",
            less(
                enclose(parts["floor"] - parts["bound"], at | {gamma: Fraction(1001, 10000)}),
                ball(Fraction(1, 1000)),
            ),
            "ball arithmetic at exact rationals",
            shown=parts["bound"],
        ),
        Step(
            "The bound is $M = 50$ at the threshold and more at nine tenths of it.",
            All(
                equal(enclose(parts["bound"], at | {gamma: threshold}), arb(50)),
                less(
                    arb(50),
                    enclose(parts["bound"], at | {gamma: threshold * ball(Fraction(9, 10))}),
                ),
            ),
            "ball arithmetic at exact rationals",
            shown=parts["threshold"],
        ),
    ]
    return Report(tuple(steps))


EVIDENCE = certified("$d = 3$, $e = 1/5$, three values of $\\gamma$", _imperfect)
