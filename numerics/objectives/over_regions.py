"""The values of an objective over all points with so many active rows, from its text alone."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import combinations, pairwise
from math import comb
from typing import Any

from flint import arb, fmpq

from numerics.certificates.extended import lower
from numerics.certificates.function import Function, Infimum
from numerics.certificates.limits import LimitError, NoInfoError, ask
from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError
from numerics.objectives import ranges as r
from numerics.objectives.evaluation import ObjectiveText, RangeWalk
from numerics.objectives.numbers import INF, order, unknown
from numerics.objectives.ranges import POSITIVE, End, Range, point
from numerics.objectives.shapes import joined, names, ratio, repeated, symmetric, terms, text_digest

MAX_FACES = 512  # sets of active rows that are looked at one by one
MAX_FREE = 12  # variables of a part that repeated parts are sought in
_ZERO = fmpq(0)


class ObjectiveRanges:
    """Ranges of an objective, from ranges of its functions of one variable.

    Args:
        objective: its text.
        kappa: how many rows there are.
        cuts: points at which (0, oo) is cut, by function; functions are written in u.

    >>> found = ObjectiveRanges(ObjectiveText("e + s2 + s3"), 3, {})
    >>> found.over(2, exact=True)
    Range(low=0, high=inf, low_in=False, high_in=False)

    Raises:
        CertificateError: the cuts of a function do not ascend from above 0.
    """

    def __init__(
        self, objective: ObjectiveText, kappa: int, cuts: Mapping[str, Sequence[Fraction]]
    ) -> None:
        self.kappa, self.cuts = kappa, cuts
        if any(a >= b for points in cuts.values() for a, b in pairwise((Fraction(0), *points))):
            raise CertificateError("the cuts of a function do not ascend from above 0")
        rest = _by_variable(terms(objective.tree))
        rows = range(1, kappa + 1)
        self.rows = {k: rest.pop(f"p{k}") for k in rows if f"p{k}" in rest}
        self.rest = joined(list(rest.values()) or [ast.Constant(0)])
        coupled = not names(self.rest).isdisjoint(f"p{k}" for k in rows)
        self.alike = not coupled or symmetric(self.rest, kappa)
        self.functions: dict[str, Range | None] = {}  # by text; None where a range was not found

    def over(self, active: int, *, exact: bool) -> Range:
        """All values with so many active rows, for the error 0 or all others.

        Raises:
            CertificateError: at some of these points there is no value, or none is known.
        """
        fixed = {"e": point(_ZERO) if exact else POSITIVE, "count": point(fmpq(active))}
        for k in range(1, self.kappa + 1):
            fixed[f"s{k}"] = POSITIVE if k <= active else point(_ZERO)
        return self._rows(fixed, active) + r.hull(self._faces(fixed, active))

    def _faces(self, fixed: Mapping[str, Range], active: int) -> Iterator[Range]:
        """The terms in several rows, for each set of active rows, or one where all are alike."""
        rows = range(1, self.kappa + 1)
        if not self.alike and comb(self.kappa, active) > MAX_FACES:
            raise CertificateError(f"there are more than {MAX_FACES} sets of {active} active rows")
        for chosen in [rows[:active]] if self.alike else combinations(rows, active):
            powers = {f"p{k}": POSITIVE if k in chosen else point(_ZERO) for k in rows}
            yield _RegionWalk(self, {**fixed, **powers}, active).value(self.rest, 0)

    def _rows(self, fixed: Mapping[str, Range], active: int) -> Range:
        """The terms in one row each: of every row at 0 or above, whichever rows are active."""

        def of(k: int, powers: Range) -> Range:
            return _RegionWalk(self, {**fixed, f"p{k}": powers}, active).value(self.rows[k], 0)

        if active == self.kappa:
            return reduce(Range.__add__, (of(k, POSITIVE) for k in self.rows), point(_ZERO))
        zeros = {k: of(k, point(_ZERO)) for k in self.rows}
        total = reduce(Range.__add__, zeros.values(), point(_ZERO))
        if not active:
            return total
        rises = [of(k, POSITIVE) + -zero for k, zero in zeros.items()]
        rises += [point(_ZERO)] * (self.kappa - len(rises))
        falls = [-x for x in rises]
        low, high = (_most([x.ends[1] for x in of], active) for of in (falls, rises))
        return total + r.between(r.minus(low), high)

    def function(self, node: ast.expr) -> Range:
        """The range over u > 0 of a node in u, by the walk over cells and by the checker of u."""
        text = ast.unparse(node)
        if text not in self.functions:
            self.functions[text] = None
            cuts = list(map(to_fmpq, self.cuts.get(text, ())))
            found = [*_known(lambda: r.hull(self._cells(node, cuts))),
                     *_known(lambda: _bracket(text, cuts))]  # fmt: skip
            self.functions[text] = reduce(Range.__and__, found) if found else None
        known = self.functions[text]
        if known is None:
            raise unknown("no range of a function of one variable was found")
        return known

    def _cells(self, node: ast.expr, cuts: Sequence[fmpq]) -> Iterator[Range]:
        ends: list[fmpq | float] = [_ZERO, *cuts, INF]
        cells = [Range(a, b, False, False) for a, b in pairwise(ends)]
        for cell in [*cells, *map(point, cuts)]:
            yield RangeWalk({"u": cell}).value(node, 0)


def _known(found: Callable[[], Range]) -> list[Range]:
    """The range, or nothing where none is known."""
    try:
        return [found()]
    except LimitError:
        raise
    except CertificateError:
        return []


def _bracket(text: str, cuts: Sequence[fmpq]) -> Range:
    """The range by the checker of penalties, which knows of slopes and of limits."""
    try:
        h = Function(f"(0 if u == 0 else {text})")
        if not h.defined:
            raise CertificateError("a function of one variable is not known to have a value")
        cells = h.cells(_ZERO, None, cuts)
        low, high = (lower(Infimum(f, cells).found.low) for f in (h, h.mirrored))
    except NoInfoError as why:
        raise unknown(str(why)) from None
    return r.between((low, low.is_finite()), (-high, high.is_finite()))


def _by_variable(parts: list[ast.expr]) -> dict[str, ast.expr]:
    """The sums of the terms in one variable alone, beside the number of active rows, by its name.

    Every term in several variables, or in none, stays alone: its name is its place.
    """
    found: dict[str, list[ast.expr]] = {}
    for place, part in enumerate(parts):
        named = sorted(names(part) - {"count"})
        found.setdefault(named[0] if len(named) == 1 else str(place), []).append(part)
    return {name: joined(same) for name, same in found.items()}


def _most(ends: list[End], count: int) -> End:
    """An upper bound of the sum of any `count` of numbers with these upper ends.

    It is never reached where an end that every choice of largest ones needs is never reached.
    """
    ranked = sorted((end for end, _ in ends), key=lambda end: arb(end).upper(), reverse=True)
    total, last = reduce(Range.__add__, map(point, ranked[:count])).high, ranked[count - 1]
    needed = [inside for end, inside in ends if order(end, last) == 1]
    perhaps = [inside for end, inside in ends if order(end, last) in (0, None)]
    return total, all(needed) and (len(needed) == count or any(perhaps))


class _RegionWalk(RangeWalk):
    """Over a region; what depends on one variable alone is looked at as a function of it."""

    def __init__(self, owner: ObjectiveRanges, values: Mapping[str, Range], active: int) -> None:
        super().__init__(values)
        self.owner, self.active = owner, active

    def value(self, node: ast.expr, depth: int) -> Range:
        named = names(node)
        if not named <= self.values.keys():
            raise unknown("a name is not in the language")
        free = self._free(node)
        if not free or isinstance(node, ast.Name):
            return super().value(node, depth)
        if isinstance(node, ast.IfExp) and self.holds(node.test, depth + 1) is not None:
            return super().value(node, depth)
        if len(named) >= self.owner.kappa:
            known = ratio(node, self.owner.kappa, self.active)
            if known is not None:
                return known
        as_function = self._of_one(node, free)
        if as_function is not None:
            return self.owner.function(as_function)
        return super().value(node, depth)

    def _of_one(self, node: ast.expr, free: list[str]) -> ast.expr | None:
        """The node with u for what it is a function of, a variable or a part that occurs often."""
        if isinstance(node, ast.BinOp) and not all(map(self._free, (node.left, node.right))):
            return None  # by the rules for a number and a function
        if len(free) == 1:
            whole = self.values[free[0]] == POSITIVE
            return self._renamed(node, ast.Name(free[0], ast.Load())) if whole else None
        for part in [] if len(free) > MAX_FREE else repeated(node, frozenset(free)):
            if self.value(part, 0) == POSITIVE:
                return self._renamed(node, part)
        return None

    def _free(self, node: ast.expr) -> list[str]:
        """The variables that are not constant here."""
        return [name for name in names(node) if self.values[name].value is None]

    def _renamed(self, node: ast.expr, part: ast.expr) -> ast.expr:
        found = _Renaming(self, part).visit(copy.deepcopy(node))
        assert isinstance(found, ast.expr)
        return found


class _Renaming(ast.NodeTransformer):
    """Writes u for every occurrence of a part, numbers for constants, and takes certain cases."""

    def __init__(self, walk: _RegionWalk, part: ast.expr) -> None:
        self.walk, self.part, self.text = walk, part, text_digest(part)

    def visit(self, node: ast.AST) -> Any:
        ask()
        if type(node) is type(self.part) and text_digest(node) == self.text:
            return ast.Name("u", ast.Load())
        if isinstance(node, ast.Name) and node.id in self.walk.values:
            value = self.walk.values[node.id].value
            if isinstance(value, fmpq):
                return ast.Constant(int(value.p))  # 0, or the number of active rows
        if isinstance(node, ast.IfExp):
            truth = self.walk.holds(node.test, 0)
            if truth is not None:
                return self.visit(node.body if truth else node.orelse)
        return self.generic_visit(node)
