r"""On data of exact low rank the affine VAE with learned variance has no minimiser."""

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
from sparsity_theory.notation import A, beta, d, gamma, j, kappa, r
from sparsity_theory.proving.propositions import All, Equal, NotNegative, OnlyMinimum, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.beta.beta_affine import FLOOR, eigenvalues, lam
from sparsity_theory.statements.beta.beta_slope import (
    ACTIVE,
    INACTIVE,
    SHARE,
    example_error,
    over_rank,
)

level = sympy.Symbol("B", positive=True)
margin = sympy.Symbol("x", positive=True)  # d - beta r, positive by hypothesis
rank = sympy.Symbol("R", integer=True, positive=True)
size = sympy.Symbol("omega", positive=True)
squared_norms = sympy.IndexedBase("omega", positive=True)

CONSTANT = beta * kappa + beta * over_rank(1 + sympy.log(lam / beta))
WIDE_TERM = beta * (sympy.log(1 + size / FLOOR) + lam / (FLOOR + size))
WIDE_REST = beta * (sympy.log((FLOOR + size) / beta) + lam / (FLOOR + size))


def _increases(parts: Parts) -> tuple[Step, Step]:
    slope = (d - A / gamma) / gamma
    bound, gap = parts["slope_bound"], parts["gap"]
    return (
        Step(
            r"$V' = (d-A/\gamma)/\gamma$ falls with $A$, and $A$ is a sum of $r$ shares"
            r" $\min(\lambda_j,\beta\gamma) \le \beta\gamma$, the other eigenvalues being 0; so"
            r" $V'$ is at least this, which is positive.",
            All(
                Positive(-sympy.Derivative(slope, A)),
                *(NotNegative(where(FLOOR - SHARE, case)) for case in (ACTIVE, INACTIVE)),
                Equal(where(slope, A, r * FLOOR), bound),
                Positive(where(bound, d, margin + beta * r)),
            ),
            "sign of the derivative in A; the share in either case of an eigenvalue",
            shown=bound,
        ),
        Step(
            r"So $V(\gamma) - V(\gamma/2)$ is at least this: every point at $\gamma$, of loss at"
            r" least $V(\gamma)$, is beaten by the optimum at $\gamma/2$.",
            All(
                Equal(
                    sympy.integrate(bound, gamma)
                    - where(sympy.integrate(bound, gamma), gamma, gamma / 2),
                    gap,
                ),
                Positive(where(gap, d, margin + beta * r)),
            ),
            "integrate the bound from half the variance to the variance",
            shown=gap,
        ),
    )


def _unbounded(parts: Parts) -> Step:
    constant = sympy.Symbol("C", real=True)
    reach = parts["reach"].subs(CONSTANT, constant).subs(d, margin + beta * r)
    reached = margin * sympy.log(reach) + constant
    return Step(
        r"For $\beta\gamma \le \lambda_r$, $V = (d-\beta r)\log\gamma + C$ (beta-slope), below $-B$"
        r" for smaller $\gamma$ than",
        All(Equal(parts["constant"], CONSTANT, {r: 2}), Equal(reached, -level)),
        r"increasing in $\gamma$; substitution",
        shown=parts["reach"],
    )


def _wide(parts: Parts) -> tuple[Step, Step]:
    argument, fraction = (FLOOR + size) / beta, lam / (FLOOR + size)
    exponent, rest = parts["wide_exponent"], parts["wide_rest"]
    column = {lam: eigenvalues[j], size: squared_norms[j]}
    term = rest - beta * sympy.log(gamma)
    total = sympy.Sum(term.xreplace(column), (j, 1, rank)) + d * sympy.log(gamma)
    split = exponent * sympy.log(gamma) + sympy.Sum(rest.xreplace(column), (j, 1, rank))
    return (
        Step(
            r"A decoder with $R$ fixed orthogonal columns, of squared norms $\omega_j$, whose span"
            r" contains the data: with the best encoder its loss without $\beta\kappa$ is a"
            r" multiple of $\log\gamma$ and a sum of $R$ terms.",
            All(Equal(WIDE_TERM, term), Equal(total, split, {rank: 2})),
            "costs of a column and of a data coordinate (beta-affine), termwise",
            shown=rest,
        ),
        Step(
            r"For $\gamma \le 1$ each of those terms is bounded: a logarithm that increases from"
            r" its value at $\gamma=0$, and a fraction that decreases from its value there. So"
            r" the loss falls to $-\infty$ when $\beta R < d$, more slowly than $V$: the"
            r" exponents differ by",
            All(
                Equal(rest, beta * (sympy.log(argument) + fraction)),
                Positive(sympy.Derivative(argument, gamma)),
                Positive(where(argument, gamma, 0)),
                NotNegative(-sympy.Derivative(fraction, gamma)),
                Equal(d - beta * r - exponent, parts["difference"]),
                Positive(where(parts["difference"], rank, r + margin)),
            ),
            "monotone and finite at both ends",
            shown=parts["difference"],
        ),
    )


def _derive(parts: Parts) -> Report:
    return Report((*_increases(parts), _unbounded(parts), *_wide(parts)))


def _example() -> Report:
    """One eigenvalue 2 in two dimensions, one latent, beta = 1: V = log gamma + 2 + log 2."""
    at = {d: 2, r: 1, kappa: 1, beta: 1}
    constant = CONSTANT.subs(at).doit().subs(eigenvalues[1], 2)
    slope = (2 - sympy.Min(2, gamma) / gamma).subs(gamma, 1 / (1 + margin))
    return Report(
        (
            Step(
                r"$d=2$, $\lambda=(2,0)$, $\kappa=1$, $\beta=1$: for $\gamma \le 2$,"
                r" $V = \log\gamma + 2 + \log 2$, unbounded below.",
                All(Equal(constant, 2 + sympy.log(2)), Equal(slope, 1)),
                "substitution",
                shown=sympy.Eq(sympy.Symbol("C"), constant),
            ),
        )
    )


def _large_beta() -> Report:
    error = sympy.Min(1, 5 * gamma) + sympy.Min(sympy.Rational(1, 2), 5 * gamma)
    found = example_error(sympy.Integer(5), sympy.Rational(3, 14))
    return Report(
        (
            Step(
                r"$d=12$, $\lambda=(2,1,\frac12)$, $\beta=5$: the slope vanishes at"
                r" $\gamma=3/14$, the minimiser of beta-collapse.",
                Equal(found / sympy.Rational(3, 14), 12),
                "substitution",
                shown=error,
            ),
        )
    )


def _higher_rank() -> Report:
    """Eigenvalues 2 and 1, one latent, beta = 1."""
    slope = (2 - (sympy.Min(2, gamma) + 1) / gamma) / gamma
    before = slope.subs(gamma, 1 / (1 + margin))
    after = slope.subs(gamma, 1 + margin / (1 + margin))
    return Report(
        (
            Step(
                r"$d=2$, $\lambda=(2,1)$, $\kappa=1$, $\beta=1$: $V'$ is negative before $\gamma=1$"
                r" and positive from there to 2, so a minimiser exists.",
                All(Equal(where(slope, gamma, 1), 0), Positive(-before), Positive(after)),
                "sign of the slope on either side",
                shown=slope,
            ),
        )
    )


def _fixed_variance() -> Report:
    w = sympy.Symbol("w", positive=True)
    loss = 2 / (1 + w) + sympy.log(1 + w) + 1
    return Report(
        (
            Step(
                r"With $\gamma = 1$ fixed, $\lambda=(2,0)$, $\beta=1$: the column of squared norm 1"
                " is a minimiser.",
                OnlyMinimum(loss, w, sympy.S.One),
                "sign of the derivative",
                shown=loss,
            ),
        )
    )


CLAIM = Claim(
    id="beta-no-minimiser",
    title="No minimiser on data of exact low rank",
    mark=Mark.EXTENSION,
    source=Source(OURS, "exact affine form of Section 2.3"),
    hypotheses=(
        r"those of beta-affine; the data have exact rank $r \le \kappa$ and $\beta r < d$",
        r"$\gamma$ is learned: it ranges over all of $(0,\infty)$",
    ),
    conclusion=(
        r"$L_\beta$ has no minimiser and the infimum $-\infty$: $V' \ge [[slope_bound]] > 0$, so"
        r" every point is beaten, by at least $[[gap]]$, at half its $\gamma$; and $V < -B$ for"
        r" $\gamma < [[reach]]$ and $\beta\gamma \le \lambda_r$, with $C = [[constant]]$."
        r" A decoder with $R > r$ fixed orthogonal columns whose span contains the data reaches"
        r" $-\infty$ too if $\beta R < d$, as $([[wide_exponent]])\log\gamma$ plus $R$ bounded"
        r" terms $[[wide_rest]]$, $\lambda$ the variance of the data along a column: more slowly,"
        r" by $[[difference]]$ in the exponent."
    ),
    parts={
        "slope_bound": (d - beta * r) / gamma,
        "gap": (d - beta * r) * sympy.log(2),
        "reach": sympy.exp(-(level + CONSTANT) / (d - beta * r)),
        "constant": CONSTANT,
        "wide_exponent": d - beta * rank,
        "wide_rest": WIDE_REST,
        "difference": beta * (rank - r),
    },
    uses=("beta-slope",),
    divergence=(
        "The paper speaks of global minima of the VAE loss. On data of exact low rank with a"
        r" learned variance there are none: statements hold at fixed $\gamma$, or as rates."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC,
            r"all $d$, $r$, $\kappa$, $R$, eigenvalues, $\beta$, $\gamma$",
            _derive,
            complete=True,
        ),
    ),
    controls=(
        Control("slope bound without beta", {"slope_bound": (d - r) / gamma}),
        Control("slope bound in log gamma", {"slope_bound": d - beta * r}),
        Control("gap twice as large", {"gap": 2 * (d - beta * r) * sympy.log(2)}),
        Control(
            "constant without the log of beta", {"constant": CONSTANT + beta * r * sympy.log(beta)}
        ),
        Control("reach without the constant", {"reach": sympy.exp(-level / (d - beta * r))}),
        Control("wide exponent d - beta r", {"wide_exponent": d - beta * r}),
        Control("wide exponent without beta", {"wide_exponent": d - rank}),
        Control("wide term without beta", {"wide_rest": WIDE_REST / beta}),
        Control("difference of the wrong sign", {"difference": beta * (r - rank)}),
    ),
    example=Witness(r"$d=2$, $\lambda=(2,0)$, $\kappa=1$, $\beta=1$", _example),
    counterexamples=(
        Witness(r"$\beta > d/r$.", _large_beta, drops=r"$\beta r < d$"),
        Witness("Rank above the latent dimension.", _higher_rank, drops=r"rank $r \le \kappa$"),
        Witness(r"$\gamma$ held fixed.", _fixed_variance, drops=r"$\gamma$ is learned"),
    ),
)
