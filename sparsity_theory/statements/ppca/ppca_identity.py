r"""At beta = 1 the affine VAE is probabilistic PCA (Tipping & Bishop 1999)."""

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
from sparsity_theory.notation import beta, d, gamma, kappa, n
from sparsity_theory.proving.propositions import All, Equal, OnlyMinimum, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.beta.beta_affine import (
    BEST,
    SIZES,
    above,
    eigen_m,
    eigenvalues,
    lam,
    minimum,
    over_latent,
    over_rest,
    reach,
)


def _log_likelihood(parts: Parts) -> Report:
    direction, floor = parts["direction"], parts["direction"].subs(eigen_m, gamma)
    best = BEST.subs(beta, 1)
    active = {lam: gamma + above}
    increasing = sympy.diff(direction, eigen_m).subs(eigen_m, gamma + reach)
    total = (
        -n
        * (
            d * sympy.log(2 * sympy.pi)
            + over_latent(direction.subs(eigen_m, best))
            + over_rest(floor)
        )
        / 2
    )
    return Report(
        (
            Step(
                r"Minus twice the mean log-likelihood of $N(b, C)$, $C = \gamma I + WW^T$, is"
                r" $d\log 2\pi + \log\det C + \mathrm{tr}(C^{-1}S)$: with orthogonal columns along"
                r" eigenvectors of $S$, in the order of beta-affine, a sum of such terms, $m \ge"
                r" \gamma$ free in $\kappa$ directions and $\gamma$ in the others. The best $m$ is",
                All(
                    OnlyMinimum(where(direction, active), eigen_m, where(best, active)),
                    Positive(where(increasing, gamma, lam + above)),
                ),
                "sign of the derivative for eigenvalues above and below $\\gamma$",
                shown=best,
            ),
            Step(
                "The maximal log-likelihood at this noise.",
                Equal(total, parts["likelihood"], SIZES),
                "sum over the directions",
                shown=parts["likelihood"],
            ),
            Step(
                "The minimum of the loss at $\\beta=1$ is an affine function of it.",
                All(
                    Equal(parts["value"], where(minimum(), beta, 1), SIZES),
                    Equal(
                        parts["value"],
                        parts["factor"] * parts["likelihood"] + parts["offset"],
                        SIZES,
                    ),
                ),
                "the sums agree term by term",
                shown=sympy.Eq(
                    parts["value"], parts["factor"] * parts["likelihood"] + parts["offset"]
                ),
            ),
        )
    )


DIRECTION = sympy.log(eigen_m) + lam / eigen_m
_LIKELIHOOD = (
    -n
    * (
        d * sympy.log(2 * sympy.pi)
        + over_latent(DIRECTION.subs(eigen_m, BEST.subs(beta, 1)))
        + (d - kappa) * sympy.log(gamma)
        + over_rest(lam / gamma)
    )
    / 2
)


def _ppca_example() -> Report:
    """Eigenvalues 2 and 0, one latent, gamma = 1: the model covariance is the matching one."""
    at = {d: 2, kappa: 1, n: 1, gamma: 1}
    entries = {eigenvalues[1]: 2, eigenvalues[2]: 0}
    found = _LIKELIHOOD.subs(at).doit().subs(entries)
    covariance = sympy.diag(2, 1)
    data = sympy.diag(2, 0)
    direct = (
        -(
            2 * sympy.log(2 * sympy.pi)
            + sympy.log(covariance.det())
            + (covariance.inv() * data).trace()
        )
        / 2
    )
    return Report(
        (
            Step(
                r"$\lambda=(2,0)$, $\gamma=1$: the log-likelihood of $N(0,\mathrm{diag}(2,1))$.",
                Equal(found, direct),
                "determinant and inverse of the covariance",
                shown=found,
            ),
        )
    )


def _oblique_columns() -> Report:
    """Two columns at an angle: the diagonal posterior is not the true one, the bound not tight."""
    decoder = sympy.Matrix([[1, 1], [0, 1]])
    gram = sympy.eye(2) + decoder.T * decoder
    gap = gram[0, 0] * gram[1, 1] - gram.det()
    return Report(
        (
            Step(
                r"For the columns $(1,0)$ and $(1,1)$ at $\gamma=1$ the loss of this decoder"
                r" exceeds $-2/n$ times its own log-likelihood by $\log(6/5)$: the identity is"
                r" one of optima, not of every decoder.",
                All(Equal(gap, 1), Equal(gram.det(), 5)),
                r"product of the diagonal of $\gamma I+W^TW$ over its determinant",
                shown=sympy.Eq(gram[0, 0] * gram[1, 1] / gram.det(), sympy.Rational(6, 5)),
            ),
        )
    )


CLAIM = Claim(
    id="ppca-identity",
    title="At beta = 1 the affine VAE is probabilistic PCA",
    mark=Mark.EXTENSION,
    source=Source(OURS, "after Tipping & Bishop 1999"),
    hypotheses=(
        "those of beta-affine, with $\\beta = 1$",
        "maximal over $W \\in R^{d\\times\\kappa}$ and $b$, at fixed noise variance $\\gamma$",
    ),
    conclusion=(
        r"Every direction adds $[[direction]]$ to minus twice the mean log-likelihood of the $n$"
        r" samples under $N(b, \gamma I + WW^T)$, whose maximum is $\ell(\gamma) = [[likelihood]]$,"
        r" and $V(\gamma) = [[value]]$ equals $[[factor]]\,\ell(\gamma)$ plus $[[offset]]$."
    ),
    parts={
        "direction": DIRECTION,
        "likelihood": _LIKELIHOOD,
        "value": minimum().subs(beta, 1),
        "factor": -2 / n,
        "offset": kappa - d * sympy.log(2 * sympy.pi),
    },
    uses=("beta-affine",),
    divergence=(
        "Not in the paper. Tipping and Bishop maximise over the noise too; here it is fixed, so"
        " that the identity holds at every decoder variance."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC, r"all $d$, $\kappa$, $n$, $\gamma$", _log_likelihood, complete=True
        ),
    ),
    controls=(
        Control("factor without n", {"factor": sympy.Integer(-2)}),
        Control("factor of the wrong sign", {"factor": 2 / n}),
        Control("offset without kappa", {"offset": -d * sympy.log(2 * sympy.pi)}),
        Control("one log 2 pi for all coordinates", {"offset": kappa - sympy.log(2 * sympy.pi)}),
        Control(
            "noise directions without their logarithm",
            {"likelihood": _LIKELIHOOD + n * (d - kappa) * sympy.log(gamma) / 2},
        ),
        Control("variance for precision", {"direction": sympy.log(eigen_m) + lam * eigen_m}),
        Control("value at beta = 2", {"value": minimum().subs(beta, 2)}),
    ),
    example=Witness(r"$\lambda=(2,0)$, $\kappa=1$, $\gamma=1$", _ppca_example),
    counterexamples=(
        Witness(
            "A decoder with oblique columns.",
            _oblique_columns,
            drops="maximal over $W$",
        ),
    ),
)
