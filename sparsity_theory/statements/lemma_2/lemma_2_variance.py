r"""Lemma 2, first minimisation: over the encoder's deviations.

The decoder is affine, ``mu_x(z) = W z + b``, and the encoder's deviation is one vector s for all
samples. ``w_k`` is the norm of column k of W, ``p_k`` the power of row k of the code.
"""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import (
    PAPER,
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
from sparsity_theory.notation import d, e, gamma, k, kappa
from sparsity_theory.proving.derivations import normal_mean
from sparsity_theory.proving.propositions import Equal, Less, OnlyMinimum
from sparsity_theory.proving.row_sums import generic, generic_term, total, vector
from sparsity_theory.proving.terms import named, where

column = vector("w", nonnegative=True)
deviation = vector("s", positive=True)
power = vector("p", nonnegative=True)

variance = sympy.Symbol("q", positive=True)

# One entry of each vector, as the symbol that stands for all of them.
w_k, s_k, p_k = (generic(base[k]) for base in (column, deviation, power))

DATA_TERM = d * e / gamma + d * sympy.log(gamma)


def row_value() -> sympy.Expr:
    """What is left of one row, constants apart, once the deviations are minimised out."""
    return sympy.log(1 + column[k] ** 2 / gamma) + power[k]


def minimised_over_deviations() -> sympy.Expr:
    """The loss after s is minimised out, as a sum over the latent dimensions."""
    return DATA_TERM + kappa + total(row_value(), kappa)


def _expected_error(parts: Parts) -> Step:
    entry, rest, noise = sympy.symbols("W_jk R epsilon", real=True)
    added = generic(parts["noise"]).subs(w_k, entry)
    return Step(
        r"In coordinate $j$ let $R$ be the residual of the first $k-1$ latent dimensions. Adding"
        r" dimension $k$, with $z_k = \mu_k + s_k\varepsilon$, adds its variance; by induction on"
        r" $k$, and summed over $j$, $E_q\Vert x-Wz-b\Vert^2 = \Vert x-W\mu-b\Vert^2 + \sum_k w_k^2"
        r" s_k^2$. The mean over the samples of the first term is $d\,e$.",
        Equal(
            named(
                r"E(R - W_{jk}s_k\varepsilon)^2",
                normal_mean((rest - entry * s_k * noise) ** 2, noise),
            ),
            rest**2 + added,
        ),
        r"moments of a standard normal $\varepsilon$ that is independent of $R$",
    )


def _eq_3(parts: Parts) -> Step:
    row = parts["noise"] / gamma + deviation[k] ** 2 - sympy.log(deviation[k] ** 2) + power[k]
    return Step(
        r"Eq. (3) with this error; the mean over the samples of $\Vert\mu_z(x_i)\Vert^2$ is $\sum_k"
        r" p_k$. It splits into one term for each latent dimension.",
        Equal(named("L", parts["loss"]), DATA_TERM + total(row, kappa)),
        "termwise",
    )


def _derive_variance(parts: Parts) -> Report:
    term = generic_term(parts["loss"]).subs(s_k, sympy.sqrt(variance))
    best = generic(parts["minimiser"])
    inserted = parts["loss"].xreplace({deviation[k]: sympy.sqrt(parts["minimiser"])})
    return Report(
        (
            _expected_error(parts),
            _eq_3(parts),
            Step(
                r"In $q = s_k^2$ the term decreases before its minimiser and increases after it.",
                OnlyMinimum(term, variance, best),
                "its derivative is $(q - s_k^2)$ times a positive factor",
                shown=sympy.Eq(sympy.Symbol("s_k^2"), best),
            ),
            Step("Insert the minimiser.", Equal(inserted, parts["value"]), "termwise"),
        )
    )


def _variance_example() -> Report:
    """Checks d = kappa = 1, w = 1, p = 1, gamma = 1: the variance 1/2 and the penalty log 2 + 1."""
    term = 2 * variance - sympy.log(variance) + 1
    half = sympy.Rational(1, 2)
    return Report(
        (
            Step(
                r"$\gamma = w = p = 1$: the best variance is $1/2$.",
                OnlyMinimum(term, variance, half),
                "sign of the derivative",
                shown=term,
            ),
            Step(
                "Its value is $2 + \\log 2$.",
                Equal(where(term, variance, half), 2 + sympy.log(2)),
                "value",
            ),
        )
    )


def _deviation_by_sample() -> Report:
    """Two samples may have different deviations only at a cost: log is strictly concave."""
    return Report(
        (
            Step(
                r"Deviations with $s^2 = 1$ for one sample and $s^2 = 4$ for another cost more than"
                r" the same mean $5/2$ for both: $\sigma_z$ that depends on the sample has a"
                r" different, larger loss at the same mean variance.",
                Less(-sympy.log(sympy.Rational(5, 2)), -(sympy.log(1) + sympy.log(4)) / 2),
                "exact comparison",
            ),
        )
    )


_ROW = column[k] ** 2 * deviation[k] ** 2 / gamma + deviation[k] ** 2
_ROW_VALUE = row_value()

CLAIM = Claim(
    id="lemma-2-variance",
    title="Lemma 2: the minimum over the encoder's deviations",
    mark=Mark.PAPER,
    source=Source(PAPER, "Lemma 2"),
    hypotheses=(
        r"the decoder is affine, $\mu_x(z) = Wz + b$, with column norms $w_k = \Vert W e_k\Vert$",
        r"$\sigma_z(x) = s \in \mathbb{R}^\kappa_{>0}$ for all $x$; $\gamma > 0$",
        (
            r"$e$ is the reconstruction error of the means, $p_k$ the power of their row $k$; any"
            r" $d, \kappa, n \ge 1$"
        ),
    ),
    conclusion=(
        "Latent dimension $k$ adds $[[noise]]$ to the expected squared error, the loss of eq. (3)"
        " is $[[loss]]$, its only minimiser in $s$ is $s_k^2 = [[minimiser]]$, and its value there"
        " is $[[value]]$."
    ),
    parts={
        "noise": column[k] ** 2 * deviation[k] ** 2,
        "loss": DATA_TERM + total(_ROW - sympy.log(deviation[k] ** 2) + power[k], kappa),
        "minimiser": gamma / (gamma + column[k] ** 2),
        "value": minimised_over_deviations(),
    },
    uses=("eq-2-3",),
    divergence=(
        r"The paper minimises over $s$ on the way to Lemma 2 and does not display the result. The"
        r" row powers enter it linearly: this minimum alone does not give $h = \log$"
        r" (lemma-2-literal)."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC,
            r"all $W$, $b$, codes, $\gamma$, $d$, $\kappa$, $n$",
            _derive_variance,
            complete=True,
        ),
    ),
    controls=(
        Control("column norm not squared", {"minimiser": gamma / (gamma + column[k])}),
        Control(
            "deviation for variance",
            {"minimiser": sympy.sqrt(gamma / (gamma + column[k] ** 2))},
        ),
        Control("gamma and column exchanged", {"minimiser": column[k] ** 2 / (gamma + 1)}),
        Control("value without kappa", {"value": DATA_TERM + total(_ROW_VALUE, kappa)}),
        Control(
            "value with half the logarithm",
            {
                "value": DATA_TERM
                + kappa
                + total(sympy.log(1 + column[k] ** 2 / gamma) / 2 + power[k], kappa)
            },
        ),
        Control(
            "value with the powers inside the logarithm",
            {"value": DATA_TERM + kappa + total(sympy.log(1 + power[k] / gamma), kappa)},
        ),
        Control("noise linear in the deviation", {"noise": column[k] ** 2 * deviation[k]}),
        Control(
            "log of the deviation, not of the variance",
            {"loss": DATA_TERM + total(_ROW - sympy.log(deviation[k]) + power[k], kappa)},
        ),
    ),
    example=Witness(r"$d = \kappa = 1$, $w = p = \gamma = 1$", _variance_example),
    counterexamples=(
        Witness(
            "Two samples with variances 1 and 4.",
            _deviation_by_sample,
            drops=r"$\sigma_z(x) = s$ for all $x$",
        ),
    ),
)
