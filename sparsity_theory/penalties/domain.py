"""Is a text a finite real number for every u > 0? With proof, or with a point where it is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sympy import Expr, Rational

from sparsity_theory.exact import effort
from sparsity_theory.exact.changes import changes, point_in
from sparsity_theory.exact.constants import sign_at
from sparsity_theory.exact.intervals import Interval, UnorderedError
from sparsity_theory.exact.partitions import Part
from sparsity_theory.exact.signs import is_square, obvious_sign
from sparsity_theory.exact.smooth import smooth_parts
from sparsity_theory.penalties.expressions import Condition, Requirement, satisfied

_SAMPLES = [Rational(2) ** k for k in range(-12, 13)]


@dataclass(frozen=True)
class Domain:
    """Whether all requirements hold; `where` says for which u one of them fails, and which."""

    holds: bool | None
    where: str = ""
    source: str = ""


def check(requirements: Iterable[Requirement]) -> Domain:
    """Prove or refute that every requirement holds on its whole region.

    >>> from sparsity_theory.penalties.expressions import read
    >>> check(read("log(u - 1)").requirements)
    Domain(holds=False, where='u = 1/2', source='log(u - 1)')
    """
    try:
        with effort.analysis():
            return _check_all(requirements)
    except (effort.OutOfTimeError, UnorderedError):
        return Domain(None)


def _check_all(requirements: Iterable[Requirement]) -> Domain:
    holds: bool | None = True
    for requirement in requirements:
        for interval in requirement.region:
            found = _check_on(requirement, interval)
            if found.holds is False:
                return found
            if found.holds is None:
                holds = None
    return Domain(holds)


def _check_on(requirement: Requirement, interval: Interval) -> Domain:
    obvious = obvious_sign(requirement.argument)
    if obvious is not None and satisfied(requirement.condition, obvious):
        return Domain(holds=True)
    if requirement.condition is Condition.NONNEGATIVE and is_square(requirement.argument):
        return Domain(holds=True)
    smooth = smooth_parts(requirement.argument, interval)
    if smooth is None:
        return _search(requirement, interval)
    holds: bool | None = True
    for where, formula in smooth:
        parts = () if where.is_point else changes(formula, where.left, where.right)
        for part in parts:
            if part.sign is None:
                holds = None
            elif not satisfied(requirement.condition, part.sign):
                return _failure(requirement, point_in(part.left, part.right))
        crossing = _crossing(parts)
        if crossing is not None and requirement.condition is Condition.NONZERO:
            between = f"some u between {crossing.left} and {crossing.right}"
            return Domain(False, between, requirement.source)
        for point in _points(where, parts):
            found = sign_at(formula, point)
            if found is None:
                holds = None
            elif not satisfied(requirement.condition, found):
                return _failure(requirement, point)
    return _search(requirement, interval) if holds is None else Domain(holds)


def _crossing(parts: tuple[Part, ...]) -> Part | None:
    """A part of unknown sign between two of opposite signs: the function vanishes in it."""
    for before, part, after in zip(parts, parts[1:], parts[2:], strict=False):
        if part.sign is None and {before.sign, after.sign} == {1, -1}:
            return part
    return None


def _points(where: Interval, parts: tuple[Part, ...]) -> list[Expr]:
    """The points of the interval that are inside no part."""
    points: list[Expr] = [part.left for part in parts[1:]]
    points += [where.left] if where.left_closed else []
    points += [where.right] if where.right_closed else []
    return points


def _search(requirement: Requirement, interval: Interval) -> Domain:
    """Look for a point where the requirement fails."""
    for point in _SAMPLES:
        if interval.contains(point):
            found = sign_at(requirement.argument, point)
            if found is not None and not satisfied(requirement.condition, found):
                return _failure(requirement, point)
    return Domain(None)


def _failure(requirement: Requirement, point: Expr) -> Domain:
    return Domain(False, f"u = {point}", requirement.source)
