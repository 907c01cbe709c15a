"""Open intervals cut by exact points, with the sign of a function on each part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sympy import Expr

from sparsity_theory.exact.intervals import order, ordered


@dataclass(frozen=True)
class Part:
    """An open interval on all of which a function has one sign: 1, 0, -1; None for unknown."""

    left: Expr
    right: Expr
    sign: int | None


Parts = tuple[Part, ...]


def combine(first: Parts, second: Parts) -> Parts:
    """The signs of a product from those of its factors."""
    joined: list[Part] = []
    for left, right, (a, b) in refine([first, second]):
        sign = None if a is None or b is None else a * b
        if joined and joined[-1].sign is None and sign is None:
            joined[-1] = Part(joined[-1].left, right, None)
        else:
            joined.append(Part(left, right, sign))
    return tuple(joined)


def refine(
    partitions: Sequence[Parts],
) -> list[tuple[Expr, Expr, tuple[int | None, ...]]]:
    """The common refinement of partitions of one interval, with the sign from each."""
    ends = ordered({end for parts in partitions for p in parts for end in (p.left, p.right)})
    cells = []
    for left, right in pairwise(ends):
        found = tuple(
            next(p.sign for p in parts if order(p.left, left) <= 0 <= order(p.right, right))
            for parts in partitions
        )
        cells.append((left, right, found))
    return cells


def absolute(parts: Parts) -> Parts:
    """The signs of |f|, or of an even power of f."""
    return tuple(Part(p.left, p.right, None if p.sign is None else abs(p.sign)) for p in parts)


def clip(parts: Parts, left: Expr, right: Expr) -> Parts:
    """The restriction of a partition to (left, right)."""
    clipped = (
        Part(
            left if order(p.left, left) < 0 else p.left,
            right if order(p.right, right) > 0 else p.right,
            p.sign,
        )
        for p in parts
    )
    return tuple(p for p in clipped if order(p.left, p.right) < 0)
