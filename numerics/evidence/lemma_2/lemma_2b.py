"""Lemma 2's logarithms of exact codes, compared in order."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose, evaluate
from numerics.evidence.lemma_2.codes import code_cost
from numerics.evidence.propositions import less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import d, gamma, kappa, m
from sparsity_theory.proving.propositions import All
from sparsity_theory.proving.row_sums import rows
from sparsity_theory.statements.lemma_2 import lemma_2b
from sparsity_theory.statements.lemma_2.lemma_2_scale import scale_free
from sparsity_theory.statements.lemma_2.lemma_2_variance import power


def _logarithm(parts: Parts) -> Report:
    powers, noise = (Fraction(1, 2), Fraction(3)), Fraction(1, 1000)
    at: dict[sympy.Symbol, Value] = {d: 5, kappa: 4, m: 2, lemma_2b.used: 2, gamma: noise}
    codes = rows(scale_free, [sympy.Rational(value) for value in powers])
    norms = rows(lemma_2b.used_column, (sympy.Rational(1, 2), 3))
    given = norms | rows(power, (1, 2, 0, sympy.Rational(1, 2)))
    base = enclose(lemma_2b.EXACT, at)
    rest = base + code_cost(powers, noise) - evaluate(parts["value"], at, codes)
    fixed = base + enclose(sympy.log(1 + 1 / (4 * gamma)) + sympy.log(1 + 9 / gamma), at)
    rest_before = fixed + ball(Fraction(7, 2)) - evaluate(parts["value_before"], at, given)
    return Report(
        (
            Step(
                r"$c = (1/2, 3)$, $\gamma = 1/1000$, $d = 5$, $\kappa = 4$: the remainder.",
                All(less(arb(0), rest), less(rest, evaluate(parts["bound"], at, codes))),
                "ball arithmetic at exact rationals",
                shown=parts["value"],
            ),
            Step(
                r"Before the scale is minimised out, $w = (1/2, 3, 0, 0)$.",
                All(
                    less(arb(0), rest_before),
                    less(rest_before, evaluate(parts["bound_before"], at, given)),
                ),
                "ball arithmetic at exact rationals",
                shown=parts["value_before"],
            ),
            _order(parts),
        )
    )


def _order(parts: Parts) -> Step:
    first, second = (Fraction(1, 10), Fraction(4)), (Fraction(16, 25), Fraction(16, 25))
    at: dict[sympy.Symbol, Value] = {
        lemma_2b.logs: enclose(sympy.log(sympy.Rational(2, 5)), {}),
        lemma_2b.other_logs: 2 * enclose(sympy.log(sympy.Rational(16, 25)), {}),
        lemma_2b.inverses: Fraction(41, 4),
    }
    threshold = enclose(parts["threshold"], at)
    return Step(
        r"$c = (1/10, 4)$ is better than $c' = (16/25,16/25)$ at the threshold.",
        All(
            less(arb(0), threshold), less(code_cost(first, threshold), code_cost(second, threshold))
        ),
        "ball arithmetic at exact rationals",
        shown=parts["threshold"],
    )


EVIDENCE = certified("$d = 5$, $\\kappa = 4$, $m = 2$", _logarithm)
