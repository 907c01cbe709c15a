"""Which Coq sentences a verdict file may have: none that could act outside the proof.

Coq's own commands can load compiled plug-ins, read and write files. A file that comes from
somebody else is compiled only if each of its sentences is of a short list, so that compiling
it can do nothing but prove or fail.
"""

from __future__ import annotations

import re

from numerics.errors import NumericsError

MAX_BYTES = 200_000

IMPORTS = (
    "From Coq Require Import Reals Lra.",
    "From Interval Require Import Tactic.",
    "From Sparsity.theory Require Import BridgeStatements Verdict VerdictTactics.",
    "Open Scope R_scope.",
)
_OUTSIDE = re.compile(r"(Definition|Lemma|Theorem) [a-z][a-zA-Z0-9_]* ")
_TACTIC = re.compile(r"[a-z\[{}(+*-]")


def check_sentences(text: str) -> None:
    r"""Refuse a text with any sentence that is not a definition, a statement or a tactic.

    >>> check_sentences("Open Scope R_scope.\nLemma a : True.\\nProof. exact I. Qed.")
    >>> check_sentences('Redirect "stolen" Print nat.')
    Traceback (most recent call last):
    numerics.errors.NumericsError: the file has a character that verdict files do not use: '"'

    Raises:
        NumericsError: naming the first sentence that is not allowed.
    """
    if len(text.encode()) > MAX_BYTES:
        raise NumericsError(f"the file has more than {MAX_BYTES} bytes")
    odd = re.search(r"[^A-Za-z0-9_'\s(){}\[\]<>=+\-*/\\|^~:;,.?%@!]", text)
    if odd:
        raise NumericsError(
            f"the file has a character that verdict files do not use: {odd.group()!r}"
        )
    inside = False
    for sentence in _sentences(_without_comments(text)):
        inside = _allowed(sentence, inside)
    if inside:
        raise NumericsError("the last proof of the file does not end")


def _allowed(sentence: str, inside: bool) -> bool:
    """Whether a proof is open after the sentence; NumericsError when it is not allowed."""
    if inside:
        if sentence in ("Proof.", "Qed."):
            return sentence != "Qed."
        if _TACTIC.match(sentence):
            return True
    elif sentence in IMPORTS:
        return False
    elif _OUTSIDE.match(sentence):
        return not sentence.startswith("Definition")
    shown = sentence if len(sentence) < 60 else sentence[:57] + "..."
    raise NumericsError(f"not a sentence of a verdict file: {shown!r}")


def _without_comments(text: str) -> str:
    kept, depth, place = [], 0, 0
    while place < len(text):
        two = text[place : place + 2]
        if two == "(*" and text[place : place + 3] != "(*)":
            depth, place = depth + 1, place + 2
        elif two == "*)" and depth:
            depth, place = depth - 1, place + 2
            kept.append(" ")
        else:
            if not depth:
                kept.append(text[place])
            place += 1
    if depth:
        raise NumericsError("a comment of the file does not end")
    return "".join(kept)


def _sentences(text: str) -> list[str]:
    """Sentences: they end with a full stop before white space."""
    parts = re.split(r"(?<=\.)\s+", text.strip())
    sentences = [" ".join(part.split()) for part in parts if part.strip()]
    if sentences and not sentences[-1].endswith("."):
        raise NumericsError("the last sentence of the file does not end with a full stop")
    return sentences
