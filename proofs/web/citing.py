"""How to cite a claim from the site, with version and commit: BibTeX, CSL-JSON, plain text."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from proofs import record
from proofs.record import ClaimRecord
from proofs.site import cite
from proofs.site.document import Block, Code, Heading
from proofs.site.outputs import Site
from proofs.standing import word
from sparsity_theory import __version__
from sparsity_theory.ledger.claims import Claim, Mark


@dataclass(frozen=True)
class Cited:
    """A claim with what fixes the version of it that is cited."""

    claim: Claim
    record: ClaimRecord | None
    status: str
    commit: str

    @property
    def title(self) -> str:
        """Its title without the marks of formulas."""
        return re.sub(r"[$\\{}]", "", self.claim.title)

    @property
    def note(self) -> str:
        """Version, commit, statement, status."""
        whose = "claim of" if self.claim.mark is Mark.PAPER else "extension of"
        return (
            f"{cite.PACKAGE} {__version__}, commit {self.commit}, claim {self.claim.id}, statement"
            f" {self.claim.statement_hash}, {self.status}; {whose} Dai, Wenliang and Wipf (2021)"
        )

    def bibtex(self) -> str:
        """The claim's entry."""
        entry = cite.claim_entry(self.claim, self.record, self.status)
        return entry.replace(", statement ", f", commit {self.commit}, statement ", 1)

    def csl(self) -> str:
        """The claim as a CSL-JSON item, for reference managers."""
        item: dict[str, object] = {
            "id": f"{cite.PACKAGE}:{self.claim.id}",
            "type": "software",
            "author": [{"literal": f"The {cite.PACKAGE} authors"}],
            "title": self.title,
            "container-title": cite.PACKAGE,
            "version": __version__,
            "note": self.note,
        }
        if self.record:
            item["issued"] = {"date-parts": [[int(part) for part in self.record.date.split("-")]]}
        return json.dumps([item], indent=2, ensure_ascii=False)

    def plain(self) -> str:
        """The claim as a line of a bibliography."""
        year = f" ({self.record.date[:4]})" if self.record else ""
        return f"The {cite.PACKAGE} authors{year}. {self.title}. {self.note}."

    def blocks(self) -> list[Block]:
        """The part of a page; the site puts a button to copy beside each."""
        return [
            Heading("Cite", 2),
            Code("bibtex", self.bibtex()),
            Code("json", self.csl()),
            Code("text", self.plain()),
            Heading("Cite the software and the paper", 3),
            Code("bibtex", software(self.commit)),
            Code("bibtex", cite.paper()),
        ]


def cited(claim: Claim, site: Site, commit: str) -> Cited:
    """A claim of the site with its record and status."""
    found = record.current(claim, site.entries)
    return Cited(claim, found, word(claim, site.status[claim.id]), commit)


def software(commit: str) -> str:
    """The entry of the library as a whole."""
    return (
        f"@software{{{cite.PACKAGE},\n"
        f"  author  = {{{{The {cite.PACKAGE} authors}}}},\n"
        f"  title   = {{{cite.PACKAGE}: which penalties make an autoencoder find the fewest"
        f" dimensions, and why}},\n"
        f"  version = {{{__version__}}},\n"
        f"  note    = {{commit {commit}}},\n}}"
    )


def commit(root: Path) -> str:
    """The commit that is checked out, marked where files differ from it; "unknown" without git."""
    git = shutil.which("git")
    if git is None:
        return "unknown"
    try:
        done = subprocess.run(  # noqa: S603 - nothing of it comes from outside
            [git, "describe", "--always", "--dirty=-changed", "--abbrev=12", "--exclude=*"],
            cwd=root, capture_output=True, text=True, check=True, timeout=60,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return done.stdout.strip()
