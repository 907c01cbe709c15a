"""That boxes of theta cover all admitted theta."""

from __future__ import annotations

from collections.abc import Sequence

from numerics.certificates.linear_family import LinearFamily
from numerics.errors import CertificateError

Ends = tuple[float, ...]

_MAX_CELLS = 100_000


def check_cover(boxes: Sequence[tuple[Ends, Ends]], family: LinearFamily) -> None:
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
