r"""Lemma 3 with the logarithm derived: minimise over the scale of each latent coordinate."""

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
from sparsity_theory.notation import k, n, p, sigma
from sparsity_theory.proving.propositions import All, Equal, OnlyMinimum, Positive
from sparsity_theory.proving.row_sums import total, vector
from sparsity_theory.proving.terms import where

sample_variance = vector("v", positive=True)
_y = sympy.Symbol("y", positive=True)

stretch = sympy.Symbol("alpha", positive=True)
squared = sympy.Symbol("b", positive=True)  # alpha^2
mean_variance = sympy.Symbol("v", positive=True)
mean_log = sympy.Symbol("l", real=True)


def _rescaled(parts: Parts) -> tuple[Step, ...]:
    at = {squared: stretch**2}
    return (
        Step(
            r"Dividing $(\mu_z,\sigma_z)_k$ by $\alpha$ and multiplying the decoder's coordinate by"
            r" $\alpha$ leaves the reconstruction alone. The row costs this, with $b = \alpha^2$,"
            r" $v$ the mean of $\sigma_k^2$ and $l$ the mean of $\log\sigma_k^2$.",
            Equal(
                p / stretch**2 + mean_variance / stretch**2 - (mean_log - sympy.log(stretch**2)),
                where(parts["loss"], at),
            ),
            "eq. (3), termwise",
        ),
        Step(
            "It decreases before its minimiser and increases after it.",
            OnlyMinimum(parts["loss"], squared, parts["minimiser"]),
            "its derivative is $b$ minus the minimiser times a positive factor",
            shown=sympy.Eq(squared, parts["minimiser"]),
        ),
        Step(
            "Its value.",
            Equal(where(parts["loss"], squared, parts["minimiser"]), parts["value"]),
            "substitution",
        ),
    )


def _jensen(parts: Parts) -> tuple[Step, ...]:
    ratios = total(sample_variance[k] / mean_variance - 1, n)
    summed = total(sample_variance[k], n)
    return (
        Step(
            r"$\log y \le y - 1$ at $y = \sigma_i^2/v$, with equality only at 1.",
            All(
                OnlyMinimum(_y - 1 - sympy.log(_y), _y, 1),
                Equal(where(_y - 1 - sympy.log(_y), _y, 1), 0),
            ),
            "the only minimum of the difference is 0, at $y = 1$",
            shown=sympy.Ge(_y - 1 - sympy.log(_y), 0, evaluate=False),
        ),
        Step(
            r"The right sides sum to 0 over the samples, since $v$ is the mean: so $l \le \log v$,"
            r" with equality iff all $\sigma_i$ are equal.",
            Equal(ratios, summed / mean_variance - n),
            r"termwise; the sum of the variances is $nv$",
        ),
        Step(
            r"Value minus floor is $\log v - l \ge 0$.",
            Equal(parts["value"] - parts["floor"], sympy.log(mean_variance) - mean_log),
            r"$\log(p+v) - \log v = \log(1+p/v)$",
        ),
    )


def _small_variance(parts: Parts) -> tuple[Step, ...]:
    row = sympy.Symbol("p", positive=True)
    constant = parts["value"].subs({mean_variance: sigma**2, mean_log: sympy.log(sigma**2), p: row})
    rest = constant - parts["limit"].subs(p, row)
    return (
        Step(
            r"For a constant $\sigma$ and $p > 0$ the remainder over the logarithm of $p$ is"
            r" $\log(1+y)$, $y = \sigma^2/p$.",
            Equal(rest, sympy.log(1 + sigma**2 / row)),
            "subtraction",
        ),
        Step(
            "It lies between 0 and the bound.",
            All(
                Positive(sympy.log(1 + _y), after_zero=_y),
                Positive(_y - sympy.log(1 + _y), after_zero=_y),
                Equal(where(parts["rest"], p, row), sigma**2 / row),
            ),
            r"$\log(1+y)$ and $y - \log(1+y)$ are 0 at 0 and increase",
            shown=parts["rest"],
        ),
        Step(
            r"For $p = 0$ it is this, whatever $\sigma$ is.",
            Equal(
                where(
                    parts["value"], {mean_variance: sigma**2, mean_log: sympy.log(sigma**2), p: 0}
                ),
                parts["zero_row"],
            ),
            "substitution",
        ),
    )


def _derive_log(parts: Parts) -> Report:
    return Report((*_rescaled(parts), *_jensen(parts), *_small_variance(parts)))


def _log_example() -> Report:
    """Checks p = 1, sigma = 1: alpha^2 = 2 and value 1 + log 2."""
    loss = CLAIM.parts["loss"].subs({p: 1, mean_variance: 1, mean_log: 0})
    return Report(
        (
            Step(
                r"$p = \sigma = 1$: the minimum is at $\alpha^2 = 2$.",
                OnlyMinimum(loss, squared, 2),
                "sign of the derivative",
                shown=loss,
            ),
            Step(
                r"Its value is $1 + \log 2$.",
                Equal(where(loss, squared, 2), 1 + sympy.log(2)),
                "value",
            ),
        )
    )


def _no_rescaling() -> Report:
    fixed = CLAIM.parts["loss"].subs(squared, 1)
    return Report(
        (
            Step(
                r"With the scale fixed at 1 the rows of power 2 and 1 differ in cost by 1 at every"
                r" $\sigma$, and not by about $\log 2$.",
                Equal(where(fixed, p, 2) - where(fixed, p, 1), 1),
                "substitution",
            ),
        )
    )


_VALUE = 1 + sympy.log(p + mean_variance) - mean_log

CLAIM = Claim(
    id="lemma-3-log",
    title="Lemma 3, the logarithm derived",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Lemma 3 with a free scale of each latent coordinate"),
    hypotheses=(
        (
            r"the decoder family is closed under rescaling single latent coordinates, and the scale"
            r" $\alpha$ of each is minimised out"
        ),
        (
            r"for row $k$: $p \ge 0$ its power, $v > 0$ the mean over the samples of $\sigma_k^2$,"
            r" $l$ the mean of $\log\sigma_k^2$; any $n \ge 1$"
        ),
    ),
    conclusion=(
        r"With $b = \alpha^2$ the row costs $[[loss]]$; the only minimiser is $b = [[minimiser]]$"
        r" and the value is $[[value]] \ge [[floor]]$, with equality iff $\sigma_k$ is the same for"
        r" all samples. In that case it is $[[zero_row]]$ for $p = 0$, and for $p > 0$ it is"
        r" $[[limit]] + \rho$ with $0 < \rho < [[rest]]$: as $\sigma \to 0$ the penalty is $\log p$"
        r" up to a constant, and lower by an unbounded amount for a zero row."
    ),
    parts={
        "loss": (p + mean_variance) / squared - mean_log + sympy.log(squared),
        "minimiser": p + mean_variance,
        "value": _VALUE,
        "floor": 1 + sympy.log(1 + p / mean_variance),
        "limit": sympy.log(p) + 1 - sympy.log(sigma**2),
        "rest": sigma**2 / p,
        "zero_row": sympy.Integer(1),
    },
    uses=("eq-2-3",),
    divergence=(
        r"The paper's Lemma 3 applies a log transformation to $\Vert z_k\Vert^2$. It need not be"
        r" assumed: it is what minimising over the scale does."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, r"all $p$, $\sigma_i$, $n$", _derive_log, True),),
    controls=(
        Control("minimiser without the power", {"minimiser": mean_variance}),
        Control("deviation for variance", {"minimiser": sympy.sqrt(p + mean_variance)}),
        Control(
            "log of the scale halved",
            {"loss": (p + mean_variance) / squared - mean_log + sympy.log(squared) / 2},
        ),
        Control("value without the constant", {"value": _VALUE - 1}),
        Control("log squared", {"value": 1 + sympy.log(p + mean_variance) ** 2 - mean_log}),
        Control("floor with the power alone", {"floor": 1 + sympy.log(p / mean_variance + 2)}),
        Control(
            "limit with half the logarithm", {"limit": sympy.log(p) / 2 + 1 - sympy.log(sigma**2)}
        ),
        Control("rest of the wrong order", {"rest": sigma**4 / p**2}),
        Control("a zero row free of charge", {"zero_row": sympy.Integer(0)}),
    ),
    example=Witness(r"$p = \sigma = 1$", _log_example),
    counterexamples=(
        Witness(
            "Scale fixed at 1, powers 2 and 1.",
            _no_rescaling,
            drops="the decoder family is closed under rescaling single latent coordinates",
        ),
    ),
)
