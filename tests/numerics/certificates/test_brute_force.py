"""Certified minima on small random problems with kinks, jumps and disguises, against a fine grid.

By hand 300 (`python -m numerics.trials minima`), which are stored.
"""

from __future__ import annotations

import pytest

from numerics.certificates.linear_family import LinearFamily
from numerics.solver.solve import minimise_family
from numerics.trials.confront import DISGUISES
from numerics.trials.kinds import IN_CI
from numerics.trials.minima import matrix, minimum_case
from numerics.trials.trial import Trial, each
from sparsity_theory.penalties.penalties import penalty


def test_no_grid_point_is_below_a_certified_minimum() -> None:
    trial = Trial("minima", seed=7).grow(each(minimum_case), IN_CI["minima"])
    print(trial)
    assert trial.wrong == []
    assert trial.ended["certified"] > IN_CI["minima"] // 8


def test_the_false_minimum_is_gone() -> None:
    family = LinearFamily(matrix([[1], [2]]), matrix([[1, 0], [1, 1]]), (), connected=True)
    h = next(known for known in DISGUISES if known.text.startswith("5*(sqrt"))
    found = minimise_family(family, penalty("u"), penalty(h.text), seconds=1)
    assert float(found.value) == pytest.approx(0.675, abs=1e-3) or found.lower is None
    assert found.lower is None or found.lower < 0.676


def test_a_gap_is_small_against_the_losses() -> None:
    family = LinearFamily(matrix([[1], [2]]), matrix([[1, 0], [1, 1]]), (), connected=True)
    found = minimise_family(family, penalty("1e-9*u"), penalty("1e-9*log(1+u)"))
    assert found.lower is not None
    assert found.lower > 0.9 * float(found.value) > 0


def test_a_family_that_is_zero_throughout_has_a_minimum() -> None:
    family = LinearFamily(matrix([[0]]), matrix([[0]]), (), connected=True)
    found = minimise_family(family, penalty("u"), penalty("u"), seconds=1)
    assert found.lower is not None
    assert found.value == 0
