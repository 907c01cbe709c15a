"""A diagnosis as one HTML page: text, numbers and picture, with nothing to load."""

from __future__ import annotations

import io
from html import escape
from typing import TYPE_CHECKING

from empirics.diagnosis.line import LineKind
from sparsity_theory.ledger.headings import heading

if TYPE_CHECKING:
    from empirics.diagnosis.diagnosis import Diagnosis
    from empirics.diagnosis.line import Line

_COLOURS = {
    LineKind.OK: "#1a7f37", LineKind.NOTE: "#57606a", LineKind.PROBLEM: "#b35900",
    LineKind.SCOPE: "#6639ba",
    LineKind.MISTAKE: "#b3261e",
}  # fmt: skip
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: #1f2328; background: #fff; overflow-wrap: anywhere }
li { margin: .8rem 0; list-style: none } ul { padding: 0 }
b.kind { color: #fff; border-radius: .3rem; padding: .1rem .5rem; font-size: .85rem }
ol { padding: .8rem 1rem .8rem 2rem; background: #f6f8fa; border-radius: .4rem }
ol li { list-style: decimal; margin: .3rem 0 }
small { color: #57606a } figure { margin: 1.5rem 0; overflow-x: auto }
svg { width: 100%; min-width: 48rem; height: auto }
table { border-collapse: collapse; font-size: .85rem; white-space: nowrap }
caption { text-align: left } td, th { padding: .2rem .6rem; text-align: right;
  border-bottom: 1px solid #d0d7de }
"""


def page(diagnosis: Diagnosis) -> str:
    """The page.

    Raises:
        NumericsError: if matplotlib is missing.
    """
    facts = diagnosis.facts
    n, d, kappa = facts.shape
    picture = io.StringIO()
    diagnosis.figure().savefig(picture, format="svg")
    drawing = picture.getvalue()
    title = f"VAE: {diagnosis.regularisation.value}, {facts.count} of {kappa} dimensions active"
    return "\n".join([
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        (f"<p>{n} samples, d = {d}, &kappa; = {kappa}, &gamma; = {facts.gamma:.4g},"
        f" &beta; = {facts.inputs.beta:.4g}.</p>"),
        f"<ol>{''.join(f'<li>{escape(text)}</li>' for text in diagnosis.summary)}</ol>",
        "<ul>",
        *(_item(line) for line in diagnosis.lines),
        "</ul>",
        f"<figure>{_described(drawing[drawing.index('<svg') :])}</figure>",
        f"<figure>{_table(diagnosis)}</figure>",
        "<p><small>[P]: a claim of the paper; [X]: an extension by this project.</small></p>",
        "</body></html>",
        "",
    ])  # fmt: skip


def listed(diagnosis: Diagnosis) -> str:
    """The lines alone, as a list that stands in another page."""
    return f"<ul>{''.join(map(_item, diagnosis.lines))}</ul>"


def _item(line: Line) -> str:
    sources = ", ".join(
        f'<span title="{escape(heading(name).title)}">{escape(name)} [{heading(name).mark}]</span>'
        for name in line.claims
    )
    source = f" <small>({sources})</small>" if sources else ""
    return (
        f'<li><b class="kind" style="background: {_COLOURS[line.kind]}">'
        f"{escape(line.kind.value)}</b> <b>{escape(line.topic)}</b>:"
        f" {escape(line.statement)} {escape(line.consequence)}{source}</li>"
    )


def _described(drawing: str) -> str:
    """The picture with a name for those who do not see it."""
    what = "Second moments and activity of each dimension; the data's spectrum against beta gamma"
    return drawing.replace("<svg", f'<svg role="img" aria-label="{escape(what)}"', 1)


def _table(diagnosis: Diagnosis) -> str:
    facts = diagnosis.facts
    heads = "".join(
        f"<th>{head}</th>"
        for head in ("dimension", "KL (nats)", "p<sub>k</sub>", "mean &sigma;&sup2;", "active")
    )
    rows = [
        f"<tr><td>{k}</td><td>{facts.kl[k]:.4g}</td><td>{facts.powers[k]:.4g}</td>"
        f"<td>{facts.variances[k]:.4g}</td><td>{'yes' if facts.active[k] else 'no'}</td></tr>"
        for k in range(facts.shape[2])
    ]
    caption = "<caption>The latent dimensions, counted from 0</caption>"
    return f"<table>{caption}<tr>{heads}</tr>{''.join(rows)}</table>"
