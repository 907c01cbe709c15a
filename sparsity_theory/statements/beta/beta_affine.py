r"""The affine beta-VAE solved: its minimum at every decoder variance, by eigenvalues.

Throughout, $\lambda_1 \ge \dots \ge \lambda_d \ge 0$ are the eigenvalues of the covariance of the
data (centred, divided by the number of samples), $\omega$ a squared singular value of the decoder.
"""

from __future__ import annotations

from functools import cache

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
from sparsity_theory.notation import beta, d, gamma, j, k, kappa
from sparsity_theory.proving.propositions import All, Equal, OnlyMinimum, Positive, Proposition
from sparsity_theory.proving.terms import where

eigenvalues = sympy.IndexedBase("lambda", nonnegative=True)
lam = sympy.Symbol("lambda", nonnegative=True)
omega = sympy.Symbol("omega", nonnegative=True)
eigen_m = sympy.Symbol("m", positive=True)
y, nu = sympy.symbols("y nu", real=True)
v = sympy.Symbol("v", positive=True)
above = sympy.Symbol("delta", positive=True)
reach = sympy.Symbol("x", positive=True)

SIZES = {d: 4, kappa: 2}
FLOOR = beta * gamma
BEST = sympy.Max(lam, FLOOR)
COLUMN_COST = beta + beta * sympy.log(1 + omega / FLOOR)
CODE_COST = beta * y**2 / (FLOOR + omega)
SPECTRAL = lam / eigen_m + sympy.log(eigen_m / FLOOR)


def over_latent(term: sympy.Expr) -> sympy.Sum:
    """Sum of a term in lambda over the first kappa eigenvalues."""
    return sympy.Sum(term.xreplace({lam: eigenvalues[j]}), (j, 1, kappa))


def over_rest(term: sympy.Expr) -> sympy.Sum:
    """Sum of a term in lambda over the eigenvalues beyond the latent dimension."""
    return sympy.Sum(term.xreplace({lam: eigenvalues[j]}), (j, kappa + 1, d))


@cache
def minimum() -> sympy.Expr:
    """V(gamma), the minimum of the affine beta-VAE loss at this decoder variance."""
    spectral = SPECTRAL.subs(eigen_m, BEST)
    return (
        beta * (over_latent(spectral) + over_rest(lam / FLOOR))
        + d * sympy.log(gamma)
        + beta * kappa
    )


def _encoder(parts: Parts) -> tuple[Step, Step]:
    best_code = sympy.sqrt(omega) * y / (FLOOR + omega)
    code_loss = (y - sympy.sqrt(omega) * nu) ** 2 / gamma + beta * nu**2
    weight = (FLOOR + omega) / gamma
    variance = FLOOR / (FLOOR + omega)
    noise_loss = v * omega / gamma + beta * (v - sympy.log(v))
    return (
        Step(
            r"Minimise over the code. Along a singular direction of the decoder, with data"
            r" coordinate $y$ and code $\nu$, the loss is the minimum plus a square. The mean over"
            r" samples of $y^2$ is least when $b$ is the mean of the data.",
            All(
                Equal(code_loss, parts["code_cost"] + weight * (nu - best_code) ** 2),
                Positive(weight),
            ),
            "complete the square; its weight is positive",
            shown=sympy.Eq(code_loss, parts["code_cost"] + weight * (nu - best_code) ** 2),
        ),
        Step(
            r"Minimise over the encoder variance: a column of squared norm $\omega$ costs",
            All(
                OnlyMinimum(noise_loss, v, variance),
                Equal(where(noise_loss, v, variance), parts["column_cost"]),
            ),
            "sign of the derivative; substitution (Remark 4)",
            shown=parts["column_cost"],
        ),
    )


def _orthogonal_columns(parts: Parts) -> Step:
    ratio = sympy.IndexedBase("t", positive=True)
    t = sympy.Symbol("t", positive=True)
    bound = sympy.Sum(ratio[k] - 1, (k, 1, kappa))
    trace = sympy.Sum(ratio[k], (k, 1, kappa))
    return Step(
        r"Rotating the latent space keeps the code's share. Of all rotations orthogonal columns"
        r" cost least (Hadamard): with $t_k$ the eigenvalues of $\beta\gamma I + W^TW$ scaled to"
        r" unit diagonal, $\log\det = \sum_k \log t_k \le \sum_k (t_k - 1) = 0$, the trace being"
        r" $\kappa$. So columns are singular directions, and with $m = \beta\gamma + \omega$ one of"
        r" them costs $\beta$ times the spectral term plus $\beta$.",
        All(
            OnlyMinimum(t - 1 - sympy.log(t), t, sympy.S.One),
            Equal(bound, trace - kappa, {kappa: 2}),
            _matches_spectral(parts),
        ),
        r"tangent of the logarithm at 1; mean of $y^2$ is $\lambda$",
        shown=sympy.Eq(sympy.Symbol(r"\text{spectral term}"), parts["spectral"]),
    )


def _matches_spectral(parts: Parts) -> Proposition:
    """The two costs of a singular direction, together, in the eigenvalue m."""
    code = parts["code_cost"].subs(y**2, lam)
    spectral = parts["spectral"].subs(eigen_m, FLOOR + omega)
    return Equal(code + parts["column_cost"], beta * spectral + beta)


def _matching_order() -> Step:
    q = sympy.IndexedBase("q", nonnegative=True)
    c = sympy.IndexedBase("c", positive=True)
    l_ = sympy.Symbol("l", integer=True, positive=True)
    low, high = (k, 1, l_), (k, l_ + 1, d)
    gain = sympy.Sum(q[k] * c[k], low) + sympy.Sum(q[k] * c[k], high) - sympy.Sum(c[k], low)
    terms = sympy.Sum(q[k] * (c[k] - c[l_]), high) + sympy.Sum((1 - q[k]) * (c[l_] - c[k]), low)
    balance = c[l_] * (sympy.Sum(q[k], low) + sympy.Sum(q[k], high) - l_)
    return Step(
        r"Pair the largest eigenvalue of the data with the largest $m$: with $c_k = 1/m_k$"
        r" ascending, the code's share is $\sum_{jk}\lambda_j P_{jk}c_k$, $P$ doubly stochastic"
        r" (squared entries of a rotation). Sum by parts in $\lambda$: the first $l$ rows of $P$"
        r" sum to $q_k \in [0,1]$ with $\sum_k q_k = l$, so the last term vanishes and the other"
        r" two are not negative.",
        Equal(gain, terms + balance, {l_: 2, d: 4}),
        "the trace inequality of von Neumann, by rearrangement",
        shown=sympy.Eq(gain, terms + balance),
    )


def _one_eigenvalue(parts: Parts) -> Step:
    term, best = parts["spectral"], parts["best"]
    active = {lam: FLOOR + above}
    at_active = term.subs(active)
    inactive = sympy.diff(term, eigen_m).subs(eigen_m, FLOOR + reach)
    below_floor = inactive.subs(gamma, (lam + above) / beta)
    return Step(
        r"Minimise over $m \ge \beta\gamma$: for $\lambda > \beta\gamma$ the only minimiser is"
        r" $\lambda$; for $\lambda < \beta\gamma$ the term increases from $\beta\gamma$ on (both"
        r" meet at equality).",
        All(
            OnlyMinimum(at_active, eigen_m, where(best, active)),
            Equal(where(best, active), where(lam, active)),
            Positive(below_floor),
            Equal(where(best, gamma, (lam + above) / beta), lam + above),
        ),
        "sign of the derivative in either case",
        shown=sympy.Eq(eigen_m, best),
    )


def _assembled(parts: Parts) -> Step:
    spectral = parts["spectral"].subs(eigen_m, parts["best"])
    total = (
        beta * (over_latent(spectral) + over_rest(lam / FLOOR))
        + d * sympy.log(gamma)
        + beta * kappa
    )
    return Step(
        r"Add up: $\kappa$ free eigenvalues $m_j$, the other $d-\kappa$ held at $\beta\gamma$.",
        Equal(total, parts["value"], SIZES),
        "sums over eigenvalues, term by term; attained by orthogonal columns",
        shown=sympy.Eq(sympy.Symbol("V"), parts["value"]),
    )


def _derive(parts: Parts) -> Report:
    return Report(
        (
            *_encoder(parts),
            _orthogonal_columns(parts),
            _matching_order(),
            _one_eigenvalue(parts),
            _assembled(parts),
        )
    )


def _example() -> Report:
    """Eigenvalues 2 and 0, one latent, gamma = beta = 1, against a direct minimum."""
    w = sympy.Symbol("w", positive=True)
    loss = 2 / (1 + w) + sympy.log(1 + w) + 1
    entries = {eigenvalues[1]: 2, eigenvalues[2]: 0}
    value = minimum().subs({d: 2, kappa: 1, gamma: 1, beta: 1}).doit().subs(entries)
    return Report(
        (
            Step(
                r"$\lambda = (2,0)$, $\kappa=1$, $\beta=\gamma=1$: a column of squared norm 1,"
                r" $V = 2 + \log 2$.",
                All(
                    OnlyMinimum(loss, w, sympy.S.One),
                    Equal(where(loss, w, 1), value),
                    Equal(value, 2 + sympy.log(2)),
                ),
                "sign of the derivative; substitution",
                shown=value,
            ),
        )
    )


def _fixed_encoder_variance() -> Report:
    """With unit encoder variances the same data prefer a shorter column."""
    w = sympy.Symbol("w", positive=True)
    loss = 4 / (1 + w) + w + 1
    return Report(
        (
            Step(
                r"Encoder variance fixed at 1, $\lambda=4$, $\beta=\gamma=1$: the column's cost is"
                r" $1+\omega$, the best squared norm 1 instead of 3.",
                OnlyMinimum(loss, w, sympy.S.One),
                "sign of the derivative",
                shown=loss,
            ),
        )
    )


def _fixed_offset() -> Report:
    """With b held at 0 the uncentred second moment takes the place of the covariance."""
    value = minimum().subs({d: 1, kappa: 1, gamma: 1, beta: 1}).doit()
    centred, uncentred = (value.subs(eigenvalues[1], second) for second in (2, 3))
    return Report(
        (
            Step(
                r"Data on a line with variance 2 and mean 1, $\beta=\gamma=1$: with $b$ held at 0"
                r" the second moment 3 takes the place of 2 and the minimum is larger by"
                r" $\log(3/2)$.",
                Equal(uncentred - centred, sympy.log(sympy.Rational(3, 2))),
                "substitution",
                shown=uncentred - centred,
            ),
        )
    )


_VALUE = minimum()

CLAIM = Claim(
    id="beta-affine",
    title="The affine beta-VAE in closed form",
    mark=Mark.EXTENSION,
    source=Source(OURS, "exact affine form of Section 2.3"),
    hypotheses=(
        (
            r"$\lambda_1 \ge \dots \ge \lambda_d \ge 0$: eigenvalues of the centred covariance of"
            r" the data, normalised by $n$; $\kappa \le d$"
        ),
        (
            r"the decoder is $\mu_x(z) = Wz+b$ with free $W$ and $b$; encoder means are free per"
            r" sample, encoder variances free"
        ),
        r"$\beta, \gamma > 0$ are fixed",
    ),
    conclusion=(
        r"$\min L_\beta = V(\gamma) = [[value]]$. A data coordinate $y$ along a column of squared"
        r" norm $\omega$ costs $[[code_cost]]$, the column $[[column_cost]]$, together $\beta$ plus"
        r" $\beta$ times $[[spectral]]$ at $m = \beta\gamma+\omega$, least at $m = [[best]]$: the"
        r" dimension $j \le \kappa$ is active exactly when $\lambda_j > \beta\gamma$, with squared"
        r" column norm $\lambda_j - \beta\gamma$ and encoder variance $\beta\gamma/\lambda_j$."
    ),
    parts={
        "code_cost": CODE_COST,
        "column_cost": COLUMN_COST,
        "spectral": SPECTRAL,
        "best": BEST,
        "value": _VALUE,
    },
    uses=("eq-2-3", "remark-4"),
    divergence=(
        "Not in the paper, which gives the scaling only. At beta = 1 it is the linear VAE of Lucas"
        " et al. (2019); the trace inequality is von Neumann's."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC,
            r"all $d$, $\kappa$, $n$, $\beta$, $\gamma$, eigenvalues",
            _derive,
            complete=True,
        ),
    ),
    controls=(
        Control("floor gamma instead of beta gamma", {"best": sympy.Max(lam, gamma)}),
        Control("every dimension active", {"best": lam}),
        Control("value without beta kappa", {"value": _VALUE - beta * kappa}),
        Control(
            "unexplained eigenvalues not divided by beta gamma",
            {"value": _VALUE - beta * over_rest(lam / FLOOR) + over_rest(lam)},
        ),
        Control(
            "logarithm of gamma with weight kappa",
            {"value": _VALUE + (kappa - d) * sympy.log(gamma)},
        ),
        Control("spectral term without its logarithm", {"spectral": lam / eigen_m}),
        Control("column cost without beta", {"column_cost": 1 + sympy.log(1 + omega / FLOOR)}),
        Control("code cost without the floor", {"code_cost": beta * y**2 / (1 + omega)}),
    ),
    example=Witness(r"$\lambda=(2,0)$, $\kappa=1$, $\beta=\gamma=1$", _example),
    counterexamples=(
        Witness(
            "Encoder variances fixed at 1.",
            _fixed_encoder_variance,
            drops="encoder variances are free",
        ),
        Witness("The offset held at 0.", _fixed_offset, drops="$b$ is free"),
    ),
)
