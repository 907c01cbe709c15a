"""Any penalty h(|x|) as one of pyproximal's operators."""

from __future__ import annotations

from typing import Any

import numpy as np
from pyproximal import ProxOperator
from pyproximal.ProxOperator import _check_tau

from numerics.proximal.prox import ProximalPenalty
from numerics.proximal.tensors import Floats
from sparsity_theory.penalties.penalties import Penalty


class PenaltyOperator(ProxOperator):
    """``sigma sum_i h(|x_i|)`` as pyproximal's solvers take it.

    Args:
        source: a penalty, its name in the catalogue, or an expression in u = |x_i|.
        sigma: weight of the penalty.

    >>> PenaltyOperator("scad").prox(np.array([0.5, 5.0]), 1.0).tolist()
    [0.0, 5.0]

    Raises:
        UnsuitableError: as `ProximalPenalty`.
    """

    def __init__(self, source: Penalty | str, sigma: float = 1.0) -> None:
        super().__init__(None, False)
        self.penalty, self.sigma = ProximalPenalty(source), sigma

    def __call__(self, x: Floats) -> float:
        """The value."""
        return float(self.sigma * self.penalty.value(np.abs(x)).sum())

    @_check_tau
    def prox(self, x: Floats, tau: float, **_: Any) -> Floats:
        """The global proximal operator with step tau."""
        found: Floats = self.penalty.prox(x, tau * self.sigma)
        return found
