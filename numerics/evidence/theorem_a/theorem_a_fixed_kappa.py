"""One penalty for all ranks below kappa, against the library's decision."""

from __future__ import annotations

import sympy

from numerics.evidence.comparisons import certified
from numerics.evidence.theorem_a.decisions import constant_penalty, guaranteed
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import G_minus, H_minus, H_plus, d, kappa
from sparsity_theory.penalties.penalties import Penalty, penalty
from sparsity_theory.proving.propositions import Same


def _jumping(low: str, high: str) -> Penalty:
    """Rises between low and high, neither attained."""
    return penalty(f"(0 if u == 0 else ({low} + ({high})*u)/(1 + u))")


def _check_fixed_kappa(parts: Parts) -> Report:
    steps = []
    for high in ("11/10", "13/10", "3/2"):
        for jump, d_ in ((1, 4), (1, 5), (10, 4)):
            steps.append(_all_ranks(parts, high, jump, d_))
    return Report(tuple(steps))


def _all_ranks(parts: Parts, high: str, jump: int, d_: int) -> Step:
    """Kappa = 4: both margins positive iff the library's decision is a guarantee for r = 1,2,3."""
    values = {
        H_plus: sympy.Rational(high),
        H_minus: 1,
        G_minus: jump,
        d: d_,
        kappa: 4,
    }
    margins = [parts[name].subs(values) for name in ("dense_margin", "imperfect_margin")]
    g, h = constant_penalty(sympy.Integer(jump)), _jumping("1", high)
    served = all(guaranteed(g, h, Dimensions(d_, 4, rank)) for rank in (1, 2, 3))
    return Step(
        f"$H^-=1$, $H^+={high}$, $G^-={jump}$, $\\kappa=4$, $d={d_}$: the margins agree with the"
        " decision for $r=1,2,3$.",
        Same(
            "guaranteed at every rank, and both margins are positive",
            served,
            all(margin > 0 for margin in margins),
        ),
        "exact",
        shown=parts["dense_margin"],
    )


EVIDENCE = certified("nine pairs at kappa = 4", _check_fixed_kappa)
