"""The literal reading of Lemma 2 on its counterexample."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import equal
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import d, gamma, k
from sparsity_theory.proving.propositions import All
from sparsity_theory.proving.row_sums import generic
from sparsity_theory.statements.lemma_2.lemma_2_variance import power

# --- lemma-2-literal --------------------------------------------------------------------------


def _literal(parts: Parts) -> Report:
    return Report(
        tuple(
            _literal_at(parts, noise)
            for noise in (Fraction(1), Fraction(1, 10), Fraction(1, 10**6))
        )
    )


def _literal_at(parts: Parts, noise: Fraction) -> Step:
    at: dict[sympy.Symbol, Value] = {gamma: noise, d: 2}
    best = noise / (noise + 1)
    share = ball(best)
    row = generic(parts["row"])
    totals, powers_cost = [], []
    for name in ("sparse_code", "dense_code"):
        squares = [enclose(entry**2, {}) for entry in parts[name]]
        # Eq. (3) itself, at the best deviations of unit columns, less d log gamma.
        raw = [share / ball(noise) + share - share.log() + square for square in squares]
        totals.append(sum(raw, arb(0)))
        each = [enclose(row, at | {generic(power[k]): square}) + 1 for square in squares]
        powers_cost.append(sum(each, arb(0)))
    reconstruction = [enclose(sum(parts[name]), {}) for name in ("sparse_code", "dense_code")]
    return Step(
        f"$\\gamma = {sympy.latex(sympy.Rational(noise))}$: both codes reconstruct, eq. (3) at the"
        " best deviations is the sum over the rows, and the difference.",
        All(
            *(equal(value, arb(2).sqrt()) for value in reconstruction),
            *(equal(raw, cost) for raw, cost in zip(totals, powers_cost, strict=True)),
            equal(totals[0] - totals[1], enclose(parts["difference"], {})),
        ),
        "ball arithmetic at exact rationals",
        shown=parts["row"],
    )


EVIDENCE = certified("three values of $\\gamma$", _literal)
