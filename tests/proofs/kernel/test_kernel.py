"""The kernel-checked theorems: each has the stated type and rests only on the axioms it may use.

Without Coq these tests are skipped, visibly; with ``SPARSITY_REQUIRE_COQ=1`` that is an error.
What needs no Coq (pinned statements, no ``Admitted``) runs everywhere.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from proofs.errors import ToolError
from proofs.kernel import compiler, evidence, gate, headlines, pins, record, sources
from proofs.kernel.__main__ import main
from proofs.kernel.headlines import HeadlineTheorem

pytestmark = pytest.mark.theorem

THEOREMS = headlines.theorems()


def _id(entry: HeadlineTheorem) -> str:
    return f"{entry.claim}/kernel[{entry.theorem}]"


@pytest.fixture(scope="module")
def coq() -> None:
    if not compiler.available():
        if os.environ.get("SPARSITY_REQUIRE_COQ") == "1":
            pytest.fail("SPARSITY_REQUIRE_COQ=1, but Coq is missing: see proofs/coq/README.md")
        pytest.skip("kernel proofs not checked: coqc, coq_makefile or make is missing")


@pytest.fixture(scope="module")
def resting_on(coq: None) -> dict[str, frozenset[str]]:
    return compiler.assumptions()


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A development of two theorems; one of them uses an axiom that its group does not allow."""
    for name in ("Makefile", "_CoqProject", "allowed-axioms.txt"):
        shutil.copy(sources.COQ / name, tmp_path)
    (tmp_path / "Tiny.v").write_text(
        "From Coq Require Import Classical.\n"
        "Definition plain_statement : Prop := True.\n"
        "Theorem plain : plain_statement.\nProof. exact I. Qed.\n"
        "Definition middle_statement : Prop := forall P : Prop, P \\/ ~ P.\n"
        "Theorem middle : middle_statement.\nProof. exact classic. Qed.\n"
    )
    (tmp_path / "headlines-tiny.txt").write_text(
        "eq-6 Tiny plain plain_statement none\neq-6 Tiny middle middle_statement none\n"
    )
    return tmp_path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sources without what was built, pinned as they are, to be spoilt."""
    names = shutil.ignore_patterns("*.vo*", "*.glob", ".*", "CoqMakefile*")
    folder = Path(shutil.copytree(sources.COQ, tmp_path / "coq", ignore=names))
    pins.pin(folder)
    return folder


@pytest.mark.parametrize("entry", THEOREMS, ids=_id)
def test_theorem_has_its_stated_type_and_no_axiom_beyond_its_group(
    entry: HeadlineTheorem, resting_on: dict[str, frozenset[str]]
) -> None:
    assert resting_on[entry.theorem] <= headlines.allowed_axioms(entry.axioms)


@pytest.mark.parametrize("entry", THEOREMS, ids=_id)
def test_statement_is_the_pinned_one(entry: HeadlineTheorem) -> None:
    assert pins.statement_hash(entry) == pins.pinned().get(entry.theorem), (
        "the statement or a definition it uses has changed; if that is meant, run "
        "'python -m proofs.kernel pin' and review the difference"
    )


def test_no_pinned_theorem_has_disappeared() -> None:
    assert pins.pinned().keys() <= {entry.theorem for entry in THEOREMS}


def test_no_source_assumes_what_it_should_prove() -> None:
    assert sources.assuming() == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Lemma wish : False. Proof. Admitted.", "'Admitted' is not allowed"),
        ("Axiom wish : False.", "'Axiom' is not allowed"),
        ("Parameter wish : False.", "'Parameter' is not allowed"),
        ("Section S. End S. Hypothesis wish : False.", "outside a section"),
        ("Unset Guard Checking.", "'Unset Guard Checking' is not allowed"),
    ],
)
def test_source_that_assumes_is_rejected(copy: Path, text: str, reason: str) -> None:
    (copy / "Wish.v").write_text(f"(* no Axiom in a comment counts *)\n{text}\n")
    assert [reason in problem for problem in sources.assuming(copy)] == [True]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('Local Notation "a <= b" := (a = a).', "'Notation' is not allowed"),
        ('Local Infix "<=" := (fun a b : nat => True).', "'Infix' is not allowed"),
        ("Variant nat : Set := z.", "'Variant' is not allowed"),
        ("Ltac nothing := idtac.", "holds no such sentence"),
        ("Definition twice := 0. Theorem t : True. Proof. exact I. Qed. Definition twice := 1.",
         "'twice' is defined twice"),
    ],
)  # fmt: skip
def test_a_statement_that_could_mean_something_else_is_rejected(
    copy: Path, text: str, reason: str
) -> None:
    (copy / "eq").mkdir(exist_ok=True)
    (copy / "eq" / "wish.v").write_text(f"{text}\n")
    assert [reason in problem for problem in sources.assuming(copy)] == [True]


def test_a_second_definition_in_a_module_is_rejected(copy: Path) -> None:
    (copy / "eq").mkdir(exist_ok=True)
    text = "Definition a := True. Module Old. Definition a := False. End Old."
    (copy / "eq" / "wish.v").write_text(f"{text}\n")
    assert len(sources.assuming(copy)) == 2


def test_axiom_beyond_the_group_is_rejected(coq: None, tiny: Path) -> None:
    pins.pin(tiny)
    assert gate.check(tiny) == [
        "middle rests on axioms its group does not allow: Classical_Prop.classic"
    ]
    assert compiler.assumptions(tiny)["plain"] == frozenset()


def test_theorem_of_another_type_than_its_headline_says_is_rejected(coq: None, tiny: Path) -> None:
    (tiny / "headlines-tiny.txt").write_text("eq-6 Tiny middle plain_statement reals\n")
    pins.pin(tiny)
    assert "has type" in " ".join(gate.check(tiny))


def test_changed_statement_is_noticed(copy: Path) -> None:
    source = copy / "theory" / "AlgebraStatements.v"
    text = source.read_text()
    gap = "r.+1%:R * (h b - h 0) < r%:R * (h a - h 0)"
    assert gap in text
    source.write_text(text.replace(gap, gap.replace("r.+1%:R", "r%:R")))
    changed = " ".join(pins.unpinned(copy))
    assert "theorem_A1: the statement has changed" in changed
    assert "theorem_A0:" not in changed


def test_comment_is_no_change_of_a_statement(copy: Path) -> None:
    source = copy / "theory" / "AlgebraStatements.v"
    source.write_text(source.read_text().replace("(** The reconstruction error", "(** Error"))
    assert pins.unpinned(copy) == []


def test_renamed_theorem_is_noticed(copy: Path) -> None:
    headlines = copy / "headlines-algebra.txt"
    headlines.write_text(headlines.read_text().replace(" theorem_A0 ", " theorem_A00 "))
    assert [p.split(":")[0] for p in pins.unpinned(copy)] == ["theorem_A0", "theorem_A00"]


def test_two_sources_of_one_name_are_rejected(copy: Path) -> None:
    (copy / "eq" / "AlgebraStatements.v").touch()
    with pytest.raises(ToolError, match=r"eq/AlgebraStatements\.v and theory/Alg"):
        pins.unpinned(copy)


def test_definition_named_with_its_file_belongs_to_the_statement(copy: Path) -> None:
    (copy / "theory" / "Used.v").write_text("Definition used : Prop := True.\n")
    (copy / "eq" / "Using.v").write_text(
        "From Sparsity.theory Require Used.\nDefinition using : Prop := Used.used.\n"
    )
    entry = HeadlineTheorem("eq-6", "eq/Using", "t", "using", "none", "theorem")
    before = pins.statement_hash(entry, sources.read_sources(copy))
    (copy / "theory" / "Used.v").write_text("Definition used : Prop := False.\n")
    assert pins.statement_hash(entry, sources.read_sources(copy)) != before


def test_malformed_headline_says_what_is_expected(copy: Path) -> None:
    (copy / "headlines-wrong.txt").write_text("theorem-a File name statement whatever\n")
    with pytest.raises(ToolError, match=r"headlines-wrong.txt, line 1: .*expected '<claim>"):
        headlines.theorems(copy)


def test_statement_text_is_the_definition_with_its_comment() -> None:
    entry = next(entry for entry in THEOREMS if entry.theorem == "theorem_A0")
    text = headlines.statement_text(entry)
    assert text.startswith("(** [X] Theorem A0")
    assert text.endswith("(guarantees d Psi r <-> prefers_sparse Psi r).\n")


def test_without_coq_the_command_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compiler, "available", lambda: False)
    assert main(["build"]) == 2
    assert "Install Coq" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("file", "old", "new", "same"),
    [
        ("eq/eq_6.v", "Proof.", "Proof. idtac.", False),
        ("theory/AnalysisGamma.v", "Proof.", "Proof. idtac.", False),
        ("eq/eq_6.v", "Proof.", "(* why *) Proof.", True),
        ("eq/eq_7.v", "Proof.", "Proof. idtac.", True),
        ("_CoqProject", "-Q . Sparsity", "-Q . Sparsity -arg -type-in-type", False),
    ],
)
def test_a_proof_is_another_one_when_what_coq_reads_for_it_changes(
    copy: Path, file: str, old: str, new: str, same: bool
) -> None:
    entry = next(entry for entry in THEOREMS if entry.file == "eq/eq_6")
    before = pins.proof_hash(entry, sources.read_sources(copy))
    text = (copy / file).read_text()
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1))
    assert (pins.proof_hash(entry, sources.read_sources(copy)) == before) is same


def test_the_record_is_what_coq_says_of_the_sources_as_they_are(
    resting_on: dict[str, frozenset[str]],
) -> None:
    recorded = record.read()
    other = [
        entry.theorem
        for entry in THEOREMS
        if entry.theorem not in recorded
        or frozenset(recorded[entry.theorem].axioms) != resting_on[entry.theorem]
        or recorded[entry.theorem].statement != pins.statement_hash(entry)
        or recorded[entry.theorem].proof != pins.proof_hash(entry)
    ]
    assert not other, "run `python -m proofs run --kernel`"
    assert recorded.keys() == {entry.theorem for entry in THEOREMS}


def test_a_theorem_whose_proof_has_changed_since_is_not_accepted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry = THEOREMS[0]
    assert evidence.theorems()[entry.theorem].accepted
    monkeypatch.setattr(evidence, "proof_hash", lambda *_: "0" * 16)
    found = evidence._read(entry, sources.read_sources())
    assert isinstance(found, evidence.KernelTheorem)
    assert found.run is None
    assert not found.accepted
    evidence.theorems.cache_clear()
    assert any("not checked since" in problem for problem in evidence.problems())
    monkeypatch.undo()
    evidence.theorems.cache_clear()
