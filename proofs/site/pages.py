"""The page of one claim: what is claimed, how it was derived, what was run, how to cite it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from numerics.kernel.library import without_integers
from proofs.kernel.evidence import KernelTheorem
from proofs.record import ClaimRecord, EvidenceRecord, StepRecord, WitnessRecord
from proofs.reviews import Covers, Link, Review
from proofs.site import cite
from proofs.site.document import Block, Code, Display, Fold, Heading, Items, Paragraph, Table
from proofs.site.quotes import QUOTES
from proofs.standing import Standing, word
from sparsity_theory import notation
from sparsity_theory.ledger.claims import (
    Claim,
    Control,
    Evidence,
    Kind,
    Mark,
    Status,
    typeset,
)
from sparsity_theory.notation import NOTATION

MARKS = {
    Mark.PAPER: "**[P]** a claim of the paper",
    Mark.EXTENSION: "**[X]** an extension by this project, not a claim of the paper",
}


# Letters that mean the same on every page; a claim itself says what its other letters are.
_ONE_MEANING = (
    *(notation.d, notation.kappa, notation.r, notation.n, notation.gamma, notation.beta),
    *(notation.A, notation.e, notation.sigma, notation.mu),
    *(notation.H_plus, notation.H_minus, notation.G_minus),
)
PAPER_ENTRY = Code("bibtex", cite.paper())
_READING = (
    "A formula under *Checked* is what the program decided, for all values that its symbols admit;"
    " what it shows and what it checks are one object. Everything else is words: the text of a"
    " step, its *Why*, and formulas under *Shown, not checked*."
)


@dataclass(frozen=True)
class Context:
    """What a page says beyond the claim itself.

    ``words_read`` and ``argument_read`` say whether the review is of what stands there now.
    """

    record: ClaimRecord | None
    standing: Standing
    used_by: tuple[str, ...]
    titles: Mapping[str, str]
    review: Review
    theorems: Mapping[str, KernelTheorem]
    words_read: bool
    argument_read: bool

    @property
    def status(self) -> Status:
        """The status of the claim, with all that it rests on."""
        return self.standing.status


def claim_page(claim: Claim, context: Context) -> list[Block]:
    """All blocks of a claim's page."""
    return [
        Heading(claim.title, 1, anchor=claim.id),
        Paragraph(
            f"`{claim.id}` · {MARKS[claim.mark]} · status: **{word(claim, context.status)}**"
        ),
        *statement(claim),
        *_standing(claim, context),
        *_source(claim, context),
        *_derivation(context.record),
        *_evidence_table(context.record),
        *_kernel(claim, context),
        *_variants(claim, context.record),
        *_examples(context.record),
        *_dependencies(claim, context),
        *_citation(claim, context),
    ]


def statement(claim: Claim) -> Iterator[Block]:
    """Hypotheses and conclusion."""
    yield Heading("Statement", 2)
    yield Paragraph("**Hypotheses**")
    yield Items(tuple(claim.statement(text) for text in claim.hypotheses), numbered=True)
    yield Paragraph(f"**Conclusion.** {claim.statement()}")
    if claim.details:
        yield Paragraph(f"**In detail** (from the derivation). {claim.statement(claim.details)}")
    symbols = _symbols(claim.parts)
    notes = "; ".join(
        f"${entry.latex}$ {entry.meaning}"
        for entry in NOTATION
        if entry.symbol in symbols and entry.symbol in _ONE_MEANING
    )
    if notes:
        yield Paragraph(f"*Symbols:* {notes}.")


def _symbols(parts: Mapping[str, Any]) -> set[sympy.Symbol]:
    formulas = [part for part in parts.values() if isinstance(part, sympy.Basic)]
    return {symbol for formula in formulas for symbol in formula.atoms(sympy.Symbol)}


def _source(claim: Claim, context: Context) -> Iterator[Block]:
    source = ", ".join(text for text in (claim.source.work, claim.source.locator) if text)
    yield Heading("Source", 2)
    yield Paragraph(_sentence(source))
    if claim.id in QUOTES:
        yield Paragraph(f"**The paper's words.** “{QUOTES[claim.id]}”")
    if claim.divergence:
        what = (
            "How this differs from the paper"
            if claim.mark is Mark.PAPER
            else "How this relates to the paper"
        )
        yield Paragraph(f"**{what}.** {linked(claim.divergence, context.titles)}")


def linked(text: str, names: Container[str]) -> str:
    """The text with a link wherever it names another claim by its id."""
    pattern = r"(?<![\w`$-])([a-z]+(?:-[a-z0-9]+)+)(?![\w`$-])"

    def link(found: re.Match[str]) -> str:
        return f"[{found[1]}](claim:{found[1]})" if found[1] in names else found[1]

    return re.sub(pattern, link, text)


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


_DRAWN = (
    "[Figures of this experiment](page:results.md): what was measured, and every effect after T and"
    " after 2T steps."
)


def _derivation(record: ClaimRecord | None) -> Iterator[Block]:
    if record is None:
        yield Heading("Derivation", 2)
        yield Paragraph("Not run: the checks of this statement have not run since it last changed.")
        return
    yield Heading("How to read the steps", 2)
    yield Paragraph(_READING)
    for number, evidence in enumerate(record.evidence):
        what = "Derivation" if evidence.kind == Kind.SYMBOLIC.value else "Check"
        yield Heading(f"{what} {number + 1}: {evidence.kind}, {evidence.scope}", 2)
        if evidence.error:
            yield Paragraph(f"The check did not finish: `{evidence.error.replace('`', '')}`")
        yield from _steps(evidence.steps)
        if evidence.kind == Kind.EMPIRICAL.value:
            yield Paragraph(_DRAWN)


def _steps(steps: tuple[StepRecord, ...]) -> Iterator[Block]:
    for number, step in enumerate(steps, 1):
        only = "" if step.formulas else ", words only"
        why = [Paragraph(f"*Why:* {_sentence(step.why)}")] if step.why else []
        yield Fold(f"**Step {number}{only}.** {step.text}", (*_formulas(step), *why))


def _formulas(step: StepRecord) -> Iterator[Block]:
    """What was checked, under its verdict; then what only illustrates."""
    shown = ""
    for formula in step.formulas:
        if formula.verdict != shown:
            shown = formula.verdict
            yield Paragraph(f"*Checked:* **{shown}**.")
        yield Display(formula.latex)
    if step.shown:
        yield Paragraph("*Shown, not checked:*")
        yield Display(step.shown)


def _evidence_table(record: ClaimRecord | None) -> Iterator[Block]:
    yield Heading("Evidence", 2)
    if record is None:
        yield Paragraph("Not run.")
        return
    yield Table(
        ("kind", "scope", "whole statement", "verdict", "what has to be trusted", "seconds"),
        tuple(_evidence_row(evidence) for evidence in record.evidence),
        (10, 25, 10, 10, 33, 12),
    )
    used = ", ".join(f"{name} {version}" for name, version in record.versions.items())
    yield Paragraph(f"Run on {record.date} with {used}.")


def _evidence_row(evidence: EvidenceRecord) -> tuple[str, ...]:
    return (
        evidence.kind,
        evidence.scope,
        "yes" if evidence.complete else "no",
        "error" if evidence.error else evidence.verdict,
        Kind(evidence.kind).trusts,
        f"{evidence.seconds:.2f}",
    )


_ROLES = {
    Covers.CONTROL: "Proofs that variants are false",
    Covers.EXAMPLE: "Examples that meet the hypotheses, and definitions that say what they should",
}
_COVERS = {
    Covers.FULL: "says **all of the statement**",
    Covers.TOGETHER: "says **a part of the statement; the theorems so marked say all of it**",
    Covers.PARTIAL: "is **weaker than the statement**",
    Covers.BESIDE: "says something **beside the statement**",
}


def _standing(claim: Claim, context: Context) -> Iterator[Block]:
    """What the status rests on: who decided what, what a reader has to trust."""
    yield Heading("What stands behind it", 2)
    lines = [f"**{context.status.value}**: {context.status.meaning}."]
    if context.standing.falls:
        lines.append(
            f"Lower than it would be alone: {linked(context.standing.falls, context.titles)}."
        )
    if context.status.trusts:
        lines.append(f"To be trusted: {context.status.trusts}.")
    if claim.corrects:
        lines.append(f"**corrected**: {linked(claim.corrects, context.titles)}")
    review, found = context.review, context.record
    if review.yields and found and context.argument_read:
        what = "test" if claim.predicted else "steps"
        lines.append(f"Review of the {what}: {linked(review.yields, context.titles)}")
        lines += [f"Only words: {linked(text, context.titles)}" for text in review.words]
    elif found:
        lines.append("Nobody has reviewed that the steps below yield the statement as it stands.")
    yield Items(tuple(lines))


def _kernel(claim: Claim, context: Context) -> Iterator[Block]:
    links = context.review.links
    if not links:
        return
    yield Heading("Kernel-checked statements", 2)
    stale = not context.words_read
    yield Paragraph(
        "Proved in Coq, in `proofs/coq`. How much of the statement above each theorem says was"
        " decided by reading both"
        + ("; the statement has changed since, so the decisions do not count." if stale else ".")
    )
    for link in links:
        found = context.theorems.get(link.theorem)
        if link.covers in _COVERS and found:
            note = f": {link.note}" if link.note else ""
            where = f"`{found.theorem}` in `proofs/coq/{found.file}.v`"
            yield Paragraph(f"{where} {_COVERS[link.covers]}{_sentence(note)}")
            yield Paragraph(_sentence(_kernel_answer(found, link)))
            yield Code("coq", found.text)
    for covers, what in _ROLES.items():
        names = [f"`{link.theorem}`" for link in links if link.covers is covers]
        if names:
            yield Paragraph(f"*{what}:* {', '.join(names)}.")


def _kernel_answer(found: KernelTheorem, link: Link) -> str:
    if found.hash != link.statement:
        return "The Coq statement has changed since it was read: the decision does not count"
    if found.run is None:
        return "Not run since its statement last changed"
    shown, integers = without_integers(found.run.axioms)
    axioms = ", ".join(f"`{axiom}`" for axiom in shown)
    axioms += f", and {integers} of primitive 63-bit integers" if integers else ""
    resting = f"on the axioms {axioms}" if axioms else "closed under the global context (no axioms)"
    return f"Accepted by Coq {found.run.coq} on {found.run.date}, {resting}"


def _variants(claim: Claim, record: ClaimRecord | None) -> Iterator[Block]:
    if not claim.controls:
        return
    yield Heading("False variants", 2)
    yield Paragraph("The same checks, given a wrong statement, have to answer that it fails.")
    yield Items(tuple(_variant(claim, control, record) for control in claim.controls))


def _variant(claim: Claim, control: Control, record: ClaimRecord | None) -> str:
    changes = "; ".join(
        f"{_part(claim, name, claim.parts[name])} becomes {_part(claim, name, part)}"
        for name, part in control.changes.items()
    )
    because = f" ({control.because})" if control.because else ""
    text = f"**{control.name}**{because}: {changes}."
    return f"{text} {_answers(claim, control, record)}"


def _part(claim: Claim, name: str, part: Any) -> str:
    """A part as the page shows it: a formula where the statement has it in one, else as text."""
    if isinstance(part, sympy.Basic | int) or _in_formula(claim, name):
        return f"${typeset(part)}$"
    return f"`{part}`"


def _in_formula(claim: Claim, name: str) -> bool:
    texts = (*claim.hypotheses, claim.conclusion, claim.details)
    formulas = [formula for text in texts for formula in re.findall(r"\$[^$]*\$", text)]
    return any(f"[[{name}]]" in formula for formula in formulas)


def _answers(claim: Claim, control: Control, record: ClaimRecord | None) -> str:
    if record is None:
        return "Not run."
    answers = [
        f"*{evidence.kind}*: {evidence.controls[control.name]}"
        for evidence in record.evidence
        if control.name in evidence.controls
    ]
    answers += [
        f"*{evidence.kind.value}* cannot see it: {_blind(evidence, control)}"
        for evidence in claim.evidence
        if control.name in evidence.blind_to
    ]
    return _sentence("; ".join(answers))


def _blind(evidence: Evidence, control: Control) -> str:
    return evidence.blind_to[control.name].rstrip(".")


def _examples(record: ClaimRecord | None) -> Iterator[Block]:
    if record is None or not record.witnesses:
        return
    yield Heading("Examples, and what happens without each hypothesis", 2)
    for witness in record.witnesses:
        yield from _witness(witness)


def _witness(witness: WitnessRecord) -> Iterator[Block]:
    what = f"Without “{witness.drops}”" if witness.drops else "Meets all hypotheses"
    yield Paragraph(f"**{what}.** {witness.text}")
    if witness.error:
        yield Paragraph(f"The check did not finish: `{witness.error.replace('`', '')}`")
    for step in witness.steps:
        yield Paragraph(f"{step.text} ({step.why})" if step.why else step.text)
        yield from _formulas(step)


def _dependencies(claim: Claim, context: Context) -> Iterator[Block]:
    def links(ids: tuple[str, ...]) -> str:
        return ", ".join(f"[{context.titles[id_]}](claim:{id_})" for id_ in ids) or "nothing"

    yield Heading("Dependencies", 2)
    yield Items((f"Uses: {links(claim.uses)}.", f"Used by: {links(context.used_by)}."))


def _citation(claim: Claim, context: Context) -> Iterator[Block]:
    yield Heading("Cite", 2)
    entry = cite.claim_entry(claim, context.record, word(claim, context.status))
    yield Code("bibtex", entry)
    yield PAPER_ENTRY
