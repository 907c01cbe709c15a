r"""Theorem H1: at a fixed gamma the affine beta-VAE has no bad local minima."""

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
from sparsity_theory.notation import beta, gamma
from sparsity_theory.proving.propositions import All, Equal, Less, OnlyMinimum, Positive
from sparsity_theory.proving.terms import where

length = sympy.Symbol("omega", nonnegative=True)
variance = sympy.Symbol("lambda", nonnegative=True)
product = sympy.Symbol("c", real=True, nonzero=True)
above = sympy.Symbol("delta", positive=True)
eigen = sympy.Symbol("m", positive=True)
rate = sympy.Symbol("tau", real=True)
turn = sympy.Symbol("s", real=True)
FLOOR = beta * gamma
OBLIQUE = -8 * beta * product**2 / (FLOOR + length) ** 2
UNUSED = 2 * (1 - variance / (FLOOR + length)) / gamma


def _derive(parts: Parts) -> Report:
    best = FLOOR / (FLOOR + length)  # the variance of a column at a stationary point
    power = best * length / FLOOR  # and the power of its code
    curvature = (
        -4 * beta * 2 * power
        + 2 * beta * 2 * power
        + (4 * length - 8 * product * turn) * best / gamma
        + 2 * beta * turn**2
    )
    towards = (
        2 * rate**2 * variance * (FLOOR + length) + 2 * power + 2 * best - 4 * rate * variance
    ) / gamma
    term = sympy.log(eigen / FLOOR) + variance / eigen
    return Report(
        (
            Step(
                r"A stationary point has the best codes and variances of its decoder, which are"
                r" affine in $x$ and constant. Two columns with product $c \ne 0$ then have the"
                r" same squared length $\omega$; turning one into the other, the codes with them"
                r" and the log-variances at the rate $s = 2c/(\beta\gamma+\omega)$, has the"
                r" second derivative",
                All(
                    Equal(where(curvature, turn, 2 * product / (FLOOR + length)), parts["oblique"]),
                    Positive(-parts["oblique"]),
                ),
                "the residuals do not change to first order; substitution",
                shown=parts["oblique"],
            ),
            Step(
                r"Else the columns are eigenvectors of the covariance, of eigenvalue"
                r" $\beta\gamma+\omega$. Moving a column along a unit eigenvector of eigenvalue"
                r" $\lambda$ at right angles to all columns, its code along the data at the rate"
                r" $1/(\beta\gamma+\omega)$, has the second derivative",
                All(
                    Equal(where(towards, rate, 1 / (FLOOR + length)), parts["unused"]),
                    Positive(-where(parts["unused"], variance, FLOOR + length + above)),
                ),
                "negative when $\\lambda$ is larger than $\\beta\\gamma+\\omega$",
                shown=parts["unused"],
            ),
            Step(
                r"If no such direction is left the columns are the largest eigenvalues above"
                r" $\beta\gamma$, each at its best length: the minimum of beta-affine.",
                OnlyMinimum(where(term, variance, FLOOR + above), eigen, FLOOR + above),
                "sign of the derivative; what the unused directions would gain is no more",
            ),
        )
    )


def _example() -> Report:
    """Eigenvalues 2 and 1, beta = gamma = 1: the decoder 0 is stationary, and a saddle."""
    found = UNUSED.subs({beta: 1, gamma: 1, length: 0, variance: 2})
    return Report(
        (
            Step(
                r"$\lambda = (2, 1)$, $\beta=\gamma=1$: at the decoder 0 the second derivative"
                r" towards the first direction is $-2$.",
                Equal(found, -2),
                "substitution",
                shown=found,
            ),
        )
    )


def _decoder_on_a_curve() -> Report:
    """Data that do not vary, and a column that moves on a curve: a well that is not lowest."""
    t = sympy.Symbol("t", real=True)
    column = t**3 - 3 * t + 3
    loss = sympy.log(1 + column**2)
    return Report(
        (
            Step(
                r"$\lambda = 0$, $\beta=\gamma=1$, the column $t^3-3t+3$: $t = 1$ is a local"
                r" minimum of $\log(1+w^2)$ with the value $\log 2$; some $t$ between $-3$ and 1"
                r" has $w = 0$, value 0.",
                All(
                    Equal(where(sympy.Derivative(loss, t), t, 1), 0),
                    Positive(where(sympy.Derivative(loss, t, 2), t, 1)),
                    Equal(where(loss, t, 1), sympy.log(2)),
                    Less(where(column, t, -3), 0),
                    Less(0, where(column, t, 1)),
                ),
                "slope and second derivative at 1; a continuous column changes sign",
                shown=loss,
            ),
        )
    )


_DECODER = r"the decoder is $Wz+b$, $W$ free; $b$ free, or $b = 0$ and covariance the second moment"

CLAIM = Claim(
    id="theorem-h1",
    title="The affine beta-VAE has no bad local minima, gamma fixed",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem H1"),
    hypotheses=(
        _DECODER,
        (
            r"each latent mean is any element of a linear space of functions of the samples that"
            r" holds those affine in $x$ (linear in $x$ if $b = 0$), each log-variance any of one"
            r" that holds the constants: free per sample, affine in $x$, constant"
        ),
        r"$\beta, \gamma > 0$ are fixed; any data, $d$, $\kappa$ and eigenvalues",
    ),
    conclusion=(
        r"Every local minimum is a global one, and every other stationary point is a strict"
        r" saddle: the second derivative along some line of the model is negative."
    ),
    details=(
        r"It is $[[oblique]]$ where two columns have the product $c \ne 0$ and (then equal) squared"
        r" length $\omega$, and $[[unused]]$ where a direction of variance"
        r" $\lambda > \beta\gamma+\omega$ is at right angles to all columns, one of which has the"
        r" squared length $\omega$."
    ),
    parts={"oblique": OBLIQUE, "unused": UNUSED},
    uses=("beta-affine",),
    divergence=(
        "The paper's Fig. 3 shows wells of a linear VAE: they are wells of slices. Lucas et al."
        " (2019) show it for a linear VAE of probabilistic PCA; softplus variances, tied columns"
        " and weight decay are not covered."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all $\beta$, $\gamma$, lengths and eigenvalues", _derive, True),
    ),
    controls=(
        Control("oblique curvature of the other sign", {"oblique": -OBLIQUE}),
        Control("oblique curvature without beta", {"oblique": OBLIQUE / beta}),
        Control(
            "oblique curvature at gamma instead of beta gamma",
            {"oblique": -8 * beta * product**2 / (gamma + length) ** 2},
        ),
        Control("unused direction against beta gamma alone", {"unused": UNUSED.subs(length, 0)}),
        Control("unused direction of the other sign", {"unused": -UNUSED}),
    ),
    example=Witness(r"$\lambda = (2, 1)$, $\beta=\gamma=1$", _example),
    counterexamples=(Witness("A column on a curve.", _decoder_on_a_curve, drops="$W$ free"),),
)
