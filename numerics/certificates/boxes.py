"""The boxes of a proof: its leaves cover the root boxes, and these cover the admitted theta."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import CertificateError

if TYPE_CHECKING:
    from numerics.certificates.family import Family

Ends = tuple[float, ...]
Box = tuple[Ends, Ends]  # lower and upper ends


def leaf_boxes(splits: Sequence[tuple[int, float] | None], roots: Sequence[Box]) -> list[Box]:
    """The boxes of the leaves, in the order of the trees: together they are the roots.

    >>> leaf_boxes([(0, 0.5), None, None], [((0.0,), (1.0,))])
    [((0.0,), (0.5,)), ((0.5,), (1.0,))]

    Raises:
        CertificateError: if a split is not inside its box, or a tree is not whole.
    """
    pending, found = list(roots)[::-1], []
    for node, split in enumerate(splits):
        if not pending:
            raise CertificateError(f"the tree goes on after its end, at node {node}")
        low, high = pending.pop()
        if split is None:
            found.append((low, high))
            continue
        k, at = split
        if not (0 <= k < len(low) and low[k] < at < high[k]):
            raise CertificateError(f"the split at node {node} is not inside its box")
        pending.append(((*low[:k], at, *low[k + 1 :]), high))
        pending.append((low, (*high[:k], at, *high[k + 1 :])))
    if pending:
        raise CertificateError("the tree ends before all its boxes are there")
    return found


def check_cover(boxes: Sequence[Box], family: Family) -> None:
    """That the boxes cover the admitted theta.

    Boxes of the cube that do not overlap cover it if together they are as large.
    """
    p = family.parameters
    if any(len(low) != p or len(high) != p for low, high in boxes):
        raise CertificateError("a patch has not as many coordinates as theta")
    low, high = (np.array(ends).reshape(len(boxes), p) for ends in zip(*boxes, strict=True))
    if family.connected:
        apart = ((low >= 0) & (low < high) & (high <= 1)).all() and all(
            (np.maximum(low, a) < np.minimum(high, b)).all(axis=1).sum() == 1
            for a, b in zip(low, high, strict=True)
        )
        widths = ([Fraction(b) - Fraction(a) for a, b in zip(*x, strict=True)] for x in boxes)
        covered = apart and sum(map(prod, widths)) == 1
    else:
        corners = map(np.array, product((0.0, 1.0), repeat=p))
        covered = all(((low <= t) & (t <= high)).all(axis=1).any() for t in corners)
    if not covered:
        raise CertificateError("the patches do not cover theta, or overlap")
