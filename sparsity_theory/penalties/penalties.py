"""Reading a penalty: by its name in the catalogue, or as an expression that a user writes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sparsity_theory.errors import ExpressionError, PenaltyError
from sparsity_theory.near import did_you_mean, near
from sparsity_theory.penalties import catalogue, literature
from sparsity_theory.penalties.catalogue import lookup, unknown
from sparsity_theory.penalties.definition import Penalty, from_expression
from sparsity_theory.penalties.expressions import GRAMMAR
from sparsity_theory.penalties.functions import NAMES as FUNCTIONS
from sparsity_theory.penalties.literature.named import substituted
from sparsity_theory.penalties.outside import folded, reason
from sparsity_theory.penalties.parameters import Value, as_text, chosen
from sparsity_theory.penalties.spelling import spelled, with_names, with_penalties

__all__ = ["Penalty", "penalty", "read_with"]

_WORD = re.compile(r"\s*([A-Za-z_]\w*)\s*")
_TITLE = re.compile(r"\s*([A-Za-z][\w \-\N{EN DASH}]*?)\s*(\(.*\))?\s*", re.DOTALL)


def penalty(text_or_name: str, **parameters: Value) -> Penalty:
    """Read a penalty: a catalogue name, a name with parameters, or an expression in u.

    Parameters are numbers, exact: 0.1 is 1/10. Each must occur in the text.

    >>> penalty("mcp(lam=1, tau=2)")(1)
    3/4
    >>> penalty("MCP") == penalty("mcp")
    True
    >>> penalty("min(u, 1/2)")(3)
    1/2
    >>> penalty("lam*log(1 + u/eps)", lam=0.1, eps=0.5).name
    'log(2*u + 1)/10'
    >>> penalty("2*mcp(sqrt(u), lam=1, tau=2) + l0()")(4)
    3

    Raises:
        ExpressionError: the text is not in the language.
        PenaltyError: an unknown name or parameter; or the expression is not finite and real on
            u > 0, or has no finite value at 0 (the message shows where).
    """
    found, used = read_with(text_or_name, parameters)
    check_used(parameters, used)
    return found


def check_used(given: Iterable[str], used: Iterable[str]) -> None:
    """Raise PenaltyError unless each parameter that was given occurs."""
    idle = sorted(set(given) - set(used))
    if idle:
        hint = did_you_mean(idle[0], used)
        raise PenaltyError(f"the parameter {idle[0]} occurs in no penalty{hint}: leave it out")


def read_with(text: str, parameters: Mapping[str, Value]) -> tuple[Penalty, frozenset[str]]:
    """Like `penalty`, with the names of the parameters that occurred; the others do not matter."""
    text = _in_small_letters(text) if isinstance(text, str) else text
    outside = reason(text) if isinstance(text, str) else None
    if outside is not None:
        raise PenaltyError(outside)
    values = {name: as_text(name, value) for name, value in parameters.items()}
    word = _WORD.fullmatch(text) if isinstance(text, str) else None
    if word is not None and word[1] in _named_parameters():
        mine = {n: t for n, t in values.items() if n in _named_parameters()[word[1]]}
        inside = ", ".join(f"{n}={t}" for n, t in mine.items())
        return _read(f"{word[1]}({inside})" if mine else word[1]), frozenset(mine)
    if not values:
        return _read(text), frozenset()
    replaced = with_names(spelled(text, GRAMMAR), values, GRAMMAR)
    return _read(replaced.text), replaced.used


def _in_small_letters(text: str) -> str:
    """A name such as MCP or Geman-McClure, perhaps with arguments, as it is listed."""
    found = _TITLE.fullmatch(text)
    listed = {*catalogue.NAMES, *literature.NAMED}
    if found is None or found[1] in {*listed, *FUNCTIONS} or folded(found[1]) not in listed:
        return text
    return f"{folded(found[1])}{found[2] or ''}"


def _named_parameters() -> dict[str, frozenset[str]]:
    found = {e.name: frozenset(p.name for p in e.parameters) for e in catalogue.ENTRIES}
    return {**literature.PARAMETERS, **found}


def _read(text: str) -> Penalty:
    named = lookup(text)
    if named is not None:
        return named
    word = _WORD.fullmatch(text) if isinstance(text, str) else None
    if word is not None and word[1] in literature.NAMED:
        text = f"{word[1]}()"
    try:
        written = from_expression(_without_names(spelled(text, GRAMMAR)))
    except ExpressionError as problem:
        known = (*catalogue.NAMES, *literature.NAMED)
        if word is not None and word[1] not in FUNCTIONS and near(word[1], known):
            raise unknown(word[1]) from problem  # most likely a mistyped name
        raise
    # "u*1" is the catalogue's "u".
    return lookup(written.name) or written


def _without_names(text: str) -> str:
    return with_penalties(text, _text_of, GRAMMAR) if "(" in text else text


def _text_of(name: str, given: Mapping[str, str]) -> str | None:
    """The text in u of a named penalty; None if no penalty has that name."""
    if name in catalogue.NAMES:
        entry = catalogue.entry(name)
        if name == "indicator":
            return "0 if u == 0 else oo"
        return substituted(entry.text, chosen(name, entry.parameters, given))
    known = literature.NAMED.get(name)
    return None if known is None else known.text_with(given)
