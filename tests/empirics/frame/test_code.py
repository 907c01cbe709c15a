"""The hash of the code that computes: figures and texts do not count, what is called does."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from empirics.experiments import components, fig_4
from empirics.frame import code

MODULE = '''
"""Text."""
from empirics.measures.outliers import auroc

LIMIT = 3
COLOUR = "red"


def helper(x):
    """Text."""
    return x + LIMIT  # comment


def work(job, environment):
    return {"y": helper(job["x"]), "auroc": auroc([1.0], [2.0])}


def draw(jobs, results):
    return COLOUR
'''


@pytest.fixture
def hashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """The hash of a module with some of its text replaced."""
    path = tmp_path / "empirics_made_up.py"
    monkeypatch.setattr(code, "OURS", (*code.OURS, "empirics_made_up"))
    monkeypatch.syspath_prepend(tmp_path)

    def of(old: str = "", new: str = "") -> str:
        assert old in MODULE
        path.write_text(MODULE.replace(old, new))
        sys.modules.pop("empirics_made_up", None)
        code._parsed.cache_clear()
        code.path_of.cache_clear()
        import empirics_made_up

        return code.code_hash(empirics_made_up.work)

    yield of
    sys.modules.pop("empirics_made_up", None)
    code._parsed.cache_clear()
    code.path_of.cache_clear()


@pytest.mark.parametrize(
    ("old", "new"),
    [('"red"', '"blue"'), ("return COLOUR", "return None"), ("Text.", "Other."), ("# comment", "")],
)
def test_texts_and_figures_do_not_count(hashed, old: str, new: str) -> None:  # type: ignore[no-untyped-def]
    assert hashed(old, new) == hashed()


@pytest.mark.parametrize(
    ("old", "new"),
    [("LIMIT = 3", "LIMIT = 4"), ("x + LIMIT", "x - LIMIT"), ("[2.0]", "[3.0]")],
)
def test_what_is_computed_counts(hashed, old: str, new: str) -> None:  # type: ignore[no-untyped-def]
    assert hashed(old, new) != hashed()


def test_it_reaches_the_training_the_measures_and_what_is_imported_late() -> None:
    reached = {name for name, _ in code._needed(fig_4.__name__, "work")}
    for name in (
        "empirics.training.train.train",
        "empirics.training.losses.VAELoss",
        "empirics.training.optimisers.schedule",
        "empirics.measures.headline.headline",
        "empirics.measures.discrepancy.mmd",
        "empirics.data.synthetic.generate",
        "empirics.experiments.fig_4.MULTIPLES",
    ):
        assert name in reached
    assert not {name for name in reached if name.endswith((".draw", ".conclude", ".jobs"))}
    assert code.code_hash(fig_4.work) != code.code_hash(components.work)


def test_names_that_two_modules_have_from_each_other_come_to_an_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    modules = {
        "one": ({"work": ast.parse("name").body[0]}, {"name": ("other", "name")}),
        "other": ({}, {"name": ("one", "name")}),
    }
    monkeypatch.setattr(code, "_parsed", modules.__getitem__)
    monkeypatch.setattr(code, "path_of", lambda _: None)
    assert {name for name, _ in code._needed("one", "work")} == {"one.work"}


def test_what_is_of_main_has_no_hash() -> None:
    def work() -> None: ...

    work.__module__ = "__main__"
    with pytest.raises(ValueError, match="work is of __main__"):
        code.code_hash(work)
