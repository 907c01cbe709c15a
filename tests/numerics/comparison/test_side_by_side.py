"""The VAE beside the penalties: closed forms, certified bounds, and the command."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from numerics.certificates.balls import ball, enclose
from numerics.comparison.decoders import Pair
from numerics.comparison.rows import row_cost
from numerics.comparison.spectrum import SpectralPoint, learned, theorem_a1_minimiser
from numerics.errors import InstanceError, NumericsError
from numerics.side_by_side import main
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.notation import gamma
from sparsity_theory.statements.affine import affine_vae_a1
from sparsity_theory.statements.affine.affine_vae_a1 import row_power
from tests.sparsity_theory.statements.vae_in_floats import affine_minimum

PAIR = Pair()
SPECTRUM = [Fraction(2), Fraction(1), Fraction(1, 2)]


def test_the_minimiser_on_the_instance_of_theorem_a1_has_the_value_of_the_claim() -> None:
    dims, noise = Dimensions(3, 2, 1), Fraction(1, 7)
    block = enclose(affine_vae_a1.CLAIM.parts["value"], {row_power: 1, gamma: noise})
    point = theorem_a1_minimiser(dims, noise)
    assert point.loss.overlaps(dims.d * ball(noise).log() + dims.kappa + block)
    assert len(point.kept) == dims.r


@pytest.mark.parametrize("noise", [Fraction(1, 100), Fraction(3, 2), Fraction(5, 2)])
def test_the_spectral_point_meets_the_minimum_by_eigenvalues(noise: Fraction) -> None:
    import numpy as np

    values = np.array([2.0, 1.0, 0.0, 0.0])
    point = theorem_a1_minimiser(Dimensions(4, 3, 2), noise)
    assert float(point.loss.mid()) == pytest.approx(affine_minimum(values, 3, float(noise)))
    assert point.theorem_d_bound() < point.loss


def test_the_bound_of_theorem_d_is_nearly_attained_when_the_error_is_d_gamma() -> None:
    # d = 1: A = gamma, so gamma = A/d, and the bound is log(1 + (lambda - gamma)/..) exactly.
    point = SpectralPoint((Fraction(2),), 1, 1, Fraction(1, 10**6))
    assert 0 < float((point.loss - point.theorem_d_bound()).mid()) < 1e-5


@pytest.mark.parametrize("noise", [Fraction(1, 10**4), Fraction(1, 1000)])
def test_bounds_on_a_decoder_hold_at_points_and_are_close(noise: Fraction) -> None:
    for decoder in (PAIR.sparse, PAIR.dense):
        low, high = decoder.lower_bound(noise), decoder.upper_bound(noise)
        assert low < high
        assert float((high - low).upper()) < 0.02
        assert high <= decoder.exact_cost(noise).upper()
        for factor in (Fraction(1, 2), Fraction(99, 100), Fraction(11, 10)):
            code = tuple(tuple(factor * z for z in row) for row in decoder.best_code(noise))
            assert decoder.cost(code, noise) > low


def test_the_threshold_is_bracketed_and_below_that_of_exact_codes() -> None:
    assert PAIR.winner(Fraction(212, 10**6)) == "sparse"
    assert PAIR.winner(Fraction(2131, 10**7)) == "dense"
    assert PAIR.exact_winner(Fraction(2176, 10**7)) == "sparse"
    assert PAIR.exact_winner(Fraction(2177, 10**7)) == "dense"


def test_the_sparse_decoder_wins_at_every_gamma_below_what_is_certified() -> None:
    assert PAIR.sparse_up_to(Fraction(212, 10**6))
    assert not PAIR.sparse_up_to(Fraction(2131, 10**7))
    for noise in (Fraction(1, 10**8), Fraction(1, 10**5), Fraction(15, 10**5)):
        assert PAIR.winner(noise) == "sparse"
    with pytest.raises(NumericsError, match="smaller"):
        PAIR.always_sparse(Fraction(1, 100), Fraction(1))


def test_exact_codes_have_two_and_three_active_rows() -> None:
    assert sum(power != 0 for power in PAIR.sparse.powers) == 2
    assert all(power > 0 for power in PAIR.dense.powers)
    assert row_cost(PAIR.sparse.powers[2], Fraction(1)) == 0


def test_other_angles_are_refused_and_a_range_without_a_change_too() -> None:
    with pytest.raises(InstanceError, match="pi/4"):
        Pair(delta=Fraction(1))
    with pytest.raises(InstanceError, match="eta"):
        Pair(eta=Fraction(0))
    with pytest.raises(NumericsError, match="another range"):
        PAIR.threshold(Fraction(1, 10**5), Fraction(1, 10**4))


@pytest.mark.parametrize(
    ("weight", "active", "noise"),
    [
        ("39/10", 3, None), ("4", 3, None), ("41/10", 2, "5/38"), ("5", 1, "3/14"),
        ("13/2", 1, "3/11"), ("13", 0, "7/24"),
    ],
)  # fmt: skip
def test_partial_collapse_is_exact(weight: str, active: int, noise: str | None) -> None:
    found = learned(SPECTRUM, 12, Fraction(weight))
    assert found.active == active
    assert found.noise == (None if noise is None else Fraction(noise))
    assert found.tie == (weight == "4")
    if found.noise is not None:  # no other gamma does better
        best = SpectralPoint(tuple(SPECTRUM), 12, 3, found.noise, Fraction(weight)).loss
        for factor in (Fraction(1, 10), Fraction(99, 100), Fraction(101, 100), Fraction(10)):
            other = SpectralPoint(tuple(SPECTRUM), 12, 3, factor * found.noise, Fraction(weight))
            assert best < other.loss


def test_a_bad_spectrum_is_refused() -> None:
    for spectrum, weight in (([], 1), ([Fraction(0)], 1), (SPECTRUM, 0), ([Fraction(1)] * 13, 1)):
        with pytest.raises(InstanceError, match="eigenvalues"):
            learned(spectrum, 12, Fraction(weight))


def test_the_command_tells_the_three_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib")
    plot, answers = tmp_path / "all.png", tmp_path / "all.json"
    assert main(["--plot", str(plot), "--json", str(answers)]) == 0
    out = capsys.readouterr().out
    assert "theta = 1 for every minimiser" in out
    assert "d/r = 4" in out
    found = json.loads(answers.read_text())
    beaten = {entry["h"]: entry["sparse_is_beaten"] for entry in found["penalties"]}
    assert [beaten[name] for name in ("u", "log(u + 1)", "sqrt(u)", "l0")] == [True] * 3 + [False]
    assert all(entry["theta"] == 1 for entry in found["vae"])
    assert all(entry["holds"] for entry in found["theorem_c2"])
    sparse, dense = (Fraction(found["threshold"][name]) for name in ("sparse_at", "dense_at"))
    assert Fraction(21, 10**5) < sparse < dense < Fraction(215, 10**6)
    assert found["decided"]
    assert plot.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--dims", "1,2,3"],
        ["--dims", "3,2"],
        ["--dense-power", "0"],
        ["--sparse-power", "-1"],
        ["--gammas", ""],
        ["--gammas", "1,,2"],
        ["--gammas", ",".join(["1"] * 101)],
        ["--betas", "0"],
        ["--betas", "x"],
        ["--time", "0"],
        ["--json", "/nowhere/at/all.json"],
        ["--plot", "picture.xyz"],
    ],
)
def test_bad_input_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("side_by_side: ")
    assert captured.out == ""
