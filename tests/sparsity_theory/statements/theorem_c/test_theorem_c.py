"""Theorem C2 and C3 against points found by float minimisation."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from numerics.certificates.instances import fooling_instance
from numerics.evidence.exact_codes import sparse_code
from numerics.solver.objective import Objective
from numerics.solver.search import search
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.notation import beta, d, gamma, r
from sparsity_theory.penalties.penalties import penalty
from sparsity_theory.statements.theorem_c import theorem_c2, theorem_c3
from sparsity_theory.statements.theorem_c.theorem_c2 import P
from sparsity_theory.statements.theorem_c.theorem_c3 import rho


def _logarithms(scale: str, weight: str) -> tuple[object, object]:
    return penalty(f"log(u + {scale})"), penalty(f"{weight}*log(u + {scale})")


@pytest.mark.parametrize("scale", ["1/10", "1/1000", "1/100000"])
@pytest.mark.parametrize("weight", ["1/2", "1", "3/2"])
def test_the_best_point_found_meets_the_bounds(scale: str, weight: str) -> None:
    dims = Dimensions(4, 3, 2)
    instance = fooling_instance(dims, Fraction(1, 25), Fraction(4))
    objective = Objective(instance.family, *_logarithms(scale, weight))  # type: ignore[arg-type]
    best = search(objective)
    exact = np.array([sparse_code(instance)], dtype=float)
    assert best.value <= float(objective.values(np.array([1.0]), exact)[0]) + 1e-9
    values = {d: dims.d, r: dims.r, P: 4.0, gamma: float(Fraction(scale))}
    values[beta] = float(Fraction(weight))
    error_bound = float(theorem_c2.CLAIM.parts["error_bound"].subs(values))
    row_bound = float(theorem_c2.CLAIM.parts["row_bound"].subs(values))
    error = float(objective.errors(np.array([best.theta]), best.codes[None])[0])
    assert error <= error_bound * (1 + 1e-6)
    powers = (best.codes**2).mean(axis=1)
    assert (powers > row_bound * (1 + 1e-6)).sum() <= dims.r


def test_below_the_threshold_of_c3_the_sparse_code_beats_the_dense_one() -> None:
    low, high = Fraction(1, 25), Fraction(4)
    dims = Dimensions(4, 3, 2)
    at = theorem_c3.CLAIM.parts["gamma_dense"].subs({r: 2, rho: "1/25", P: 4})
    assert at == pytest.approx(float(low**3 / high**2))
    instance = fooling_instance(dims, low, high)
    for factor, sparse_wins in ((1, True), (1000, False)):
        g, h = _logarithms(str(Fraction(str(at)) * factor), "1")
        objective = Objective(instance.family, g, h)  # type: ignore[arg-type]
        data, start, end = instance.family.arrays
        codes = np.stack([np.linalg.lstsq(w, data, rcond=None)[0] for w in (end, start)])
        codes[np.abs(codes) < 1e-12] = 0
        losses = objective.values(np.array([1.0, 0.0]), codes)
        assert (losses[0] < losses[1]) == sparse_wins
