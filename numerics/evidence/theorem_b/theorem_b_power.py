"""The threshold of the power penalties, on exact instances."""

from __future__ import annotations

from fractions import Fraction

from flint import arb

from numerics.certificates.balls import ball
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import equal
from numerics.evidence.theorem_b.geometries import FAR, both_sides, title_of, values_at
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import u
from sparsity_theory.statements.theorem_b import (
    theorem_b_power,
)


def _check_power(parts: Parts) -> Report:
    p = theorem_b_power.power
    steps = [both_sides("$u^p$", u**p, p, parts["threshold"], at) for at in FAR]
    for geometry in FAR:
        rank, large, small = geometry
        values = {**values_at(geometry), p: Fraction(1, 3)}
        ratio = (ball(Fraction(rank + 1, rank)) * (ball(small) / ball(large)) ** (arb(2) / 3)).log()
        steps.append(
            Step(
                f"{title_of(geometry)}, $p=1/3$: the log of the ratio.",
                equal(enclose(parts["log_ratio"], values), ratio),
                "balls",
                shown=parts["log_ratio"],
            )
        )
    return Report(tuple(steps))


EVIDENCE = certified("three geometries", _check_power)
