"""Bounds on row powers from left inverses: above every power, in floats no less than in balls."""

from __future__ import annotations

import numpy as np
import pytest
from flint import arb

from numerics.certificates.leaves import LeafBound
from numerics.certificates.limits import checking
from numerics.certificates.proof import Patch
from numerics.solver.dense import random_family
from numerics.solver.objective import Objective
from sparsity_theory.penalties.penalties import penalty


@pytest.mark.parametrize("p", [0, 1, 2, 3])
def test_no_power_with_a_small_error_is_above_its_bound(p: int) -> None:
    family = random_family(6, 3, 2, p, 4)
    loss = Objective(family, penalty("u"), penalty("u"))
    rng = np.random.default_rng(p)
    low = 0.9 * rng.random((20, p))
    high = low + 10.0 ** rng.uniform(-6, -1, (20, p))
    inverse = np.linalg.pinv(loss.decoders(0.5 * (low + high)))
    e_max = 0.01
    with checking(60):
        floats, balls = (
            LeafBound(family, arb(0), in_balls=kind).power_bounds(inverse, low, high, e_max)
            for kind in (False, True)
        )
    exact = balls.astype(float)
    bounded = exact >= 0
    assert bounded.all(axis=1).sum() >= 10
    assert (floats[bounded] >= exact[bounded]).all()
    assert (floats[bounded] <= exact[bounded] * (1 + 1e-10)).all()
    for _ in range(100):  # codes whose residual is a part of one that is as large as allowed
        theta = low + (high - low) * rng.integers(0, 2, low.shape)
        residual = rng.standard_normal((20, 6, 2))
        residual *= np.sqrt(12 * e_max / (residual**2).sum(axis=(1, 2)))[:, None, None]
        decoders = loss.decoders(theta)
        codes = np.linalg.pinv(decoders) @ (loss.arrays[0] - residual)
        inside = (loss.errors(theta, codes) <= e_max)[:, None] & bounded
        assert ((codes**2).sum(axis=2) / 2 <= exact * (1 + 1e-12))[inside].all()


def test_a_ceiling_that_is_a_little_too_low_and_an_inverse_of_something_else_are_refused() -> None:
    family = random_family(6, 3, 2, 1, 4)
    decoders = Objective(family, penalty("u"), penalty("u")).decoders(np.array([[0.5]]))
    inverse, ends = np.linalg.pinv(decoders), (np.array([[0.49]]), np.array([[0.51]]))
    with checking(60):
        for kind in (False, True):
            bound = LeafBound(family, arb(0), in_balls=kind)
            found = bound.power_bounds(inverse, *ends, 0.01)[0].astype(float)
            for share, held in ((1 + 1e-9, True), (1 - 1e-9, False)):
                for sign, fits in ((1.0, held), (-1.0, False)):
                    rows = tuple(map(tuple, (sign * inverse[0]).tolist()))
                    patch = Patch((0.49,), (0.51,), tuple((share * found).tolist()), rows)
                    assert (bound.ceilings_held([patch], 0.01) == fits).all()
