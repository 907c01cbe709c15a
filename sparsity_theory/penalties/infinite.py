"""Penalties with infinite values: hard limits, barriers, and the logarithm, which is -oo at 0.

They are no `Penalty`: the exact analysis is about finite functions. What is read here is where the
text is infinite, and a finite penalty with the same values elsewhere;
`sparsity_theory.infinite_values` answers with these.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, Piecewise, S

from sparsity_theory.errors import PenaltyError
from sparsity_theory.exact import bounded
from sparsity_theory.exact.changes import point_in
from sparsity_theory.exact.enclosures import enclose, over
from sparsity_theory.exact.intervals import Interval, ordered, position
from sparsity_theory.exact.piecewise import assemble, branch_at, branches
from sparsity_theory.penalties.expressions import Parsed, to_text


@dataclass(frozen=True)
class Infinite:
    """A penalty that is infinite somewhere.

    Attributes:
        text: what was typed.
        at_zero: h(0), perhaps infinite; None when the text has no value there and no limit.
        infinite_at: a power u > 0 at which it is oo; None when it is finite on u > 0.
        finite_at: a power u > 0 at which it is finite; None when there is none.
        finite_text: a finite penalty on u >= 0 with the same values wherever this one is finite on
            u > 0, and with one of these where it is oo; None when it is finite nowhere.
        cases: the penalty case by case, with oo; None when it has no value at 0.
    """

    text: str
    at_zero: Expr | None
    infinite_at: Expr | None
    finite_at: Expr | None
    finite_text: str | None
    cases: str | None


class InfinitePenaltyError(PenaltyError):
    """A penalty that is infinite somewhere was given where a finite one is needed."""

    def __init__(self, question: Infinite) -> None:
        self.question = question
        super().__init__(
            f"{question.text!r} is infinite {_where(question)}. Here a finite penalty is needed;"
            " what the theorems say about this one is answered by: sparsity-theory counterexample"
            f' --h "{question.text}"'
        )


def _where(question: Infinite) -> str:
    if question.infinite_at is not None:
        return f"at u = {question.infinite_at}"
    return f"at u = 0 ({question.at_zero})"


def split(text: str, parsed: Parsed) -> Infinite:
    """Where a text with the value oo is infinite, and what it is elsewhere.

    Raises:
        PenaltyError: it is -oo at some u > 0, or oo is used for something else than a value.
    """
    finite: list[tuple[Interval, Expr]] = []
    infinite: list[Interval] = []
    for interval in _cells(parsed.expression):
        inside = _point(interval)
        formula = branch_at(parsed.expression, inside)
        if formula is S.NegativeInfinity:
            raise PenaltyError(
                f"{text!r} is -oo at u = {inside}: then every loss with a row of that power is -oo,"
                " and nothing is left to minimise; a penalty may be oo for u > 0, not -oo"
            )
        if formula is S.Infinity:
            infinite.append(interval)
        elif formula.has(S.Infinity, S.NegativeInfinity, S.NaN):
            raise PenaltyError(
                f"{text!r} computes with oo at u = {inside}: oo may only be a value, as in"
                " (u if u <= 1 else oo)"
            )
        elif enclose(formula, 64, at=over(inside, inside, 64)) is None:
            raise PenaltyError(f"could not show that {text!r} is finite at u = {inside}")
        else:
            finite.append((interval, formula))
    cases = _cases(parsed.at_zero, [*finite, *((interval, S.Infinity) for interval in infinite)])
    if not finite:
        return Infinite(text, parsed.at_zero, _point(infinite[0]), None, None, cases)
    level = bounded.at(finite[0][1], _point(finite[0][0]))
    if level is None:
        raise PenaltyError(f"the values of {text!r} have too many digits: simplify it")
    whole = assemble([*finite, *((interval, level) for interval in infinite)])
    zero = parsed.at_zero
    start = f"{to_text(zero)} if u == 0 else " if zero is not None and zero.is_finite else ""
    return Infinite(
        text,
        zero,
        _point(infinite[0]) if infinite else None,
        _point(finite[0][0]),
        f"{start}({to_text(whole)})",
        cases,
    )


def _cases(zero: Expr | None, parts: list[tuple[Interval, Expr]]) -> str | None:
    """The penalty from left to right, as one text."""
    if zero is None:
        return None
    words = [f"{_value(zero)} if u == 0 else"]
    for interval, formula in sorted(parts, key=lambda part: position(part[0])):
        end = interval.right
        relation = "<=" if interval.is_point else "<"
        last = end is S.Infinity
        words.append(_value(formula) + ("" if last else f" if u {relation} {to_text(end)} else"))
    return " ".join(words)


def _value(formula: Expr) -> str:
    if formula in (S.Infinity, S.NegativeInfinity):
        return "oo" if formula is S.Infinity else "(-oo)"
    return f"({to_text(formula)})"


def _point(interval: Interval) -> Expr:
    """A number in the interval, a rational unless the interval is an irrational point."""
    return interval.left if interval.is_point else point_in(interval.left, interval.right)


def _cells(expression: Expr) -> list[Interval]:
    """The open intervals between the points where a case ends, and these points."""
    ends = ordered(
        end
        for case in expression.atoms(Piecewise)
        for where, _ in branches(case)
        for end in (where.left, where.right)
    )
    cells: list[Interval] = []
    left: Expr = S.Zero
    for end in ends:
        if end != 0 and end is not S.Infinity:
            cells += [Interval(left, end), Interval(end, end, True, True)]
            left = end
    return [*cells, Interval(left, S.Infinity)]
