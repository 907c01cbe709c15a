"""A proposition: one object that shows itself and decides itself, from the same fields.

A step of a derivation holds propositions and nothing that speaks beside them, so what a page shows
as checked is what was checked.  Every proposition also says what denies it and how its numbers can
be changed: the tests deny every displayed formula and expect FAILS.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import sympy

from sparsity_theory.errors import ClaimError
from sparsity_theory.ledger.verdict import Verdict, all_of

# How a number is changed: by one, in sign, in size.
_NEAR: tuple[Callable[[Any], Any], ...] = (
    lambda number: number + 1,
    lambda number: number - 1,
    lambda number: -number,
)
CHANGES: tuple[Callable[[Any], Any], ...] = (
    *_NEAR,
    lambda number: 1000 * (number + 1),
    lambda number: -1000 * (number + 1),
    lambda number: (number + 1) / 1000,
)
# A power, a derivative or a sum of a thousand's order is nothing to decide on: these move a little.
_ORDERS = (sympy.Pow, sympy.Derivative, sympy.Sum)


class Proposition(ABC):
    """A statement about formulas, for all values that the assumptions of its symbols admit."""

    @property
    @abstractmethod
    def latex(self) -> str:
        """The statement, typeset."""

    @abstractmethod
    def decide(self) -> Verdict:
        """HOLDS and FAILS are proved; UNKNOWN is the answer where neither is."""

    @abstractmethod
    def denied(self) -> Proposition:
        """A statement that fails whenever this one holds."""

    @property
    def lines(self) -> tuple[Proposition, ...]:
        """The statements that it consists of, each shown on a line of its own."""
        return (self,)

    def perturbed(self) -> Iterator[Iterator[Proposition]]:
        """For every number in its formulas, the statements with that number changed."""
        for name, value in _formulas(self):
            for place in _numbers(value):
                yield self._with(name, value, place)

    def _with(self, name: str, value: sympy.Basic, place: _Place) -> Iterator[Proposition]:
        for changed in changed_formulas(value, place):
            yield replace(self, **{name: changed})  # type: ignore[type-var]


_Place = tuple[int, ...]


def _formulas(proposition: Any) -> Iterator[tuple[str, sympy.Basic]]:
    for each in fields(proposition):
        value = getattr(proposition, each.name)
        if isinstance(value, sympy.Basic):
            yield each.name, value


def _numbers(formula: sympy.Basic) -> Iterator[_Place]:
    """Where the numbers of a formula stand: positions in the tree of its arguments."""
    if isinstance(formula, sympy.MatrixSymbol):
        return  # its numbers are sizes
    if isinstance(formula, sympy.Rational | sympy.NumberSymbol):
        yield ()
    for position, argument in enumerate(formula.args):
        for place in _numbers(argument):
            yield (position, *place)


def changes_of(formula: sympy.Basic) -> Iterator[Iterator[sympy.Basic]]:
    """For every number of a formula, the formulas with that number changed."""
    for place in _numbers(formula):
        yield changed_formulas(formula, place)


def changed_formulas(formula: sympy.Basic, place: _Place) -> Iterator[sympy.Basic]:
    """The formula with other numbers at this place, as far as they make another formula."""
    for change in _NEAR if _is_order(formula, place) else CHANGES:
        try:
            changed = _changed(formula, place, change)
        except (TypeError, ValueError, AttributeError, ZeroDivisionError):
            continue  # no such formula: a size or an index out of its range
        if changed != formula:
            yield changed


def _is_order(formula: sympy.Basic, place: _Place) -> bool:
    """Whether the place is in an exponent, the order of a derivative or the end of a sum."""
    for position in place:
        if isinstance(formula, _ORDERS) and position > 0:
            return True
        formula = formula.args[position]
    return False


def _changed(formula: sympy.Basic, place: _Place, change: Any) -> sympy.Basic:
    if not place:
        return change(formula)
    position, *rest = place
    arguments = list(formula.args)
    arguments[position] = _changed(arguments[position], tuple(rest), change)
    return formula.func(*arguments)


@dataclass(frozen=True)
class All(Proposition):
    """Each of several statements holds.

    Raises:
        ClaimError: when there is none: an empty conjunction would hold without any check.
    """

    members: tuple[Proposition, ...]

    def __init__(self, *members: Proposition) -> None:
        if not members:
            raise ClaimError("a conjunction of no statements checks nothing; give at least one")
        object.__setattr__(self, "members", members)

    @property
    def lines(self) -> tuple[Proposition, ...]:
        """The members' lines, one after the other."""
        return tuple(line for member in self.members for line in member.lines)

    @property
    def latex(self) -> str:
        """The members, joined by "and"."""
        return r"\;\wedge\; ".join(line.latex for line in self.lines)

    def decide(self) -> Verdict:
        """HOLDS when every member does."""
        return all_of(member.decide() for member in self.members)

    def denied(self) -> Proposition:
        """The first member denied, which is enough."""
        return All(self.members[0].denied(), *self.members[1:])

    def perturbed(self) -> Iterator[Iterator[Proposition]]:
        """Every number of every member."""
        for member in self.members:
            yield from member.perturbed()


@dataclass(frozen=True)
class Not(Proposition):
    """A statement does not hold for all admitted values."""

    statement: Proposition

    @property
    def latex(self) -> str:
        """The statement behind a sign of negation."""
        return rf"\neg\,\bigl({self.statement.latex}\bigr)"

    def decide(self) -> Verdict:
        """HOLDS when the statement fails."""
        swapped = {Verdict.FAILS: Verdict.HOLDS, Verdict.HOLDS: Verdict.FAILS}
        return swapped.get(self.statement.decide(), Verdict.UNKNOWN)

    def denied(self) -> Proposition:
        """The statement itself."""
        return self.statement

    def perturbed(self) -> Iterator[Iterator[Proposition]]:
        """Every number of the statement."""
        for changed in self.statement.perturbed():
            yield (Not(each) for each in changed)
