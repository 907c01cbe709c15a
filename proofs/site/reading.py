"""What a reviewer reads: the statement, the steps, the Coq statements, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from empirics.frame.claims import EXPERIMENT_OF
from proofs import pinned
from proofs.kernel.evidence import KernelTheorem
from proofs.record import ClaimRecord, StepRecord, current
from proofs.reviews import Review
from sparsity_theory.ledger import digests
from sparsity_theory.ledger.claims import Claim, Ledger


def text(
    id_: str,
    ledger: Ledger,
    entries: Mapping[str, ClaimRecord],
    review: Review,
    theorems: Mapping[str, KernelTheorem],
) -> str:
    """All of it as plain text; every decision says whether it is current or stale."""
    lines: list[str] = []
    for other in pinned.together(id_, ledger):
        lines += [*_statement(ledger[other]), *_around(ledger[other], ledger)]
        lines += _checks(ledger[other], current(ledger[other], entries))
    stands = pinned.argument_stands(id_, ledger, entries, review)
    lines += ["", f"decided ({_word(stands)}): {review.yields or 'nothing yet'}"]
    lines += [f"  only words: {each}" for each in review.words]
    read = review.statement == pinned.words(id_, ledger)
    for link in review.links:
        now = read and pinned.stands(id_, link, theorems)
        lines += ["", f"{link.theorem}: {link.covers.value} ({_word(now)}) {link.note}"]
        lines += [f"  takes for granted: {', '.join(link.given)}"] if link.given else []
        lines += [theorems[link.theorem].text] if link.theorem in theorems else []
    return "\n".join(lines)


def _statement(claim: Claim) -> Iterator[str]:
    yield f"{claim.id}: {claim.title} ({claim.statement_hash})"
    yield f"  {claim.mark.name.lower()}: {claim.source.work}, {claim.source.locator}"
    yield from (f"  {n}. {claim.statement(text)}" for n, text in enumerate(claim.hypotheses, 1))
    yield f"  => {claim.statement()}"
    for name in ("details", "divergence", "corrects"):
        if words := getattr(claim, name):
            yield f"  {name}: {claim.statement(words)}"
    yield from (f"  ${latex}$ is the {meaning}" for latex, meaning in digests.letters(claim))


def _around(claim: Claim, ledger: Ledger) -> Iterator[str]:
    """What the words name and what the argument uses: they are read, too."""
    for other in ledger.named_by(claim.id):
        yield f"  names {other}: {ledger[other].statement()}"
    for other in claim.uses:
        yield f"  uses {other}: {ledger[other].statement()}"


def _checks(claim: Claim, found: ClaimRecord | None) -> Iterator[str]:
    if found is None:
        yield f"its checks have not run; `python -m proofs run {claim.id}`"
        return
    for evidence in found.evidence:
        yield f"{evidence.kind}, {evidence.scope}, complete: {evidence.complete}"
        yield from _steps(evidence.steps)
        yield from (f"  false variant, {name}: {said}" for name, said in evidence.controls.items())
    for witness in found.witnesses:
        what = f"without {witness.drops!r}" if witness.drops else "example"
        yield f"{what}, {witness.verdict}: {witness.text}"
        yield from _steps(witness.steps)
    if claim.id in EXPERIMENT_OF:
        for declared in claim.evidence:
            for code in declared.decides:
                yield f"code to read: {code.__module__}.{code.__qualname__} and what it calls"


def _steps(steps: tuple[StepRecord, ...]) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        yield f"  {number}. {step.text}"
        yield from (f"       [{f.verdict}] {f.latex}" for f in step.formulas)
        yield from ([f"       [not checked] {step.shown}"] if step.shown else [])
        yield from ([f"       why: {step.why}"] if step.why else [])


def _word(current: bool) -> str:
    return "current" if current else "STALE"
