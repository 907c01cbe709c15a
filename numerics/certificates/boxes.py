"""The boxes of a proof: its leaves cover the root boxes, and these cover the admitted theta."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numerics.certificates.family import Family, Floats
from numerics.certificates.proof import MinimumProof
from numerics.errors import CertificateError

Ends = tuple[float, ...]
_MAX_CELLS = 100_000


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

    Cut the admitted set along all ends of boxes: each cell must lie in a box.
    """
    p = family.parameters
    for low, high in boxes:
        if len(low) != p or len(high) != p:
            raise CertificateError("a patch has not as many coordinates as theta")
    cells = 0
    for start, end in family.theta_boxes:
        pending = [(start, end, list(boxes))]
        while pending:
            cells += 1
            if cells > _MAX_CELLS:
                raise CertificateError(f"the patches cut theta into more than {_MAX_CELLS} cells")
            low, high, near = pending.pop()
            near = [box for box in near if _meets(box, low, high)]
            if not near:
                raise CertificateError(f"the patches do not cover theta in [{low}, {high}]")
            cut = _cut_along(near[0], low, high)
            if cut is None:
                continue
            j, at = cut
            pending.append((low, (*high[:j], at, *high[j + 1 :]), near))
            pending.append(((*low[:j], at, *low[j + 1 :]), high, near))


def _meets(box: tuple[Ends, Ends], low: Ends, high: Ends) -> bool:
    """Whether the box meets the inside of the cell (relative to the coordinates it moves in)."""
    return all(
        (c <= a <= d) if a == b else (c < b and a < d)
        for a, b, c, d in zip(low, high, *box, strict=True)
    )


def _cut_along(box: tuple[Ends, Ends], low: Ends, high: Ends) -> tuple[int, float] | None:
    """A side of the box that runs through the inside of the cell; None if the cell is in it."""
    for j, sides in enumerate(zip(*box, strict=True)):
        for at in sides:
            if low[j] < at < high[j]:
                return j, at
    return None
