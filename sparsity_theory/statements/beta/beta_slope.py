r"""The minimum of the affine beta-VAE as its decoder variance moves: error and slope."""

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
from sparsity_theory.proving.propositions import All, Equal, NotNegative, Proposition
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.beta.beta_affine import (
    BEST,
    FLOOR,
    SIZES,
    eigenvalues,
    lam,
    minimum,
    omega,
    over_latent,
    over_rest,
)

above = sympy.Symbol("delta", positive=True)

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
        Step(
            r"With squared column norm $\max(\lambda,\beta\gamma)-\beta\gamma$ and the optimal code"
            r" and variance, one of the first $\kappa$ directions leaves this expected error.",
            All(*(Equal(where(direct, case), where(share, case)) for case in (ACTIVE, INACTIVE))),
            "substitution, for eigenvalues above and below $\\beta\\gamma$",
            shown=share,
        ),
        Step(
            r"Add the directions beyond $\kappa$, which are not reconstructed.",
            Equal(over_latent(share) + over_rest(lam), total, SIZES),
            "sum over the directions",
            shown=sympy.Eq(A, total),
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
        Step(
            r"Differentiate $V$ term by term: each direction contributes its share of $A$ times"
            r" the same factor, and $d\log\gamma$ the rest.",
            All(
                *(_slope_in_case(share, termwise, active) for active in (True, False)),
                Equal(beyond, termwise * lam),
                Equal(where(slope, A, 0), sympy.Derivative(d * sympy.log(gamma), gamma)),
                Equal(parts["value"], minimum(), SIZES),
            ),
            "derivative in either case of an eigenvalue; both agree at $\\lambda=\\beta\\gamma$",
            shown=sympy.Eq(sympy.Symbol("V'"), slope),
        ),
        Step(
            r"The quotient $A/\gamma$ does not increase: a share over $\gamma$ is $\beta$ while"
            r" active, and $\lambda/\gamma$ afterwards.",
            All(
                Equal(where(share / gamma, ACTIVE), beta),
                Equal(where(share, INACTIVE), lam),
                NotNegative(-sympy.Derivative(lam / gamma, gamma)),
            ),
            "derivative in either case",
            shown=share / gamma,
        ),
    )


def _slope_in_case(share: sympy.Expr, factor: sympy.Expr, active: bool) -> Proposition:
    """Differentiate a term of V with its maximum resolved, then compare in the same case."""
    term = _term_of_minimum().subs(BEST, lam if active else FLOOR)
    case = ACTIVE if active else INACTIVE
    return Equal(where(sympy.Derivative(term, gamma), case), where(factor * share, case))


def _exact_rank(parts: Parts) -> Step:
    term = _term_of_minimum()
    needed = term.subs(ACTIVE).subs(above, lam - FLOOR)
    unneeded = term.subs(lam, 0)
    total = over_rank(needed) + (kappa - r) * unneeded + d * sympy.log(gamma) + beta * kappa
    return Step(
        r"Data of rank $r \le \kappa$ with $\beta\gamma \le \lambda_r$: the first $r$ directions"
        r" are active, the other terms are 0; and $A = \beta r\gamma$, so that eq. (6) maps"
        r" $\gamma$ to",
        All(
            Equal(total, parts["rank_value"], {**SIZES, r: 2}),
            Equal(r * where(parts["share"], ACTIVE) / d, parts["update"]),
        ),
        "sum over the directions; substitution",
        shown=parts["update"],
    )


def _derive_slope(parts: Parts) -> Report:
    return Report((*_errors(parts), *_slope(parts), _exact_rank(parts)))


SHARE = sympy.Min(lam, FLOOR)
_ERROR = over_latent(SHARE) + over_rest(lam)
_RANK_VALUE = (
    (d - beta * r) * sympy.log(gamma) + beta * over_rank(1 + sympy.log(lam / beta)) + beta * kappa
)
# The example of rank 3 in twelve dimensions.
EXAMPLE = (sympy.Integer(2), sympy.Integer(1), sympy.Rational(1, 2))


def example_error(at_beta: sympy.Expr, at_gamma: sympy.Expr) -> sympy.Expr:
    """A(gamma) of the example."""
    return sympy.Add(*(sympy.Min(value, at_beta * at_gamma) for value in EXAMPLE))


def _slope_example() -> Report:
    betas = [sympy.Rational(text) for text in ("1", "2", "39/10", "4", "41/10", "6")]
    expected = [sympy.Rational(text) for text in ("9", "6", "3/10", "0", "-3/10", "-6")]
    small = sympy.Rational(1, 100)
    found = [12 - example_error(at, small) / small for at in betas]
    return Report(
        (
            Step(
                r"$d=12$, $\lambda=(2,1,\frac12)$: slopes of $V$ in $\log\gamma$ at small $\gamma$"
                r" for $\beta = 1, 2, 3.9, 4, 4.1, 6$.",
                All(*(Equal(a, b) for a, b in zip(found, expected, strict=True))),
                "substitution",
                shown=sympy.Tuple(*found),
            ),
        )
    )


def _not_at_the_minimum() -> Report:
    """With the column held fixed the error is another one."""
    held = lam * (FLOOR / (FLOOR + omega)) ** 2 + omega * FLOOR / (FLOOR + omega)
    found = held.subs({lam: 2, omega: 3, beta: 1, gamma: 1})
    return Report(
        (
            Step(
                r"A column held at squared norm 3 with $\lambda=2$, $\beta=\gamma=1$ leaves the"
                r" error $7/8$, not $\min(\lambda,\beta\gamma)=1$.",
                Equal(found, sympy.Rational(7, 8)),
                "substitution",
                shown=found,
            ),
        )
    )


def _inactive_eigenvalue() -> Report:
    """One eigenvalue 2 in two dimensions, one latent, beta = 1, gamma = 3 above the eigenvalue."""
    at = {d: 2, kappa: 1, beta: 1, gamma: 3, r: 1}
    table = {eigenvalues[1]: 2, eigenvalues[2]: 0}
    value = minimum().subs(at).doit().subs(table)
    claimed = _RANK_VALUE.subs(at).doit().subs(table)
    return Report(
        (
            Step(
                r"$\lambda=(2,0)$, $\kappa=\beta=1$, $\gamma=3$, above the eigenvalue: $V$ exceeds"
                r" $(d-\beta r)\log\gamma$ plus the constant by $\log(3/2) - 1/3$.",
                Equal(value - claimed, sympy.log(sympy.Rational(3, 2)) - sympy.Rational(1, 3)),
                "substitution",
                shown=value - claimed,
            ),
        )
    )


CLAIM = Claim(
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
        Control("minimum with log gamma twice", {"value": minimum() + d * sympy.log(gamma)}),
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
        Witness(
            r"$\gamma$ above the eigenvalue.",
            _inactive_eigenvalue,
            drops=r"$\beta\gamma \le \lambda_r$",
        ),
    ),
)
