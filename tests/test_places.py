"""One who knows a claim's id knows its rooms: statements, evidence and Coq files have one tree."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from proofs.kernel import headlines
from proofs.ledger import full_ledger
from sparsity_theory.ledger.claims import Kind
from sparsity_theory.ledger.places import MEASURED, claims, place

ROOT = Path(__file__).parent.parent
IDS = [claim.id for claim in claims()]


def rooms(folder: str, ending: str) -> set[str]:
    """The files that stand at the place of a claim: named after their folder."""
    return {
        path.relative_to(ROOT / folder).as_posix()
        for path in (ROOT / folder).glob(f"*/*{ending}")
        if path.name.startswith(path.parent.name)
    }


def test_every_claim_is_stated_at_its_place() -> None:
    assert len(IDS) > 60
    assert rooms("sparsity_theory/statements", ".py") == {
        str(place(id_).path(".py")) for id_ in IDS
    }


def test_certified_evidence_is_at_the_place_of_its_claim() -> None:
    certified = {
        claim.id
        for claim in full_ledger()
        if any(evidence.kind is Kind.CERTIFIED for evidence in claim.evidence)
    }
    assert len(certified) > 50
    assert rooms("numerics/evidence", ".py") == {str(place(id_).path(".py")) for id_ in certified}


def test_what_coq_proves_of_a_claim_is_at_the_place_of_the_claim() -> None:
    """In a second file, ..._reals, where a claim is proved over two kinds of numbers."""
    theorems = headlines.theorems()
    assert rooms("proofs/coq", ".v") >= {f"{theorem.file}.v" for theorem in theorems}
    assert {theorem.claim for theorem in theorems} <= set(IDS)
    for theorem in theorems:
        expected = str(place(theorem.claim).path(""))
        assert theorem.file in (expected, f"{expected}_reals"), theorem.theorem


def test_coq_has_no_file_out_of_place() -> None:
    """Beside the folders of claims there is the folder of definitions and proofs."""
    for path in (ROOT / "proofs/coq").glob("*/*.v"):
        if path.parent.name != "theory":
            id_ = path.stem.removesuffix("_reals").replace("_", "-")
            assert place(id_).folder == path.parent.name, path


def test_measured_predictions_are_the_claims_without_a_file() -> None:
    others = {claim.id for claim in full_ledger()} - set(IDS)
    assert others == {claim.id for claim in full_ledger() if place(claim.id).folder == MEASURED}
    assert others


def test_tests_stand_in_the_rooms_of_what_they_test() -> None:
    """A folder of tests is a folder of a package; a test beside the folders names a module."""
    found = [path.relative_to(ROOT / "tests") for path in (ROOT / "tests").glob("*/**/test_*.py")]
    assert len(found) > 60
    for test in found:
        room = ROOT / test.parent
        assert (room / "__init__.py").exists() or room == ROOT / "examples", test  # scripts
        if len(test.parts) == 2:
            name = test.stem.removeprefix("test_")
            assert name == test.parts[0] or (ROOT / test.parent / f"{name}.py").exists(), test


def test_what_is_generated_or_downloaded_is_not_tracked() -> None:
    """A packed file holds what nobody reads in a review; a figure is the only binary one here."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: what git tracks is not known")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    tracked = [ROOT / name for name in listed.stdout.split("\0") if name]
    binary = {
        path.suffix for path in tracked if path.exists() and b"\0" in path.read_bytes()[:8000]
    }
    assert binary <= {".png"}
