"""Lemma 2 on pairs of exact codes: fewer rows win below a decoder variance."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.lemma_2.codes import code_cost
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import c, gamma, m
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.lemma_2 import lemma_2b, lemma_2c
from sparsity_theory.statements.lemma_2.lemma_2_scale import psi

# (c of the sparser code, c of the denser one).
_PAIRS = (
    ((Fraction(4),), (Fraction(1, 4), Fraction(1, 4))),
    ((Fraction(4),), (Fraction(1, 4), Fraction(1, 4), Fraction(1, 4))),
    ((Fraction(1, 10),), (Fraction(1), Fraction(1))),
    ((Fraction(100),), (Fraction(20), Fraction(20), Fraction(20))),
    ((Fraction(1, 10),), (Fraction(1, 10), Fraction(1, 10))),
)


def _fewer_rows(parts: Parts) -> Report:
    return Report(tuple(_pair(parts, *pair) for pair in _PAIRS))


def _pair(parts: Parts, sparse: tuple[Fraction, ...], dense: tuple[Fraction, ...]) -> Step:
    first, second = (
        sum((ball(value).log() for value in values), arb(0)) for values in (sparse, dense)
    )
    at: dict[sympy.Symbol, Value] = {
        m: len(sparse),
        lemma_2c.extra: len(dense) - len(sparse),
        lemma_2b.logs: first,
        lemma_2b.other_logs: second,
        lemma_2b.inverses: sum((1 / value for value in sparse), Fraction(0)),
    }
    limits = [enclose(parts[name], at) for name in ("smallness", "crossing")]
    noise = ball(Fraction(99, 100)) * limits[0].min(limits[1])
    at[gamma] = noise
    cost = code_cost(sparse, noise)
    gap, rest = enclose(parts["gap"], at), enclose(parts["rest"], at)
    excess = enclose(-lemma_2c.extra * sympy.log(gamma), at)
    defeat = enclose(parts["defeat"], at | {lemma_2c.whole: cost})
    defeated = len(dense) * enclose(psi(), {c: defeat, gamma: noise})
    # The common d log gamma + kappa cancels; psi already counts the m log gamma of each code.
    difference = code_cost(dense, noise) - cost
    return Step(
        f"$c = {_listed(sparse)}$ against $c' = {_listed(dense)}$, just below the threshold.",
        All(
            less(gap, difference),
            less(rest, gap),
            less(arb(0), rest),
            less(arb(0), difference),
            less(defeated, cost),
            equal(excess + second - first, rest),
        ),
        "ball arithmetic at exact rationals",
        shown=parts["gap"],
    )


def _listed(values: tuple[Fraction, ...]) -> str:
    return "(" + ", ".join(str(value) for value in values) + ")"


EVIDENCE = certified("five pairs of codes", _fewer_rows)
