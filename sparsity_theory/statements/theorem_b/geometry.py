r"""The geometry of Theorem B: sparse rows of power M^2, dense rows of power epsilon^2.

In the checks a = M^2 and b = epsilon^2, and r a > (r+1) b is written r a = (r+1) b + s, s > 0.
"""

from __future__ import annotations

import sympy
from sympy import sqrt

from sparsity_theory.notation import M, epsilon, r, s, u

a = sympy.Symbol("a", positive=True)
b = sympy.Symbol("b", positive=True)
t = sympy.Symbol("t", positive=True)
slack = sympy.Symbol("w", nonnegative=True)
FAR = "$rM^2 > (r+1)\\epsilon^2$"


def plain(expression: sympy.Expr) -> sympy.Expr:
    """In terms of the powers a = M^2 and b = epsilon^2."""
    return expression.subs({M: sqrt(a), epsilon: sqrt(b)})


def far(expression: sympy.Expr) -> sympy.Expr:
    """The same with r a = (r+1) b + s."""
    return plain(expression).subs(a, ((r + 1) * b + s) / r)


def difference(penalty: sympy.Expr) -> sympy.Expr:
    """(r+1) h(epsilon^2) - r h(M^2) for h(0) = 0: positive where the sparse code is preferred."""
    return (r + 1) * penalty.subs(u, epsilon**2) - r * penalty.subs(u, M**2)
