"""The graph of claims as a page: a drawing that JavaScript filters, and a table beside it.

Two kinds of arrows: a claim to those that use it, and a theorem to the measured predictions that
test it.  The *effective* status of a claim counts what it rests on (`proofs.standing`); tests of it
on data do not count for that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from proofs.names import find
from proofs.site.graph import reduced
from proofs.site.outputs import Site
from proofs.web import tools
from sparsity_theory.errors import ClaimError
from sparsity_theory.ledger import places
from sparsity_theory.ledger.claims import Claim, Ledger, Mark, Status

LETTERS = dict(zip(Status, "KDCSOXR-E", strict=True))  # told apart without colours
_CHARACTER, _PAD, _HEIGHT = 7.3, 34.0, 28.0
_NAMED = re.compile(
    r"(?:Theorem|Lemma|Remark|Sections?|Fig\.|eqs?\.) ?\(?[\w.]+\)?|[a-z]+(?:-[a-z0-9]+)+"
)


@dataclass(frozen=True)
class GraphNode:
    """A claim in the graph."""

    id: str
    title: str
    mark: str
    own: Status
    effective: Status
    uses: tuple[str, ...]
    tests: tuple[str, ...]


def tested(
    claim: Claim, ledger: Ledger, sections: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """The theorems that a measured prediction names as its source: by id, or as the paper does."""
    if places.place(claim.id).folder != places.MEASURED:
        return ()
    found: list[str] = []
    for name in _NAMED.findall(claim.source.locator):
        if name.startswith("Section"):
            found += sections.get(name, ())
            continue
        try:
            found += find(name, ledger)
        except ClaimError:
            continue
    return tuple(dict.fromkeys(id_ for id_ in found if id_ != claim.id))


def nodes(site: Site) -> list[GraphNode]:
    """All claims with their statuses and arrows."""
    ledger = Ledger(site.claims)
    stated = [c for c in site.claims if places.place(c.id).folder != places.MEASURED]
    sections = {
        name: tuple(c.id for c in stated if c.mark is Mark.PAPER and name in c.source.locator)
        for c in stated
        for name in re.findall(r"Section [\d.]+\d", c.source.locator)
    }
    return [
        GraphNode(
            c.id, c.title, c.mark.value, site.standing[c.id].own, site.status[c.id], c.uses,
            tested(c, ledger, sections),
        )
        for c in site.claims
    ]  # fmt: skip


def page(site: Site) -> str:
    """The HTML of the page's content."""
    claims = nodes(site)
    arrows = _arrows(claims)
    linked = {end for a, b, _ in arrows for end in (a, b)}
    drawn = tools.script(
        "graph.mjs",
        {
            "nodes": [
                {"id": c.id, "width": _width(c), "height": _HEIGHT}
                for c in claims
                if c.id in linked
            ],
            "edges": [[a, b] for a, b, _ in arrows],
        },
    )
    _add_rows(drawn, [c for c in claims if c.id not in linked])
    data = {
        c.id: {
            "own": c.own.value, "effective": c.effective.value, "mark": c.mark,
            "up": [*c.uses, *c.tests],
        }
        for c in claims
    }  # fmt: skip
    return _PAGE.format(
        controls=_controls(claims),
        drawing=_svg(drawn, {c.id: c for c in claims}, {(a, b): kind for a, b, kind in arrows}),
        data=json.dumps(data).replace("<", "\\u003c"),
        rows="\n".join(map(_row, claims)),
    )


def _arrows(claims: Iterable[GraphNode]) -> list[tuple[str, str, str]]:
    """From, to, and whether the one uses or tests the other; implied uses are left out."""
    known = list(claims)
    uses = reduced({c.id: c.uses for c in known})
    found = [(used, id_, "uses") for id_, several in uses.items() for used in several]
    return found + [(t, c.id, "tests") for c in known for t in c.tests if t not in uses[c.id]]


def _width(claim: GraphNode) -> float:
    return _PAD + _CHARACTER * len(claim.id)


def _add_rows(drawn: Any, alone: Iterable[GraphNode]) -> None:
    """Claims without an arrow, in rows below the drawing."""
    x, y = 0.0, drawn["height"] + _HEIGHT
    for claim in alone:
        width = _width(claim)
        if x and x + width > drawn["width"]:
            x, y = 0.0, y + 1.5 * _HEIGHT
        drawn["boxes"].append({"id": claim.id, "x": x, "y": y, "width": width, "height": _HEIGHT})
        x += width + _PAD / 2
    drawn["height"] = y + 1.5 * _HEIGHT


def _svg(drawn: Any, claims: Mapping[str, GraphNode], kinds: Mapping[tuple[str, str], str]) -> str:
    lines = [
        f'<svg id="drawing" viewBox="0 0 {drawn["width"]:.0f} {drawn["height"]:.0f}" role="group"',
        'aria-label="Graph of the claims; the same is in the table below">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7"',
        'markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8" class="tip"/></marker></defs>',
        '<g id="arrows">',
    ]
    for arrow in drawn["arrows"]:
        ends = arrow["from"], arrow["to"]
        lines.append(
            f'<path class="{kinds[ends]}" data-from="{ends[0]}" data-to="{ends[1]}"'
            f' d="{_course(arrow["points"])}" marker-end="url(#tip)"/>'
        )
    lines.append('</g><g id="boxes">')
    for box in drawn["boxes"]:
        lines.append(_box(box, claims[box["id"]]))
    return "\n".join([*lines, "</g></svg>"])


def _course(points: list[list[float]]) -> str:
    """A path along the points, which come as ELK gives splines: a start, then triples."""
    start, *rest = [f"{x:.1f} {y:.1f}" for x, y in points]
    if len(rest) % 3:
        return f"M{start} L{' '.join(rest)}"
    return f"M{start} C{' '.join(rest)}"


def _box(box: Mapping[str, Any], claim: GraphNode) -> str:
    x, y, width, height = (float(box[key]) for key in ("x", "y", "width", "height"))
    extension = " extension" if claim.mark == Mark.EXTENSION.value else ""
    said = f"{claim.title}: {claim.own.value}; with all it uses {claim.effective.value}"
    return (
        f'<a href="claims/{claim.id}.html" data-id="{claim.id}" class="box{extension}">'
        f"<title>{escape(said)}</title>"
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="5"/>'
        f'<text x="{x + 9:.1f}" y="{y + height / 2 + 4:.1f}" class="letter">'
        f"{LETTERS[claim.effective]}</text>"
        f'<text x="{x + 25:.1f}" y="{y + height / 2 + 4:.1f}">{claim.id}</text></a>'
    )


def _controls(claims: Iterable[GraphNode]) -> str:
    known = list(claims)
    used = [s for s in Status if any(s in (c.own, c.effective) for c in known)]
    statuses = "\n".join(
        f'<label><input type="checkbox" name="status" value="{s.value}" checked>'
        f' <span class="key" data-status="{s.value}">{LETTERS[s]}</span> {s.value}</label>'
        for s in used
    )
    options = "".join(f'<option value="{c.id}">' for c in known)
    return f'{statuses}\n<datalist id="claims">{options}</datalist>'


def _row(claim: GraphNode) -> str:
    def links(ids: tuple[str, ...]) -> str:
        return ", ".join(f'<a href="claims/{id_}.html">{id_}</a>' for id_ in ids) or "–"

    return (
        f'<tr data-id="{claim.id}"><th scope="row"><a href="claims/{claim.id}.html">{claim.id}</a>'
        f"</th><td>{claim.mark}</td><td>{claim.own.value}</td><td>{claim.effective.value}</td>"
        f"<td>{links(claim.uses)}</td><td>{links(claim.tests)}</td></tr>"
    )


_PAGE = """\
<p>A full arrow runs from a claim to one that uses it, a dashed one from a theorem to a measurement
that tests it. A dashed frame marks an extension by this project. The letter and the fill show the
<em>effective</em> status, the weakest among a claim's own and those of everything that it uses, or
the claim's own.</p>
<form id="controls" action="#">
<fieldset><legend>Show</legend>
{controls}
</fieldset>
<fieldset><legend>Claims of</legend>
<label><input type="checkbox" name="mark" value="P" checked> the paper</label>
<label><input type="checkbox" name="mark" value="X" checked> this project</label>
</fieldset>
<fieldset><legend>Status</legend>
<label><input type="radio" name="which" value="effective" checked> effective</label>
<label><input type="radio" name="which" value="own"> its own</label>
</fieldset>
<fieldset><legend>Around one claim</legend>
<label>Claim <input name="around" list="claims" size="22" autocomplete="off"></label>
<label>Depth <input name="depth" type="number" min="1" max="9" value="2"></label>
<button type="reset">Whole graph</button>
</fieldset>
<div role="group" aria-label="View">
<button type="button" data-zoom="0.8" aria-label="Zoom in">+</button>
<button type="button" data-zoom="1.25" aria-label="Zoom out">−</button>
<button type="button" data-zoom="fit">Fit</button>
<button type="button" data-pan="-1,0" aria-label="Left">←</button>
<button type="button" data-pan="1,0" aria-label="Right">→</button>
<button type="button" data-pan="0,-1" aria-label="Up">↑</button>
<button type="button" data-pan="0,1" aria-label="Down">↓</button>
</div>
</form>
<p id="shown" role="status"></p>
<div id="frame">
{drawing}
</div>
<div class="table-wrapper"><table><caption>All claims and what they rest on</caption>
<thead><tr><th scope="col">claim</th><th scope="col">mark</th><th scope="col">status</th>
<th scope="col">effective</th><th scope="col">uses</th><th scope="col">tests</th></tr></thead>
<tbody>
{rows}
</tbody></table></div>
<script type="application/json" id="graph-data">{data}</script>
<script src="_static/graph.js" defer></script>
"""
