"""Claims stand where their id says, and a file out of place is an error, not a missing claim."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofs.ledger import full_ledger
from sparsity_theory.errors import ClaimError
from sparsity_theory.ledger import places
from sparsity_theory.ledger.places import claim, claims, declared, folders, place

ROOT = Path(__file__).parents[3]


def test_every_claim_of_the_ledger_has_its_file_or_was_measured() -> None:
    stated = [one.id for one in full_ledger() if place(one.id).folder != places.MEASURED]
    assert sorted(stated) == sorted(one.id for one in claims())
    assert len(stated) > 60
    for id_ in stated:
        assert ROOT.joinpath("sparsity_theory", "statements", place(id_).path(".py")).is_file()


def test_file_names_are_unique_and_no_two_ids_share_a_place() -> None:
    names = [place(one.id).name for one in full_ledger()]
    assert len(set(names)) == len(names)


def test_one_claim_is_read_without_the_others() -> None:
    assert claim("theorem-a3") is next(one for one in claims() if one.id == "theorem-a3")


@pytest.mark.parametrize("id_", ["eq-60", "nothing", "lemma-2z", "theorem-4/../eq"])
def test_a_wrong_id_is_named(id_: str) -> None:
    with pytest.raises(ClaimError, match=f"no claim {id_!r}"):
        claim(id_)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An importable package with one folder, ``made_up_statements.eq``."""
    folder = tmp_path / "made_up_statements" / "eq"
    folder.mkdir(parents=True)
    for at in (folder, folder.parent):
        at.joinpath("__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [name for name in sys.modules if name.startswith("made_up_statements")]:
        del sys.modules[name]


def _found(attribute: str = "VALUE") -> list[int]:
    return [value for _, value in declared("made_up_statements", attribute, int)]


def test_what_a_folder_declares_is_found(package: Path) -> None:
    package.joinpath("eq_1.py").write_text("VALUE = 7\n")
    package.joinpath("helper.py").write_text("other = 8\n")
    assert _found() == [7]


def test_a_file_that_does_not_declare_its_claim_is_an_error(package: Path) -> None:
    package.joinpath("eq_1.py").write_text("VALU = 7\n")
    with pytest.raises(ClaimError, match=r"eq\.eq_1 stands where a claim does but has no VALUE"):
        _found()


def test_a_helper_that_declares_a_claim_is_an_error(package: Path) -> None:
    package.joinpath("helper.py").write_text("VALUE = 7\n")
    with pytest.raises(ClaimError, match=r"eq\.helper declares VALUE, but is not named"):
        _found()


def test_a_file_that_cannot_be_read_is_not_passed_over(package: Path) -> None:
    package.joinpath("eq_1.py").write_text("import no_such_module\n")
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        _found()


@pytest.mark.parametrize("text", ['"""A."""\n', "ORDER = 1\n", '"""A."""\nORDER = "1"\n'])
def test_a_folder_needs_its_order_and_subject(
    package: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(places, "STATEMENTS", "made_up_statements")
    package.joinpath("__init__.py").write_text(text)
    with pytest.raises(ClaimError, match="needs a docstring, its subject, and an integer ORDER"):
        folders()


def test_two_folders_cannot_have_one_order(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "STATEMENTS", "made_up_statements")
    for folder in (package, package.parent / "fig"):
        folder.mkdir(exist_ok=True)
        folder.joinpath("__init__.py").write_text('"""A."""\nORDER = 1\n')
    with pytest.raises(ClaimError, match="same ORDER, 1"):
        folders()


def test_a_claim_in_the_file_of_another_is_an_error(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package.joinpath("eq_99.py").write_text(
        "from sparsity_theory.statements.eq.eq_6 import CLAIM\n"
    )
    monkeypatch.setattr(places, "STATEMENTS", "made_up_statements")
    with pytest.raises(ClaimError, match=r"'eq-6' stands in made_up_statements\.eq\.eq_99, not in"):
        claims()
