"""Values of parameters: given in Python or on a command line, exact, each used at least once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from sympy import Expr, Rational, S

from sparsity_theory.errors import ExpressionError, PenaltyError
from sparsity_theory.exact.constants import compare
from sparsity_theory.exact.variable import U
from sparsity_theory.exact.writer import to_text
from sparsity_theory.near import did_you_mean
from sparsity_theory.penalties.expressions import is_taken, parse

Value: TypeAlias = str | int | float | Decimal | Fraction | Expr


@dataclass(frozen=True)
class Parameter:
    """A parameter: its default and the open interval that it must lie in."""

    name: str
    default: Rational
    above: Rational
    below: Rational | None = None

    def check(self, value: Expr, penalty: str) -> None:
        """Raise PenaltyError unless above < value < below."""
        high = self.below is None or compare(value, self.below) == -1
        if compare(value, self.above) != 1 or not high:
            upper = "" if self.below is None else f" < {self.below}"
            raise PenaltyError(
                f"{penalty}: {self.name} = {value} is out of range; it needs "
                f"{self.above} < {self.name}{upper}"
            )


def as_text(name: str, value: Value) -> str:
    """A value as exact text: a float is the decimal that it prints as.

    >>> as_text("lam", 0.1), as_text("lam", Fraction(1, 3)), as_text("a", "sqrt(2)")
    ('0.1', '1/3', 'sqrt(2)')

    Raises:
        PenaltyError: it is no number, or the name cannot be that of a parameter.
    """
    if not name.isidentifier() or not name.isascii() or is_taken(name):
        raise PenaltyError(
            f"a parameter cannot be called {name!r}: the language has that name, or it is none"
        )
    text = to_text(value) if isinstance(value, Expr) else str(value)
    if isinstance(value, bool) or "_" in text:
        raise PenaltyError(f"the parameter {name} needs a number, got {value!r}")
    try:
        found = parse(text)
    except ExpressionError as problem:
        raise PenaltyError(
            f"the parameter {name} needs a number, got {value!r}: {problem}"
        ) from None
    if found.has(S.Infinity):
        raise PenaltyError(f"the parameter {name} needs a number, got {value!r}")
    if found.has(U):
        raise PenaltyError(f"the parameter {name} needs a number, got {value!r}: it depends on u")
    return text


def constant(name: str, text: str) -> Expr:
    """The number that the text of a parameter is.

    Raises:
        PenaltyError: it is none.
    """
    return parse(as_text(name, text))


def chosen(
    penalty: str, parameters: tuple[Parameter, ...], given: Mapping[str, str]
) -> dict[str, Expr]:
    """The values of all parameters of a penalty, the others by default.

    Raises:
        PenaltyError: an unknown parameter, no number, or out of range.
    """
    names = [p.name for p in parameters]
    for name in given:
        if name not in names:
            known = ", ".join(names) or "none"
            raise PenaltyError(
                f"{penalty} has no parameter {name}{did_you_mean(name, names)}; its parameters"
                f" are: {known}"
            )
    values = {
        p.name: constant(p.name, given[p.name]) if p.name in given else p.default
        for p in parameters
    }
    for parameter in parameters:
        parameter.check(values[parameter.name], penalty)
    return values
