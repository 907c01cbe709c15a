r"""What stationarity alone says: row powers and variances balance, and the loss is an entropy."""

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
from sparsity_theory.notation import A, beta, d, gamma, i, k, kappa, n, p
from sparsity_theory.proving.propositions import All, Equal, Not, OnlyMinimum, Proposition
from sparsity_theory.proving.terms import where

alpha = sympy.Symbol("alpha", positive=True)
mean_variance = sympy.Symbol("v", positive=True)
mean_log = sympy.Symbol("h", real=True)
entropy = sympy.Symbol("H", real=True)
noise = sympy.Symbol("epsilon", real=True)
weight = sympy.Symbol("w", real=True)
means = sympy.IndexedBase("mu", real=True)
deviations = sympy.IndexedBase("sigma", positive=True)
powers, variances = sympy.IndexedBase("p", nonnegative=True), sympy.IndexedBase("v", positive=True)
logs = sympy.IndexedBase("h", real=True)


def over_samples(term: sympy.Expr) -> sympy.Expr:
    """Mean over the samples."""
    return sympy.Sum(term, (i, 1, n)) / n


def over_latent(term: sympy.Expr) -> sympy.Sum:
    """Sum over the latent dimensions."""
    return sympy.Sum(term, (k, 1, kappa))


def _direction(parts: Parts) -> tuple[Step, Step]:
    mu_i, sigma_i = means[i], deviations[i]
    code = mu_i + sigma_i * noise
    scaled = alpha * weight * (mu_i / alpha + sigma_i / alpha * noise)
    direct = (mu_i / alpha) ** 2 + (sigma_i / alpha) ** 2 - sympy.log((sigma_i / alpha) ** 2)
    averages = {
        p: over_samples(mu_i**2),
        mean_variance: over_samples(sigma_i**2),
        mean_log: over_samples(sympy.log(sigma_i**2)),
    }
    return (
        Step(
            r"Divide encoder mean and deviation of a dimension by $\alpha$ and multiply the"
            r" decoder's column by $\alpha$: what the decoder computes does not change, nor"
            r" does $A$. The dimension's terms of $L_\beta$ become $\beta$ times this.",
            All(
                Equal(scaled, weight * code),
                Equal(over_samples(direct), parts["scaled"].xreplace(averages), {n: 2}),
            ),
            "means over the samples, term by term",
            shown=parts["scaled"],
        ),
        Step(
            r"Stationarity along this direction: the derivative at $\alpha=1$ vanishes exactly when"
            r" $p_k$ plus the mean variance is this; $\alpha=1$ is then the best scale.",
            _balanced(parts),
            "differentiate; the derivative falls strictly with the mean variance",
            shown=sympy.Eq(p + mean_variance, parts["balance"], evaluate=False),
        ),
    )


def _balanced(parts: Parts) -> Proposition:
    slope = where(sympy.Derivative(parts["scaled"], alpha), alpha, 1)
    balanced = parts["scaled"].subs(mean_variance, parts["balance"] - p)
    return All(
        Equal(slope, parts["slope"]),
        Equal(parts["slope"], 2 * (parts["balance"] - p - mean_variance)),
        OnlyMinimum(balanced, alpha, sympy.S.One),
    )


def _total(parts: Parts) -> tuple[Step, Step]:
    data = A / gamma + d * sympy.log(gamma)
    slope = sympy.diff(data, gamma)
    latent = over_latent(powers[k] + variances[k] - logs[k])
    balanced = latent.xreplace({variances[k]: parts["balance"] - powers[k]})
    total = data.subs(A, parts["error"]) + beta * balanced
    return (
        Step(
            r"Stationarity in $\gamma$.",
            All(
                Equal(where(slope, A, parts["error"]), sympy.S.Zero),
                Equal(sympy.Derivative(slope, A), -1 / gamma**2),
            ),
            "differentiate; the derivative increases strictly with $A$ in $-A/\\gamma^2$",
            shown=sympy.Eq(A, parts["error"]),
        ),
        Step(
            r"Insert both into $L_\beta = A/\gamma + d\log\gamma + \beta\sum_k (p_k + v_k - h_k)$,"
            r" where $v_k$ and $h_k$ are the means over samples of $\sigma_k^2$ and"
            r" $\log\sigma_k^2$ and $H = \sum_k h_k$.",
            Equal(total, parts["total"].xreplace({entropy: over_latent(logs[k])}), {kappa: 2}),
            "sum over the latent dimensions",
            shown=sympy.Eq(sympy.Symbol(r"L_\beta"), parts["total"]),
        ),
    )


def _derive(parts: Parts) -> Report:
    return Report((*_direction(parts), *_total(parts)))


def _example() -> Report:
    """The affine optimum for one active eigenvalue: p = (lambda - g) / lambda, v = g / lambda."""
    lam, floor = sympy.symbols("lambda g", positive=True)
    column, variance = lam - floor, floor / lam
    power = column * lam / lam**2
    return Report(
        (
            Step(
                r"At the optimum of the affine VAE an active dimension has"
                r" $p = (\lambda-\beta\gamma)/\lambda$ and variance $\beta\gamma/\lambda$: the sum"
                r" is 1.",
                Equal(power + variance, 1),
                "substitution",
                shown=sympy.Eq(power + variance, 1, evaluate=False),
            ),
        )
    )


def _fixed_deviation() -> Report:
    """Encoder deviation held at 1/2, gamma = beta = 1, one eigenvalue 1."""
    omega = sympy.Symbol("omega", positive=True)
    loss = 1 / (1 + omega) + omega / 4
    power = omega / (1 + omega) ** 2
    total = power.subs(omega, 1) + sympy.Rational(1, 4)
    return Report(
        (
            Step(
                r"With $\sigma = 1/2$ held fixed ($\lambda=\beta=\gamma=1$) the best column has"
                r" norm 1 and $p = 1/4$: power plus variance is $1/2$.",
                All(OnlyMinimum(loss, omega, sympy.S.One), Equal(total, sympy.Rational(1, 2))),
                "sign of the derivative; substitution",
                shown=total,
            ),
        )
    )


def _weight_decay() -> Report:
    decay, omega = sympy.symbols("rho omega", positive=True)
    loss = beta * PARTS["scaled"] + decay * alpha**2 * omega
    slope = sympy.diff(loss, alpha).subs(alpha, 1)
    excess = decay * omega / beta
    return Report(
        (
            Step(
                r"A penalty $\rho\Vert w\Vert^2$ on the column moves the balance to"
                r" $p + v = 1 + \rho\Vert w\Vert^2/\beta$.",
                All(
                    Equal(where(slope, mean_variance, 1 + excess - p), 0),
                    Not(Equal(where(slope, mean_variance, 1 - p), 0)),
                ),
                "differentiate",
                shown=slope,
            ),
        )
    )


def _floor_on_gamma() -> Report:
    data = (A / gamma + d * sympy.log(gamma)).subs({A: 1, d: 2, gamma: 1})
    return Report(
        (
            Step(
                r"A floor that holds $\gamma$ at 1 when $A=1$, $d=2$: the data part is 1, not"
                r" $d + d\log\gamma = 2$.",
                Equal(data, 1),
                "substitution",
                shown=data,
            ),
        )
    )


PARTS = {
    "scaled": (p + mean_variance) / alpha**2 - mean_log + 2 * sympy.log(alpha),
    "slope": 2 * (1 - p - mean_variance),
    "balance": sympy.S.One,
    "error": d * gamma,
    "total": d + d * sympy.log(gamma) + beta * (kappa - entropy),
}

CLAIM = Claim(
    id="entropy-sums",
    title="Balance and value of the loss at a stationary point",
    mark=Mark.EXTENSION,
    source=Source(OURS, "the total at beta = 1: Damm et al. 2023, arXiv 2010.14860"),
    hypotheses=(
        r"a stationary point of $L_\beta$, $\gamma$ included and without a floor",
        (
            r"for each latent dimension, encoder mean and deviation divided by $\alpha$ with the"
            r" decoder's first-layer column multiplied by $\alpha$ is a direction in parameter"
            r" space along which nothing else changes: no weight decay or normalisation, no tied or"
            r" clamped parameters, no fixed variance"
        ),
    ),
    conclusion=(
        r"With $p = p_k$, and $v, h$ the means over samples of $\sigma_k^2, \log\sigma_k^2$: $p"
        r" + v = [[balance]]$ for every $k$. With $A = [[error]]$ the loss is $L_\beta ="
        " [[total]]$, $H$ the sum of all $h$."
    ),
    details=(
        r"Along the direction the dimension's terms are $\beta$ times $[[scaled]]$, of slope"
        r" $\beta([[slope]])$ at $\alpha=1$."
    ),
    parts=PARTS,
    uses=("eq-2-3", "eq-6"),
    divergence=(
        "Not in the paper. Damm et al. have the total at beta = 1; the balance of every single"
        " dimension and the version with beta are this project's. The balance says that each"
        " coordinate of the aggregated posterior has second moment 1, as the prior has."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, r"all $d$, $\kappa$, $n$, $\beta$", _derive, complete=True),),
    controls=(
        Control(
            "scaled variance to the first power",
            {"scaled": p / alpha**2 + mean_variance / alpha - mean_log + 2 * sympy.log(alpha)},
        ),
        Control("log alpha once", {"scaled": PARTS["scaled"] - sympy.log(alpha)}),
        Control("slope without the power", {"slope": 2 * (1 - mean_variance)}),
        Control("balance at 2", {"balance": sympy.Integer(2)}),
        Control("error without d", {"error": gamma}),
        Control("total without beta", {"total": d + d * sympy.log(gamma) + kappa - entropy}),
        Control(
            "entropy of the wrong sign",
            {"total": d + d * sympy.log(gamma) + beta * (kappa + entropy)},
        ),
        Control("total without kappa", {"total": d + d * sympy.log(gamma) - beta * entropy}),
    ),
    example=Witness("an active dimension of the affine VAE", _example),
    counterexamples=(
        Witness("A fixed encoder variance.", _fixed_deviation, drops="no fixed variance"),
        Witness("Weight decay.", _weight_decay, drops="no weight decay"),
        Witness(r"A floor on $\gamma$.", _floor_on_gamma, drops=r"$\gamma$ is stationary"),
    ),
)
