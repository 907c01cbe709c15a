r"""Remark 4 and eq. (5): what becomes of needed and of unneeded latent dimensions."""

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
    Witness,
)
from sparsity_theory.ledger.verdict import all_of
from sparsity_theory.notation import beta, gamma, m, mu
from sparsity_theory.proving.derivations import (
    below,
    identity,
    normal_mean,
    positive,
    step,
    unique_minimum,
)
from sparsity_theory.statements.vae.eq_2_3 import kl_to_prior

v = sympy.Symbol("v", positive=True)
w = sympy.Symbol("w", positive=True)
residual = sympy.Symbol("rho", real=True)
noise = sympy.Symbol("epsilon", real=True)
tolerance = sympy.Symbol("eta", positive=True)

NEEDED_VARIANCE = beta * gamma / (beta * gamma + w**2)


def _unneeded(parts: Parts) -> Report:
    term, variance, mean = parts["unneeded"], parts["variance"], parts["mean"]
    at_mean = term.subs(mu, mean)
    return Report(
        (
            step(
                r"The decoder ignores $z_k$, so $(\mu, v)$ of this dimension enter eq. (3) through"
                r" the divergence alone. In $\mu$ it exceeds its value at the mean by a square.",
                sympy.Eq(sympy.Symbol(r"\mu"), mean),
                "a square vanishes only at 0",
                identity(term - at_mean, (mu - mean) ** 2),
            ),
            step(
                r"In $v$ it decreases before the minimiser and increases after it.",
                sympy.Eq(v, variance),
                "sign of the derivative",
                unique_minimum(at_mean, v, at=variance),
            ),
            step(
                "The value there, where the encoder equals the prior: their divergence is 0.",
                parts["minimum"],
                "substitution",
                all_of(
                    [
                        identity(at_mean.subs(v, variance), parts["minimum"]),
                        identity(kl_to_prior(mean, sympy.sqrt(variance)), sympy.S.Zero),
                    ]
                ),
            ),
        )
    )


def _needed(parts: Parts) -> Report:
    term, variance = parts["needed"], parts["needed_variance"]
    return Report(
        (
            step(
                r"A decoder column of norm $w$ adds $v w^2$ to the expected squared error, so the"
                r" loss in $v$ is this, with one minimiser.",
                sympy.Eq(v, variance),
                "sign of the derivative",
                all_of(
                    [
                        identity(
                            term,
                            normal_mean((w * sympy.sqrt(v) * noise) ** 2, noise) / gamma
                            + beta * (v - sympy.log(v)),
                        ),
                        unique_minimum(term, v, at=variance),
                    ]
                ),
            ),
            step(
                r"It tends to 0 with $\gamma$, below this bound.",
                sympy.Lt(variance, parts["needed_bound"], evaluate=False),
                r"the difference is positive; the bound is $\gamma$ times a constant",
                all_of(
                    [
                        below(variance, parts["needed_bound"]),
                        identity(parts["needed_bound"], beta * gamma / w**2),
                    ]
                ),
            ),
        )
    )


def _remark_4(parts: Parts) -> Report:
    return Report(_unneeded(parts).steps + _needed(parts).steps)


def _remark_4_example() -> Report:
    found = NEEDED_VARIANCE.subs({beta: 1, gamma: sympy.Rational(1, 99), w: sympy.sqrt(2)})
    return Report(
        (
            step(
                r"$\beta = 1$, $\gamma = 1/99$, $w^2 = 2$: variance $1/199$.",
                sympy.Eq(sympy.Symbol("v"), found),
                "substitution",
                identity(found, sympy.Rational(1, 199)),
            ),
        )
    )


def _decoder_reads_the_dimension() -> Report:
    """A column of norm 1 at gamma = beta = 1 halves the variance."""
    found = NEEDED_VARIANCE.subs({beta: 1, gamma: 1, w: 1})
    return Report(
        (
            step(
                "A column of norm 1 at $\\beta=\\gamma=1$ is read by the decoder: the best variance"
                " is 1/2, not 1.",
                sympy.Eq(sympy.Symbol("v"), found),
                "substitution",
                identity(found, sympy.Rational(1, 2)),
            ),
        )
    )


def _other_prior() -> Report:
    term = v / 4 - sympy.log(v)
    return Report(
        (
            step(
                "Under the prior $N(0,4)$ the term is $v/4 - \\log v$ and the variance returns"
                " to 4.",
                sympy.Eq(sympy.Symbol("v"), 4),
                "sign of the derivative",
                unique_minimum(term, v, at=sympy.Integer(4)),
            ),
        )
    )


def _vanishing_column() -> Report:
    found = NEEDED_VARIANCE.subs(w, 0)
    return Report(
        (
            step(
                r"A column of norm 0: the best variance is 1 at every $\gamma$.",
                sympy.Eq(sympy.Symbol("v"), found),
                "substitution",
                identity(found, 1),
            ),
        )
    )


_TERM = v - sympy.log(v)

REMARK_4 = Claim(
    id="remark-4",
    title="Needed and unneeded latent dimensions",
    mark=Mark.PAPER,
    source=Source(PAPER, "Remark 4"),
    hypotheses=(
        (
            r"the prior is standard normal; encoder mean $\mu$ and variance $v = \sigma^2$ of the"
            r" dimension are free, per sample or in common"
        ),
        (
            r"unneeded: the decoder, of any form, ignores the dimension; needed: the decoder is"
            r" affine with a column of norm $w > 0$ there, and $\beta, \gamma > 0$"
        ),
    ),
    conclusion=(
        r"Unneeded: the part of eq. (3) that depends on $(v,\mu)$ is $[[unneeded]]$, with the"
        r" unique minimiser $v = [[variance]]$, $\mu = [[mean]]$ and minimum $[[minimum]]$: the"
        r" posterior returns to the prior. Needed: the part that depends on $v$ is $[[needed]]$,"
        r" with the unique minimiser $v = [[needed_variance]] < [[needed_bound]]$, which tends to"
        r" 0 as $\gamma \to 0$."
    ),
    parts={
        "unneeded": _TERM + mu**2,
        "variance": sympy.S.One,
        "mean": sympy.S.Zero,
        "minimum": sympy.S.One,
        "needed": v * w**2 / gamma + beta * _TERM,
        "needed_variance": NEEDED_VARIANCE,
        "needed_bound": beta * gamma / w**2,
    },
    uses=("eq-2-3",),
    divergence=(
        "The paper quotes an analysis of the global minimum. Here the statement is per dimension:"
        " at every point where the decoder ignores it, and, for needed dimensions, for the affine"
        r" decoder at every $\gamma$, with $\beta$ and a rate."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all $\beta$, $\gamma$, $w$, $\mu$", _remark_4, complete=True),
    ),
    controls=(
        Control("log of the deviation", {"unneeded": v - sympy.log(v) / 2 + mu**2}),
        Control("mean not penalised", {"unneeded": _TERM}),
        Control("minimum 0", {"minimum": sympy.S.Zero}),
        Control("mean returns to 1", {"mean": sympy.S.One}),
        Control("needed variance without beta", {"needed_variance": gamma / (gamma + w**2)}),
        Control(
            "column norm for its square", {"needed_variance": beta * gamma / (beta * gamma + w)}
        ),
        Control("noise not weighted by the column", {"needed": v / gamma + beta * _TERM}),
        Control("bound without beta", {"needed_bound": gamma / w**2}),
    ),
    example=Witness(r"$\beta = 1$, $\gamma = 1/99$, $w^2 = 2$", _remark_4_example),
    counterexamples=(
        Witness("A prior of variance 4.", _other_prior, drops="the prior is standard normal"),
        Witness(
            "A decoder that reads the dimension.",
            _decoder_reads_the_dimension,
            drops="the decoder ignores the dimension",
        ),
        Witness("A column that vanishes.", _vanishing_column, drops="$w > 0$"),
    ),
)


def _eq_5(parts: Parts) -> Report:
    share, bound = parts["share"], parts["share_bound"]
    return Report(
        (
            step(
                r"Average over the noise of one latent dimension, whose decoder entry is $w$ in a"
                r" coordinate with residual $\rho$ (the noise of other dimensions included). Once"
                r" per latent dimension and summed over coordinates this gives"
                r" $E_q\Vert x-Wz-b\Vert^2 = \Vert x-W\mu-b\Vert^2 + \sum_k v_k\Vert w_k\Vert^2$.",
                parts["expected"],
                r"$E\varepsilon = 0$, $E\varepsilon^2 = 1$; induction on the dimensions",
                identity(
                    normal_mean((residual - w * sympy.sqrt(v) * noise) ** 2, noise),
                    parts["expected"],
                ),
            ),
            step(
                r"At an exact code the first term is 0. Insert the optimal variance of Remark 4 in"
                " a term of the sum.",
                share,
                "substitution",
                identity(parts["expected"].subs(residual, 0).subs(v, NEEDED_VARIANCE), share),
            ),
            step(
                r"Each of the $m$ nonzero columns adds less than this, and falls short of"
                r" it by less than $(\beta\gamma/w)^2$.",
                sympy.Lt(share, bound, evaluate=False),
                "sign of the differences",
                all_of(
                    [
                        below(share, bound),
                        below(bound - share, (beta * gamma / w) ** 2),
                    ]
                ),
            ),
            step(
                r"The sum of $m$ terms is below any $\eta$ once $\gamma$ is at most this.",
                parts["small_gamma"],
                r"the bound increases in $\gamma$ and is $\eta/m$ there",
                all_of(
                    [
                        positive(sympy.diff(bound, gamma)),
                        identity(m * bound.subs(gamma, parts["small_gamma"]), tolerance),
                    ]
                ),
            ),
        )
    )


def _eq_5_example() -> Report:
    share = (NEEDED_VARIANCE * w**2).subs({beta: 1, gamma: sympy.Rational(1, 100), w: 1})
    return Report(
        (
            step(
                r"One column of norm 1, $\beta=1$, $\gamma=1/100$: expected error $1/101$.",
                sympy.Eq(sympy.Symbol("A"), share),
                "substitution",
                identity(share, sympy.Rational(1, 101)),
            ),
        )
    )


def _fixed_variance() -> Report:
    share = normal_mean((w * noise / 2) ** 2, noise)
    return Report(
        (
            step(
                r"With the encoder's standard deviation fixed at 1/2 the expected error is $w^2/4$"
                r" at every $\gamma$.",
                share,
                "average over the noise",
                all_of([identity(share, w**2 / 4), identity(sympy.diff(share, gamma), 0)]),
            ),
        )
    )


def _inexact_code() -> Report:
    expected = normal_mean((1 - w * sympy.sqrt(v) * noise) ** 2, noise)
    return Report(
        (
            step(
                "With a residual of 1 the expected error stays above 1.",
                expected - 1,
                "average over the noise",
                positive(expected - 1),
            ),
        )
    )


def _jumping_decoder() -> Report:
    # mu_x(z) = 1 for z != 0 and 0 at the code z = 0: the squared error is 1 almost surely.
    expected = normal_mean(sympy.S.One, noise)
    return Report(
        (
            step(
                "A decoder that is 0 at the code $z=0$ and 1 elsewhere reconstructs $x=0$ exactly,"
                " and has expected error 1 at every positive variance.",
                sympy.Eq(sympy.Symbol("A"), expected),
                "mean of a constant",
                identity(expected, 1),
            ),
        )
    )


EQ_5 = Claim(
    id="eq-5",
    title="Perfect reconstruction in spite of the encoder's noise",
    mark=Mark.PAPER,
    source=Source(PAPER, "eq. (5)"),
    hypotheses=(
        "the decoder is affine, $\\mu_x(z) = Wz+b$, with $m$ nonzero columns of norms $w_k$",
        "the code is exact: $x_i = W\\mu_z(x_i) + b$ for all $i$",
        "every encoder variance $v_k$ is the optimal one of Remark 4",
    ),
    conclusion=(
        r"Averaging over the noise of one dimension turns a squared coordinate of the residual into"
        r" $[[expected]]$. The expected squared error is the sum over the nonzero columns of"
        r" $[[share]] < [[share_bound]]$; it tends to 0 with $\gamma$, and is below $\eta$ for"
        r" $\gamma \le [[small_gamma]]$."
    ),
    parts={
        "expected": residual**2 + v * w**2,
        "share": beta * gamma * w**2 / (beta * gamma + w**2),
        "share_bound": beta * gamma,
        "small_gamma": tolerance / (m * beta),
    },
    uses=("remark-4",),
    divergence=(
        "The paper states that the global minimum reaches zero expected error, quoting an earlier"
        r" analysis; here the affine case at every $\gamma$, with a rate. For other decoders the"
        " continuity hypotheses of Lemma 3 are needed."
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

CLAIMS = (REMARK_4, EQ_5)
