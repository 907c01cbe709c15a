r"""The affine beta-VAE with learned variance above its threshold: how much it gives up."""

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
from sparsity_theory.notation import beta, d, gamma, m, r
from sparsity_theory.proving.propositions import All, Equal, Positive, Proposition, Same
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.beta.beta_slope import EXAMPLE, example_error

extra = sympy.Symbol("a", positive=True)
# Sum of the eigenvalues of the inactive directions, and of all of them.
tail = sympy.Symbol("T", positive=True)
trace = sympy.Symbol("Lambda", positive=True)
top = sympy.Symbol("lambda_1", positive=True)


def _collapse(parts: Parts) -> Report:
    stationary = parts["stationary"]
    quotient = m * beta + tail / gamma
    balance = d - quotient
    return Report(
        (
            Step(
                r"With $m$ active dimensions and $T$ the sum of all other eigenvalues, $A/\gamma$"
                r" is this; where $V' = (d - A/\gamma)/\gamma$ vanishes, $\gamma$ is"
                r" determined, and the variance is $A/d$.",
                All(
                    Equal(where(balance, gamma, stationary), sympy.S.Zero),
                    Equal(where(parts["error"], gamma, stationary), d * stationary),
                    Equal(parts["error"], gamma * quotient),
                ),
                "solve a linear equation in $1/\\gamma$",
                shown=sympy.Eq(gamma, stationary),
            ),
            Step(
                r"There $m < d/\beta$: with $\beta m = d - x$ the equation reads $T = x\gamma$.",
                _count(parts),
                r"$T > 0$, since not every positive eigenvalue is active",
                shown=sympy.Lt(m, parts["count_bound"], evaluate=False),
            ),
            Step(
                r"A zero exists. Towards $\gamma \to 0$, $A/\gamma > d$: it is $\beta r > d$ when"
                r" $\beta\gamma \le \lambda_r$ (rank $r\le\kappa$, the case $m = r$, $T = 0$), or"
                r" at least $T/\gamma$, unbounded, when $T \ge \sum_{j>\kappa}\lambda_j > 0$. At"
                r" $\gamma = \sum_j\lambda_j/d$, $A/\gamma \le d$.",
                _exists(parts),
                r"$A/\gamma$ is continuous and does not increase",
                shown=parts["threshold"],
            ),
            Step(
                r"It is the only one: $d - A/\gamma$ does not decrease, and increases strictly"
                r" wherever $T > 0$. So $V$ decreases before it and increases after it.",
                All(Positive(sympy.Derivative(balance, gamma)), Positive(_derivative_after(parts))),
                "sign of the derivative; $V' = (d-A/\\gamma)/\\gamma$",
                shown=sympy.diff(balance, gamma),
            ),
            Step(
                r"No dimension is active there when $\lambda_1 \le \beta\gamma$ at $m = 0$,"
                r" $T = \Lambda$; by uniqueness, exactly then.",
                Equal(
                    beta * where(stationary, {m: 0, tail: trace}) - top,
                    trace / d * (beta - parts["total"]),
                ),
                "substitution",
                shown=sympy.Ge(beta, parts["total"], evaluate=False),
            ),
        )
    )


def _count(parts: Parts) -> Proposition:
    """From T = (d - beta m) gamma > 0 to m < d / beta, read from the parts."""
    solved = sympy.cancel(tail / parts["stationary"])  # d - beta m, which is positive
    return Equal(solved, beta * (parts["count_bound"] - m))


def _exists(parts: Parts) -> Proposition:
    below_threshold = parts["threshold"]
    at_total = where(trace / gamma, gamma, trace / d)
    return All(Equal(beta * r - d, r * (beta - below_threshold)), Equal(at_total, d))


def _derivative_after(parts: Parts) -> sympy.Expr:
    """V' at (1 + a) times the stationary point, as d - beta m = x > 0."""
    x = sympy.Symbol("x", positive=True)
    slope = (d - parts["error"] / gamma) / gamma
    after = slope.subs(gamma, (1 + extra) * parts["stationary"])
    return sympy.cancel(after.subs(d, x + beta * m))


def active_count(at_beta: sympy.Expr) -> tuple[int, sympy.Expr]:
    """Active dimensions and variance at the minimum of the example, by the formula."""
    for count in range(len(EXAMPLE)):
        if 12 - at_beta * count <= 0:
            break
        variance = sympy.Add(*EXAMPLE[count:]) / (12 - at_beta * count)
        if sum(1 for value in EXAMPLE if value > at_beta * variance) == count:
            return count, variance
    return len(EXAMPLE), sympy.S.Zero


def _collapse_example() -> Report:
    betas = [sympy.Rational(text) for text in ("41/10", "5", "13/2", "13")]
    steps = []
    for at_beta, expected in zip(betas, (2, 1, 1, 0), strict=True):
        count, variance = active_count(at_beta)
        steps.append(
            Step(
                rf"$d=12$, $\lambda=(2,1,\frac12)$, $\beta={sympy.latex(at_beta)}$: active"
                rf" dimensions and the variance at the minimum.",
                All(
                    Same("active dimensions", count, expected),
                    Equal(example_error(at_beta, variance), 12 * variance),
                ),
                "the count that reproduces itself; $A = d\\gamma$ there",
                shown=sympy.Tuple(count, variance),
            )
        )
    return Report(tuple(steps))


def _tie() -> Report:
    """At beta = d / r every small variance is a minimiser."""
    points = [sympy.Rational(1, q) for q in (8, 9, 100, 10**6)]
    slopes = [12 - example_error(sympy.Integer(4), at) / at for at in points]
    return Report(
        (
            Step(
                r"$d=12$, $r=3$, $\beta=4=d/r$: at $\gamma = 1/8, 1/9, 10^{-2}, 10^{-6}$ the slope"
                r" vanishes, so the minimiser is not unique.",
                All(*(Equal(slope, 0) for slope in slopes)),
                "substitution",
                shown=sympy.Tuple(*slopes),
            ),
        )
    )


def _no_spread() -> Report:
    slope = sympy.diff(d * sympy.log(gamma), gamma)
    return Report(
        (
            Step(
                r"All data equal: every eigenvalue is 0, $V = d\log\gamma + \beta\kappa$ increases"
                " everywhere and has no minimiser.",
                Positive(slope),
                "sign of the derivative",
                shown=slope,
            ),
        )
    )


CLAIM = Claim(
    id="beta-collapse",
    title="Partial collapse of the affine beta-VAE with learned variance",
    mark=Mark.EXTENSION,
    source=Source(OURS, "exact affine form of Section 2.3"),
    hypotheses=(
        "those of beta-affine, with $\\gamma$ learned too; some eigenvalue is positive",
        r"either rank $r \le \kappa$ and $\beta > d/r$, or rank above $\kappa$ (any $\beta$)",
    ),
    conclusion=(
        r"$V$ has a unique minimiser. With $m$ active dimensions there ($\lambda_j > \beta\gamma$,"
        r" $j \le \kappa$) and $T = \sum_{j>m}\lambda_j > 0$ it is $\gamma = [[stationary]]$, with"
        r" $A = [[error]]$ and $m < [[count_bound]]$. Above the threshold $\beta ="
        r" [[threshold]]$ of exact rank $r$ some needed dimensions are given up: a partial"
        r" collapse. All are, $m = 0$, exactly when $\beta \ge [[total]]$, $\Lambda$ the sum of"
        r" all eigenvalues."
    ),
    parts={
        "stationary": tail / (d - beta * m),
        "error": beta * m * gamma + tail,
        "count_bound": d / beta,
        "threshold": d / r,
        "total": d * top / trace,
    },
    uses=("beta-slope",),
    divergence=(
        "The paper says that optimal sparse representations are impossible for beta > d/r; how"
        " much is given up instead is this project's."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all $d$, $m$, $r$, $T$, $\beta$", _collapse, complete=True),
    ),
    controls=(
        Control("stationary point without beta", {"stationary": tail / (d - m)}),
        Control("stationary point with a plus", {"stationary": tail / (d + beta * m)}),
        Control("variance of PCA", {"stationary": tail / d}),
        Control("error without the active share", {"error": tail}),
        Control("error without beta", {"error": m * gamma + tail}),
        Control("count bound upside down", {"count_bound": beta / d}),
        Control("count bound d", {"count_bound": d}),
        Control("threshold upside down", {"threshold": r / d}),
        Control("total collapse above d", {"total": d}),
        Control("total collapse upside down", {"total": trace / (d * top)}),
    ),
    example=Witness(
        r"$d=12$, $\lambda=(2,1,\frac12)$, $\beta = 4.1, 5, 6.5, 13$", _collapse_example
    ),
    counterexamples=(
        Witness(r"$\beta = d/r$: a tie.", _tie, drops=r"$\beta > d/r$"),
        Witness("Data without spread.", _no_spread, drops="some eigenvalue is positive"),
    ),
)
