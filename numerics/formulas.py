"""Formulas of SymPy as functions of NumPy arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
import sympy
from sympy.printing.numpy import NumPyPrinter


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
    return written(variables, formula, {"maximum": np.maximum, "minimum": np.minimum})


def written(
    variables: sympy.Symbol | Sequence[sympy.Symbol],
    formula: sympy.Expr,
    names: Mapping[str, Any],
) -> Callable[..., Any]:
    """What `sympy.lambdify` makes of a formula for NumPy, with other functions by name.

    Its word ``"numpy"`` stands for every name of that package, so that f2py, testing and others are
    loaded for one logarithm; here a function brings the few names that it has.
    """
    printer = NumPyPrinter({
        "fully_qualified_modules": False, "inline": True, "allow_unknown_functions": True,
        "user_functions": {name: name for name in names},
    })  # fmt: skip
    return sympy.lambdify(variables, formula, [dict(names)], printer=printer)  # type: ignore[no-any-return]


def _of_two(function: Any) -> Callable[..., sympy.Expr]:
    return lambda *arguments: reduce(function, arguments)
