"""The boxes of a proof: its leaves cover the root boxes, and these cover the admitted theta."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from numerics.certificates.family import Family, Floats
from numerics.certificates.proof import MinimumProof
from numerics.errors import CertificateError

Ends = tuple[float, ...]


def leaf_boxes(minimum: MinimumProof, kappa: int) -> tuple[list[int], Floats, Floats]:
    """The leaf nodes and the ends (low, high) of their boxes, one a row.

    Raises:
        CertificateError: if a split is not inside its box, a child does not exist, or the leaves
            are not those that are stored.
    """
    splits, floor = minimum.splits, (0.0,) * (1 + kappa)
    pending: list[tuple[int, Ends, Ends]] = [
        (node, (*p.low, *floor), (*p.high, minimum.e_max, *p.ceilings))
        for node, p in enumerate(minimum.patches)
    ]
    if not pending or len(splits) < len(pending):
        raise CertificateError("the tree has no root, or fewer roots than there are patches")
    found, seen = [], set(range(len(pending)))
    while pending:
        node, low, high = pending.pop()
        split = splits[node]
        if split is None:
            found.append((node, low, high))
            continue
        k, at, child = split
        if not (0 <= k < len(low) and low[k] < at < high[k]):
            raise CertificateError(f"the split at node {node} is not inside its box")
        if not node < child < len(splits) - 1:
            raise CertificateError(f"the split at node {node} has children that do not exist")
        if child in seen or child + 1 in seen:
            raise CertificateError(f"a node such as {child} is the child of two nodes")
        seen |= {child, child + 1}
        pending.append((child, low, (*high[:k], at, *high[k + 1 :])))
        pending.append((child + 1, (*low[:k], at, *low[k + 1 :]), high))
    missing = {node for node, _, _ in found} ^ set(minimum.leaves)
    if missing:
        raise CertificateError(f"leaf at node {min(missing)} is missing, or not in the tree")
    found.sort()
    lows, highs = (np.array([entry[i] for entry in found]) for i in (1, 2))
    return [entry[0] for entry in found], lows, highs


def check_cover(boxes: Sequence[tuple[Ends, Ends]], family: Family) -> None:
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
        covered = apart and sum(map(_volume, boxes)) == 1
    else:
        corners = map(np.array, product((0.0, 1.0), repeat=p))
        covered = all(((low <= t) & (t <= high)).all(axis=1).any() for t in corners)
    if not covered:
        raise CertificateError("the patches do not cover theta, or overlap")


def _volume(box: tuple[Ends, Ends]) -> Fraction:
    return prod((Fraction(b) - Fraction(a) for a, b in zip(*box, strict=True)), start=Fraction(1))
