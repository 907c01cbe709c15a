"""Dimensions up to 8 against the library's decision."""

from __future__ import annotations

import sympy

from numerics.evidence.comparisons import certified
from numerics.evidence.theorem_a.decisions import constant_penalty, guaranteed
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import c, s
from sparsity_theory.penalties.penalties import penalty
from sparsity_theory.proving.propositions import Same
from sparsity_theory.statements.theorem_a import (
    theorem_a_l0,
)


def _check_l0(parts: Parts) -> Report:
    three = sympy.Integer(3)
    jump = parts["jump"].subs(c, three)
    steps = []
    for d_, rank in ((2, 1), (5, 4), (9, 2)):
        served = guaranteed(
            constant_penalty(three), constant_penalty(jump), Dimensions(d_, rank + 1, rank)
        )
        text = f"$d={d_}$, $r={rank}$: $h=3\\cdot1[u>0]$, $g=3\\cdot1[u>0]$ is guaranteed."
        steps.append(Step(text, Same("guaranteed", served, True), "exact", shown=parts["jump"]))
    first_r = parts["bad_r"].subs({theorem_a_l0.rise_b: 3, s: 1})
    first_d = parts["bad_d"].subs({c: 3, s: 1})
    two_values = penalty("(0 if u == 0 else (3 if u < 1 else 4))")
    for size in (1, 2, 3, 4, 7):
        dims = Dimensions(size + 1, size + 1, size)
        steps.append(
            _from(size, first_r, guaranteed(constant_penalty(sympy.Integer(99)), two_values, dims))
        )
        served = guaranteed(constant_penalty(sympy.Integer(2)), constant_penalty(three), dims)
        steps.append(_from(size + 1, first_d, served))
    return Report(tuple(steps))


def _from(size: int, first: sympy.Expr, served: bool) -> Step:
    text = f"at {size}: a guarantee exactly below the first bad dimension"
    return Step(
        text,
        Same("guaranteed, and below the bad dimension", served, bool(size < first)),
        "exact",
        shown=first,
    )


EVIDENCE = certified("dimensions up to 8", _check_l0)
