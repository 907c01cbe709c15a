r"""A lower bound for every point of the affine VAE with a given injective decoder.

The best point of a dense decoder is not its exact code: at gamma > 0 a little error buys smaller
powers.  The bound pays for that: with injective W and error t^2 = d e no row can be much smaller
than in the exact code.
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
from sparsity_theory.notation import c, d, gamma
from sparsity_theory.proving.propositions import All, Equal, Less, Positive
from sparsity_theory.proving.terms import named, where
from sparsity_theory.statements.lemma_2.lemma_2_scale import psi

distance = sympy.Symbol("t", nonnegative=True)
coefficient = sympy.Symbol("b", positive=True)
column = sympy.Symbol("w", positive=True)
row = sympy.Symbol("rho", positive=True)
exact_power = sympy.Symbol("p^*", positive=True)
stretch = sympy.Symbol("D", positive=True)


def _derive(parts: Parts) -> Report:
    a_i, a_j, b_i, b_j = sympy.symbols("a_i a_j b_i b_j", real=True)
    lagrange = a_i**2 * b_j**2 + a_j**2 * b_i**2 - 2 * a_i * b_i * a_j * b_j
    norm, other = sympy.symbols("N G", positive=True)
    inner = sympy.Symbol("I", real=True)
    return Report(
        (
            Step(
                r"With $t^2 = d\,e$, the mean over the samples of $\Vert x_i - Wz_i\Vert^2$, the"
                r" data term is",
                Equal(
                    named(r"\frac{d\,e}{\gamma}", d * (distance**2 / d) / gamma), parts["data_term"]
                ),
                "substitution",
            ),
            Step(
                r"Let $E = X - WZ$. As $W^+W = I$ and $X = WZ^*$, row $k$ of $Z$ is $\zeta_k ="
                r" \zeta^*_k - \rho_kE$ with $\rho_k$ row $k$ of $W^+$; and $\Vert\rho_kE\Vert \le"
                r" \Vert\rho_k\Vert\Vert E\Vert_F$ by Cauchy–Schwarz in each sample: a pair of"
                r" coordinates contributes a square.",
                Equal(lagrange, (a_i * b_j - a_j * b_i) ** 2),
                "Lagrange's identity, term by term",
                shown=sympy.Ge(lagrange, 0, evaluate=False),
            ),
            Step(
                r"By the triangle inequality $\Vert\zeta^*_k\Vert \le \Vert\zeta_k\Vert +"
                r" \Vert\rho_kE\Vert$: with the two norms $N$, $G$ and their inner product $I \le"
                r" NG$ (Cauchy–Schwarz again) the squares differ by",
                Equal(
                    (norm + other) ** 2 - (norm**2 + 2 * inner + other**2),
                    2 * (norm * other - inner),
                ),
                "expansion",
            ),
            Step(
                r"So $\sqrt{p_k} \ge \sqrt{p^*_k} - \Vert\rho_k\Vert t$; times $w_k$, with $c ="
                r" w^2p^*$, and squared where it is positive:",
                Equal(
                    (column * (sympy.sqrt(exact_power) - row * distance)) ** 2,
                    where(
                        parts["reduced"],
                        {c: column**2 * exact_power, coefficient: parts["coefficient"]},
                    ),
                ),
                "expansion",
            ),
            Step(
                r"Rescaling columns by $D$ rescales rows of $W^+$ by $1/D$: nothing changes. As"
                r" $\psi_\gamma$ increases (lemma-2-scale), row $k$ costs at least $\psi_\gamma$ of"
                r" that; deviations that depend on the sample only cost more (lemma-3-log).",
                All(
                    Equal(
                        where(parts["coefficient"], {column: column * stretch, row: row / stretch}),
                        parts["coefficient"],
                    ),
                    Positive(parts["coefficient"]),
                ),
                "substitution",
                shown=parts["coefficient"],
            ),
        )
    )


def _example() -> Report:
    """W = 1, x = 1: the code 3/4 has t = 1/4 and power (1 - 1/4)^2: equality."""
    quarter = sympy.Rational(1, 4)
    return Report(
        (
            Step(
                r"$d = \kappa = n = 1$, $W = 1$, $x = 1$, $z = 3/4$: $t = 1/4$, and the power is"
                r" that of the bound.",
                Equal(
                    named(r"z^2", (1 - quarter) ** 2),
                    where(CLAIM.parts["reduced"], {c: 1, coefficient: 1, distance: quarter}),
                ),
                "substitution",
            ),
        )
    )


def _not_injective() -> Report:
    """W = (u, u): (1, 1)/sqrt 2 and (sqrt 2, 0) are both exact codes of sqrt 2 u."""
    at = sympy.Rational(1, 100)
    return Report(
        (
            Step(
                r"$W = (u,u)$: at $\gamma = 1/100$, with $t = 0$, the exact code $(\sqrt2, 0)$"
                r" costs less than the bound made from the exact code $(1,1)/\sqrt2$.",
                Less(
                    where(psi(sympy.Integer(2)), gamma, at),
                    2 * where(psi(sympy.Rational(1, 2)), gamma, at),
                ),
                "enclosure",
            ),
        )
    )


CLAIM = Claim(
    id="affine-vae-bound",
    title="A lower bound for every point of the affine VAE with an injective decoder",
    mark=Mark.EXTENSION,
    source=Source(OURS, "the affine VAE on the instances"),
    hypotheses=(
        (
            "$W$ is injective with column norms $w_k > 0$, and $X = WZ^*$, with exact row powers"
            " $p^*_k$ and $c_k = w_k^2p^*_k$"
        ),
        (
            r"$b_k = w_k\Vert\rho_k\Vert$, $\rho_k$ row $k$ of a left inverse of $W$, such as its"
            r" pseudo-inverse; any $d \ge \kappa$, $n$"
        ),
        r"the decoders are $z \mapsto WDz$, $D$ diagonal and positive",
    ),
    conclusion=(
        r"For all $Z$, $D$ and constant encoder deviations, with $t^2 = d\,e$, $L \ge"
        r" d\log\gamma + \kappa + [[data_term]] + \sum_k\psi_\gamma(c'_k)$ where $c'_k ="
        r" [[reduced]]$ if $\sqrt{c_k} > b_kt$ and $0$ otherwise, and $b = [[coefficient]]$."
        r" Hence $L$ is at least the minimum of the right-hand side over $t \ge 0$."
    ),
    parts={
        "data_term": distance**2 / gamma,
        "reduced": (sympy.sqrt(c) - coefficient * distance) ** 2,
        "coefficient": column * row,
    },
    uses=("lemma-2-scale", "lemma-3-log"),
    divergence="Not in the paper.",
    evidence=(
        Evidence(
            Kind.SYMBOLIC, r"all $W$, $X$, $Z$, $D$, $d$, $\kappa$, $n$", _derive, complete=True
        ),
    ),
    controls=(
        Control("error counted d times", {"data_term": d * distance**2 / gamma}),
        Control("data term linear in t", {"data_term": distance / gamma}),
        Control("data term doubled", {"data_term": 2 * distance**2 / gamma}),
        Control("row grows", {"reduced": (sympy.sqrt(c) + coefficient * distance) ** 2}),
        Control("difference of squares", {"reduced": c - coefficient**2 * distance**2}),
        Control("amplitude for power", {"reduced": sympy.sqrt(c) - coefficient * distance}),
        Control("column norm forgotten", {"coefficient": row}),
        Control("column norm divided", {"coefficient": row / column}),
    ),
    example=Witness(r"$W = x = 1$, $z = 3/4$", _example),
    counterexamples=(Witness("Two equal columns.", _not_injective, drops="$W$ is injective"),),
)
