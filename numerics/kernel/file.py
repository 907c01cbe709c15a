"""Writing a verdict file: definitions, where they are defined, the inequality, the conclusion."""

from __future__ import annotations

from numerics.kernel.claim import PARTS, KernelClaim, make_claim
from numerics.kernel.guarantee import Cover, bounds, cover
from numerics.kernel.language import number, source, translate
from numerics.kernel.witness import find
from sparsity_theory.characterisation import Dimensions

IMPORTS = (
    "From Coq Require Import Reals Lra.",
    "From Interval Require Import Tactic.",
    "From Sparsity.theory Require Import BridgeStatements Verdict VerdictTactics.",
    "Open Scope R_scope.",
)


def claim_for(g: str, h: str, dims: Dimensions) -> KernelClaim:
    """The verdict on a pair, with numbers that should prove it; only Coq's check decides.

    Raises:
        NumericsError: neither a witness nor brackets were found, or Coq cannot say the penalty.
    """
    first, second = source(g), source(h)
    for each in (first, second):
        translate(each)  # a function that Coq lacks is named before any number is looked for
    found = find(first, second, dims)
    if found is None:
        return make_claim(g, h, dims, "guaranteed", bounds(first, second, dims))
    part = found.part if found.strict else f"tie-{found.part}"
    return make_claim(g, h, dims, part, (found.first, found.second))


def coq_file(claim: KernelClaim) -> str:
    """The text of the file, ready for ``coqc``."""
    imports = "\n".join(IMPORTS)
    body = _guarantee(claim) if claim.part == "guaranteed" else _witness(claim)
    return f"{claim.header()}\n{imports}\n{claim.definitions()}\n{body}"


def _witness(claim: KernelClaim) -> str:
    ((name, statement),) = claim.inequalities
    first, second = (number(value) for value in claim.numbers)
    second_name = "b" if claim.part.endswith("dense") else "e"
    return (
        f"Theorem defined : {claim.defined}.\n"
        "Proof. unfold h_defined, g_defined; defined_at_numbers. Qed.\n"
        f"Theorem {name} : {statement}.\n"
        "Proof. unfold h, g; numbers. Qed.\n"
        f"Theorem verdict : {claim.verdict}.\n"
        f"Proof. apply {PARTS[claim.part][1]} with (a := {first}) ({second_name} := {second});"
        f" [reflexivity | lra | lra | exact {name}]. Qed.\n"
    )


def _guarantee(claim: KernelClaim) -> str:
    low, high, jump = (number(value) for value in claim.numbers)
    h_cover, g_cover = cover(source(claim.h)), cover(source(claim.g))
    return (
        f"Theorem defined : {claim.defined}.\n"
        "Proof. intros u u0; split; unfold h_defined, g_defined; defined_everywhere. Qed.\n"
        f"Theorem h_between : {claim.inequalities[0][1]}.\n"
        f"Proof. intros u u0; unfold h; at_zero; {_pieces(h_cover, 'split; enclosed u')} Qed.\n"
        f"Theorem g_above : {claim.inequalities[1][1]}.\n"
        f"Proof. intros u u0; unfold g; at_zero; {_pieces(g_cover, 'enclosed u')} Qed.\n"
        f"Theorem verdict : {claim.verdict}.\n"
        f"Proof. apply guaranteed_bounds with (lo := {low}) (hi := {high}) (jump := {jump});"
        " [reflexivity | exact h_between | exact g_above | cbn -[IZR Rmult Rdiv]; lra"
        " | cbn -[IZR Rmult Rdiv]; lra]. Qed.\n"
    )


def _pieces(covering: Cover, tactic: str) -> str:
    """Case distinctions at the cuts of the cover, and the tactic on each piece."""
    if not covering:
        return f"branches; {tactic}."
    cuts = "; ".join(f"cut_at u {number(cut)}" for cut in covering)
    return f"{cuts}; branches; {tactic}."
