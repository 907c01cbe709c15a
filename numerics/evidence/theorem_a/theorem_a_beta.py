"""The l0 pair beside its threshold, on exact instances and by the library's decision."""

from __future__ import annotations

from fractions import Fraction

import sympy

from numerics.certificates.instances import fooling_instance
from numerics.evidence.comparisons import certified
from numerics.evidence.exact_codes import (
    Measured,
    dense,
    sparse,
    title,
    zero,
)
from numerics.evidence.theorem_a.decisions import constant_penalty, guaranteed
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import d, r
from sparsity_theory.penalties.penalties import penalty
from sparsity_theory.proving.propositions import All, Same
from sparsity_theory.statements.theorem_a import (
    theorem_a_beta,
)


def _check_beta(parts: Parts) -> Report:
    steps = []
    for dims in (Dimensions(12, 5, 3), Dimensions(3, 3, 2)):
        limit = parts["threshold"].subs({d: dims.d, r: dims.r})
        tie = sympy.Rational(dims.d, dims.r)
        for weight in (tie * sympy.Rational(99, 100), tie, tie * sympy.Rational(101, 100), -tie):
            steps.append(_beta(parts, dims, weight, limit))
    return Report(tuple(steps))


def _beta(parts: Parts, dims: Dimensions, weight: sympy.Rational, limit: sympy.Expr) -> Step:
    values = {theorem_a_beta.weight: weight, d: dims.d, r: dims.r}
    margins = [parts[name].subs(values) for name in ("dense_margin", "imperfect_margin")]
    instance = fooling_instance(dims, Fraction(1, 4), Fraction(4))
    few, others = sparse(instance), (dense(instance), zero(instance))
    gains = [_l0_loss(other, weight) - _l0_loss(few, weight) for other in others]
    served = guaranteed(penalty("l0"), constant_penalty(weight), dims)
    return Step(
        f"{title(dims)}, $\\beta={weight}$: margins are differences of losses, and both are"
        f" positive"
        " exactly when the library's decision is a guarantee.",
        All(
            Same("margins and differences of losses", margins, gains),
            Same(
                "guaranteed, and both margins are positive",
                served,
                all(margin > 0 for margin in margins),
            ),
            Same(
                "guaranteed, and the weight is below the threshold",
                served,
                bool(0 < weight < limit),
            ),
        ),
        "exact",
        shown=parts["imperfect_margin"],
    )


def _l0_loss(point: Measured, weight: sympy.Rational) -> sympy.Rational:
    return sympy.Integer(int(point.error > 0)) + weight * point.active / point.d


EVIDENCE = certified("four weights at two triples", _check_beta)
