r"""Theorem A, consequences 3 and 4: many manifold dimensions at once, and the l0 pair."""

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
    Witness,
)
from sparsity_theory.ledger.verdict import Verdict, all_of
from sparsity_theory.notation import H_minus, H_plus, beta, c, d, r
from sparsity_theory.proving.derivations import identity, positive, step
from sparsity_theory.statements.theorem_4.separable import g_0, g_e, h_0, h_a, h_b, loss
from sparsity_theory.statements.theorem_a.a1_a2_a3 import DIMENSIONS, RANGES

s = sympy.Symbol("s", positive=True)
t = sympy.Symbol("t", positive=True)
_CODES = (r + 1) * (h_b - h_0) - r * (h_a - h_0)


extra = sympy.Symbol("j", integer=True, nonnegative=True)
spread = sympy.Symbol("w", nonnegative=True)
G = sympy.Symbol("G^-", real=True)


def _derive_fixed_kappa(parts: Parts) -> Report:
    """With kappa = r + 1 + j the conditions at the largest r imply those at r."""
    dense, imperfect = parts["dense_margin"], parts["imperfect_margin"]
    at_r, error_at_r = (r + 1) * H_minus - r * H_plus, d * G - r * H_plus
    kappa_of_r = r + 1 + extra
    largest = sympy.solve(dense.subs(_kappa, kappa_of_r) - t, H_minus)[0]
    least = sympy.solve(largest.subs(H_plus, H_minus + spread) - H_minus, H_minus)
    return Report(
        (
            step(
                "With $w = H^+-H^- \\ge 0$ and a margin $t>0$ at $r = \\kappa-1$, $H^-$ is"
                " positive.",
                sympy.Eq(H_minus, least[0] if least else sympy.S.Zero, evaluate=False),
                "solve the condition",
                all_of([Verdict.of(bool(least)), positive(least[0] if least else sympy.S.Zero)]),
            ),
            step(
                "At any $r = \\kappa-1-j$ the margin towards denser codes is that at $\\kappa-1$"
                " plus $jw$.",
                at_r,
                "identity",
                identity(at_r - dense.subs(_kappa, kappa_of_r), extra * (H_plus - H_minus)),
            ),
            step(
                "The margin towards imperfect points is that at $\\kappa-1$ plus $jH^+$.",
                error_at_r,
                "identity",
                identity(error_at_r - imperfect.subs(_kappa, kappa_of_r), extra * H_plus),
            ),
        )
    )


_kappa = sympy.Symbol("kappa", integer=True, positive=True)
_DENSE_MARGIN = _kappa * H_minus - (_kappa - 1) * H_plus
_ERROR_MARGIN = d * G - (_kappa - 1) * H_plus


def _kappa_example() -> Report:
    values = {H_plus: sympy.Rational(11, 10), H_minus: 1, G: 1, _kappa: 4, d: 5}
    found = [positive(_DENSE_MARGIN.subs(values)), positive(_ERROR_MARGIN.subs(values))]
    text = "$h = 1 + u/(10(1+u))$ on $u>0$, $\\kappa=4$, $d=5$, $g=1[u>0]$: serves $r=1,2,3$."
    return Report((step(text, _DENSE_MARGIN.subs(values), "exact", all_of(found)),))


def _kappa_dropped() -> Report:
    """H^+ = 1.5, H^- = 1 serves r = 1 but not r = 3."""
    values = {H_plus: sympy.Rational(3, 2), H_minus: 1}
    at = [((r + 1) * H_minus - r * H_plus).subs({**values, r: i}) for i in (1, 3)]
    text = "$H^+=3/2$, $H^-=1$, $\\kappa=4$: $r=1$ is served, $r=3$ is not."
    found = all_of([positive(at[0]), positive(-at[1])])
    return Report((step(text, at[1], "exact", found),))


def _small_error_jump() -> Report:
    """A jump of g by 1/2 serves r = 1 but not r = 3 at d = 4 and the l0 count."""
    at = [
        (d * G - r * H_plus).subs({H_plus: 1, G: sympy.Rational(1, 2), d: 4, r: i}) for i in (1, 3)
    ]
    text = "$h=1[u>0]$, $G^-=1/2$, $d=\\kappa=4$: $r=1$ is served, $r=3$ is not."
    found = all_of([positive(at[0]), positive(-at[1])])
    return Report((step(text, at[1], "exact", found),))


FIXED_KAPPA = Claim(
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
        Control("kappa for kappa-1", {"dense_margin": _kappa * H_minus - _kappa * H_plus}),
        Control("flipped", {"dense_margin": -_DENSE_MARGIN}),
        Control("error condition at kappa", {"imperfect_margin": d * G - _kappa * H_plus}),
        Control("error condition without d", {"imperfect_margin": G - (_kappa - 1) * H_plus}),
        Control("kappa+1", {"dense_margin": (_kappa + 1) * H_minus - _kappa * H_plus}),
    ),
    example=Witness("A jump of 1 and a further rise of 1/10.", _kappa_example),
    counterexamples=(
        Witness("Too wide a range.", _kappa_dropped, drops="$\\kappa H^- > (\\kappa-1)H^+$"),
        Witness("A small jump of $g$.", _small_error_jump, drops="$dG^- > (\\kappa-1)H^+$"),
    ),
)


rise_b = sympy.Symbol(r"\varphi(b)", positive=True)


def _derive_l0(parts: Parts) -> Report:
    jump, further = parts["jump"], sympy.Symbol("q", nonnegative=True)
    threshold = parts["bad_r"]
    gap = (r + 1) * rise_b - r * (rise_b + s)
    error_short = d * (jump - s) - (d - 1) * jump
    return Report(
        (
            step(
                "If two rises differ, $\\varphi(a) = \\varphi(b)+s$ with $s>0$ ($\\varphi ="
                " h-h(0)$), every $r$ from this number on fails: there the first number of Theorem"
                " A is not positive. So $\\varphi$ has one value $c$ on $u>0$.",
                sympy.Ge(r, threshold, evaluate=False),
                "zero at the bound, decreasing in $r$",
                all_of(
                    [
                        identity(gap.subs(r, threshold), 0),
                        positive(-gap.subs(r, threshold + further), strict=False),
                    ]
                ),
            ),
            step(
                "That value is positive: the first number of Theorem A is then",
                jump,
                "substitution",
                all_of([identity((r + 1) * jump - r * jump, c), positive(jump)]),
            ),
            step(
                "If $G^- \\ge c$, every $d > r$ (written $d = r+1+j$) has $dG^- > rc$.",
                (d - r) * c,
                "positive terms",
                positive(sympy.expand((d * (jump + further) - r * jump).subs(d, r + 1 + extra))),
            ),
            step(
                "If $G^- = c - s$ with $s>0$ then $r=d-1$ fails from this $d$ on.",
                sympy.Ge(d, parts["bad_d"], evaluate=False),
                "zero at the bound, decreasing in $d$",
                all_of(
                    [
                        identity(error_short.subs(d, parts["bad_d"]), 0),
                        positive(-error_short.subs(d, parts["bad_d"] + further), strict=False),
                    ]
                ),
            ),
        )
    )


def _l0_all() -> Report:
    gap = _CODES.subs({h_a: h_0 + c, h_b: h_0 + c})
    text = "$h = h(0)+c\\cdot1[u>0]$: the first number of Theorem A is $c>0$ at every $r$."
    return Report(
        (step(text, gap, "substitution", all_of([identity(gap, c), positive(gap.expand())])),)
    )


def _almost_l0() -> Report:
    gap = ((r + 1) * 1 - r * sympy.Rational(11, 10)).subs(r, 10)
    text = (
        "A rise between 1 and 1.1 serves $r<10$ and fails to be strict at $r=10$ (values attained)."
    )
    return Report((step(text, gap, "exact", identity(gap, 0)),))


L0 = Claim(
    id="theorem-a-l0",
    title="Only the l0 count serves all dimensions",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, consequence 3"),
    hypotheses=("$g$ and $h$ are finite on $[0,\\infty)$",),
    conclusion=(
        "$L_{g,h}$ guarantees optimal sparsity for all $d\\ge\\kappa>r>0$ if and only if $h = h(0)"
        " + [[jump]]\\cdot 1[u>0]$ with $[[jump]] > 0$, and $G^- \\ge [[jump]]$. If $h(a)-h(0) ="
        " \\varphi(b)+s$ exceeds $h(b)-h(0)=\\varphi(b)$, every $r \\ge [[bad_r]]$ fails; if $G^- ="
        " c-s$, every $d\\ge[[bad_d]]$ with $r=d-1$ fails."
    ),
    parts={"jump": c, "bad_r": rise_b / s, "bad_d": c / s},
    uses=("theorem-a",),
    divergence="Not in the paper.",
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions", _derive_l0, complete=True),),
    controls=(
        Control("negative jump", {"jump": -c}),
        Control("jump twice", {"jump": 2 * c}),
        Control("bad r inverted", {"bad_r": s / rise_b}),
        Control("bad r doubled", {"bad_r": 2 * rise_b / s}),
        Control("bad d inverted", {"bad_d": s / c}),
        Control("bad d one earlier", {"bad_d": c / s - 1}),
    ),
    example=Witness("The l0 count.", _l0_all),
    counterexamples=(
        Witness(
            "A range of one tenth.",
            _almost_l0,
            drops="the guarantee for all $r$, not only for small ones",
        ),
    ),
)


def _derive_beta(parts: Parts) -> Report:
    dense, imperfect = parts["dense_margin"], parts["imperfect_margin"]
    l0 = {h_0: 0, g_0: 0, g_e: 1, h_a: weight, h_b: weight}
    below, above = d / (r + t), d * (1 + t) / r
    return Report(
        (
            step(
                "An exact code with one row more costs more by this; so $\\beta>0$ is needed, and"
                " $\\beta \\le 0$ fails (a tie at 0).",
                dense,
                "eq. (7); sign of $\\beta$",
                all_of(
                    [
                        identity((loss(g_0, r + 1, h_b) - loss(g_0, r, h_a)).subs(l0), dense),
                        positive(dense.subs(weight, t)),
                        positive(-dense.subs(weight, -t)),
                        identity(dense.subs(weight, 0), 0),
                    ]
                ),
            ),
            step(
                "The zero code costs more by this: positive at $\\beta = d/(r+t)$, $t>0$, that is"
                " for $\\beta<d/r$; negative at $\\beta = (1+t)d/r$.",
                imperfect,
                "eq. (7); the threshold parametrised from both sides",
                all_of(
                    [
                        identity(
                            (loss(g_e, sympy.S.Zero, h_a) - loss(g_0, r, h_a)).subs(l0), imperfect
                        ),
                        positive(sympy.cancel(imperfect.subs(weight, below))),
                        positive(-sympy.cancel(imperfect.subs(weight, above))),
                    ]
                ),
            ),
            step(
                "At the threshold the zero code ties.",
                sympy.Eq(beta, parts["threshold"], evaluate=False),
                "substitution",
                identity(imperfect.subs(weight, parts["threshold"]), 0),
            ),
        )
    )


weight = sympy.Symbol("beta", real=True)


def _beta_example() -> Report:
    value = (1 - weight * r / d).subs({weight: 2, d: 12, r: 3})
    text = "$d=12$, $r=3$, $\\beta=2 < 4$: the zero code costs $1/2$ more."
    found = identity(value, sympy.Rational(1, 2))
    return Report((step(text, value, "exact", found),))


def _beta_large() -> Report:
    value = (1 - weight * r / d).subs({weight: 5, d: 12, r: 3})
    text = "$d=12$, $r=3$, $\\beta=5 > 4$: the zero code wins."
    return Report((step(text, value, "exact", positive(-value)),))


def _beta_negative() -> Report:
    value = (weight / d).subs({weight: -1, d: 12})
    return Report((step("$\\beta=-1$: more rows win.", value, "exact", positive(-value)),))


BETA = Claim(
    id="theorem-a-beta",
    title="The threshold beta < d/r for the l0 pair",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, consequence 4"),
    hypotheses=(
        DIMENSIONS,
        "$g = 1[u>0]$, $h = \\beta \\cdot 1[u>0]$, $0 < \\beta < d/r$",
    ),
    conclusion=(
        "$L_{g,h}$ guarantees optimal sparsity, and for no other $\\beta$: exact codes with one"
        " more row cost $[[dense_margin]]$ more, the zero code costs $[[imperfect_margin]]$ more,"
        " which is positive exactly for $\\beta < [[threshold]]$; at $\\beta = [[threshold]]$ and"
        " at $\\beta=0$ there is a tie."
    ),
    parts={
        "dense_margin": weight / d,
        "imperfect_margin": 1 - weight * r / d,
        "threshold": d / r,
    },
    uses=("theorem-a",),
    divergence=(
        "The paper finds the same threshold for the beta-VAE (section 2.3); here it is exact for"
        " the l0 pair, which is what the VAE tends to."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions and beta", _derive_beta, complete=True),),
    controls=(
        Control("threshold r/d", {"threshold": r / d}),
        Control("threshold d", {"threshold": d}),
        Control("margin without r", {"imperfect_margin": 1 - weight / d}),
        Control("beta > for beta <", {"imperfect_margin": weight * r / d - 1}),
        Control("dense margin without 1/d", {"dense_margin": weight}),
        Control("dense margin flipped", {"dense_margin": -weight / d}),
    ),
    example=Witness("$d=12$, $r=3$, $\\beta=2$.", _beta_example),
    counterexamples=(
        Witness("$\\beta > d/r$.", _beta_large, drops="$\\beta < d/r$"),
        Witness("$\\beta < 0$.", _beta_negative, drops="$\\beta > 0$"),
    ),
)

CLAIMS = (
    FIXED_KAPPA,
    L0,
    BETA,
)
