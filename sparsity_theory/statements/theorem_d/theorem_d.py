r"""Theorem D: the VAE itself, with a nonlinear decoder and any encoder variances.

A decoder that separates codes in the coordinates of a set K cannot hide an active row there: the
encoder's noise in it reaches the data, and A, the expected squared error, bounds that noise.
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
from sparsity_theory.notation import A, d, k, kappa, mu, p, r, sigma, tau
from sparsity_theory.proving.derivations import normal_mean
from sparsity_theory.proving.propositions import All, AtMost, Equal, Less, OnlyMinimum, Positive
from sparsity_theory.proving.row_sums import total, vector
from sparsity_theory.proving.terms import named, where

slope = vector(r"\ell", nonnegative=True)
power = vector("p", nonnegative=True)
separated = sympy.Symbol("N", integer=True, positive=True)  # size of K
row_slope = sympy.Symbol(r"\ell", positive=True)
mean_variance = sympy.Symbol("v", positive=True)
offset = sympy.Symbol("C", real=True)
mean_square, mean_value, target = sympy.symbols("q m x", real=True)

_y = sympy.Symbol("y", positive=True)
_Y, _copy = sympy.symbols("Y Y'", real=True)


def _expectation(polynomial: sympy.Expr) -> sympy.Expr:
    """E of a polynomial of degree two in Y and an independent copy, by E Y = m and E Y^2 = q."""
    moments = {(0, 0): 1, (2, 0): mean_square, (0, 2): mean_square, (1, 1): mean_value**2}
    moments |= {(1, 0): mean_value, (0, 1): mean_value}
    terms = sympy.Poly(polynomial, _Y, _copy).as_dict()
    return sympy.Add(*(factor * moments[powers] for powers, factor in terms.items()))


def _noise(parts: Parts) -> tuple[Step, ...]:
    one, two = sympy.symbols("epsilon epsilon'", real=True)
    codes = normal_mean(
        normal_mean(sympy.expand(((mu + sigma * one) - (mu + sigma * two)) ** 2), one), two
    )
    return (
        Step(
            r"For one coordinate $Y$ of $\mu_x(z)$, with $EY = m$ and $EY^2 = q$: the expected"
            r" squared error is that of the mean plus the variance, so it is at least the"
            r" variance.",
            Equal(
                _expectation((target - _Y) ** 2),
                (target - mean_value) ** 2 + (mean_square - mean_value**2),
            ),
            "linearity of the expectation",
        ),
        Step(
            "With an independent copy $Y'$ the variance is a multiple of the mean squared"
            " difference.",
            Equal(
                named(
                    sympy.latex(parts["half"]) + r"\,E(Y-Y')^2",
                    parts["half"] * _expectation((_Y - _copy) ** 2),
                ),
                mean_square - mean_value**2,
            ),
            "independence",
        ),
        Step(
            r"The same multiple of $\ell_k^2 E(z_k-z'_k)^2$, with $z_k = \mu_k+\sigma_k\epsilon$"
            r" and its copy, averaged over the samples: so $A \ge \sum_{k\in K}\ell_k^2v_k$, each"
            r" term of which is",
            Equal(
                where(parts["half"] * row_slope**2 * codes, sigma, sympy.sqrt(mean_variance)),
                parts["noise"],
            ),
            r"moments of a standard normal; the hypothesis on $\mu_x$",
        ),
    )


def _row(parts: Parts) -> tuple[Step, ...]:
    floor = parts["row_floor"]
    return (
        Step(
            r"A row costs $p + v - l$, $l$ the mean of $\log\sigma^2$. First $y \ge 1 + \log y$ at"
            r" $y = p + v$; then $l \le \log v$ by Jensen (lemma-3-log).",
            All(
                OnlyMinimum(_y - sympy.log(_y), _y, 1),
                Equal(where(_y - sympy.log(_y), _y, 1), 1),
                Equal(1 + sympy.log(p + mean_variance) - sympy.log(mean_variance), floor),
            ),
            "the only minimum of $y - \\log y$ is 1, at $y = 1$; the floor is what results",
            shown=sympy.Ge(_y, 1 + sympy.log(_y), evaluate=False),
        ),
        Step(
            "The floor does not increase in $v$.",
            AtMost(sympy.Derivative(floor, mean_variance), 0),
            "sign of the derivative",
        ),
        Step(
            r"As $v \le A/\ell^2$, insert that.",
            Equal(
                where(floor, mean_variance, mean_variance * A / parts["noise"]),
                1 + sympy.log(1 + row_slope**2 * p / A),
            ),
            r"the $v$ at which the noise is $A$",
        ),
    )


def _total(parts: Parts) -> Step:
    return Step(
        r"At $\gamma = A/d$ the rest of eq. (3) is $d + d\log(A/d)$, and at any other $\gamma$ it"
        r" is larger (eq-6). Rows outside $K$ cost at least 1.",
        Equal(
            named(r"\text{bound}", parts["bound"]),
            d
            + d * sympy.log(A / d)
            + kappa
            + total(sympy.log(1 + slope[k] ** 2 * power[k] / A), separated),
        ),
        "sum of the rows",
    )


def _consequence(parts: Parts) -> tuple[Step, ...]:
    rows = d + kappa + d * sympy.log(A / d) + (r + 1) * sympy.log(tau / A)
    excess = sympy.expand_log(rows - parts["assumed"], force=False)
    return (
        Step(
            r"If $r+1$ rows had $\ell_k^2p_k \ge \tau$, the bound would exceed the assumption by"
            r" more than this, by $\log(1+\tau/A) > \log(\tau/A)$.",
            Positive(sympy.log(1 + _y), after_zero=_y),
            r"$\log(1+y) > 0$ with $y = A/\tau$",
            shown=excess,
        ),
        Step(
            "It decreases in $A$.", Less(sympy.Derivative(excess, A), 0), "sign of the derivative"
        ),
        Step(
            "It is 0 at the threshold: up to there the assumption is contradicted.",
            Equal(where(excess, A, parts["threshold"]), 0),
            "substitution",
        ),
    )


def _derive(parts: Parts) -> Report:
    return Report((*_noise(parts), *_row(parts), _total(parts), *_consequence(parts)))


def _example() -> Report:
    """One dimension, identity decoder, mu = 1/2 (p = 1/4), sigma^2 = 3/4, x = mu: equality."""
    quarter, noise = sympy.Rational(1, 4), sympy.Rational(3, 4)
    loss = 1 + sympy.log(noise) + quarter + noise - sympy.log(noise)
    bound = CLAIM.parts["bound"].subs({separated: 1}).doit()
    bound = bound.subs({d: 1, kappa: 1, A: noise}).xreplace({slope[1]: 1, power[1]: quarter})
    return Report(
        (
            Step(
                r"$d = \kappa = \ell = 1$, $\mu_x(z) = z$, $x = \mu = 1/2$, $\sigma^2 = 3/4 = A$:"
                r" the bound is attained.",
                Equal(
                    named(r"1 + \log\tfrac34 + \tfrac14 + \tfrac34 - \log\tfrac34", loss),
                    sympy.simplify(bound),
                ),
                "substitution",
            ),
        )
    )


def _constant_decoder() -> Report:
    """Decoder 0 separates nothing, so l = 1 is not allowed."""
    error = sympy.exp(-10)
    loss = 1 + sympy.log(error) + 1 + 1
    claimed = 1 + 1 + sympy.log(error) + sympy.log(1 + 1 / error)
    return Report(
        (
            Step(
                r"$\mu_x = 0$, $x^2 = A = e^{-10}$, $p = \sigma = 1$: the loss is below what the"
                r" bound with $\ell = 1$ would say.",
                Less(loss, claimed),
                "enclosure",
            ),
        )
    )


_TERM = sympy.log(1 + slope[k] ** 2 * power[k] / A)
_BASE = d + kappa + d * sympy.log(A / d)
_SHIFT = offset - d - kappa + d * sympy.log(d)

CLAIM = Claim(
    id="theorem-d",
    title="Theorem D: active rows of the VAE itself",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem D"),
    hypotheses=(
        (
            r"$\Vert\mu_x(z)-\mu_x(z')\Vert^2 \ge \sum_{k\in K}\ell_k^2(z_k-z'_k)^2$ for all"
            r" $z,z'$; the $N$ rows of $K$ are numbered first, $\ell_k \ge 0$"
        ),
        (
            r"encoder means and deviations $\sigma_z(x_i)_k > 0$ are arbitrary functions of $x$;"
            r" $v_k$ is the mean over the samples of $\sigma_z(x_i)_k^2$, $p_k$ the power of the"
            r" means"
        ),
        (
            r"$0 < A < \infty$, and the coordinates of $\mu_x(z)$ are square integrable under each"
            r" posterior (for a measurable decoder $A < \infty$ says so); for the consequence"
            r" $L \le [[assumed]]$ with $\tau > 0$, $r \ge 1$"
        ),
    ),
    conclusion=(
        r"For every $\gamma$ $L \ge [[bound]]$. So if $A \le [[threshold]]$, at most $r$ rows of"
        r" $K$ have $\ell_k^2p_k \ge \tau$."
    ),
    details=(
        r"With $z'$ an independent copy of $z$, the variance of $\mu_x(z)$ is $[[half]]\,"
        r" E\Vert\mu_x(z)-\mu_x(z')\Vert^2$, so $A \ge \sum_{k\in K}\ell_k^2v_k$, each row of"
        " which adds $[[noise]]$; a row of power $p$ and mean variance $v$ costs at least"
        " $[[row_floor]]$."
    ),
    parts={
        "half": sympy.Rational(1, 2),
        "noise": row_slope**2 * mean_variance,
        "row_floor": 1 + sympy.log(1 + p / mean_variance),
        "bound": _BASE + total(_TERM, separated),
        "assumed": (d - r) * sympy.log(A) + offset,
        "threshold": tau ** (r + 1) * sympy.exp(-_SHIFT),
    },
    uses=("eq-2-3", "eq-6", "lemma-3-log"),
    divergence=(
        "Not in the paper, which reaches general decoders only through Lemma 3. Here nothing is"
        " sent to a limit, and the encoder's variances may depend on the sample."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all decoders, encoders, $d$, $\kappa$, $n$, $K$", _derive, True),
    ),
    controls=(
        Control(
            "slope not squared",
            {"bound": _BASE + total(sympy.log(1 + slope[k] * power[k] / A), separated)},
        ),
        Control("bound with kappa twice", {"bound": _BASE + kappa + total(_TERM, separated)}),
        Control("bound with the logarithm doubled", {"bound": _BASE + 2 * total(_TERM, separated)}),
        Control("variance without the half", {"half": sympy.Integer(1)}),
        Control("noise linear in the slope", {"noise": row_slope * mean_variance}),
        Control("deviation for variance", {"noise": row_slope**2 * sympy.sqrt(mean_variance)}),
        Control(
            "row with the logarithm doubled",
            {"row_floor": 1 + 2 * sympy.log(1 + p / mean_variance)},
        ),
        Control("threshold with tau to the r", {"threshold": tau**r * sympy.exp(-_SHIFT)}),
        Control(
            "threshold with the exponent's sign flipped",
            {"threshold": tau ** (r + 1) * sympy.exp(_SHIFT)},
        ),
        Control("assumption with d - r - 1", {"assumed": (d - r - 1) * sympy.log(A) + offset}),
    ),
    example=Witness(r"$\mu_x(z) = z$, $x = \mu = 1/2$, $\sigma^2 = 3/4$", _example),
    counterexamples=(
        Witness(
            r"$\mu_x = 0$ with $\ell = 1$.",
            _constant_decoder,
            drops=r"$\Vert\mu_x(z)-\mu_x(z')\Vert^2 \ge \sum_{k\in K}\ell_k^2(z_k-z'_k)^2$",
        ),
    ),
)
