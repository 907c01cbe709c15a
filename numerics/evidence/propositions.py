r"""Propositions about computed numbers: they show the values that are compared, and compare them.

Balls are compared at the precision at which the proposition is decided; HOLDS and FAILS come only
where the balls decide.

>>> less(arb(2), arb(3)).latex, less(arb(2), arb(3)).decide()
('2.00000000000000 < 3.00000000000000', <Verdict.HOLDS: 'holds'>)
>>> equal(arb(4).sqrt(), arb(2)).denied().decide()
<Verdict.FAILS: 'fails'>
>>> at_most(arb(1, 1), arb(1)).decide()
<Verdict.UNKNOWN: 'unknown'>
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sympy
from flint import arb

from numerics.errors import NumericsError
from sparsity_theory.ledger.proposition import Proposition, changes_of
from sparsity_theory.ledger.verdict import Verdict

_TOLERANCE = arb(2) ** -70
_DIGITS = 15
_LONGEST = 160  # characters of a formula that is shown below its value
_SIGNS = {"=": "=", "<": "<", "<=": r"\le"}


class Enclosed(arb):
    """A ball that remembers, as LaTeX, the formula that it encloses; arithmetic forgets it."""

    formula: str
    changed: Callable[[], Iterator[Iterator[arb]]]

    @classmethod
    def of(cls, expression: sympy.Expr, enclose: Callable[[sympy.Expr], arb]) -> Enclosed:
        """The ball with the formula; enclosures of formulas with other numbers come on demand."""
        made = cls(enclose(expression))
        made.formula = sympy.latex(expression)
        made.changed = lambda: (
            (_ball(enclose, formula) for formula in each) for each in changes_of(expression)
        )
        return made


def _ball(enclose: Callable[[sympy.Expr], arb], formula: sympy.Expr) -> arb:
    """The enclosure; a ball of everything where there is none."""
    try:
        return enclose(formula)
    except NumericsError:
        return arb("nan")


@dataclass(frozen=True)
class Compared(Proposition):
    """Two enclosed numbers and the sign between them: ``=`` up to 2^-70, ``<`` or ``<=``."""

    lhs: arb
    sign: str
    rhs: arb

    @property
    def latex(self) -> str:
        """Both enclosures, to fifteen digits."""
        return f"{_shown(self.lhs)} {_SIGNS[self.sign]} {_shown(self.rhs)}"

    def decide(self) -> Verdict:
        """Decided by the balls."""
        lhs, rhs = self.lhs, self.rhs
        if self.sign == "=":
            if not lhs.overlaps(rhs):
                return Verdict.FAILS
            return Verdict.of(True if abs(lhs - rhs) <= _TOLERANCE else None)
        strict = self.sign == "<"
        if lhs < rhs or (not strict and lhs <= rhs):
            return Verdict.HOLDS
        return Verdict.of(False if lhs > rhs or (strict and lhs >= rhs) else None)

    def denied(self) -> Proposition:
        """One added to an equation, the sides of an inequality exchanged."""
        if self.sign == "=":
            return Compared(self.lhs, "=", self.rhs + 1)
        return Compared(self.rhs, "<=" if self.sign == "<" else "<", self.lhs)

    def perturbed(self) -> Iterator[Iterator[Proposition]]:
        """Each of the two numbers moved up and down, and every number of a formula below one."""
        moves = (1, -1, 10**6, -(10**6))
        size = 1 + abs(self.lhs) + abs(self.rhs)
        yield (Compared(self.lhs + move * size, self.sign, self.rhs) for move in moves)
        yield (Compared(self.lhs, self.sign, self.rhs + move * size) for move in moves)
        if isinstance(self.lhs, Enclosed):
            for each in self.lhs.changed():
                yield (Compared(ball, self.sign, self.rhs) for ball in each)
        if isinstance(self.rhs, Enclosed):
            for each in self.rhs.changed():
                yield (Compared(self.lhs, self.sign, ball) for ball in each)


def _shown(number: arb) -> str:
    """A ball to some digits, in LaTeX, above the formula that it encloses."""
    text = number.str(_DIGITS, radius=False).replace("nan", r"\text{undefined}")
    mantissa, exponent_sign, exponent = text.partition("e")
    decimal = rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent_sign else text
    formula = number.formula if isinstance(number, Enclosed) else ""
    if not formula or formula == text or len(formula) > _LONGEST:
        return decimal
    return rf"\underbrace{{{decimal}}}_{{{formula}}}"


def equal(first: arb, second: arb) -> Compared:
    """Equal up to 2^-70: both balls overlap and are that thin; FAILS when they are disjoint."""
    return Compared(first, "=", second)


def less(lower: arb, upper: arb) -> Compared:
    """``lower < upper``, decided by the balls."""
    return Compared(lower, "<", upper)


def at_most(lower: arb, upper: arb) -> Compared:
    """``lower <= upper``, decided by the balls."""
    return Compared(lower, "<=", upper)
