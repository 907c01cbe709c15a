"""The objective of a pair: d L_{g,h} = d g(e) + sum_k h(p_k), infinite values included."""

from __future__ import annotations

import re
from typing import TypeAlias

from sparsity_theory.errors import ObjectiveError
from sparsity_theory.exact.writer import to_text
from sparsity_theory.penalties.expressions import GRAMMAR
from sparsity_theory.penalties.infinite import Infinite
from sparsity_theory.penalties.penalties import Penalty
from sparsity_theory.penalties.spelling import spelled, with_names

_EXTREME = re.compile(r"\b(f?)(min|max|Min|Max)\(")
Side: TypeAlias = Penalty | Infinite | str
"""A penalty, or the text of one that has no exact analysis."""


def objective_of(g: Side, h: Side) -> str:
    """The text of d L_{g,h} in the language of objectives.

    >>> from sparsity_theory.infinite_values import read_any
    >>> objective_of(read_any("u"), read_any("oo if u > 0 else 0"))
    'd*((0) if (e) == 0 else ((e))) + sum((0) if (p) == 0 else oo)'

    Raises:
        ObjectiveError: a penalty has no value at 0.
    """
    return f"d*({side_of(g, 'e')}) + sum({side_of(h, 'p')})"


def side_of(penalty: Side, variable: str) -> str:
    """The penalty of a variable; e is the error there, and Euler's number is exp(1).

    >>> side_of("u if u <= 1 else e", "p1")
    '(p1) if (p1) <= 1 else (exp(1))'

    Raises:
        ObjectiveError: it has no value at 0.
    """
    if isinstance(penalty, Penalty):
        if not penalty.finite:
            return f"inf if {variable} > 0 else 0"
        zero, rest = to_text(penalty.at_zero), to_text(penalty.expression)
        text: str | None = f"({zero}) if u == 0 else ({rest})"
    else:
        text = penalty if isinstance(penalty, str) else penalty.cases
    if text is None:
        raise ObjectiveError(f"{penalty!r} has no value at 0")
    meanings = {"u": variable, "e": "exp(1)", "E": "exp(1)"}
    meant = with_names(spelled(text, GRAMMAR), meanings, GRAMMAR).text
    # In objectives min and max are over all entries of lists, minimum and maximum entry by entry.
    return _EXTREME.sub(lambda found: f"{found[2].lower()}imum(", meant)
