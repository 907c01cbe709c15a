"""Whether a proposition is true, found without the rules that decide it: numbers are put in.

Nothing here rewrites a formula or asks SymPy for a sign: symbols, entries, functions and matrices
get values that their assumptions admit, both sides are computed to thirty digits and compared.
False is certain up to rounding; True means true at every value tried; None: nothing could be tried.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import sympy
from sympy.core.function import AppliedUndef

from numerics.evidence.propositions import Compared
from sparsity_theory.ledger.proposition import Not, Proposition
from sparsity_theory.proving.propositions import (
    AtMost,
    Equal,
    Less,
    LogBelowTangent,
    NotNegative,
    OnlyMinimum,
    Positive,
    Same,
)
from sparsity_theory.proving.terms import written_out
from sparsity_theory.statements.instance.orders import InEveryOrder

TRIES = 4
_DIGITS = 30
_ROUNDING = sympy.Float("1e-18", _DIGITS)
_MATRIX_SIZE = 3
_MOVES = [sign * sympy.Rational(1, 10**power) for sign in (1, -1) for power in (2, 5)]


def is_true(statement: Proposition) -> bool | None:
    """Whether it is true at all values tried; None where none could be."""
    if isinstance(statement, Not):
        inner = is_true(statement.statement)
        return None if inner is None else not inner
    if isinstance(statement, Same):
        return bool(statement.found == statement.expected)
    if isinstance(statement, Compared):
        return _compared(statement)
    found = None
    for answer in _answers(statement):
        if answer is False:
            return False
        found = answer or found
    return found


def _compared(statement: Compared) -> bool | None:
    if not (statement.lhs.is_finite() and statement.rhs.is_finite()):
        return None
    lhs, rhs = float(statement.lhs.mid()), float(statement.rhs.mid())
    close = abs(lhs - rhs) <= 1e-12 * (1 + abs(lhs) + abs(rhs))
    return close if statement.sign == "=" else lhs < rhs or close


def _answers(statement: Proposition) -> Iterator[bool | None]:
    for seed in range(TRIES):
        values = _Values(seed)
        match statement:
            case InEveryOrder():
                for place in statement.places[seed::TRIES]:
                    numbers = {symbol: sympy.Integer(at) for symbol, at in place.items()}
                    sides = [_formula(side).xreplace(numbers) for side in _sides(statement)]
                    yield _holds(values.of(sides[1] - sides[0]), "=")
            case Equal():
                yield _holds(values.of(statement.rhs, statement.lhs), "=")
            case Less():
                yield _holds(values.of(statement.rhs, statement.lhs), "<")
            case AtMost():
                yield _holds(values.of(statement.rhs, statement.lhs), "<=")
            case Positive():
                yield _holds(values.of(statement.expression), "<")
            case NotNegative():
                yield _holds(values.of(statement.expression), "<=")
            case LogBelowTangent():
                u = statement.argument
                yield _holds(values.of(u - 1 - sympy.log(u)), "<=")
            case OnlyMinimum():
                yield _minimum(statement, values)
            case _:
                raise TypeError(f"teach this file to try {type(statement).__name__}")


def _sides(statement: InEveryOrder) -> tuple[Any, Any]:
    return statement.lhs, statement.rhs


def _formula(value: Any) -> Any:
    return written_out(sympy.sympify(value))


def _minimum(statement: OnlyMinimum, values: _Values) -> bool | None:
    """The function is smaller at the place than at places near it and at one anywhere."""
    place = values.of(statement.place)
    if place is None or place <= 0:
        return None if place is None else False
    function, at = written_out(statement.function), _formula(statement.place)
    others = [at * (1 + move) for move in _MOVES] + [abs(values.number({}))]
    here, *there = (
        values.computed(function.xreplace({statement.variable: x})) for x in (at, *others)
    )
    if here is None or None in there:
        return None
    return all(value > here for value in there)


def _holds(difference: Any, sign: str) -> bool | None:
    if difference is None:
        return None
    small = abs(difference) <= _ROUNDING
    if sign == "=":
        return bool(small)
    return bool(difference > 0 or (small and sign == "<="))


class _Values:
    """Values for everything free in a formula, the same for the same thing."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._known: dict[Any, Any] = {}

    def number(self, facts: dict[str, bool | None]) -> sympy.Rational:
        """A number that the assumptions admit."""
        if facts.get("integer"):
            return sympy.Integer(self._random.randint(1, 4))
        size = sympy.Rational(self._random.randint(1, 400), self._random.randint(40, 200))
        if facts.get("negative") or (facts.get("nonpositive") and size > 0):
            return -size
        signed = not (facts.get("positive") or facts.get("nonnegative"))
        return -size if signed and self._random.random() < 1 / 2 else size

    def of(self, upper: Any, lower: Any = 0) -> Any:
        """The difference, relative to the sizes of both; None where it has no real value."""
        sides = [self.computed(_formula(side)) for side in (upper, lower)]
        if None in sides:
            return None
        return (sides[0] - sides[1]) / (1 + abs(sides[0]) + abs(sides[1]))

    def computed(self, formula: Any) -> Any:
        """Its value to thirty digits; None where it is not a real number."""
        if isinstance(formula, sympy.MatrixExpr):
            formula = self._sized(formula)
            matrix = self._with_numbers(formula).doit()
            weights = range(1, matrix.rows * matrix.cols + 1)
            formula = sum(w * entry for w, entry in zip(weights, matrix, strict=True))
        value = sympy.N(self._with_numbers(formula), _DIGITS)
        return value if value.is_Float or value.is_Rational else None

    def _with_numbers(self, formula: Any) -> Any:
        sizes = {s: self._value(s) for s in formula.free_symbols if s.is_integer}
        formula = self._sized(formula).xreplace(sizes)
        formula = formula.replace(_is_function, self._function).doit()
        entries = formula.atoms(sympy.Indexed)
        formula = formula.xreplace({entry: self._value(entry) for entry in entries})
        matrices = {m: self._matrix(m) for m in formula.atoms(sympy.MatrixSymbol)}
        formula = formula.subs(matrices) if matrices else formula
        return formula.xreplace({s: self._value(s) for s in formula.free_symbols})

    def _sized(self, formula: Any) -> Any:
        sizes = {
            size: self._known.setdefault(size, _MATRIX_SIZE)
            for matrix in formula.atoms(sympy.MatrixSymbol)
            for size in matrix.shape
            if isinstance(size, sympy.Symbol)
        }
        return formula.subs(sizes) if sizes else formula

    def _value(self, what: Any) -> sympy.Rational:
        if what not in self._known:
            names = ("integer", "positive", "negative", "nonnegative", "nonpositive")
            self._known[what] = self.number({name: getattr(what, f"is_{name}") for name in names})
        return self._known[what]

    def _matrix(self, symbol: sympy.MatrixSymbol) -> sympy.Matrix:
        if symbol not in self._known:
            entry = lambda i, j: self._random.randint(-9, 9) + 40 * (i == j)  # noqa: E731
            self._known[symbol] = sympy.ImmutableMatrix(*map(int, symbol.shape), entry)
        return self._known[symbol]

    def _function(self, applied: AppliedUndef) -> Any:
        """Some smooth function of its arguments; positive where that is assumed."""
        rate = self._known.setdefault(applied.func, self.number({"positive": True}))
        inside = sum(rate * argument / place for place, argument in enumerate(applied.args, 1))
        return sympy.exp(inside / 5) if applied.is_positive else sympy.sin(inside) + rate


def _is_function(part: Any) -> bool:
    return isinstance(part, AppliedUndef)
