"""Max, Min and Abs that SymPy does not evaluate.

SymPy orders irrational numbers by a short floating-point evaluation and is sometimes wrong
(`Max(10**-12, log(1 + 2*10**-12))` is the first of the two). These subclasses of its functions
evaluate on rationals only; everything else is left to `constants.sign` and `pieces`.
"""

from __future__ import annotations

from typing import Any

from sympy import Abs, Expr, Max, Min, S
from sympy.core.function import Application


def _flat(cls: type[Expr], arguments: tuple[Any, ...]) -> list[Expr]:
    found: dict[Expr, None] = {}
    for argument in arguments:
        inner = argument.args if isinstance(argument, cls) else (argument,)
        found.update(dict.fromkeys(inner))
    return sorted(found, key=lambda a: a.sort_key())


def _extreme(cls: type[Expr], arguments: tuple[Any, ...]) -> Expr:
    """The extreme of the numbers (SymPy's own evaluation puts floats in), beside the others."""
    largest = issubclass(cls, Max)
    flat = _flat(cls, tuple(S(a) for a in arguments))
    ordered = [a for a in flat if a.is_Number]
    if len(ordered) > 1:
        best = (max if largest else min)(ordered)
        flat = [best, *(a for a in flat if a not in ordered)]
    if len(flat) == 1:
        return flat[0]
    made: Expr = Application.__new__(cls, *sorted(flat, key=lambda a: a.sort_key()))
    return made


class Maximum(Max):  # type: ignore[misc]
    """The largest of some reals.

    >>> from sympy import Rational, log
    >>> Maximum(Rational(1, 3), Rational(1, 2))
    1/2
    >>> Maximum(1, log(3)).func.__name__
    'Max'
    """

    def __new__(cls, *arguments: Any, **_: Any) -> Expr:
        """Evaluate on rationals only."""
        return _extreme(cls, arguments)


class Minimum(Min):  # type: ignore[misc]
    """The smallest of some reals."""

    def __new__(cls, *arguments: Any, **_: Any) -> Expr:
        """Evaluate on rationals only."""
        return _extreme(cls, arguments)


class Absolute(Abs):  # type: ignore[misc]
    """The absolute value of a real."""

    def __new__(cls, argument: Any, **_: Any) -> Expr:
        """Evaluate on rationals only."""
        value = S(argument)
        if value.is_Number:
            return value if value >= 0 else -value
        if isinstance(value, Absolute):
            return value
        made: Expr = Application.__new__(cls, value)
        return made

    @classmethod
    def eval(cls, _: Any) -> None:
        """SymPy's rules ask for the sign of the argument: none of them is used."""

    def _eval_is_zero(self) -> None:
        """Left to `constants.sign`."""

    def _eval_is_extended_positive(self) -> None:
        """Left to `constants.sign`."""

    def _eval_is_integer(self) -> None:
        """Not asked."""

    def _eval_is_rational(self) -> None:
        """Not asked."""


def own(expr: Expr) -> Expr:
    """The expression with SymPy's own Max, Min and Abs (which its rules make) as these.

    >>> from sympy import Symbol, sqrt
    >>> x = Symbol("x", real=True)
    >>> type(own(sqrt((x - 1)**2))) is Absolute
    True
    """
    for theirs, ours in ((Max, Maximum), (Min, Minimum), (Abs, Absolute)):
        if any(type(part) is theirs for part in expr.atoms(theirs)):
            expr = expr.replace(lambda e, t=theirs: type(e) is t, lambda e, o=ours: o(*e.args))
    return expr


# Printers and texts know them by SymPy's names.
Maximum.__name__, Minimum.__name__, Absolute.__name__ = "Max", "Min", "Abs"
