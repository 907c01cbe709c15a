"""Pairs of penalties given as texts: whatever has an answer gets it."""

from __future__ import annotations

from sparsity_theory.characterisation import Decision, Dimensions, characterise
from sparsity_theory.infinite_values import InfiniteAnswer, answer, read_any
from sparsity_theory.penalties.penalties import Penalty


def characterise_texts(
    g: Penalty | str, h: Penalty | str, dims: Dimensions
) -> Decision | InfiniteAnswer:
    """By Theorem A; with infinite values by A0.

    >>> characterise_texts("l0", "0 if u == 0 else (1 if u < pi else 5/4)", Dimensions(9, 2, 1))
    <Decision: guarantees by A3>
    """
    first, second = (read_any(given) if isinstance(given, str) else given for given in (g, h))
    if isinstance(first, Penalty) and isinstance(second, Penalty):
        return characterise(first, second, dims)
    return answer(first, second, dims)
