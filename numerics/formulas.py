"""Formulas of SymPy as functions of NumPy arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import sympy


def compiled(
    variables: sympy.Symbol | Sequence[sympy.Symbol], formula: sympy.Expr
) -> Callable[..., Any]:
    """The formula as a function of floats and of arrays whose shapes may differ.

    What `sympy.lambdify` of versions before 1.14 makes of a maximum refuses an array beside a
    number; NumPy's own functions of two arguments do not.

    >>> import numpy as np
    >>> u = sympy.Symbol("u")
    >>> compiled(u, sympy.Max(u, 1, u**2 / 2))(np.array([0.0, 1.5, 4.0]))
    array([1. , 1.5, 8. ])
    """
    for extreme, name in ((sympy.Max, "maximum"), (sympy.Min, "minimum")):
        formula = formula.replace(extreme, _of_two(sympy.Function(name)))
    return sympy.lambdify(variables, formula, "numpy")  # type: ignore[no-any-return]


def _of_two(function: Any) -> Callable[..., sympy.Expr]:
    return lambda *arguments: reduce(function, arguments)
