"""What a reviewer reads: the statement, the steps, the Coq statements, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from proofs.kernel.evidence import KernelTheorem
from proofs.record import ClaimRecord
from proofs.reviews import Review, derivation_stands, stands
from sparsity_theory.ledger.claims import Claim


def text(
    claim: Claim, found: ClaimRecord | None, review: Review, theorems: Mapping[str, KernelTheorem]
) -> str:
    """All of it as plain text; every decision says whether it is current or stale."""
    lines = [f"{claim.id}: {claim.title} ({claim.statement_hash})", ""]
    lines += [f"  {n}. {claim.statement(h)}" for n, h in enumerate(claim.hypotheses, 1)]
    lines += [f"  => {claim.statement()}", ""]
    lines += [f"  in detail: {claim.statement(claim.details)}", ""] if claim.details else []
    if found:
        lines += _steps(found)
        current = derivation_stands(claim, found, review)
        lines += ["", f"decided ({_word(current)}): {review.yields or 'nothing yet'}"]
        lines += [f"  only words: {each}" for each in review.words]
    else:
        lines.append(f"its checks have not run; `python -m proofs run {claim.id}`")
    same = review.statement == claim.statement_hash
    for link in review.links:
        current = same and stands(link, theorems)
        lines += ["", f"{link.theorem}: {link.covers.value} ({_word(current)}) {link.note}"]
        lines += [theorems[link.theorem].text] if link.theorem in theorems else []
    return "\n".join(lines)


def _word(current: bool) -> str:
    return "current" if current else "STALE"


def _steps(found: ClaimRecord) -> Iterator[str]:
    for evidence in found.evidence:
        yield f"{evidence.kind}, {evidence.scope}, complete: {evidence.complete}"
        for number, step in enumerate(evidence.steps, 1):
            yield f"  {number}. {step.text}"
            yield from (f"       [{f.verdict}] {f.latex}" for f in step.formulas)
            yield from ([f"       [not checked] {step.shown}"] if step.shown else [])
            yield from ([f"       why: {step.why}"] if step.why else [])
