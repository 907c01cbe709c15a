"""The boxes of a proof, from its tree: the leaves cover the root by construction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from numerics.errors import CertificateError


@dataclass(frozen=True)
class SplitBox:
    """Lower and upper ends."""

    low: tuple[float, ...]
    high: tuple[float, ...]

    def centre(self, count: int) -> tuple[float, ...]:
        """The middle of the first coordinates, as the language of certificates has it.

        >>> SplitBox((0.0,), (1.0,)).centre(1)
        (0.5,)
        """
        ends = zip(self.low[:count], self.high[:count], strict=True)
        return tuple(a + 0.5 * (b - a) for a, b in ends)


def leaf_boxes(splits: Sequence[tuple[int, float] | None], root: SplitBox) -> list[SplitBox]:
    """The boxes of the leaves, in the order of the tree.

    >>> leaf_boxes([(0, 0.5), None, None], SplitBox((0.0,), (1.0,)))
    [SplitBox(low=(0.0,), high=(0.5,)), SplitBox(low=(0.5,), high=(1.0,))]

    Raises:
        CertificateError: if a split is not inside its box, or the tree is not whole.
    """
    pending, found = [root], []
    for node, split in enumerate(splits):
        if not pending:
            raise CertificateError(f"the tree goes on after its end, at node {node}")
        box = pending.pop()
        if split is None:
            found.append(box)
            continue
        k, at = split
        if not (0 <= k < len(box.low) and box.low[k] < at < box.high[k]):
            raise CertificateError(f"the split at node {node} is not inside its box")
        pending.append(SplitBox((*box.low[:k], at, *box.low[k + 1 :]), box.high))
        pending.append(SplitBox(box.low, (*box.high[:k], at, *box.high[k + 1 :])))
    if pending:
        raise CertificateError("the tree ends before all its boxes are there")
    return found
