r"""What the words of a claim are, as digests: they change with anything that a reader reads.

A statement may speak of another one ("hypotheses of theorem-e2"), so what was read is the words of
a claim together with those of the claims that it names, of those that these name, and so on.

>>> sorted(named("As in theorem-e2, see Theorem C and $-a2$.", ["theorem-e2", "theorem-c1", "a2"]))
['theorem-c1', 'theorem-e2']
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import sympy

from sparsity_theory.notation import NOTATION

if TYPE_CHECKING:
    from sparsity_theory.ledger.claims import Claim

_FORMULA = re.compile(r"\$([^$]*)\$")
_ID = re.compile(r"(?<![\w-])[a-z]+(?:-[a-z0-9]+)*(?![\w-])")
_NAME = re.compile(r"\b(Lemma|Theorem|Remark) ([A-Z]|\d+)\b")


def digest(content: Any, digits: int = 12) -> str:
    """Hex digits of something that JSON can say; no two contents have the same text."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


def statement(claim: Claim) -> str:
    """Twelve hex digits for all words of a claim, its parts and the meanings of its letters."""
    return digest(
        [
            claim.id,
            claim.title,
            claim.mark.value,
            [claim.source.work, claim.source.locator],
            list(claim.hypotheses),
            claim.conclusion,
            [claim.divergence, claim.corrects, claim.details],
            [[name, canonical(claim.parts[name])] for name in sorted(claim.parts)],
            list(letters(claim)),
        ]
    )


def declaration(claim: Claim) -> str:
    """Twelve hex digits for what is declared of evidence, false variants, examples and uses."""
    witnesses = [each for each in (claim.example, *claim.counterexamples) if each]
    return digest(
        [
            [
                [each.kind.value, each.scope, each.complete, dict(each.blind_to)]
                for each in claim.evidence
            ],
            [
                [
                    each.name,
                    each.because,
                    [[n, canonical(p)] for n, p in sorted(each.changes.items())],
                ]
                for each in claim.controls
            ],
            [[each.text, each.drops] for each in witnesses],
            sorted(claim.uses),
        ]
    )


def canonical(part: Any) -> str:
    """A text that fixes the meaning of a part."""
    return str(sympy.srepr(part)) if isinstance(part, sympy.Basic) else repr(part)


def words(claim: Claim) -> tuple[str, ...]:
    """Every text of the statement that a reader reads."""
    texts = (claim.conclusion, claim.divergence, claim.corrects, claim.details)
    return (claim.title, *claim.hypotheses, *texts)


def letters(claim: Claim) -> Iterator[tuple[str, str]]:
    """The letters of the notation that a claim speaks of, each with its meaning."""
    formulas = [part for part in claim.parts.values() if isinstance(part, sympy.Basic)]
    inside = {symbol for formula in formulas for symbol in formula.atoms(sympy.Symbol)}
    typeset = " ".join(each for text in words(claim) for each in _FORMULA.findall(text))
    for entry in NOTATION:
        if entry.symbol in inside or _letter(entry.symbol).search(typeset):
            yield entry.latex, entry.meaning


@cache
def _letter(symbol: sympy.Symbol) -> re.Pattern[str]:
    """The letter in a formula, and not as part of a command or of a longer name."""
    return re.compile(rf"(?<![A-Za-z\\]){re.escape(sympy.latex(symbol))}(?![A-Za-z])")


def named(text: str, ids: Iterable[str]) -> set[str]:
    """The claims that a text names: by id, or as in "Theorem C", which means all of its parts."""
    known = set(ids)
    plain, heads = _mentioned(text)
    parts = {id_ for id_ in known for head in heads if re.fullmatch(rf"{head}(\d?[a-z]?|-.*)", id_)}
    return parts | (plain & known)


@lru_cache(maxsize=1024)
def _mentioned(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """What reads like the id of a claim, and what like the beginning of one."""
    heads = (f"{kind.lower()}-{which.lower()}" for kind, which in _NAME.findall(text))
    return frozenset(_ID.findall(_FORMULA.sub(" ", text))), frozenset(heads)
