r"""Formulas that show how they came about: a substitution, a derivative, a value with a name.

SymPy carries out at once what it is asked for, and the trace is lost: what was f at a = 2 is shown
as a number.  These terms stay as they are written until `written_out` carries them out.

>>> x = sympy.Symbol("x", positive=True)
>>> term = where(x**2 + 1, {x: 3})
>>> sympy.latex(term)
'\\left.\\left(x^{2} + 1\\right)\\right|_{x = 3}'
>>> written_out(term + 1)
11
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy


class At(sympy.Expr):  # type: ignore[misc]
    """A formula at given values of some of its symbols or entries, put in all at once."""

    def __new__(cls, formula: sympy.Expr, *pairs: sympy.Tuple) -> At:
        """Build the term; `where` is the convenient way."""
        built: At = sympy.Expr.__new__(cls, sympy.sympify(formula), *pairs)
        return built

    def _latex(self, printer: Any) -> str:
        formula, *pairs = self.args
        inner = printer._print(formula)
        values = ",\\ ".join(f"{printer._print(a)} = {printer._print(b)}" for a, b in pairs)
        return rf"\left.\left({inner}\right)\right|_{{{values}}}"


class Named(sympy.Expr):  # type: ignore[misc]
    """A value that some code computed, shown with a name for it in words."""

    def __new__(cls, name: sympy.Symbol, value: sympy.Expr) -> Named:
        """Build the term; `named` is the convenient way."""
        built: Named = sympy.Expr.__new__(cls, name, sympy.sympify(value))
        return built

    def _latex(self, printer: Any) -> str:
        name, value = self.args
        return rf"\underbrace{{{printer._print(value)}}}_{{{name.name}}}"


def where(formula: Any, *values: Any) -> Any:
    """The formula at these values: ``where(f, {x: 1})`` or ``where(f, x, 1)``."""
    (table,) = values if len(values) == 1 else ({values[0]: values[1]},)
    pairs = [sympy.Tuple(key, sympy.sympify(value)) for key, value in table.items()]
    return At(formula, *pairs) if pairs else formula


def named(name: str, value: Any) -> Named:
    r"""A computed value under a name, in LaTeX.

    >>> sympy.latex(named(r"\text{rows in use}", 2))
    '\\underbrace{2}_{\\text{rows in use}}'
    """
    return Named(sympy.Symbol(name), value)


def written_out(formula: Any) -> Any:
    """The formula with its substitutions and derivatives carried out and its names left off."""
    if not isinstance(formula, sympy.Basic) or not formula.has(At, Named, sympy.Derivative):
        return formula
    arguments = [written_out(argument) for argument in formula.args]
    if isinstance(formula, Named):
        return arguments[1]
    if isinstance(formula, At):
        return _substituted(arguments[0], dict(arguments[1:]))
    if isinstance(formula, sympy.Derivative):
        return sympy.Derivative(*arguments).doit()
    return formula.func(*arguments)


def _substituted(formula: sympy.Expr, values: Mapping[sympy.Expr, sympy.Expr]) -> sympy.Expr:
    return formula.subs(values, simultaneous=True)
