r"""Eq. (5): perfect reconstruction in spite of the encoder's noise."""

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
from sparsity_theory.notation import beta, gamma, m
from sparsity_theory.proving.derivations import normal_mean
from sparsity_theory.proving.propositions import All, Equal, Less, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.remark.remark_4 import NEEDED_VARIANCE, noise, v, w

residual = sympy.Symbol("rho", real=True)
tolerance = sympy.Symbol("eta", positive=True)


def _eq_5(parts: Parts) -> Report:
    share, bound = parts["share"], parts["share_bound"]
    return Report(
        (
            Step(
                r"Average over the noise of one latent dimension, whose decoder entry is $w$ in a"
                r" coordinate with residual $\rho$ (the noise of other dimensions included). Once"
                r" per latent dimension and summed over coordinates this gives"
                r" $E_q\Vert x-Wz-b\Vert^2 = \Vert x-W\mu-b\Vert^2 + \sum_k v_k\Vert w_k\Vert^2$.",
                Equal(
                    normal_mean((residual - w * sympy.sqrt(v) * noise) ** 2, noise),
                    parts["expected"],
                ),
                r"$E\varepsilon = 0$, $E\varepsilon^2 = 1$; induction on the dimensions",
                shown=parts["expected"],
            ),
            Step(
                r"At an exact code the first term is 0. Insert the optimal variance of Remark 4 in"
                " a term of the sum.",
                Equal(where(where(parts["expected"], residual, 0), v, NEEDED_VARIANCE), share),
                "substitution",
                shown=share,
            ),
            Step(
                r"Each of the $m$ nonzero columns adds less than this, and falls short of"
                r" it by less than $(\beta\gamma/w)^2$.",
                All(Less(share, bound), Less(bound - share, (beta * gamma / w) ** 2)),
                "sign of the differences",
                shown=sympy.Lt(share, bound, evaluate=False),
            ),
            Step(
                r"The sum of $m$ terms is below any $\eta$ once $\gamma$ is at most this.",
                All(
                    Positive(sympy.Derivative(bound, gamma)),
                    Equal(m * where(bound, gamma, parts["small_gamma"]), tolerance),
                ),
                r"the bound increases in $\gamma$ and is $\eta/m$ there",
                shown=parts["small_gamma"],
            ),
        )
    )


def _eq_5_example() -> Report:
    share = (NEEDED_VARIANCE * w**2).subs({beta: 1, gamma: sympy.Rational(1, 100), w: 1})
    return Report(
        (
            Step(
                r"One column of norm 1, $\beta=1$, $\gamma=1/100$: expected error $1/101$.",
                Equal(share, sympy.Rational(1, 101)),
                "substitution",
                shown=sympy.Eq(sympy.Symbol("A"), share),
            ),
        )
    )


def _fixed_variance() -> Report:
    share = normal_mean((w * noise / 2) ** 2, noise)
    return Report(
        (
            Step(
                r"With the encoder's standard deviation fixed at 1/2 the expected error is $w^2/4$"
                r" at every $\gamma$.",
                All(Equal(share, w**2 / 4), Equal(sympy.Derivative(share, gamma), 0)),
                "average over the noise",
                shown=share,
            ),
        )
    )


def _inexact_code() -> Report:
    expected = normal_mean((1 - w * sympy.sqrt(v) * noise) ** 2, noise)
    return Report(
        (
            Step(
                "With a residual of 1 the expected error stays above 1.",
                Positive(expected - 1),
                "average over the noise",
                shown=expected - 1,
            ),
        )
    )


def _jumping_decoder() -> Report:
    # mu_x(z) = 1 for z != 0 and 0 at the code z = 0: the squared error is 1 almost surely.
    expected = normal_mean(sympy.S.One, noise)
    return Report(
        (
            Step(
                "A decoder that is 0 at the code $z=0$ and 1 elsewhere reconstructs $x=0$ exactly,"
                " and has expected error 1 at every positive variance.",
                Equal(expected, 1),
                "mean of a constant",
                shown=sympy.Eq(sympy.Symbol("A"), expected),
            ),
        )
    )


CLAIM = Claim(
    id="eq-5",
    title="Eq. (5) for affine decoders: reconstruction in spite of the encoder's noise",
    mark=Mark.PAPER,
    source=Source(PAPER, "eq. (5), a special case"),
    hypotheses=(
        "the decoder is affine, $\\mu_x(z) = Wz+b$, with $m$ nonzero columns of norms $w_k$",
        "the code is exact: $x_i = W\\mu_z(x_i) + b$ for all $i$",
        "every encoder variance $v_k$ is the optimal one of Remark 4",
    ),
    conclusion=(
        r"The expected squared error is the sum over the nonzero columns of $[[share]]$; it tends"
        r" to 0 with $\gamma$, and is below $\eta$ for $\gamma \le [[small_gamma]]$."
    ),
    details=(
        r"Averaging over the noise of one dimension turns a squared coordinate of the residual into"
        r" $[[expected]]$. Each share is below $[[share_bound]]$."
    ),
    parts={
        "expected": residual**2 + v * w**2,
        "share": beta * gamma * w**2 / (beta * gamma + w**2),
        "share_bound": beta * gamma,
        "small_gamma": tolerance / (m * beta),
    },
    uses=("remark-4",),
    divergence=(
        "Weaker than the paper's eq. (5), which is about the global minima of a VAE with any"
        " decoder and quotes an earlier analysis. Here the decoder is affine, the code exact and"
        r" every variance the best one: no minimum over codes or decoders is taken. At every"
        r" $\gamma$, with a rate."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"any $d$, $\kappa$, $n$, $\beta$, $\gamma$", _eq_5, complete=True),
    ),
    controls=(
        Control("noise lowers the error", {"expected": residual**2 - v * w**2}),
        Control("deviation for variance", {"expected": residual**2 + v**2 * w**2}),
        Control("share without beta", {"share": gamma * w**2 / (gamma + w**2)}),
        Control("share not weighted by the column", {"share": NEEDED_VARIANCE}),
        Control("bound without beta", {"share_bound": gamma}),
        Control("bound at half", {"share_bound": beta * gamma / 2}),
        Control("threshold without m", {"small_gamma": tolerance / beta}),
    ),
    example=Witness(r"one column of norm 1, $\beta=1$, $\gamma=1/100$", _eq_5_example),
    counterexamples=(
        Witness(
            "A fixed encoder variance.", _fixed_variance, drops="the encoder variance is optimal"
        ),
        Witness("A code with a residual.", _inexact_code, drops="the code is exact"),
        Witness("A decoder that jumps.", _jumping_decoder, drops="the decoder is affine"),
    ),
)
