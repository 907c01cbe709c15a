"""Coq's kernel checks verdict files: true ones pass, forged ones do not, whatever Coq's exit is.

Without Coq these tests are skipped, visibly; with ``SPARSITY_REQUIRE_COQ=1`` that is an error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest

from numerics import counterexample
from numerics.errors import NumericsError
from numerics.kernel import claim as claims
from numerics.kernel import language
from numerics.kernel.check import NotProvedError, assumptions, check_file
from numerics.kernel.claim import make_claim
from numerics.kernel.file import claim_for, coq_file
from numerics.kernel.language import number, read, source
from numerics.kernel.library import Library, default_library
from numerics.kernel.values import Evaluator
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties.catalogue import ENTRIES

DIMS = Dimensions(3, 2, 1)


@pytest.fixture(scope="module")
def library() -> Library:
    if shutil.which("coqc") is None or shutil.which("make") is None:
        if os.environ.get("SPARSITY_REQUIRE_COQ") == "1":
            pytest.fail("SPARSITY_REQUIRE_COQ=1, but Coq is missing: see proofs/coq/README.md")
        pytest.skip("verdict files not checked: coqc or make is missing")
    folder = default_library()
    subprocess.run(["make", "-C", str(folder)], check=True, capture_output=True)
    return Library(folder)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A true verdict file."""
    path = tmp_path / "proof.v"
    path.write_text(coq_file(claim_for("1000*u", "u/(1+u)", DIMS)))
    return path


@pytest.mark.parametrize(
    ("g", "h", "part"),
    [
        ("1000*u", "mcp", "dense"),
        ("1000*u", "tanh(u/1e-6)", "dense"),
        ("0 if u==0 else 0.3", "0 if u==0 else 1+tanh(u)*exp(-u)", "imperfect"),
        ("l0", "0 if u==0 else 3", "tie-imperfect"),
        ("l0", "l0", "guaranteed"),
        ("l0", "0 if u==0 else 1+atan(u)/(1+u)", "guaranteed"),
    ],
)
def test_a_verdict_is_proved(g: str, h: str, part: str, library: Library, tmp_path: Path) -> None:
    path = tmp_path / "proof.v"
    claim = claim_for(g, h, DIMS)
    assert claim.part == part
    path.write_text(coq_file(claim))
    found = check_file(path, library)
    assert found.claim == claim
    assert set(found.axioms) <= library.allowed_axioms


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # The proofs stay those of u/(1+u); the claim becomes the l0 count, which is guaranteed.
        ("   h: u/(1+u)\n", "   h: l0\n"),
        ("Theorem gap", 'Redirect "stolen" Print nat.\nTheorem gap'),
        ("Theorem gap", "Axiom bad : False.\nTheorem gap"),
        # In Coq a brace is a sentence, and any command may follow it.
        ("Proof. unfold h, g;", "Proof. assert True. { Axiom bad : False. exact I. } unfold h, g;"),
        ("Proof. unfold h, g;", "Proof. { Ltac Lra.lra ::= idtac. } unfold h, g;"),
        ("unfold h, g; numbers. Qed.", "Admitted."),
        ("(u / (1 + u))", "(u / (2 + u))"),
        # The same words about something else: shadowed names, notations, scopes, another folder.
        ("Theorem gap", "Module Verdict. End Verdict.\nTheorem gap"),
        ("Theorem defined", "Definition fails d kappa r g h := True.\nTheorem defined"),
        ("Theorem defined", 'Notation "x < y" := True.\nTheorem defined'),
        ("Open Scope R_scope.", "Open Scope nat_scope."),
        ("From Sparsity.theory Require Import", "From Elsewhere Require Import"),
        ("Theorem gap", "Unset Guard Checking.\nTheorem gap"),
        ("Open Scope R_scope.\n", "Open Scope R_scope.\r\n"),
        ("strictly beaten on an instance. *)", "beaten. *) Axiom bad : False. (* *)"),
    ],
)
def test_a_file_that_somebody_changed_is_never_given_to_coq(
    old: str, new: str, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("numerics.kernel.check._compile", lambda *_: pytest.fail("compiled"))
    text = written.read_text()
    assert old in text
    written.write_text(text.replace(old, new), newline="")
    with pytest.raises(NotProvedError, match="not what this version writes"):
        check_file(written, Library.__new__(Library))


def test_what_follows_the_longest_text_that_is_read_does_not_pass(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A true file as long as the reader reads, and more behind it."""
    text = written.read_text()
    monkeypatch.setattr("numerics.kernel.check.MAX_CHARACTERS", len(text))
    monkeypatch.setattr("numerics.kernel.check._compile", lambda *_: pytest.fail("compiled"))
    written.write_text(text + "Axiom bad : False.\n")
    with pytest.raises(NumericsError, match="longer than a verdict file can be"):
        check_file(written, Library.__new__(Library))


@pytest.mark.parametrize("kind", ["pipe", "folder", "link to itself", "bytes that are no text"])
def test_what_is_no_text_file_is_refused_at_once(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "proof.v"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "link to itself":
        path.symlink_to(path)
    else:
        path.write_bytes(b"(* \xff *)")
    with pytest.raises(NumericsError, match="cannot read the Coq file"):
        check_file(path, Library.__new__(Library))


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "Axioms:\n",
        "Closed under the global context\nAxioms:\nbad : False\n",
        "(forall Closed under the global context : nat, True)\nAxioms:\nbad : False\n",
    ],
)
def test_assumptions_are_read_from_the_whole_output(printed: str) -> None:
    with pytest.raises(NotProvedError):
        assumptions(printed)


def test_a_gap_that_is_false_is_refused(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "proof.v"
    numbers = (Fraction(1, 4), Fraction(1))
    path.write_text(coq_file(make_claim("1000*u", "u/(1+u)", DIMS, "dense", numbers)))
    with pytest.raises(NotProvedError, match="Coq refuses"):
        check_file(path, library)


def test_an_axiom_of_the_first_file_does_not_pass(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a file that the writer itself forged is refused, by its assumptions."""
    claim = make_claim("1000*u", "l0", DIMS, "dense", (Fraction(1), Fraction(1, 4)))

    def forged(claim: claims.KernelClaim) -> str:
        text = coq_file(claim).replace("Theorem defined", "Axiom bad : False.\nTheorem defined")
        return text.replace("unfold h, g; numbers.", "destruct bad.")

    monkeypatch.setattr("numerics.kernel.check.coq_file", forged)
    path = tmp_path / "proof.v"
    path.write_text(forged(claim))
    with pytest.raises(NotProvedError, match=r"Submitted\.bad"):
        check_file(path, library)


def test_an_axiom_outside_the_allow_list_is_refused(
    written: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("numerics.kernel.library.GROUPS", ("reals",))
    with pytest.raises(NotProvedError, match="which the allow list has not"):
        check_file(written, library)


def test_a_penalty_that_is_undefined_where_it_is_used_is_refused(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Coq's sqrt (-1/2) is 0: without the proof of ``defined`` this nonsense would be a theorem."""

    def unchecked(text: str) -> language.PenaltyText:
        return (
            source("0")
            if text != "sqrt(u-1/2)"
            else language.PenaltyText(language._exact_numbers(text), {})
        )

    monkeypatch.setattr(language, "source", unchecked)
    claim = claims.KernelClaim("0", "sqrt(u-1/2)", DIMS, "dense", (Fraction(1), Fraction(9, 16)))
    path = tmp_path / "proof.v"
    path.write_text(coq_file(claim))
    with pytest.raises(NotProvedError, match="Coq refuses"):
        check_file(path, library)


def test_time_is_limited(written: Path, library: Library) -> None:
    with pytest.raises(NotProvedError, match="more than"):
        check_file(written, library, seconds=0.02)


def test_memory_is_limited(written: Path, library: Library) -> None:
    with pytest.raises(NotProvedError, match="Coq refuses"):
        check_file(written, library, memory=200 * 2**20)


def test_coq_and_balls_agree_on_the_value_of_every_penalty(
    library: Library, tmp_path: Path
) -> None:
    """The term in the file is the penalty that was named: Coq and balls enclose like values."""
    lines = [
        "From Coq Require Import Reals Lra.",
        "From Interval Require Import Tactic.",
        "From Sparsity.theory Require Import VerdictTactics.",
        "Open Scope R_scope.",
    ]
    for count, entry in enumerate(each for each in ENTRIES if each.name != "indicator"):
        lines.append(f"Definition f{count} (u : R) : R := {read(entry.name).term}.")
        evaluate = Evaluator(source(entry.name))
        for place, point in enumerate((Fraction(1, 3), Fraction(7, 2))):
            value = evaluate(point)
            assert value is not None
            near = Fraction(float(value.mid())).limit_denominator(10**12)
            lines.append(
                f"Lemma value_{count}_{place} : -1 / 10 ^ 9 <= f{count} {number(point)} -"
                f" {number(near)} <= 1 / 10 ^ 9.\n"
                f"Proof. unfold f{count}; split; numbers. Qed."
            )
    (tmp_path / "values.v").write_text("\n".join(lines) + "\n")
    run = subprocess.run(
        ["coqc", "-q", *library.options, "values.v"],
        check=False,
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr[-500:]


def test_the_command_writes_and_checks(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "proof.v")
    assert counterexample.main(["--h", "log1p", "--coq", path]) == 0
    assert "Not checked yet" in capsys.readouterr().out
    assert counterexample.main(["--coq-check", path]) == 0
    assert "kernel-checked: g = 1000*u, h = log1p" in capsys.readouterr().out
    assert counterexample.main(["--coq-check", str(tmp_path / "none.v")]) == 2
