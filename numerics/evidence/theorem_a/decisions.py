"""What the library decides for given penalties."""

from __future__ import annotations

import sympy

from sparsity_theory.characterisation import Dimensions, Guarantee, characterise
from sparsity_theory.penalties.penalties import Penalty, penalty


def constant_penalty(value: sympy.Expr) -> Penalty:
    """The penalty that is 0 at 0 and this value elsewhere."""
    return penalty(f"(0 if u == 0 else {value})")


def guaranteed(g: Penalty, h: Penalty, dims: Dimensions) -> bool:
    """Whether the library decides for a guarantee."""
    return characterise(g, h, dims).verdict is Guarantee.GUARANTEES
