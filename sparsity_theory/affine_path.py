r"""The minimum of the affine beta-VAE as its decoder variance moves: its slope, and collapse."""

from __future__ import annotations

import sympy

from sparsity_theory.affine_vae import (
    BEST,
    FLOOR,
    SIZES,
    eigenvalues,
    j,
    lam,
    minimum,
    omega,
    over_latent,
    over_rest,
)
from sparsity_theory.claims import (
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
from sparsity_theory.derivations import identity, positive, step
from sparsity_theory.notation import A, beta, d, gamma, kappa, m, r
from sparsity_theory.sums import sum_identity
from sparsity_theory.verdict import Verdict, all_of

above = sympy.Symbol("delta", positive=True)
extra = sympy.Symbol("a", positive=True)
tail = sympy.Symbol("T", positive=True)

# The two cases of an eigenvalue: active, above the floor; inactive, below it.
ACTIVE = {lam: FLOOR + above}
INACTIVE = {gamma: (lam + above) / beta}


def over_rank(term: sympy.Expr, last: sympy.Expr = r) -> sympy.Sum:
    """Sum of a term in lambda over the positive eigenvalues."""
    return sympy.Sum(term.xreplace({lam: eigenvalues[j]}), (j, 1, last))


def _term_of_minimum() -> sympy.Expr:
    return beta * (sympy.log(BEST / FLOOR) + lam / BEST)


def _errors(parts: Parts) -> tuple[Step, Step]:
    share, total = parts["share"], parts["error"]
    direct = _expected_error()
    return (
        step(
            r"With squared column norm $\max(\lambda,\beta\gamma)-\beta\gamma$ and the optimal code"
            r" and variance, one of the first $\kappa$ directions leaves this expected error.",
            share,
            "substitution, for eigenvalues above and below $\\beta\\gamma$",
            all_of(identity(direct.subs(case), share.subs(case)) for case in (ACTIVE, INACTIVE)),
        ),
        step(
            r"Add the directions beyond $\kappa$, which are not reconstructed.",
            sympy.Eq(A, total),
            "sum over the directions",
            sum_identity(over_latent(share) + over_rest(lam), total, SIZES),
        ),
    )


def _expected_error() -> sympy.Expr:
    """Mean of (y - sqrt(omega) nu)^2 plus omega s^2 at the optimal code and variance."""
    column = BEST - FLOOR
    return lam * (FLOOR / (FLOOR + column)) ** 2 + column * FLOOR / (FLOOR + column)


def _slope(parts: Parts) -> tuple[Step, Step]:
    share, slope = parts["share"], parts["slope"]
    termwise = sympy.diff(slope, A)
    beyond = sympy.diff(beta * lam / FLOOR, gamma)
    return (
        step(
            r"Differentiate $V$ term by term: each direction contributes its share of $A$ times"
            r" the same factor, and $d\log\gamma$ the rest.",
            sympy.Eq(sympy.Symbol("V'"), slope),
            "derivative in either case of an eigenvalue; both agree at $\\lambda=\\beta\\gamma$",
            all_of(
                [
                    *(_slope_in_case(share, termwise, active) for active in (True, False)),
                    identity(beyond, termwise * lam),
                    identity(slope.subs(A, 0), sympy.diff(d * sympy.log(gamma), gamma)),
                    sum_identity(parts["value"], minimum(), SIZES),
                ]
            ),
        ),
        step(
            r"The quotient $A/\gamma$ does not increase: a share over $\gamma$ is $\beta$ while"
            r" active, and $\lambda/\gamma$ afterwards.",
            share / gamma,
            "derivative in either case",
            all_of(
                [
                    identity((share / gamma).subs(ACTIVE), beta),
                    identity(share.subs(INACTIVE), lam),
                    positive(-sympy.diff(lam / gamma, gamma), strict=False),
                ]
            ),
        ),
    )


def _slope_in_case(share: sympy.Expr, factor: sympy.Expr, active: bool) -> Verdict:
    """Differentiate a term of V with its maximum resolved, then compare in the same case."""
    term = _term_of_minimum().subs(BEST, lam if active else FLOOR)
    case = ACTIVE if active else INACTIVE
    return identity(sympy.diff(term, gamma).subs(case), (factor * share).subs(case))


def _exact_rank(parts: Parts) -> Step:
    term = _term_of_minimum()
    needed = term.subs(ACTIVE).subs(above, lam - FLOOR)
    unneeded = term.subs(lam, 0)
    total = over_rank(needed) + (kappa - r) * unneeded + d * sympy.log(gamma) + beta * kappa
    return step(
        r"Data of rank $r \le \kappa$ with $\beta\gamma \le \lambda_r$: the first $r$ directions"
        r" are active, the other terms are 0; and $A = \beta r\gamma$, so that eq. (6) maps"
        r" $\gamma$ to",
        parts["update"],
        "sum over the directions; substitution",
        all_of(
            [
                sum_identity(total, parts["rank_value"], {**SIZES, r: 2}),
                identity(r * parts["share"].subs(ACTIVE) / d, parts["update"]),
            ]
        ),
    )


def _derive_slope(parts: Parts) -> Report:
    return Report((*_errors(parts), *_slope(parts), _exact_rank(parts)))


SHARE = sympy.Min(lam, FLOOR)
_ERROR = over_latent(SHARE) + over_rest(lam)
_RANK_VALUE = (
    (d - beta * r) * sympy.log(gamma) + beta * over_rank(1 + sympy.log(lam / beta)) + beta * kappa
)
# The example of rank 3 in twelve dimensions.
_EXAMPLE = (sympy.Integer(2), sympy.Integer(1), sympy.Rational(1, 2))


def example_error(at_beta: sympy.Expr, at_gamma: sympy.Expr) -> sympy.Expr:
    """A(gamma) of the example."""
    return sympy.Add(*(sympy.Min(value, at_beta * at_gamma) for value in _EXAMPLE))


def _slope_example() -> Report:
    betas = [sympy.Rational(text) for text in ("1", "2", "39/10", "4", "41/10", "6")]
    expected = [sympy.Rational(text) for text in ("9", "6", "3/10", "0", "-3/10", "-6")]
    small = sympy.Rational(1, 100)
    found = [12 - example_error(at, small) / small for at in betas]
    return Report(
        (
            step(
                r"$d=12$, $\lambda=(2,1,\frac12)$: slopes of $V$ in $\log\gamma$ at small $\gamma$"
                r" for $\beta = 1, 2, 3.9, 4, 4.1, 6$.",
                sympy.Tuple(*found),
                "substitution",
                all_of(identity(a, b) for a, b in zip(found, expected, strict=True)),
            ),
        )
    )


def _not_at_the_minimum() -> Report:
    """With the column held fixed the error is another one."""
    held = lam * (FLOOR / (FLOOR + omega)) ** 2 + omega * FLOOR / (FLOOR + omega)
    found = held.subs({lam: 2, omega: 3, beta: 1, gamma: 1})
    return Report(
        (
            step(
                r"A column held at squared norm 3 with $\lambda=2$, $\beta=\gamma=1$ leaves the"
                r" error $7/8$, not $\min(\lambda,\beta\gamma)=1$.",
                found,
                "substitution",
                identity(found, sympy.Rational(7, 8)),
            ),
        )
    )


BETA_SLOPE = Claim(
    id="beta-slope",
    title="Error and slope of the affine beta-VAE's minimum",
    mark=Mark.EXTENSION,
    source=Source(OURS, "exact affine form of Section 2.3"),
    hypotheses=(
        "those of beta-affine; the decoder and the encoder are at their optimum for this $\\gamma$",
        r"for the last sentence: rank $r \le \kappa$ and $\beta\gamma \le \lambda_r$",
    ),
    conclusion=(
        r"For $V(\gamma) = [[value]]$, each of the first $\kappa$ directions leaves the expected"
        r" error $[[share]]$, in all $A(\gamma) = [[error]]$; $V'(\gamma) = [[slope]]$, and"
        r" $A/\gamma$ does not increase. For data of rank $r$, $V = [[rank_value]]$ exactly, and"
        r" alternating with eq. (6) takes $\gamma$ to $[[update]]$."
    ),
    parts={
        "share": SHARE,
        "error": _ERROR,
        "slope": (d - A / gamma) / gamma,
        "value": minimum(),
        "rank_value": _RANK_VALUE,
        "update": beta * r * gamma / d,
    },
    uses=("beta-affine", "eq-6"),
    divergence="Not in the paper, which infers $(d-r)\\log\\gamma$ and its beta form up to O(1).",
    evidence=(
        Evidence(
            Kind.SYMBOLIC,
            r"all $d$, $\kappa$, $r$, eigenvalues, $\beta$, $\gamma$",
            _derive_slope,
            complete=True,
        ),
    ),
    controls=(
        Control("share by the maximum", {"share": sympy.Max(lam, FLOOR)}),
        Control("share without beta", {"share": sympy.Min(lam, gamma)}),
        Control("error without the rest", {"error": over_latent(SHARE)}),
        Control("slope of the wrong sign", {"slope": (A / gamma - d) / gamma}),
        Control("slope with kappa for d", {"slope": (kappa - A / gamma) / gamma}),
        Control(
            "exponent d - r",
            {"rank_value": _RANK_VALUE + (beta - 1) * r * sympy.log(gamma)},
        ),
        Control(
            "constant without the log of beta",
            {"rank_value": _RANK_VALUE + beta * r * sympy.log(beta)},
        ),
        Control("update upside down", {"update": d * gamma / (beta * r)}),
    ),
    example=Witness(r"$d=12$, $\lambda=(2,1,\frac12)$, six values of $\beta$", _slope_example),
    counterexamples=(
        Witness("A column held fixed.", _not_at_the_minimum, drops="the decoder is at its optimum"),
    ),
)


def _collapse(parts: Parts) -> Report:
    stationary = parts["stationary"]
    quotient = m * beta + tail / gamma
    balance = d - quotient
    return Report(
        (
            step(
                r"With $m$ active dimensions and $T$ the sum of all other eigenvalues, $A/\gamma$"
                r" is this; where $V' = (d - A/\gamma)/\gamma$ vanishes, $\gamma$ is"
                r" determined, and the variance is $A/d$.",
                sympy.Eq(gamma, stationary),
                "solve a linear equation in $1/\\gamma$",
                all_of(
                    [
                        identity(balance.subs(gamma, stationary), sympy.S.Zero),
                        identity(parts["error"].subs(gamma, stationary), d * stationary),
                        identity(parts["error"], gamma * quotient),
                    ]
                ),
            ),
            step(
                r"There $m < d/\beta$: with $\beta m = d - x$ the equation reads $T = x\gamma$.",
                sympy.Lt(m, parts["count_bound"], evaluate=False),
                r"$T > 0$, since not every positive eigenvalue is active",
                _count(parts),
            ),
            step(
                r"A zero exists. Towards $\gamma \to 0$, $A/\gamma > d$: it is $\beta r > d$ when"
                r" $\beta\gamma \le \lambda_r$ (rank $r\le\kappa$, the case $m = r$, $T = 0$), or"
                r" at least $T/\gamma$, unbounded, when $T \ge \sum_{j>\kappa}\lambda_j > 0$. At"
                r" $\gamma = \sum_j\lambda_j/d$, $A/\gamma \le d$.",
                parts["threshold"],
                r"$A/\gamma$ is continuous and does not increase",
                _exists(parts),
            ),
            step(
                r"It is the only one: $d - A/\gamma$ does not decrease, and increases strictly"
                r" wherever $T > 0$. So $V$ decreases before it and increases after it.",
                sympy.diff(balance, gamma),
                "sign of the derivative; $V' = (d-A/\\gamma)/\\gamma$",
                all_of(
                    [
                        positive(sympy.diff(balance, gamma)),
                        positive(_derivative_after(parts)),
                    ]
                ),
            ),
        )
    )


def _count(parts: Parts) -> Verdict:
    """From T = (d - beta m) gamma > 0 to m < d / beta, read from the parts."""
    solved = sympy.cancel(tail / parts["stationary"])  # d - beta m, which is positive
    return identity(solved, beta * (parts["count_bound"] - m))


def _exists(parts: Parts) -> Verdict:
    below_threshold = parts["threshold"]
    total = sympy.Symbol("Lambda", positive=True)
    at_total = (total / gamma).subs(gamma, total / d)
    return all_of(
        [
            identity(beta * r - d, r * (beta - below_threshold)),
            identity(at_total, d),
        ]
    )


def _derivative_after(parts: Parts) -> sympy.Expr:
    """V' at (1 + a) times the stationary point, as d - beta m = x > 0."""
    x = sympy.Symbol("x", positive=True)
    slope = (d - parts["error"] / gamma) / gamma
    after = slope.subs(gamma, (1 + extra) * parts["stationary"])
    return sympy.cancel(after.subs(d, x + beta * m))


def active_count(at_beta: sympy.Expr) -> tuple[int, sympy.Expr]:
    """Active dimensions and variance at the minimum of the example, by the formula."""
    for count in range(len(_EXAMPLE)):
        if 12 - at_beta * count <= 0:
            break
        variance = sympy.Add(*_EXAMPLE[count:]) / (12 - at_beta * count)
        if sum(1 for value in _EXAMPLE if value > at_beta * variance) == count:
            return count, variance
    return len(_EXAMPLE), sympy.S.Zero


def _collapse_example() -> Report:
    betas = [sympy.Rational(text) for text in ("41/10", "5", "13/2", "13")]
    steps = []
    for at_beta, expected in zip(betas, (2, 1, 1, 0), strict=True):
        count, variance = active_count(at_beta)
        steps.append(
            step(
                rf"$d=12$, $\lambda=(2,1,\frac12)$, $\beta={sympy.latex(at_beta)}$: active"
                rf" dimensions and the variance at the minimum.",
                sympy.Tuple(count, variance),
                "the count that reproduces itself; $A = d\\gamma$ there",
                all_of(
                    [
                        Verdict.of(count == expected),
                        identity(example_error(at_beta, variance), 12 * variance),
                    ]
                ),
            )
        )
    return Report(tuple(steps))


def _tie() -> Report:
    """At beta = d / r every small variance is a minimiser."""
    points = [sympy.Rational(1, q) for q in (8, 9, 100, 10**6)]
    slopes = [12 - example_error(sympy.Integer(4), at) / at for at in points]
    return Report(
        (
            step(
                r"$d=12$, $r=3$, $\beta=4=d/r$: at $\gamma = 1/8, 1/9, 10^{-2}, 10^{-6}$ the slope"
                r" vanishes, so the minimiser is not unique.",
                sympy.Tuple(*slopes),
                "substitution",
                all_of(identity(slope, 0) for slope in slopes),
            ),
        )
    )


BETA_COLLAPSE = Claim(
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
        r" $A = [[error]]$ and $m < [[count_bound]]$. So above the threshold $\beta ="
        r" [[threshold]]$ of exact rank $r$ some dimensions are given up, not all: the collapse"
        r" is partial."
    ),
    parts={
        "stationary": tail / (d - beta * m),
        "error": beta * m * gamma + tail,
        "count_bound": d / beta,
        "threshold": d / r,
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
    ),
    example=Witness(
        r"$d=12$, $\lambda=(2,1,\frac12)$, $\beta = 4.1, 5, 6.5, 13$", _collapse_example
    ),
    counterexamples=(Witness(r"$\beta = d/r$: a tie.", _tie, drops=r"$\beta > d/r$"),),
)

CLAIMS = (BETA_SLOPE, BETA_COLLAPSE)
