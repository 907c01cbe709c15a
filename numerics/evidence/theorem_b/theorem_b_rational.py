"""The threshold of the rational penalty, on exact instances."""

from __future__ import annotations

from fractions import Fraction

from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import equal
from numerics.evidence.theorem_b.geometries import FAR, both_sides, gain_at, title_of, values_at
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import tau, u
from sparsity_theory.proving.propositions import All


def _check_rational(parts: Parts) -> Report:
    penalty = u / (u + tau)
    steps = [both_sides("$u/(u+\\tau)$", penalty, tau, parts["threshold"], at) for at in FAR]
    at = Fraction(1, 3)
    for geometry in FAR:
        values = {**values_at(geometry), tau: at}
        gain = gain_at(penalty, geometry, {tau: at})
        product = enclose(parts["factor"] * (parts["threshold"] - tau), values)
        found = [equal(enclose(parts["difference"], values), gain), equal(product, gain)]
        text = f"{title_of(geometry)}, $\\tau=1/3$: the difference, and its factor."
        steps.append(Step(text, All(*found), "exact matrices", shown=parts["factor"]))
    return Report(tuple(steps))


EVIDENCE = certified("three geometries", _check_rational)
