r"""Remark 4: what becomes of needed and of unneeded latent dimensions."""

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
from sparsity_theory.notation import beta, gamma, mu
from sparsity_theory.proving.derivations import normal_mean
from sparsity_theory.proving.propositions import All, Equal, Less, OnlyMinimum
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.eq.eq_2_3 import kl_to_prior

v = sympy.Symbol("v", positive=True)
w = sympy.Symbol("w", positive=True)
noise = sympy.Symbol("epsilon", real=True)

NEEDED_VARIANCE = beta * gamma / (beta * gamma + w**2)


def _unneeded(parts: Parts) -> Report:
    term, variance, mean = parts["unneeded"], parts["variance"], parts["mean"]
    at_mean = term.subs(mu, mean)
    return Report(
        (
            Step(
                r"The decoder ignores $z_k$, so $(\mu, v)$ of this dimension enter eq. (3) through"
                r" the divergence alone. In $\mu$ it exceeds its value at the mean by a square.",
                Equal(term - at_mean, (mu - mean) ** 2),
                "a square vanishes only at 0",
                shown=sympy.Eq(sympy.Symbol(r"\mu"), mean),
            ),
            Step(
                r"In $v$ it decreases before the minimiser and increases after it.",
                OnlyMinimum(at_mean, v, variance),
                "sign of the derivative",
                shown=sympy.Eq(v, variance),
            ),
            Step(
                "The value there, where the encoder equals the prior: their divergence is 0.",
                All(
                    Equal(where(at_mean, v, variance), parts["minimum"]),
                    Equal(kl_to_prior(mean, sympy.sqrt(variance)), sympy.S.Zero),
                ),
                "substitution",
                shown=parts["minimum"],
            ),
        )
    )


def _needed(parts: Parts) -> Report:
    term, variance = parts["needed"], parts["needed_variance"]
    return Report(
        (
            Step(
                r"A decoder column of norm $w$ adds $v w^2$ to the expected squared error, so the"
                r" loss in $v$ is this, with one minimiser.",
                All(
                    Equal(
                        term,
                        normal_mean((w * sympy.sqrt(v) * noise) ** 2, noise) / gamma
                        + beta * (v - sympy.log(v)),
                    ),
                    OnlyMinimum(term, v, variance),
                ),
                "sign of the derivative",
                shown=sympy.Eq(v, variance),
            ),
            Step(
                r"It tends to 0 with $\gamma$, below this bound.",
                All(
                    Less(variance, parts["needed_bound"]),
                    Equal(parts["needed_bound"], beta * gamma / w**2),
                ),
                r"the difference is positive; the bound is $\gamma$ times a constant",
                shown=sympy.Lt(variance, parts["needed_bound"], evaluate=False),
            ),
        )
    )


def _remark_4(parts: Parts) -> Report:
    return Report(_unneeded(parts).steps + _needed(parts).steps)


def _remark_4_example() -> Report:
    found = NEEDED_VARIANCE.subs({beta: 1, gamma: sympy.Rational(1, 99), w: sympy.sqrt(2)})
    return Report(
        (
            Step(
                r"$\beta = 1$, $\gamma = 1/99$, $w^2 = 2$: variance $1/199$.",
                Equal(found, sympy.Rational(1, 199)),
                "substitution",
                shown=sympy.Eq(sympy.Symbol("v"), found),
            ),
        )
    )


def _decoder_reads_the_dimension() -> Report:
    """A column of norm 1 at gamma = beta = 1 halves the variance."""
    found = NEEDED_VARIANCE.subs({beta: 1, gamma: 1, w: 1})
    return Report(
        (
            Step(
                "A column of norm 1 at $\\beta=\\gamma=1$ is read by the decoder: the best variance"
                " is 1/2, not 1.",
                Equal(found, sympy.Rational(1, 2)),
                "substitution",
                shown=sympy.Eq(sympy.Symbol("v"), found),
            ),
        )
    )


def _other_prior() -> Report:
    term = v / 4 - sympy.log(v)
    return Report(
        (
            Step(
                "Under the prior $N(0,4)$ the term is $v/4 - \\log v$ and the variance returns"
                " to 4.",
                OnlyMinimum(term, v, 4),
                "sign of the derivative",
                shown=sympy.Eq(sympy.Symbol("v"), 4),
            ),
        )
    )


def _vanishing_column() -> Report:
    found = NEEDED_VARIANCE.subs(w, 0)
    return Report(
        (
            Step(
                r"A column of norm 0: the best variance is 1 at every $\gamma$.",
                Equal(found, 1),
                "substitution",
                shown=sympy.Eq(sympy.Symbol("v"), found),
            ),
        )
    )


_TERM = v - sympy.log(v)

CLAIM = Claim(
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
        " posterior returns to the prior. Needed: the part that depends on $v$ is $[[needed]]$,"
        r" with the unique minimiser $v = [[needed_variance]]$, which tends to 0 as $\gamma \to"
        " 0$."
    ),
    details=("The last variance is below $[[needed_bound]]$."),
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
