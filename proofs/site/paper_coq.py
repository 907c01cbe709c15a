r"""The page of the paper's statements in its own words, each beside what Coq proves of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping

from proofs.kernel.evidence import KernelTheorem
from proofs.pinned import stands, words
from proofs.reviews import Covers, Review
from proofs.site.document import Block, Code, Heading, Paragraph
from proofs.site.pages import linked
from proofs.site.quotes import QUOTES
from sparsity_theory.ledger import places
from sparsity_theory.ledger.claims import Claim, Ledger, Mark, Status

_SAID = (Covers.FULL, Covers.TOGETHER, Covers.PARTIAL)


def paper_claims(claims: Iterable[Claim]) -> list[Claim]:
    """The paper's own statements; what was measured on data apart."""
    return [
        claim
        for claim in claims
        if claim.mark is Mark.PAPER and places.place(claim.id).folder != places.MEASURED
    ]


def page(
    ledger: Ledger,
    status: Mapping[str, Status],
    decided: Mapping[str, Review],
    theorems: Mapping[str, KernelTheorem],
) -> list[Block]:
    """The page; a theorem is shown only while it and its reading stand."""
    listed = paper_claims(ledger)
    in_full = sum(status[claim.id] is Status.KERNEL for claim in listed)
    blocks: list[Block] = [
        Heading("The paper's statements, and Coq's", 1, anchor="paper-coq"),
        Paragraph(
            f"The {len(listed)} statements of the paper in its own words, and under each what Coq"
            " proves of it. What is proved is the claim that makes the quotation precise:"
            f" {in_full} of these claims are proved in full. Where a claim says less than the"
            " quotation, or something else, the line below the quotation says so; its hypotheses"
            " stand on its page. Definitions are in [proofs/coq](page:coq/README.md)."
        ),
    ]
    names = frozenset(claim.id for claim in ledger)
    for claim in listed:
        review = decided.get(claim.id, Review(""))
        read = review if review.statement == words(claim.id, ledger) else Review("")
        blocks += _statement(claim, names, status[claim.id], read, theorems)
    return blocks


def _statement(
    claim: Claim,
    names: Container[str],
    status: Status,
    review: Review,
    theorems: Mapping[str, KernelTheorem],
) -> Iterator[Block]:
    yield Heading(f"{claim.source.locator}: {claim.title}", 2)
    if claim.id in QUOTES:
        yield Paragraph(f"The paper: “{QUOTES[claim.id]}”.")
    if claim.divergence:
        yield Paragraph(f"The claim differs from it: {linked(claim.divergence, names)}")
    yield Paragraph(f"[`{claim.id}`](claim:{claim.id}) · {status.value}")
    links = [link for link in review.links if link.covers in _SAID]
    said = [link for link in links if stands(claim.id, link, theorems)]
    if not said:
        yield Paragraph("No theorem in Coq says this, or a part of it.")
        return
    for link in said:
        note = f" ({link.note})" if link.note else ""
        yield Paragraph(f"`{link.theorem}`, {link.covers.value}{note}")
        yield Code("coq", theorems[link.theorem].text)
