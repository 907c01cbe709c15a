r"""Theorem A, consequence 3: one penalty for all manifold dimensions below kappa."""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import (
    OURS,
    Claim,
    Control,
    Evidence,
    Kind,
    Mark,
    Parts,
    Report,
    Source,
    Step,
    Witness,
)
from sparsity_theory.notation import G_minus, H_minus, H_plus, d, kappa, r
from sparsity_theory.proving.propositions import All, Equal, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.theorem_4.separable import t
from sparsity_theory.statements.theorem_a.conditions import RANGES, excess

spread = sympy.Symbol("w", nonnegative=True)


def _derive_fixed_kappa(parts: Parts) -> Report:
    """With kappa = r + 1 + j the conditions at the largest r imply those at r."""
    dense, imperfect = parts["dense_margin"], parts["imperfect_margin"]
    at_r, error_at_r = (r + 1) * H_minus - r * H_plus, d * G_minus - r * H_plus
    kappa_of_r = r + 1 + excess
    largest = sympy.solve(dense.subs(kappa, kappa_of_r) - t, H_minus)[0]
    least = sympy.solve(largest.subs(H_plus, H_minus + spread) - H_minus, H_minus)
    return Report(
        (
            Step(
                "With $w = H^+-H^- \\ge 0$ and a margin $t>0$ at $r = \\kappa-1$, $H^-$ is"
                " positive.",
                Positive(least[0] if least else sympy.S.Zero),
                "solve the condition",
                shown=sympy.Eq(H_minus, least[0] if least else sympy.S.Zero, evaluate=False),
            ),
            Step(
                "At any $r = \\kappa-1-j$ the margin towards denser codes is that at $\\kappa-1$"
                " plus $jw$.",
                Equal(at_r - where(dense, kappa, kappa_of_r), excess * (H_plus - H_minus)),
                "identity",
                shown=at_r,
            ),
            Step(
                "The margin towards imperfect points is that at $\\kappa-1$ plus $jH^+$.",
                Equal(error_at_r - where(imperfect, kappa, kappa_of_r), excess * H_plus),
                "identity",
                shown=error_at_r,
            ),
        )
    )


_DENSE_MARGIN = kappa * H_minus - (kappa - 1) * H_plus
_ERROR_MARGIN = d * G_minus - (kappa - 1) * H_plus


def _kappa_example() -> Report:
    values = {H_plus: sympy.Rational(11, 10), H_minus: 1, G_minus: 1, kappa: 4, d: 5}
    found = [Positive(where(_DENSE_MARGIN, values)), Positive(where(_ERROR_MARGIN, values))]
    text = "$h = 1 + u/(10(1+u))$ on $u>0$, $\\kappa=4$, $d=5$, $g=1[u>0]$: serves $r=1,2,3$."
    return Report((Step(text, All(*found), "exact", shown=_DENSE_MARGIN.subs(values)),))


def _kappa_dropped() -> Report:
    """H^+ = 1.5, H^- = 1 serves r = 1 but not r = 3."""
    values = {H_plus: sympy.Rational(3, 2), H_minus: 1}
    at = [((r + 1) * H_minus - r * H_plus).subs({**values, r: i}) for i in (1, 3)]
    text = "$H^+=3/2$, $H^-=1$, $\\kappa=4$: $r=1$ is served, $r=3$ is not."
    found = All(Positive(at[0]), Positive(-at[1]))
    return Report((Step(text, found, "exact", shown=at[1]),))


def _small_error_jump() -> Report:
    """A jump of g by 1/2 serves r = 1 but not r = 3 at d = 4 and the l0 count."""
    at = [
        (d * G_minus - r * H_plus).subs({H_plus: 1, G_minus: sympy.Rational(1, 2), d: 4, r: i})
        for i in (1, 3)
    ]
    text = "$h=1[u>0]$, $G^-=1/2$, $d=\\kappa=4$: $r=1$ is served, $r=3$ is not."
    found = All(Positive(at[0]), Positive(-at[1]))
    return Report((Step(text, found, "exact", shown=at[1]),))


CLAIM = Claim(
    id="theorem-a-fixed-kappa",
    title="One penalty for all manifold dimensions below kappa",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, consequence 3"),
    hypotheses=(
        "$d \\ge \\kappa > 1$; $g$ and $h$ are finite",
        RANGES,
        "$[[dense_margin]] > 0$ and $[[imperfect_margin]] > 0$",
    ),
    conclusion=(
        "$L_{g,h}$ guarantees optimal sparsity for every $r$ with $0 < r < \\kappa$ at once, since"
        " $[[dense_margin]]$ and $[[imperfect_margin]]$ are the least of the margins over these"
        " $r$."
    ),
    parts={"dense_margin": _DENSE_MARGIN, "imperfect_margin": _ERROR_MARGIN},
    uses=("theorem-a3",),
    divergence="Not in the paper: its penalties have no jump.",
    evidence=(
        Evidence(Kind.SYMBOLIC, "all dimensions and penalties", _derive_fixed_kappa, complete=True),
    ),
    controls=(
        Control("condition at r = 1 only", {"dense_margin": 2 * H_minus - H_plus}),
        Control("kappa for kappa-1", {"dense_margin": kappa * H_minus - kappa * H_plus}),
        Control("flipped", {"dense_margin": -_DENSE_MARGIN}),
        Control("error condition at kappa", {"imperfect_margin": d * G_minus - kappa * H_plus}),
        Control("error condition without d", {"imperfect_margin": G_minus - (kappa - 1) * H_plus}),
        Control("kappa+1", {"dense_margin": (kappa + 1) * H_minus - kappa * H_plus}),
    ),
    example=Witness("A jump of 1 and a further rise of 1/10.", _kappa_example),
    counterexamples=(
        Witness("Too wide a range.", _kappa_dropped, drops="$\\kappa H^- > (\\kappa-1)H^+$"),
        Witness("A small jump of $g$.", _small_error_jump, drops="$dG^- > (\\kappa-1)H^+$"),
    ),
)
