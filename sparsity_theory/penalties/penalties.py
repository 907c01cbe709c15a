"""Reading a penalty: by its name in the catalogue, or as an expression that a user writes."""

from __future__ import annotations

from sparsity_theory.errors import ExpressionError
from sparsity_theory.near import near
from sparsity_theory.penalties.catalogue import NAMES, lookup, unknown
from sparsity_theory.penalties.definition import Penalty, from_expression

__all__ = ["Penalty", "penalty"]


def penalty(text_or_name: str) -> Penalty:
    """Read a penalty: a catalogue name, a name with parameters, or an expression in u.

    >>> penalty("mcp(lam=1, tau=2)")(1)
    3/4
    >>> penalty("min(u, 1/2)")(3)
    1/2

    Raises:
        ExpressionError: the text is not in the language.
        PenaltyError: an unknown name or parameter; or the expression is not finite and real on
            u > 0, or has no finite value at 0 (the message shows where).
    """
    named = lookup(text_or_name)
    if named is not None:
        return named
    try:
        written = from_expression(text_or_name)
    except ExpressionError as problem:
        name = str(text_or_name).strip()
        if name.isidentifier() and near(name, NAMES):  # a word: most likely a mistyped name
            raise unknown(name) from problem
        raise
    # "u*1" is the catalogue's "u".
    return lookup(written.name) or written
