"""The certified curve of the least loss over the number of active rows."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from numerics import minimise
from numerics.errors import NumericsError
from numerics.own_family.by_rows import loss_by_rows
from numerics.solver.dense import random_family
from numerics.solver.minimise_family import minimise_family
from numerics.solver.objective import Objective
from sparsity_theory.penalties.penalties import penalty

TOLERANCE = Fraction(1, 10**6)


@pytest.mark.parametrize("h", ["log1p", "l0", "1+u"])
def test_the_curve_falls_ends_at_the_minimum_and_no_sparse_code_is_below_it(h: str) -> None:
    family = random_family(5, 3, 2, 1, 0)
    g, of_h = penalty("20*u"), penalty(h)
    whole = minimise_family(family, g, of_h, tolerance=TOLERANCE)
    curve = loss_by_rows(family, g, of_h, whole, tolerance=TOLERANCE, seconds=10)
    assert [each.rows for each in curve] == [0, 1, 2, 3]
    losses = [float(each.loss) for each in curve]
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] <= float(whole.value)
    loss, rng = Objective(family, g, of_h), np.random.default_rng(0)
    for each in curve:
        assert each.lower is not None
        assert 0 <= float(each.loss - each.lower) <= 2e-6
        assert len(each.support) <= each.rows
        for kept in combinations(range(3), each.rows):
            theta, codes = rng.random((300, 1)), np.zeros((300, 3, 2))
            decoders = loss.decoders(theta)[:, :, list(kept)]
            codes[:, list(kept)] = rng.uniform(0.2, 1, (300, 1, 1)) * (
                np.linalg.pinv(decoders) @ loss.arrays[0]
            )
            assert loss.values(theta, codes).min(initial=np.inf) >= float(each.lower) - 1e-12


def test_too_many_choices_are_refused() -> None:
    family = random_family(10, 9, 1, 0, 0)
    pair = penalty("u"), penalty("u")
    whole = minimise_family(family, *pair, seconds=0.01)
    with pytest.raises(NumericsError, match="kappa = 9"):
        loss_by_rows(family, *pair, whole, tolerance=TOLERANCE, seconds=1)


def test_the_command_prints_and_records_the_curve(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answer.json"
    family = ("--g", "20*u", "--h", "log1p", "--random", "4,2,2,1,0")
    assert minimise.main([*family, "--by-rows", "--json", str(path)]) == 0
    assert "digits are rounded" in capsys.readouterr().out
    curve = json.loads(path.read_text())["by_rows"]
    assert [each["rows"] for each in curve] == [0, 1, 2]
    assert all(each["lower_bound"] <= each["loss"] for each in curve)
