"""Hyperbolic functions written by exponentials."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Expr, asinh, cosh, log, sinh, sqrt, tanh

from sparsity_theory.exact.bounded import NotFormedError, rebuilt
from sparsity_theory.exact.bounded import exponential as exp

ELEMENTARY: dict[type[Expr], Callable[[Expr], Expr]] = {
    sinh: lambda x: (exp(x) - exp(-x)) / 2,
    cosh: lambda x: (exp(x) + exp(-x)) / 2,
    tanh: lambda x: 1 - 2 / (exp(2 * x) + 1),
    asinh: lambda x: log(x + sqrt(x**2 + 1)),
}


def elementary(expr: Expr) -> Expr:
    """The expression with sinh, cosh, tanh written by exp, or as it is where that is too long.

    >>> from sparsity_theory.exact.variable import U
    >>> elementary(tanh(U))
    1 - 2/(exp(2*u) + 1)
    """
    try:
        return _by_exponentials(expr)
    except NotFormedError:
        return expr


def _by_exponentials(expr: Expr) -> Expr:
    if not expr.has(sinh, cosh, tanh):
        return expr
    arguments = [_by_exponentials(a) for a in expr.args]
    if expr.func in {sinh, cosh, tanh}:
        return ELEMENTARY[expr.func](*arguments)
    return rebuilt(expr, arguments)
