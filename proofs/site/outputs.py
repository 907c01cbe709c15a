"""Everything that is generated from ledger and record: pages, contents, statements, status, LaTeX.

`Site.outputs` says which files are kept in the repository and what they hold; `render` writes them,
`stale` compares them.  `Site.latex` is bulk, made on demand by `proofs.site.bulk`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from numerics.running.files import write_atomically
from proofs import pinned, record, reviews
from proofs.kernel import evidence as kernel_pages
from proofs.ledger import full_ledger
from proofs.record import ClaimRecord
from proofs.reviews import Covers, Review
from proofs.site import captions, cite, graph, latex, markdown, paper_coq, results
from proofs.site.document import Block, Code, Heading, Items, Paragraph, Picture, Table
from proofs.site.pages import MARKS, PAPER_ENTRY, Context, claim_page, statement
from proofs.standing import standings, word
from sparsity_theory.ledger import places
from sparsity_theory.ledger.claims import Claim, Kind, Ledger, Mark, Status
from sparsity_theory.notation import NOTATION

ROOT = Path(__file__).parent.parent
TITLE = "Sparsity theory: statements, derivations, checks"
PDF, TEX, GRAPH = "sparsity-theory.pdf", "sparsity-theory.tex", "figures/dependencies.svg"
_SHORT = {"README": "contents", "statements": "statements", "status": "status"}


class Site:
    """The generated files for one ledger and one record.

    Args:
        ledger: the claims.
        entries: the record of their runs.
        root: the folder that holds the figures and their numbers, and gets the files.
        decisions: the reviews; those of the project unless others are given.
    """

    def __init__(
        self,
        ledger: Ledger,
        entries: Mapping[str, ClaimRecord],
        root: Path = ROOT,
        decisions: Mapping[str, Review] | None = None,
    ) -> None:
        self.root = root
        self.claims = list(ledger)
        self.entries = entries
        self.reviews = reviews.read() if decisions is None else decisions
        self.theorems = kernel_pages.theorems()
        self.ledger = ledger
        self.standing = standings(ledger, entries, self.reviews, self.theorems)
        self.status = {id_: standing.status for id_, standing in self.standing.items()}
        self.drawn = graph.layout({claim.id: claim.uses for claim in self.claims})

    @cached_property
    def outputs(self) -> dict[str, str]:
        """The text of every generated file that is kept, by its path below `proofs/`."""
        files = {
            "README.md": self._markdown(self._contents(), folder=""),
            "statements.md": self._markdown(self.statements(), folder=""),
            "status.md": self._markdown(self._status(), folder=""),
            "figures.md": self._markdown(self.figures, folder=""),
            "results.md": self._markdown(self.results_page, folder=""),
            "paper-coq.md": self._markdown(self.paper_in_coq, folder=""),
            GRAPH: graph.svg(self.claims, self.status, self.drawn),
        }
        for claim in self.claims:
            page = [*self.page(claim), Paragraph(_navigation())]
            files[f"pages/{claim.id}.md"] = self._markdown(page, folder="pages")
        return files

    @cached_property
    def latex(self) -> dict[str, str]:
        """The LaTeX of all pages as one document, by the path of each file."""
        files = {}
        for claim in self.claims:
            page = self.page(claim)
            # In print the paper's entry stands once, on the first page.
            files[f"tex/{claim.id}.tex"] = latex.write(b for b in page if b is not PAPER_ENTRY)
        files["tex/status.tex"] = self._status_latex()
        files["tex/figures.tex"] = latex.write(self.figures)
        files["tex/results.tex"] = latex.write(self.results_page)
        files[TEX] = self._main_latex(files)
        return files

    @cached_property
    def figures(self) -> list[Block]:
        """The figures of the paper, redrawn."""
        return captions.figures_page(self.root)

    @cached_property
    def results_page(self) -> list[Block]:
        """What was measured on data."""
        return results.page(self.status)

    @property
    def pictures(self) -> list[str]:
        """The drawn figures that the pages show."""
        blocks = [*self.figures, *self.results_page]
        return [block.path for block in blocks if isinstance(block, Picture)]

    @property
    def paper_in_coq(self) -> list[Block]:
        """The paper's statements beside those that Coq checks."""
        return paper_coq.page(self.ledger, self.status, self.reviews, self.theorems)

    def page(self, claim: Claim) -> list[Block]:
        """The page of a claim."""
        return claim_page(claim, self._context(claim))

    def _context(self, claim: Claim) -> Context:
        review = self.reviews.get(pinned.key(claim.id), Review(""))
        return Context(
            record.current(claim, self.entries),
            self.standing[claim.id],
            tuple(other.id for other in self.claims if claim.id in other.uses),
            {other.id: other.title for other in self.claims},
            review,
            self.theorems,
            words_read=review.statement == pinned.words(claim.id, self.ledger),
            argument_read=pinned.argument_stands(claim.id, self.ledger, self.entries, review),
        )

    def _markdown(self, blocks: list[Block], folder: str) -> str:
        return markdown.write(blocks, lambda target: _link(target, folder))

    def _contents(self) -> list[Block]:
        blocks: list[Block] = [
            Heading(TITLE, 1, anchor="contents"),
            Paragraph(
                "Generated from the ledger of claims and the record of their checks by"
                " `python -m proofs render`; `python -m proofs check` fails when a page is stale."
            ),
            Items(
                (
                    "[Only the statements](page:statements.md)",
                    "[Status, and the graph of dependencies](page:status.md)",
                    "[The paper's figures 1 to 3, redrawn](page:figures.md)",
                    "[Measured on data](page:results.md)",
                    "[The paper's statements beside what Coq proves of them](page:paper-coq.md)",
                    "[Kernel-checked proofs](page:coq/README.md)",
                )
            ),
            Paragraph(f"{MARKS[Mark.PAPER]}; {MARKS[Mark.EXTENSION]}."),
            Heading("Claims", 2),
        ]
        for folder, subject in {**places.folders(), places.MEASURED: "Measured on data"}.items():
            inside = [claim for claim in self.claims if places.place(claim.id).folder == folder]
            if inside:
                blocks += [Heading(subject, 3), Items(tuple(map(self._line, inside)))]
        return [*blocks, Heading("How to run the checks", 2), Code("sh", _COMMANDS)]

    def _line(self, claim: Claim) -> str:
        link = f"[{claim.title}](claim:{claim.id})"
        name = word(claim, self.status[claim.id])
        return f"**[{claim.mark.value}]** {link} · `{claim.id}` · {name}"

    def statements(self) -> list[Block]:
        """Every claim with its hypotheses, without its evidence."""
        blocks: list[Block] = [
            Heading("Only the statements", 1, anchor="statements"),
            Paragraph(
                "Every claim with its hypotheses; derivations and checks are on its own page."
                f" {MARKS[Mark.PAPER]}; {MARKS[Mark.EXTENSION]}."
            ),
            Heading("Notation", 2),
            Paragraph("A claim that uses one of these letters for something else says so."),
            Table(
                ("symbol", "meaning"),
                tuple((f"${entry.latex}$", entry.meaning) for entry in NOTATION),
                (1, 5),
            ),
        ]
        for claim in self.claims:
            source = ", ".join(text for text in (claim.source.work, claim.source.locator) if text)
            blocks.append(Heading(f"{claim.title} [{claim.mark.value}]", 2))
            blocks.append(
                Paragraph(f"[`{claim.id}`](claim:{claim.id}) · {source} · {claim.statement_hash}")
            )
            blocks += [block for block in statement(claim) if not isinstance(block, Heading)]
        return blocks

    def _status(self) -> list[Block]:
        return [
            Heading("Status", 1, anchor="status"),
            *self.summary(),
            Heading("Dependencies", 2),
            Paragraph(LEGEND),
            Picture(GRAPH, "Graph of the claims"),
            Paragraph("The same arrows, for hosts that draw Mermaid:"),
            Code("mermaid", graph.mermaid(self.claims)),
            Heading("All claims", 2),
            self.table(),
        ]

    def summary(self) -> list[Block]:
        """The counts by status, what each means, and what it asks to be trusted."""
        counted = [(s.value, sum(v is s for v in self.status.values())) for s in Status]
        counts = ", ".join(f"{count} {name}" for name, count in counted if count)
        runs = [found for claim in self.claims if (found := record.current(claim, self.entries))]
        variants = sum(len(e.controls) for run in runs for e in run.evidence)
        seconds = sum(run.seconds for run in runs)
        corrected = sum(bool(claim.corrects) for claim in self.claims)
        text = (
            f"{len(self.claims)} claims: {counts}; {corrected} of them correct the paper's wording."
            f" {variants} times a check was given a false"
            f" variant and refuted it. The checks of the true statements and of the examples took"
            f" {seconds:.1f} s of one core."
        )
        meanings = [f"**{status.value}**: {status.meaning}" for status in Status]
        trusted = [f"**{s.value}**: {s.trusts}" for s in Status if s.trusts]
        blocks: list[Block] = [
            Paragraph(text),
            Items(tuple(_sentence(line) for line in (*meanings, _CORRECTED))),
            Paragraph("What a reader has to trust:"),
            Items(tuple(map(_sentence, trusted))),
        ]
        if self.theorems:
            accepted = sum(found.accepted for found in self.theorems.values())
            listed = f"{accepted} of {len(self.theorems)} Coq theorems"
            blocks.append(
                Paragraph(
                    f"{listed} are recorded as accepted by its kernel on allowed axioms. Reading"
                    f" them beside the claims gave: {self._linked_counts()}."
                )
            )
        return blocks

    def _linked_counts(self) -> str:
        links = [link for review in self.reviews.values() for link in review.links]
        return ", ".join(
            f"{sum(link.covers is covers for link in links)} {covers.value}" for covers in Covers
        )

    def table(self) -> Table:
        """A row for every claim: status, evidence, what it rests on."""
        rows = tuple(self._row(claim) for claim in self.claims)
        head = ("claim", "mark", "status", "lowered by", "evidence", "kernel", "run on")
        return Table(head, rows, (23, 7, 10, 15, 21, 9, 15))

    def _row(self, claim: Claim) -> tuple[str, ...]:
        found = record.current(claim, self.entries)
        kinds = [evidence.kind for evidence in found.evidence] if found else []
        evidence = ", ".join(
            f"{kinds.count(kind.value)} {kind.value}" for kind in Kind if kind.value in kinds
        )
        review = self.reviews.get(pinned.key(claim.id), Review(""))
        covers = [link.covers for link in review.links if link.covers not in _SIDE]
        kernel = ", ".join(
            f"{covers.count(each)} {each.value}" for each in Covers if each in covers
        )
        below = self.standing[claim.id].below
        lower = ", ".join(f"[{id_}](claim:{id_})" for id_, _ in below)
        return (
            f"[{claim.id}](claim:{claim.id})",
            claim.mark.value,
            word(claim, self.status[claim.id]),
            lower or "–",
            evidence or "–",
            kernel or "–",
            found.date if found else "–",
        )

    def graph_latex(self) -> str:
        """The arrows between claims as pictures for print."""
        return graph.latex(self.status, {claim.id: claim.uses for claim in self.claims})

    def _status_latex(self) -> str:
        head = [Heading("Status", 1), *self.summary(), Heading("Dependencies", 2)]
        text = latex.write([*head, Paragraph(LEGEND)])
        drawing = self.graph_latex()
        table = latex.write([Heading("All claims", 2), self.table()])
        return f"{text}\n{drawing}\n\\clearpage\n{table}"

    def _main_latex(self, files: Mapping[str, str]) -> str:
        names = [f"tex/{claim.id}.tex" for claim in self.claims]
        names = ["tex/status.tex", *names, "tex/figures.tex", "tex/results.tex"]
        source = hashlib.sha256("".join(files[name] for name in names).encode()).hexdigest()[:16]
        inputs = "\n".join(rf"\input{{{name}}}" for name in names)
        version = latex.plain(cite.version_line())
        return (
            f"{latex.preamble(TITLE, source)}\\begin{{document}}\n\\maketitle\n"
            f"\\begin{{center}}{version}\\end{{center}}\n{latex.write([PAPER_ENTRY])}\n"
            f"\\tableofcontents\n\\clearpage\n"
            f"{inputs}\n\\end{{document}}\n"
        )


_SIDE = (Covers.CONTROL, Covers.EXAMPLE, Covers.BESIDE)
_CORRECTED = (
    "**corrected**, across all of these: the paper's wording is false or incomplete; the statement"
    " repairs it and says how"
)
_COMMANDS = """\
python -m proofs run              # run every check and record the answers
python -m proofs run --kernel     # let Coq check its proofs and record their axioms
python -m proofs run eq-6         # run one claim; the record of the others stays
python -m proofs render           # write these pages
python -m proofs check            # fail when a page or the record is stale
python -m proofs check --run      # the same, and every check run again and compared
python -m proofs status           # status of every claim
python -m proofs cite eq-6        # BibTeX of a claim and of the paper
python -m proofs figures          # redraw the figures from our own computations
python -m proofs build --to DIR   # the site, from the extra `site`, Node and npm
python -m proofs build --what short --to DIR # statements, statuses, differences as a PDF (pdflatex)
python -m proofs build --what pdf --to DIR   # all pages as one PDF (pdflatex)
# Debian's TeX for the last two:
apt-get install --no-install-recommends \\
    texlive-latex-base texlive-latex-recommended"""
LEGEND = (
    "An arrow runs from a claim to one that uses it; an arrow that a longer chain implies is left"
    " out. Fill: dark green kernel-proved, light green derived, blue certified, yellow supported,"
    " grey open, white not run, orange contradicted by data, red refuted or error."
    " A dashed frame marks an extension by this project."
)


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _navigation() -> str:
    links = [f"[{name}](page:{page}.md)" for page, name in _SHORT.items()]
    return " · ".join(links)


def _link(target: str, folder: str) -> str:
    """A target as a path relative to a page in this folder of `proofs/`."""
    kind, _, name = target.partition(":")
    up = "../" if folder else ""
    match kind:
        case "claim":
            return f"{'' if folder == 'pages' else 'pages/'}{name}.md#{name}"
        case "page" | "file":
            return up + name
        case _:
            return target


def current_site() -> Site:
    """The site for the ledger and the record as they are."""
    return Site(full_ledger(), record.read())


def render(site: Site) -> list[str]:
    """Write what has changed and remove pages of claims that are gone; the changed paths."""
    changed = []
    for name, text in site.outputs.items():
        path = site.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            write_atomically(path, text)
            changed.append(name)
    for path in _leftovers(site):
        path.unlink()
        changed.append(str(path.relative_to(site.root)))
    return changed


def _leftovers(site: Site) -> list[Path]:
    wanted = {site.root / name for name in site.outputs}
    return sorted(path for path in (site.root / "pages").glob("*.md") if path not in wanted)


def stale(site: Site) -> list[str]:
    """Generated files that differ from ledger and record, in words."""
    problems = []
    for name, text in site.outputs.items():
        path = site.root / name
        if not path.exists():
            problems.append(f"{name} is missing; run `python -m proofs render`")
        elif path.read_text(encoding="utf-8") != text:
            problems.append(f"{name} is stale; run `python -m proofs render`")
    problems += [
        f"{path.relative_to(site.root)} belongs to no claim; run `python -m proofs render`"
        for path in _leftovers(site)
    ]
    return problems + [
        f"{name} is missing; run `python -m proofs figures`"
        for name in site.pictures
        if not (site.root / name).exists()
    ]
