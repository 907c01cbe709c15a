r"""Kernel means of normal laws, for the maximum mean discrepancy to the prior.

The kernel is $k(x,y) = e^{-\Vert x-y\Vert^2/(2\ell^2)}$ throughout.
"""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import (
    Parts,
    Step,
)
from sparsity_theory.notation import kappa, m
from sparsity_theory.proving.propositions import All, Equal, Positive, Proposition
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.eq.eq_2_3 import gaussian

ell = sympy.Symbol("ell", positive=True)
delta = sympy.Symbol("delta", nonnegative=True)
v = sympy.Symbol("v", nonnegative=True)
t = sympy.Symbol("t", real=True)
rest = sympy.Symbol("j", integer=True, positive=True)  # kappa - m
offset = sympy.Symbol("x", positive=True)

KERNEL_MEAN = (1 + v / ell**2) ** sympy.Rational(-1, 2)


def over(variance: sympy.Expr, dimensions: sympy.Expr) -> sympy.Expr:
    """Kernel mean of two laws whose difference has this variance in each of so many dimensions."""
    return (1 + variance / ell**2) ** (-dimensions / 2)


SHARED = over(sympy.Integer(2), m)
SELF = over(2 * delta, kappa - m)  # a: the law with itself, beyond its m dimensions
CROSS = over(1 + delta, kappa - m)  # b: the law with the prior
PRIOR = over(sympy.Integer(2), kappa - m)  # c: the prior with itself


def coordinate(parts: Parts) -> Step:
    """The step that gives the kernel mean of one coordinate."""
    shrunk = v * ell**2 / (ell**2 + v)
    variance = sympy.Symbol("v", positive=True)
    integrand = sympy.exp(-(t**2) / (2 * ell**2)) * gaussian(t, sympy.S.Zero, variance)
    product = parts["kernel_mean"].subs(v, variance) * gaussian(
        t, sympy.S.Zero, shrunk.subs(v, variance)
    )
    return Step(
        r"One coordinate: the difference of two independent normal variables of mean 0 is normal,"
        r" of variance $v$, and the kernel times its density is a multiple of another normal"
        r" density, whose integral is 1. At $v=0$ the mean is 1.",
        All(
            Equal(sympy.log(integrand), sympy.log(product)),
            Equal(where(parts["kernel_mean"], v, 0), sympy.S.One),
        ),
        "complete the square in the exponent",
        shown=parts["kernel_mean"],
    )


def powers_of_the_mean(parts: Parts) -> dict[str, sympy.Expr]:
    """The kernel means of the three pairs of laws, from the coordinate's one."""
    mean = parts["kernel_mean"]
    beyond = {"self": 2 * delta, "cross": 1 + delta, "prior": sympy.Integer(2)}
    found = {name: mean.subs(v, variance) ** rest for name, variance in beyond.items()}
    return {**found, "shared": mean.subs(v, 2) ** m}


def in_rest(expression: sympy.Expr) -> sympy.Expr:
    """In terms of m and of the number j = kappa - m of the other dimensions."""
    return expression.subs(kappa, m + rest)


def margin_signs(margin: sympy.Expr) -> list[Proposition]:
    """Positive for delta above 1 and for delta in [0, 1)."""
    below_one = 1 / (1 + offset)
    return [
        Positive(where(margin, delta, value)) for value in (1 + offset, below_one, sympy.S.Zero)
    ]
