"""The short document for print: statements, statuses, differences from the paper, the graph."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from proofs.site import cite, latex
from proofs.site.document import Block, Heading, Paragraph, Table
from proofs.site.outputs import LEGEND, Site
from proofs.site.pages import MARKS, statement
from proofs.standing import word
from sparsity_theory.ledger import places
from sparsity_theory.ledger.claims import Claim, Mark
from sparsity_theory.notation import NOTATION

TITLE = "Sparsity theory: statements"
TEX, PDF = "sparsity-theory-statements.tex", "sparsity-theory-statements.pdf"


def document(site: Site) -> str:
    """The whole as LaTeX."""
    text = "\n".join(_parts(site))
    source = hashlib.sha256(text.encode()).hexdigest()[:16]
    version = latex.plain(cite.version_line())
    return (
        f"{latex.preamble(TITLE, source)}{_NARROWER}\\begin{{document}}\n\\maketitle\n"
        f"\\begin{{center}}{version}\\end{{center}}\n{text}\n\\end{{document}}\n"
    )


# More on a page, and the claims in the contents, in two columns.
_NARROWER = r"""
\geometry{margin=19mm}\setcounter{tocdepth}{2}\setcounter{secnumdepth}{1}
\usepackage{multicol}
\makeatletter\renewcommand*\l@subsection{\@dottedtocline{2}{0.8em}{0em}}\makeatother
"""


def _parts(site: Site) -> Iterator[str]:
    yield latex.write([Paragraph(_about(site))])
    yield r"{\footnotesize\setlength{\parskip}{0pt}"
    yield r"\begin{multicols}{2}\tableofcontents\end{multicols}}"
    yield r"\clearpage\small"
    yield latex.write([Heading("Status", 1), *site.summary(), _notation()])
    yield latex.write([Heading("What rests on what", 1), Paragraph(LEGEND)])
    yield site.graph_latex()
    yield r"\clearpage"
    for folder, subject in places.folders().items():
        inside = _inside(site, folder)
        if inside:
            yield latex.write([Heading(subject, 1)])
            yield from (_claim(site, claim) for claim in inside)
    yield latex.write([Heading("Measured on data", 1), Paragraph(_MEASURED), _measured(site)])


def _inside(site: Site, folder: str) -> list[Claim]:
    return [claim for claim in site.claims if places.place(claim.id).folder == folder]


_MEASURED = (
    "Predictions, each with a test that was written down before the recorded run; data, test and"
    " what was found are in the long document. *Supported* and *contradicted* are said of these"
    " data, networks and seeds."
)


def _measured(site: Site) -> Table:
    rows = tuple(
        (
            f"[`{claim.id}`](claim:{claim.id}) **[{claim.mark.value}]**",
            word(claim, site.status[claim.id]),
            claim.statement(),
        )
        for claim in _inside(site, places.MEASURED)
    )
    return Table(("claim", "status", "prediction"), rows, (3, 1.3, 6))


def _about(site: Site) -> str:
    return (
        f"The {len(site.claims)} claims of this project with their hypotheses, how they stand, and"
        " how they differ from B. Dai, L. K. Wenliang and D. Wipf, *On the Value of Infinite"
        " Gradients in Variational Autoencoder Models* (NeurIPS 2021). Derivations, checks, false"
        " variants and Coq's statements are in the long document and on the pages of the claims."
        f" {MARKS[Mark.PAPER]}; {MARKS[Mark.EXTENSION]}."
    )


def _notation() -> Table:
    rows = tuple((f"${entry.latex}$", entry.meaning) for entry in NOTATION)
    return Table(("symbol", "meaning"), rows, (1, 5))


def _claim(site: Site, claim: Claim) -> str:
    source = ", ".join(text for text in (claim.source.work, claim.source.locator) if text)
    status = word(claim, site.status[claim.id])
    blocks: list[Block] = [
        Paragraph(f"`{claim.id}` · **[{claim.mark.value}]** · **{status}** · {source}"),
    ]
    blocks += list(statement(claim))[2:]  # without its heading and the word "Hypotheses"
    if claim.divergence:
        paper = claim.mark is Mark.PAPER
        what = "Differs from the paper" if paper else "Relation to the paper"
        blocks.append(Paragraph(f"**{what}.** {claim.divergence}"))
    if claim.corrects:
        blocks.append(Paragraph(f"**Corrects.** {claim.corrects}"))
    head = latex.write([Heading(claim.title, 2, anchor=claim.id)])
    return f"{_listed(head)}\n{latex.write(blocks)}"


def _listed(head: str) -> str:
    """A heading without a number, in the contents all the same."""
    return head.replace(r"\subsection*", r"\subsection", 1)
