"""Two points that Theorem A0 forbids, searched for; only what is certain is returned."""

from __future__ import annotations

import math
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from flint import arb

from sparsity_theory.characterisation import Dimensions
from sparsity_theory.errors import ObjectiveError
from sparsity_theory.objectives.evaluation import (
    Exact,
    NoObjectiveValueError,
    OpenError,
    at,
    certainly_at_least,
)
from sparsity_theory.objectives.nodes import Node

Powers = tuple[Fraction, ...]


@dataclass(frozen=True)
class ForbiddenPair:
    """Psi(0, p) >= Psi(e, q), p of r positive entries, and e > 0 or q of more than r.

    All powers are squares of rational numbers, so that an instance with them can be written down.
    """

    p: Powers
    e: Fraction
    q: Powers

    @property
    def reason(self) -> str:
        """What beats or ties the sparse codes."""
        return "imperfect" if self.e > 0 else "too dense"

    def __str__(self) -> str:
        return f"Psi(0, {_listed(self.p)}) >= Psi({_short(self.e)}, {_listed(self.q)})"


def _listed(powers: Powers) -> str:
    return f"({', '.join(_short(x) for x in powers)})"


def _short(x: Fraction) -> str:
    text = str(x)
    return text if len(text) <= 12 else f"about {float(x):.6g}"


_NEAR = [Fraction(10) ** k for k in (0, -2, 2, -4)]
_FAR = [Fraction(10) ** k for k in (-8, 4, 8, -16, 16, -40, 40)]


class _Stage(NamedTuple):
    """Scales of powers, ratios between the powers of a code, random codes, and errors."""

    scales: list[Fraction]
    ratios: list[Fraction]
    random: int
    errors: list[Fraction]


_STAGES = (
    _Stage(_NEAR, [], 0, [Fraction(1), Fraction(1, 100), Fraction(1, 10**4)]),
    _Stage(_NEAR, [Fraction(1, 100), Fraction(1, 10**8)], 24, [Fraction(1, 10**4), Fraction(100)]),
    _Stage(
        _FAR,
        [Fraction(1, 10**8), Fraction(1, 10**20)],
        0,
        [Fraction(10) ** k for k in (-8, -40, 8, 40)],
    ),
)
"""The simple points first: what is found is shown to people."""

_SUPPORTS = 12  # sets of active rows that are tried
_COUNTS = 5  # numbers of active rows that are tried
_ROUNDS = 60

SEARCH, ATTACK = 600_000, 60_000
"""Nodes that a stage may evaluate for one kind of point: where two points are hoped for, and where
a guarantee was derived, which they would refute."""


def find_forbidden_pair(node: Node, dims: Dimensions, work: int = SEARCH) -> ForbiddenPair | None:
    """Search for two points; None says nothing.

    The pair exists iff the largest sparse value is at least the smallest other one, so the two are
    searched for apart.

    >>> from sparsity_theory.objectives.language import read
    >>> str(find_forbidden_pair(read("e + p1 + p2", 3, 2, 1), Dimensions(3, 2, 1)))
    'Psi(0, (100, 0)) >= Psi(0, (1/10000, 1/10000))'

    Raises:
        ObjectiveError: the objective has no value at one of the points.
    """
    draw = random.Random(zlib.crc32(node.text.encode()))  # noqa: S311 - points, not secrets
    knots, zero, kappa = _knots(node), Fraction(0), dims.kappa
    sparse, dense = _Best(node, above=True), _Best(node, above=False)
    imperfect = _Best(node, above=False)
    most = max(20, work // node.size)
    for stage in _STAGES:
        for p in _codes(kappa, [dims.r], stage, knots, draw, most):
            sparse.see(zero, p)
        for q in _codes(kappa, range(dims.r + 1, kappa + 1), stage, knots, draw, most):
            dense.see(zero, q)
        errors = [*stage.errors, *knots]
        some = _codes(kappa, range(1, kappa + 1), stage, knots, draw, most // len(errors))
        for q in [(zero,) * kappa, *some]:
            for e in errors:
                imperfect.see(e, q)
        found = _pair(sparse, dense, imperfect)
        if found is not None:
            return found
    for best in (sparse, dense, imperfect):
        best.improve(draw)
    return _pair(sparse, dense, imperfect)


def _pair(sparse: _Best, *others: _Best) -> ForbiddenPair | None:
    for other in others:
        for s in sparse.kept:
            for o in other.kept:
                if certainly_at_least(s.value, o.value):
                    return ForbiddenPair(s.powers, o.error, o.powers)
    return None


@dataclass(frozen=True)
class _Seen:
    value: Exact
    error: Fraction
    powers: Powers


class _Best:
    """The best points seen on one side: an exact value is kept beside the best ball, for ties."""

    def __init__(self, node: Node, *, above: bool) -> None:
        self.node, self.above = node, above
        self.best: _Seen | None = None
        self.exact: _Seen | None = None

    @property
    def kept(self) -> list[_Seen]:
        return [seen for seen in (self.exact, self.best) if seen is not None]

    def see(self, error: Fraction, powers: Powers) -> None:
        try:
            value = at(self.node, error, powers)
        except OpenError:
            return
        except NoObjectiveValueError as problem:
            point = f"e = {_short(error)}, p = {_listed(powers)}"
            raise ObjectiveError(
                f"the objective has no value at {point}: {problem}; give it one, as in"
                " (... if count > 0 else 0), or (0 if p1 == 0 else ...)"
            ) from None
        seen = _Seen(value, error, powers)
        if self.best is None or self._better(value, self.best.value):
            self.best = seen
        if isinstance(value, arb):
            return
        if self.exact is None or self._better(value, self.exact.value):
            self.exact = seen

    def _better(self, new: Exact, old: Exact) -> bool:
        first, second = _middle(new), _middle(old)
        if isinstance(first, float) or isinstance(second, float):
            a, b = (x if isinstance(x, float) else 0.0 for x in (first, second))
            return a > b if self.above else a < b
        return bool(first > second if self.above else first < second)

    def improve(self, draw: random.Random) -> None:
        """Change single powers, and the error, of the best point by random factors."""
        for _ in range(_ROUNDS):
            if self.best is None:
                return
            seen = self.best
            factor = Fraction(draw.choice((2, 3, 7, 100)), draw.choice((2, 3, 5, 100)))
            index = draw.randrange(len(seen.powers) + 1)
            if index == len(seen.powers):
                self.see(seen.error * factor, seen.powers)
            else:
                powers = list(seen.powers)
                powers[index] *= factor**2
                self.see(seen.error, tuple(powers))


def _middle(value: Exact) -> Exact:
    return value.mid() if isinstance(value, arb) else value


def _codes(  # noqa: PLR0917 - what is enumerated
    kappa: int,
    counts: Sequence[int],
    stage: _Stage,
    knots: list[Fraction],
    draw: random.Random,
    most: int,
) -> list[Powers]:
    """Codes with so many active rows; where there are more than `most`, some of them."""
    found = []
    for m in _spread(counts):
        shapes = list(_shapes(m, stage, knots, draw))
        for support in _supports(kappa, m, draw):
            for shape in shapes:
                powers = [Fraction(0)] * kappa
                for k, power in zip(support, shape, strict=True):
                    powers[k] = power
                found.append(tuple(powers))
    return found if len(found) <= most else found[:: -(-len(found) // max(1, most))]


def _spread(counts: Sequence[int]) -> list[int]:
    """Some of the numbers, the first and the last among them."""
    if len(counts) <= _COUNTS:
        return list(counts)
    places = {round(k * (len(counts) - 1) / (_COUNTS - 1)) for k in range(_COUNTS)} | {1}
    return [counts[k] for k in sorted(places)]


def _supports(kappa: int, m: int, draw: random.Random) -> list[tuple[int, ...]]:
    if math.comb(kappa, m) <= _SUPPORTS:
        return list(combinations(range(kappa), m))
    found = [tuple(range(m)), tuple(range(kappa - m, kappa))]
    found += [tuple(sorted(draw.sample(range(kappa), m))) for _ in range(_SUPPORTS - 2)]
    return found


def _shapes(m: int, stage: _Stage, knots: list[Fraction], draw: random.Random) -> Iterator[Powers]:
    for scale in (*stage.scales, *knots):
        yield (scale,) * m
        for ratio in stage.ratios if m > 1 else []:
            yield (scale,) + (scale * ratio,) * (m - 1)
            yield (scale * ratio,) * (m - 1) + (scale,)
    for _ in range(stage.random):
        yield tuple(Fraction(draw.randint(1, 60), draw.randint(1, 60)) ** 2 for _ in range(m))


def _knots(node: Node) -> list[Fraction]:
    """Squares of rationals near the numbers of the text, on both sides."""
    numbers: set[Fraction] = set()
    todo = [node]
    while todo:
        part = todo.pop()
        todo += part.parts
        if part.kind == "number" and isinstance(part.data, Fraction) and part.data > 0:
            numbers.add(part.data)
    found: list[Fraction] = []
    for value in sorted(numbers)[:6]:
        top, bottom = math.isqrt(value.numerator * 10**12), math.isqrt(value.denominator * 10**12)
        if not top or not bottom:
            continue
        root = Fraction(top, bottom)
        if root * root != value:
            root = root.limit_denominator(1000) or root
        found += [
            (root * factor) ** 2 for factor in (Fraction(1), Fraction(99, 100), Fraction(101, 100))
        ]
    return found
