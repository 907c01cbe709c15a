"""Pairs of penalties given as texts: whatever has an answer gets it."""

from __future__ import annotations

from sparsity_theory.characterisation import Decision, Dimensions, characterise
from sparsity_theory.errors import IrrationalJumpError
from sparsity_theory.infinite_values import InfiniteAnswer, answer, read_any
from sparsity_theory.objectives.decision import ObjectiveDecision, characterise_objective
from sparsity_theory.objectives.pairs import Side, objective_of
from sparsity_theory.penalties.penalties import Penalty


def characterise_texts(
    g: Penalty | str, h: Penalty | str, dims: Dimensions
) -> Decision | InfiniteAnswer | ObjectiveDecision:
    """By Theorem A; with infinite values by A0; with a jump at an irrational point as an objective.

    >>> characterise_texts("l0", "0 if u == 0 else (1 if u < pi else 5/4)", Dimensions(9, 2, 1))
    <ObjectiveDecision: guarantees: guarantee>
    """
    first, second = _side(g), _side(h)
    if isinstance(first, str) or isinstance(second, str):
        return characterise_objective(objective_of(first, second), dims)
    if isinstance(first, Penalty) and isinstance(second, Penalty):
        return characterise(first, second, dims)
    return answer(first, second, dims)


def _side(given: Penalty | str) -> Side:
    if isinstance(given, Penalty):
        return given
    try:
        return read_any(given)
    except IrrationalJumpError as jump:
        return jump.source
