r"""Theorem H2: with gamma learned the affine beta-VAE has no bad local minima either."""

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
from sparsity_theory.notation import A, beta, d, gamma, kappa, r
from sparsity_theory.proving.propositions import (
    All,
    Equal,
    Less,
    NotNegative,
    OnlyMinimum,
    Positive,
)
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.beta.beta_affine import lam, v
from sparsity_theory.statements.beta.beta_collapse import top, trace
from sparsity_theory.statements.theorem_h.theorem_h1 import UNUSED, length, variance

above = sympy.Symbol("delta", positive=True)
last = sympy.Symbol("lambda_r", positive=True)
rest = sympy.Symbol("K", real=True)
t = sympy.Symbol("t", real=True)
residual, entry, code = sympy.symbols("y a nu", real=True)
COLLAPSED = trace / d
SADDLE = 2 * d * (1 - d * top / (beta * trace)) / trace


def _same_slope() -> Step:
    loss = A / gamma + d * sympy.log(gamma) + beta * rest
    slope = (d - A / gamma) / gamma
    return Step(
        r"At a stationary point Theorem H1 holds for its $\gamma$: a strict saddle, or the loss is"
        r" $V(\gamma)$. It is nowhere below $V$, so in $\gamma$ both have the same slope, which is"
        r" 0: $A = d\gamma$ for the $A$ of beta-slope. $A/\gamma$ does not increase, so $V$ is"
        r" least there. A local minimum is stationary, and local for its $\gamma$.",
        All(
            Equal(sympy.Derivative(loss, gamma), slope),
            NotNegative(-sympy.Derivative(lam / gamma, gamma)),
        ),
        r"each direction has the share $\min(\lambda/\gamma, \beta)$ of $A/\gamma$, or"
        r" $\lambda/\gamma$",
        shown=sympy.Eq(sympy.Symbol(r"\partial L/\partial\gamma"), slope),
    )


def _which_gamma(parts: Parts) -> Step:
    threshold, end = parts["threshold"], parts["last"]
    return Step(
        r"Rank $r \le \kappa$: $A/\gamma$ is $\beta r$ up to $\gamma = \lambda_r/\beta$ and smaller"
        r" after it, so it is never $d$ for $\beta r < d$ ($V$ then falls to $-\infty$ as $\gamma$"
        r" does to 0), and $d$ exactly up to there for $\beta r = d$. Otherwise, and for"
        r" $r > \kappa$, one $\gamma$ is left, by beta-collapse.",
        All(
            Equal(d - beta * r, r * (threshold - beta)),
            Equal(where(d - beta * r, beta, threshold), 0),
            Equal(beta * end, last),
            Positive(where(beta - last / gamma, gamma, end + above)),
        ),
        "substitution; the share of $\\lambda_r$ beyond the last variance",
        shown=sympy.Eq(gamma, end),
    )


def _collapsed(parts: Parts) -> tuple[Step, Step]:
    line = (residual - t**2 * entry * code) ** 2 / gamma + t**2 * (entry**2 / gamma + code**2)
    place = parts["collapsed"]
    loss = trace / gamma + d * sympy.log(gamma) + beta * kappa
    return (
        Step(
            r"The collapsed point. A column $ta$ and its code $t\nu$ enter by $t^2$, so the slope"
            r" at $t = 0$ is 0; the residuals $y$ have mean 0 where $b$ is free; the variance 1 is"
            r" the best one for the column 0. In $\gamma$ alone, as $A = \Lambda$, the slope is 0"
            r" at one place, where $A/\gamma$ is",
            All(
                Equal(where(sympy.Derivative(line, t), t, 0), 0),
                OnlyMinimum(v - sympy.log(v), v, sympy.S.One),
                OnlyMinimum(loss, gamma, place),
                Equal(where(trace / gamma, gamma, place), parts["ratio"]),
            ),
            "derivatives at 0; sign of the derivative in $\\gamma$",
            shown=parts["ratio"],
        ),
        Step(
            r"Towards the first direction it has Theorem H1's second derivative for a column of"
            r" length 0; that is negative exactly below the threshold, and from it on no eigenvalue"
            r" exceeds $\beta\gamma$: by beta-affine the decoder 0 is best for this $\gamma$.",
            All(
                Equal(where(UNUSED, {length: 0, variance: top, gamma: place}), parts["saddle"]),
                Equal(parts["saddle"], 2 * d * (beta - parts["total"]) / (beta * trace)),
                Equal(beta * where(gamma, gamma, place) - top, trace * (beta - parts["total"]) / d),
            ),
            "substitution",
            shown=parts["saddle"],
        ),
    )


def _derive(parts: Parts) -> Report:
    return Report((_same_slope(), _which_gamma(parts), *_collapsed(parts)))


def _example() -> Report:
    """Eigenvalues 1 and 0 in the plane, one latent dimension, beta = 1 < d/r = 2."""
    at = {d: 2, beta: 1, top: 1, trace: 1}
    return Report(
        (
            Step(
                r"$\lambda = (1, 0)$, $d = 2$, $\kappa = 1$, $\beta = 1$: no minimum, as"
                r" $\beta r = 1 < 2$, and yet a stationary point, at $\gamma = \frac12$, with the"
                r" second derivative $-4$.",
                All(
                    Less(where(beta * r, {beta: 1, r: 1}), 2),
                    Equal(COLLAPSED.subs(at), sympy.Rational(1, 2)),
                    Equal(SADDLE.subs(at), -4),
                ),
                "substitution",
                shown=SADDLE.subs(at),
            ),
        )
    )


def _decoder_on_a_curve() -> Report:
    """A column that moves on a curve: a well in all parameters that is not lowest."""
    square = sympy.Symbol("q", positive=True)
    loss = 3 / (3 * gamma + square) + 3 * sympy.log(1 + square / (3 * gamma)) + 2 * sympy.log(gamma)
    column = t**3 - 3 * t + 3
    best = (1 + sympy.sqrt(3)) / 6
    slope = sympy.Derivative(loss, gamma)
    return Report(
        (
            Step(
                r"$d=2$, $\lambda=(1,0)$, $\kappa=1$, $\beta=3$, less the constant: the column"
                r" $t^3-3t+3$ has a least value 1 near $t=1$, and with $q = w^2$ the loss increases"
                r" with $q$ there. At $q = 1$ it is least in $\gamma$ near $(1+\sqrt 3)/6$: a local"
                r" minimum. At the decoder 0, which the curve passes, $\gamma = \frac12$ is lower.",
                All(
                    Equal(where(sympy.Derivative(column, t), t, 1), 0),
                    Positive(where(sympy.Derivative(column, t, 2), t, 1)),
                    Less(where(column, t, -3), 0),
                    Less(0, where(column, t, 1)),
                    Equal(where(slope, {square: 1, gamma: best}), 0),
                    Positive(where(sympy.Derivative(loss, gamma, 2), {square: 1, gamma: best})),
                    Positive(where(sympy.Derivative(loss, square), {square: 1, gamma: best})),
                    Less(
                        where(1 / gamma + 2 * sympy.log(gamma), gamma, sympy.Rational(1, 2)),
                        where(loss, {square: 1, gamma: best}),
                    ),
                ),
                "slopes and second derivatives; a continuous column changes sign",
                shown=loss,
            ),
        )
    )


CLAIM = Claim(
    id="theorem-h2",
    title="The affine beta-VAE has no bad local minima, gamma learned",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem H2"),
    hypotheses=(
        "those of theorem-h1 on decoder, means and log-variances",
        (
            r"$\beta > 0$ is fixed and $\gamma > 0$ is learned with the rest; any data, $\kappa$"
            r" and eigenvalues, $r$ of them positive, the covariance replaced by the second moment"
            r" if $b = 0$"
        ),
    ),
    conclusion=(
        r"Every local minimum in all parameters, $\gamma$ among them, is a global one, and every"
        r" other stationary point is a strict saddle: the second derivative along some line of the"
        r" model, $\gamma$ kept, is negative. For $r \le \kappa$ and $\beta < [[threshold]]$ there"
        r" is no minimum, and the loss is unbounded below; for $r \le \kappa$ and $\beta ="
        r" [[threshold]]$ the minima have all $\gamma \le [[last]]$; otherwise one $\gamma$. Where"
        r" there is no minimum there still are stationary points: for data with spread the"
        r" collapsed point (decoder 0, posterior equal to the prior, $b$ the mean or 0) is one at"
        r" $\gamma = [[collapsed]]$, where $A/\gamma = [[ratio]]$, whatever $\beta$, $\kappa \ge 1$"
        r" and $r$ are, $\Lambda$ being the sum of all eigenvalues. It is a global minimum exactly"
        r" when $\beta \ge [[total]]$, and else a strict saddle."
    ),
    details=(
        r"There the second derivative towards the first direction is $[[saddle]]$, where that is"
        r" negative."
    ),
    parts={
        "threshold": d / r,
        "last": last / beta,
        "collapsed": COLLAPSED,
        "ratio": d,
        "total": d * top / trace,
        "saddle": SADDLE,
    },
    uses=("theorem-h1", "beta-slope", "beta-collapse"),
    divergence=(
        "Not in the paper, whose Section 2.3 follows gamma to 0 along optimal sparse"
        " representations. The collapsed point is far from them; it is a saddle."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all $\beta$, $d$, $\kappa$, $r$ and eigenvalues", _derive, True),
    ),
    controls=(
        Control(
            "no stationary point where there is no minimum",
            {"ratio": beta * r},
            because=r"$A/\gamma$ is $\beta r$ at most only at the best decoder for its $\gamma$.",
        ),
        Control("threshold upside down", {"threshold": r / d}),
        Control("last variance without beta", {"last": last}),
        Control("collapsed point at the largest eigenvalue", {"collapsed": top}),
        Control("total collapse above d/r", {"total": d / r}),
        Control("total collapse upside down", {"total": trace / (d * top)}),
        Control("saddle of the other sign", {"saddle": -SADDLE}),
        Control("saddle at beta = 1", {"saddle": SADDLE.subs(beta, 1)}),
    ),
    example=Witness(r"$\lambda = (1, 0)$, $d=2$, $\kappa=1$, $\beta=1$", _example),
    counterexamples=(
        Witness(
            "A column on a curve.", _decoder_on_a_curve, drops="those of theorem-h1 on decoder"
        ),
    ),
)
