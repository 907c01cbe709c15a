r"""When a certified comparison at one variance holds at every smaller one as well.

The bound of affine-vae-separating for one decoder, minus the cost of some point of another, changes
with gamma at a rate that is known: every row spends a share of itself.  With enough shares the
difference only grows as gamma falls.  The sum of shares is that of
`numerics.comparison.decoders.Decoder.least_shares`.
"""

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
from sparsity_theory.notation import c, gamma
from sparsity_theory.proving.propositions import All, Equal, Less, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.affine import affine_vae_separating
from sparsity_theory.statements.affine.affine_vae_separating import amplitude, column, weight
from sparsity_theory.statements.lemma_2.lemma_2_scale import psi

level = sympy.Symbol("gamma_0", positive=True)
_stretch = sympy.Symbol("s", positive=True)  # the best stretch of lemma-2-scale
_ROW = affine_vae_separating.CLAIM.parts["row"]


def _derive(parts: Parts) -> Report:
    value = sympy.log(1 + _stretch / gamma) + _stretch / (_stretch + gamma)
    at_c = _stretch**2 / (_stretch + gamma)
    # s^2 = c (s + gamma) differentiated in gamma at fixed c.
    moving = sympy.diff(value, gamma) + sympy.diff(value, _stretch) * at_c / (2 * _stretch - at_c)
    ratio = sympy.Symbol("x", positive=True)
    odds = 2 / parts["share"] - 1
    return Report(
        (
            Step(
                r"$\gamma\,\partial\psi_\gamma(c)/\partial\gamma$ is minus $s/(s+\gamma)$, with $s$"
                r" the best stretch of lemma-2-scale.",
                Equal(gamma * moving, -_stretch / (_stretch + gamma)),
                r"$s^2 = c(s+\gamma)$, differentiated at fixed $c$",
            ),
            Step(
                r"That share $\sigma$, as a function of $c = s^2/(s+\gamma)$: $2/\sigma - 1$ is"
                r" positive, of square $1 + 4/x$ with $x = c/\gamma$. So $\sigma$ increases with"
                r" $x$, and is below 1.",
                All(
                    Equal((2 * (_stretch + gamma) / _stretch - 1) ** 2, 1 + 4 * gamma / at_c),
                    Positive(2 * (_stretch + gamma) / _stretch - 1),
                    Equal(odds**2, 1 + 4 * gamma / c),
                    Positive(odds),
                    Positive(-sympy.Derivative(1 + 4 / ratio, ratio)),
                ),
                "both have this square, which decreases in $x$ and exceeds 1",
                shown=parts["share"],
            ),
            Step(
                r"At fixed $a$ the bound minus the cost of the $m$ rows therefore changes in"
                r" $\log\gamma$ at the rate $-\sum_k(v_ka_k^2/\gamma + \sigma_\gamma(c'_k)) +"
                r" \sum_{j\le m}\sigma_\gamma(c^\circ_j)$, and the last sum is at most $m$. If"
                r" $a_k$ is at least this, with $\gamma$ for $\gamma_0$, then $v_ka_k^2/\gamma \ge"
                r" 1$, more than any share.",
                Equal(where(_ROW, amplitude, parts["reach"].subs(level, gamma)), 1),
                "substitution",
                shown=parts["reach"],
            ),
            Step(
                r"If it is less, $c'_k/\gamma$ exceeds its value there, $(\sqrt{c_k/\gamma} -"
                r" w_k/\sqrt{v_k})_+^2$, which is least at the largest $\gamma = \gamma_0$: in both"
                r" cases row $k$ contributes at least $\sigma_{\gamma_0}$ of this.",
                All(
                    Equal(
                        where(parts["rest"], level, gamma) / gamma,
                        (sympy.sqrt(c / gamma) - column / sympy.sqrt(weight)) ** 2,
                    ),
                    Positive(-sympy.Derivative(sympy.sqrt(c / gamma), gamma)),
                ),
                "expansion; the bracket decreases in $\\gamma$",
                shown=parts["rest"],
            ),
        )
    )


def _example() -> Report:
    """Checks c = w = v = 1, gamma_0 = 1/4: 1/4 of the row is left, of share 2/(1 + sqrt 5)."""
    parts, quarter = CLAIM.parts, sympy.Rational(1, 4)
    at = {level: quarter, weight: 1, column: 1, c: 1}
    return Report(
        (
            Step(
                r"$v = w = c = 1$, $\gamma_0 = 1/4$: the row that has spent its part of the error"
                r" still has $1/4$.",
                Equal(where(parts["rest"], at), quarter),
                "substitution",
            ),
            Step(
                r"Its share is above $3/5$, so that two such rows make up for $m = 1$.",
                Less(sympy.Rational(3, 5), where(parts["share"], {c: quarter, gamma: quarter})),
                "enclosure",
            ),
        )
    )


def _too_few_shares() -> Report:
    """One row of c = 100 against m = 2 rows of c = 1: its exact code loses at 1, wins at 1e-6."""
    many, one = psi(sympy.Integer(100)), 2 * psi(sympy.Integer(1))
    small = {gamma: sympy.Rational(1, 10**6)}
    row = _ROW.subs({weight: 1, amplitude: sympy.Rational(9, 5), gamma: 1})
    return Report(
        (
            Step(
                r"$\kappa = 1$, $v = w = 1$, $c = 100$, against $m = 2$ rows of $c^\circ = 1$:"
                r" there is one share, and it is below 1. At $\gamma = 1$ the bound exceeds the"
                r" cost of the two rows: by its first term where $a \ge 9/5$,",
                Less(where(one, gamma, 1), row),
                "enclosure",
            ),
            Step(
                "by its second where not.",
                Less(where(one, gamma, 1), where(psi((10 - sympy.Rational(9, 5)) ** 2), gamma, 1)),
                "enclosure",
            ),
            Step(
                r"At $\gamma = 10^{-6}$ it does not, not even at $a = 0$.",
                Less(where(many, small), where(one, small)),
                "enclosure",
            ),
        )
    )


_REACH = sympy.sqrt(level / weight)

CLAIM = Claim(
    id="affine-vae-shares",
    title="A comparison by the separating bound that holds at every smaller variance",
    mark=Mark.EXTENSION,
    source=Source(OURS, "the affine VAE on the instances"),
    hypotheses=(
        "those of affine-vae-separating, with any $c_k \\ge 0$, $v_k > 0$ and $w_k > 0$",
        (
            r"$\gamma_0 > 0$ and $m$ numbers $c^\circ_j > 0$, with $\sum_k\sigma_k \ge m$, where"
            r" $\sigma_k = \sigma_{\gamma_0}([[rest]])$ if $\sqrt{c_k} > w_k\,[[reach]]$ and $0$"
            r" otherwise, at $v = v_k$, $w = w_k$, $c = c_k$, and $\sigma_\gamma(c) = [[share]]$"
        ),
    ),
    conclusion=(
        r"The difference of $\sum_k\min_{a \ge 0}\bigl(v_ka^2/\gamma +"
        r" \psi_\gamma(c'_k(a))\bigr)$, the bound of affine-vae-separating, and"
        r" $\sum_{j\le m}\psi_\gamma(c^\circ_j)$ does not increase in $\gamma$ on $(0,\gamma_0]$."
        r" So if it is positive at $\gamma_0$, then at every $\gamma \le \gamma_0$ an exact code"
        r" of another decoder for the same data, with these $c^\circ_j$ as its active rows, is"
        r" better than every point of the first."
    ),
    parts={
        "share": 2 / (1 + sympy.sqrt(1 + 4 * gamma / c)),
        "reach": _REACH,
        "rest": (sympy.sqrt(c) - column * _REACH) ** 2,
    },
    uses=("affine-vae-separating", "lemma-2-scale"),
    divergence="Not in the paper.",
    evidence=(
        Evidence(
            Kind.SYMBOLIC, r"all $c_k$, $v_k$, $w_k$, $c^\circ_j$, $m$", _derive, complete=True
        ),
    ),
    controls=(
        Control("share of another root", {"share": 2 / (1 + sympy.sqrt(1 + 2 * gamma / c))}),
        Control("share of small variances", {"share": 1 / (1 + gamma / c)}),
        Control("share halved", {"share": 1 / (1 + sympy.sqrt(1 + 4 * gamma / c))}),
        Control("reach not a root", {"reach": level / weight}),
        Control("reach without the weight", {"reach": sympy.sqrt(level)}),
        Control("rest without the column norm", {"rest": (sympy.sqrt(c) - _REACH) ** 2}),
        Control("rest not reduced", {"rest": c}),
        Control("rest a difference of squares", {"rest": c - column**2 * level / weight}),
    ),
    example=Witness(r"$c = w = v = 1$, $\gamma_0 = 1/4$", _example),
    counterexamples=(
        Witness("Fewer shares than rows.", _too_few_shares, drops=r"$\sum_k\sigma_k \ge m$"),
    ),
)
