"""The examples run, and end where the built-in engine ends on the same samples."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("torch")

from empirics.training.config import VAE, Architecture, Config, Member, Optimiser
from empirics.training.train import train

FOLDER = Path(__file__).parents[2] / "examples"
NEEDS = {"lightning_module": "lightning", "pythae_model": "pythae", "sklearn_pipeline": "sklearn"}

pytestmark = pytest.mark.filterwarnings("ignore")  # those libraries warn of much


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(FOLDER))
    monkeypatch.chdir(tmp_path)
    yield
    for name in {path.stem for path in FOLDER.glob("*.py")}:
        sys.modules.pop(name, None)


@cache
def engine() -> float:
    """Gamma of the built-in engine."""
    x = importlib.import_module("plane").samples().numpy()
    config = Config(
        Architecture("mlp", (8,), 4), (Member(0),), VAE(),
        Optimiser(learning_rate=0.05, gamma_rate=0.05, schedule="cosine"), 80, 64,
    )  # fmt: skip
    return float(train(config, x).gamma[0])


@pytest.mark.parametrize("name", ["torch_loop", "lightning_module", "pythae_model"])
def test_a_loop_of_ones_own_ends_where_the_engine_does(name: str) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name])
    found = importlib.import_module(name).main()
    assert found.facts.gamma == pytest.approx(engine(), rel=0.05)
    assert found.active == 2
    assert found.regularisation.value == "balanced"
    assert found.causes == ()


def test_the_estimator_ends_where_the_engine_does() -> None:
    pytest.importorskip("sklearn")
    found = importlib.import_module("sklearn_pipeline").main()
    assert found.gamma_ == pytest.approx(engine(), rel=0.05)
    assert found.n_active_ == 2


def test_a_kl_weight_that_is_too_large_is_diagnosed() -> None:
    found = importlib.import_module("diagnose_model").main()
    assert found.regularisation.value == "over-regularised"
    assert found.causes == ()
    assert found.facts.balance.cost > 1


def test_every_example_is_run_here() -> None:
    text = Path(__file__).read_text("utf-8")
    # Those with cells are run by the gallery, and by its test.
    names = {path.stem for path in FOLDER.glob("*.py") if "\n# %%" not in path.read_text("utf-8")}
    assert len(names) == 6
    assert all(f'"{name}"' in text for name in names)
