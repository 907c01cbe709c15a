"""The dependency graph of the claims, laid out in layers and drawn as SVG and as LaTeX.

Arrows run from a claim to the claims that use it, left to right.  An arrow that a longer chain of
arrows already implies is left out; claims without any arrow stand in a block below the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from sparsity_theory.claims import Claim, Mark, Status

ROW, GAP, HEIGHT, CHARACTER, PAD = 27.0, 56.0, 19.0, 6.7, 8.0
_SWEEPS = 24
_TURN = 1.5  # a drawing wider than this times its height is printed sideways
COLOURS = {
    Status.PROVED: "#d9f0d3",
    Status.SUPPORTED: "#fff3bf",
    Status.OPEN: "#e8e8e8",
    Status.NOT_RUN: "#ffffff",
    Status.REFUTED: "#f8b4ab",
    Status.ERROR: "#f8b4ab",
}


@dataclass(frozen=True)
class Box:
    """A claim in the drawing: left edge, centre line, width."""

    id: str
    left: float
    middle: float
    width: float


@dataclass(frozen=True)
class Layout:
    """Boxes, arrows as polylines, and the size of the whole."""

    boxes: tuple[Box, ...]
    arrows: tuple[tuple[tuple[float, float], ...], ...]
    width: float
    height: float


def reduced(uses: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The same order of claims with no arrow that a longer chain implies.

    >>> reduced({"a": (), "b": ("a",), "c": ("a", "b")})
    {'a': (), 'b': ('a',), 'c': ('b',)}
    """
    below: dict[str, set[str]] = {}
    for id_, used in uses.items():  # in ledger order every claim comes after those it uses
        below[id_] = set(used).union(*(below[other] for other in used))
    return {
        id_: tuple(u for u in used if not any(u in below[other] for other in used))
        for id_, used in uses.items()
    }


def layout(uses: Mapping[str, tuple[str, ...]]) -> Layout:
    """Place the claims: layers by longest chain, order by the mean place of the neighbours."""
    edges = reduced(uses)
    users = {other for used in edges.values() for other in used}
    linked = {id_: used for id_, used in edges.items() if used or id_ in users}
    layer = _layers(linked)
    columns, chains = _columns(linked, layer)
    _order(columns, chains)
    boxes, ends = _place(columns)
    arrows = tuple(tuple(point for stop in chain for point in ends[stop]) for chain in chains)
    alone = [id_ for id_ in edges if id_ not in linked]
    width = max([box.left + box.width for box in boxes], default=600.0)
    top = max([y for stop in ends.values() for _, y in stop], default=0.0) + ROW
    lone, bottom = _block(alone, width, top)
    return Layout((*boxes, *lone), arrows, width + PAD, bottom + PAD)


def _layers(uses: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    layer: dict[str, int] = {}
    for id_, used in uses.items():
        layer[id_] = 1 + max((layer[other] for other in used), default=-1)
    # A claim that uses nothing stands just before the first claim that uses it.
    for id_ in uses:
        if not uses[id_]:
            layer[id_] = min(layer[other] for other, used in uses.items() if id_ in used) - 1
    return layer


_Chain = tuple[str, ...]


def _columns(
    uses: Mapping[str, tuple[str, ...]], layer: Mapping[str, int]
) -> tuple[list[list[str]], list[_Chain]]:
    """Claims by layer, and each arrow as a chain with a stop in every layer that it crosses.

    Arrows that leave the same claim share their stops, so that they run as one line.
    """
    columns: list[list[str]] = [[] for _ in range(1 + max(layer.values(), default=-1))]
    for id_ in uses:
        columns[layer[id_]].append(id_)
    chains = []
    for id_, used in uses.items():
        for other in used:
            stops = [f"{other}>{i}" for i in range(layer[other] + 1, layer[id_])]
            for i, stop in enumerate(stops, layer[other] + 1):
                if stop not in columns[i]:
                    columns[i].append(stop)
            chains.append((other, *stops, id_))
    return columns, chains


def _order(columns: list[list[str]], chains: Iterable[_Chain]) -> None:
    """Barycentre sweeps, forwards and backwards."""
    links = {link for chain in chains for link in pairwise(chain)}
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for left, right in sorted(links):
        before.setdefault(right, []).append(left)
        after.setdefault(left, []).append(right)
    for sweep in range(_SWEEPS):
        neighbours = before if sweep % 2 == 0 else after
        ordered = columns if sweep % 2 == 0 else columns[::-1]
        for fixed, moved in pairwise(ordered):
            place = {id_: i / len(fixed) for i, id_ in enumerate(fixed)}
            own = {id_: i / len(moved) for i, id_ in enumerate(moved)}
            means = {id_: _mean(neighbours.get(id_, []), place, own[id_]) for id_ in moved}
            moved.sort(key=means.__getitem__)


def _mean(ids: list[str], place: Mapping[str, float], own: float) -> float:
    known = [place[id_] for id_ in ids if id_ in place]
    return sum(known) / len(known) if known else own


def _width(id_: str) -> float:
    return 2 * PAD + CHARACTER * len(id_)


def _place(
    columns: list[list[str]],
) -> tuple[list[Box], dict[str, tuple[tuple[float, float], ...]]]:
    """Boxes, and for every claim or stop the points at which arrows enter and leave."""
    tallest = max(map(len, columns), default=0)
    boxes: list[Box] = []
    ends: dict[str, tuple[tuple[float, float], ...]] = {}
    left = PAD
    for column in columns:
        width = max((_width(id_) for id_ in column if ">" not in id_), default=0.0)
        pitch = ROW * max(1.0, min(2.0, tallest / (len(column) + 1)))
        top = PAD + ROW / 2 + (tallest * ROW - len(column) * pitch) / 2
        for i, id_ in enumerate(column):
            middle = top + i * pitch
            if ">" not in id_:
                boxes.append(Box(id_, left, middle, width))
            ends[id_] = ((left, middle), (left + width, middle))
        left += width + GAP
    return boxes, ends


def _block(ids: list[str], width: float, top: float) -> tuple[list[Box], float]:
    """Rows of claims that no arrow touches."""
    boxes, left = [], PAD
    for id_ in ids:
        if left > PAD and left + _width(id_) > width:
            left, top = PAD, top + ROW
        boxes.append(Box(id_, left, top, _width(id_)))
        left += _width(id_) + PAD
    return boxes, top + HEIGHT / 2


def _curves(points: tuple[tuple[float, float], ...]) -> list[tuple[tuple[float, float], ...]]:
    """Cubic pieces between the points after the first and before the last: flat at each end."""
    inner = points[1:-1]
    return [
        ((x0, y0), ((x0 + x1) / 2, y0), ((x0 + x1) / 2, y1), (x1, y1))
        for (x0, y0), (x1, y1) in pairwise(inner)
    ]


def svg(claims: Iterable[Claim], status: Mapping[str, Status], drawn: Layout) -> str:
    """The drawing as SVG: the fill is the status, a dashed frame marks an extension."""
    by_id = {claim.id: claim for claim in claims}
    size = f'width="{drawn.width:.0f}" height="{drawn.height:.0f}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="monospace" font-size="11">',
        '<rect width="100%" height="100%" fill="white"/>',
        '<g fill="none" stroke="#8a8a8a" stroke-width="1">',
    ]
    for points in drawn.arrows:
        pieces = _curves(points)
        path = f"M{_at(pieces[0][0])}" + "".join(
            f" C{_at(b)} {_at(c)} {_at(d)}" for _, b, c, d in pieces
        )
        x, y = points[-2]
        tip = f"M{x - 5:.1f} {y - 3:.1f} L{x:.1f} {y:.1f} L{x - 5:.1f} {y + 3:.1f}"
        lines.append(f'<path d="{path} {tip}"/>')
    lines.append("</g>")
    for box in drawn.boxes:
        claim = by_id[box.id]
        dashes = ' stroke-dasharray="4 2"' if claim.mark is Mark.EXTENSION else ""
        lines.append(
            f'<a href="../pages/{box.id}.md">'
            f'<rect x="{box.left:.1f}" y="{box.middle - HEIGHT / 2:.1f}"'
            f' width="{box.width:.1f}" height="{HEIGHT}" rx="4" stroke="#444"{dashes}'
            f' fill="{COLOURS[status[box.id]]}"/>'
            f'<text x="{box.left + box.width / 2:.1f}" y="{box.middle + 4:.1f}"'
            f' text-anchor="middle">{box.id}</text></a>'
        )
    return "\n".join([*lines, "</svg>"]) + "\n"


def _at(point: tuple[float, float]) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def latex(status: Mapping[str, Status], drawn: Layout) -> str:
    """The same drawing as a LaTeX picture: fitted to the line, or turned to fill a page."""
    flip = drawn.height  # PDF's y axis points up
    turned = drawn.width > _TURN * drawn.height
    place, size = r"\begin{center}{%", r"\linewidth"
    if turned:
        place, size = r"\clearpage\begin{center}\rotatebox{90}{%", r".94\textheight"
    lines = [
        place,
        rf"\resizebox{{{size}}}{{!}}{{%",
        r"\setlength{\unitlength}{1bp}%",
        rf"\begin{{picture}}({drawn.width:.0f},{drawn.height:.0f})",
    ]
    for points in drawn.arrows:
        pieces = _curves(points)
        path = f"{_up(pieces[0][0], flip)} m " + " ".join(
            f"{_up(b, flip)} {_up(c, flip)} {_up(d, flip)} c" for _, b, c, d in pieces
        )
        lines.append(rf"\put(0,0){{\pdfliteral{{q 0.6 w 0.55 G {path} S Q}}}}%")
    for box in drawn.boxes:
        low = flip - box.middle - HEIGHT / 2
        lines.append(
            rf"\put({box.left:.1f},{low:.1f}){{\fboxsep0pt\fcolorbox[HTML]{{444444}}"
            rf"{{{COLOURS[status[box.id]][1:].upper()}}}{{\makebox({box.width:.1f},{HEIGHT - 1})"
            rf"{{\hyperlink{{claim:{box.id}}}{{\footnotesize\ttfamily {box.id}}}}}}}}}%"
        )
    return "\n".join([*lines, r"\end{picture}}}\end{center}"]) + "\n"


def _up(point: tuple[float, float], height: float) -> str:
    return f"{point[0]:.1f} {height - point[1]:.1f}"


def mermaid(claims: Iterable[Claim]) -> str:
    """The same arrows for code hosts that draw Mermaid."""
    edges = reduced({claim.id: claim.uses for claim in claims})
    lines = [f'  {_name(id_)}["{id_}"]' for id_ in edges]
    lines += [f"  {_name(u)} --> {_name(id_)}" for id_, used in edges.items() for u in used]
    return "\n".join(["graph LR", *lines])


def _name(id_: str) -> str:
    return id_.replace("-", "_")
