"""BibTeX for a claim, and for the paper.

>>> print(paper().splitlines()[0])
@inproceedings{dai2021infinite,
"""

from __future__ import annotations

from importlib import metadata

from proofs.record import ClaimRecord
from sparsity_theory.ledger.claims import Claim, Mark

PACKAGE = "sparsity-theory"


def page(id_: str) -> str:
    """Where the page of a claim lies in the project, with its permanent anchor."""
    return f"proofs/pages/{id_}.md#{id_}"


def paper() -> str:
    """The paper's own entry."""
    return _entry(
        "inproceedings",
        "dai2021infinite",
        {
            "author": "Dai, Bin and Wenliang, Li K. and Wipf, David",
            "title": "On the Value of Infinite Gradients in Variational Autoencoder Models",
            "booktitle": "Advances in Neural Information Processing Systems",
            "volume": "34",
            "year": "2021",
        },
    )


def claim_entry(claim: Claim, found: ClaimRecord | None, status: str) -> str:
    """The entry of a claim: version, statement hash, status, anchor, the year of its last run."""
    whose = "claim of" if claim.mark is Mark.PAPER else "extension of"
    fields = {
        "author": f"{{The {PACKAGE} authors}}",
        "title": f"{_bibtex_title(claim.title)}",
        "howpublished": rf"\texttt{{{_escaped(page(claim.id))}}}",
        "note": (
            f"Project {PACKAGE}, version {metadata.version(PACKAGE)},"
            f" statement {claim.statement_hash}, {status}; {whose} Dai, Wenliang and Wipf (2021)"
        ),
    }
    if found:
        fields["year"] = found.date[:4]
    return _entry("misc", f"{PACKAGE}:{claim.id}", fields)


def _bibtex_title(title: str) -> str:
    return title.replace("&", r"\&").replace("%", r"\%")


def _escaped(path: str) -> str:
    return path.replace("#", r"\#").replace("_", r"\_")


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    width = max(map(len, fields))
    lines = [f"  {name:<{width}} = {{{value}}}," for name, value in fields.items()]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def version_line() -> str:
    """Name and version of the project."""
    return f"{PACKAGE} {metadata.version(PACKAGE)}"
