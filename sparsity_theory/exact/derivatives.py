"""Derivatives in u, as SymPy writes them, but node by node with a look at the clock.

SymPy asks of each derivative that it makes whether it is zero, and so for the signs of sums, for
which it isolates the real roots of polynomials: that takes for ever where numbers or degrees are
large, and nothing is made of the answer.
"""

from __future__ import annotations

from sympy import (
    Add,
    Derivative,
    Expr,
    Max,
    Min,
    Mul,
    Pow,
    S,
    asinh,
    atan,
    cos,
    cosh,
    diff,
    erf,
    exp,
    log,
    sin,
    sinh,
    tanh,
)

from sparsity_theory.exact import effort
from sparsity_theory.exact.variable import U

_SMOOTH = (asinh, atan, cos, cosh, erf, exp, log, sin, sinh, tanh)


def derivative(f: Expr) -> Expr:
    """The derivative by u, not simplified.

    >>> derivative(log(1 + U) * U**3)
    u**3/(u + 1) + 3*u**2*log(u + 1)
    """
    effort.check()
    if not f.has(U):
        return S.Zero
    if f == U:
        return S.One
    if isinstance(f, Add):
        return Add(*map(derivative, f.args))
    if isinstance(f, Mul):
        rates = [(i, derivative(part)) for i, part in enumerate(f.args)]
        return Add(*[Mul(*f.args[:i], rate, *f.args[i + 1 :]) for i, rate in rates if rate])
    if isinstance(f, Pow):
        turn = derivative(f.exp) * log(f.base) if f.exp.has(U) else S.Zero
        return f * (turn + derivative(f.base) * f.exp / f.base)
    if isinstance(f, _SMOOTH):
        return f.fdiff(1) * derivative(f.args[0])
    if isinstance(f, Max | Min):
        return Derivative(f, U)  # where it bends is not asked here (`smooth`)
    return diff(f, U)
