"""Trials of the analysis in small numbers, and faults put in to see that each kind can fail.

The full numbers are run by hand (`python -m numerics.trials KIND --json FILE`) and stored.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flint import arb
from sympy import Expr

from numerics.trials import disguises
from numerics.trials.__main__ import main
from numerics.trials.analysis import disguised, random_case
from numerics.trials.command import STORED
from numerics.trials.disguises import DISGUISES, outcomes
from numerics.trials.hostile import hostile_cases
from numerics.trials.kinds import FULL, IN_CI, KINDS
from numerics.trials.sampling import contradictions, text_sampler
from numerics.trials.trial import Trial, TrialOutcome, each
from sparsity_theory.errors import ContradictionError
from sparsity_theory.exact import changes, constants, opaque, signs
from sparsity_theory.exact.forms import factors, form
from sparsity_theory.exact.partitions import Part, Parts
from sparsity_theory.penalties import analysis
from sparsity_theory.penalties.adversary import same_reading
from sparsity_theory.penalties.penalties import penalty


def test_there_are_at_least_twelve_disguises() -> None:
    assert len(DISGUISES) >= 12


@pytest.mark.parametrize("name", ["sqrt", "mcp", "l0", "huber"])
def test_a_disguise_changes_no_fact_and_no_verdict(name: str) -> None:
    assert IN_CI["disguises"] == 4 * len(DISGUISES)
    for disguise in DISGUISES:
        assert disguised(name, disguise)[1] == []


def test_random_expressions_are_not_contradicted_by_samples_or_by_the_checker() -> None:
    trial = Trial("random", seed=7).grow(each(random_case), IN_CI["random"])
    print(trial)
    assert trial.wrong == []
    assert trial.ended["all facts"] > trial.count / 2


def test_hostile_expressions_end_in_time_and_memory() -> None:
    trial = Trial("hostile", seed=3).grow(hostile_cases, IN_CI["hostile"])
    print(trial)
    assert trial.wrong == []
    assert sum(trial.ended.values()) == trial.count == IN_CI["hostile"]


@pytest.mark.parametrize("number", [399, 1450, 2172, 2731, 3369])
def test_an_analysis_ends_by_its_own_clock_where_sympy_would_ask_for_signs(number: int) -> None:
    """Derivatives of sums with huge numbers or degrees; the system had to end each of them."""
    (outcome,) = hostile_cases(41, range(number, number + 1))
    assert outcome.ended == "some facts"


@pytest.mark.parametrize("kind", FULL)
def test_the_stored_trials_are_full_and_found_nothing(kind: str) -> None:
    trial = Trial(**json.loads(STORED.read_text())[kind])
    print(trial)
    assert trial.count >= FULL[kind] > IN_CI[kind]
    assert trial.wrong == []
    assert sum(trial.ended.values()) == trial.count


def test_every_kind_is_stored() -> None:
    assert set(json.loads(STORED.read_text())) == set(FULL)
    assert set(FULL) <= set(KINDS) == set(IN_CI)


def test_a_trial_goes_on_from_where_it_ended() -> None:
    seen: list[int] = []

    def cases(seed: int, numbers: range) -> Iterator[TrialOutcome]:
        for number in numbers:
            seen.append(number)
            yield TrialOutcome("even" if number % 2 == 0 else "odd", ["three"] * (number == 3), 0.5)

    trial = Trial("parity", seed=1).grow(cases, 2).grow(cases, 5)
    assert seen == [0, 1, 2, 3, 4]
    assert (trial.ended, trial.wrong) == ({"even": 3, "odd": 2}, ["three"])


@pytest.mark.parametrize(
    ("text", "concave"),
    [("u**(1/199) + u**(1/174) - u**(199/174)", True),
     ("asinh(1e184*(0 if u == 0 else 2 + ((u + u))))/atan(1e-204 + u)", None)],
)  # fmt: skip
def test_huge_numbers_are_no_error(text: str, concave: bool | None) -> None:
    assert penalty(text).facts.concave is concave


@pytest.mark.parametrize("words", [[], ["nothing"], ["random", "many"], ["random", "0"]])
def test_the_command_refuses_what_it_does_not_know(words: list[str]) -> None:
    assert main(words) == 2


def test_the_command_overwrites_no_file_of_another_kind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "other.json"
    path.write_text("[1]")
    assert main(["random", "3", "--json", str(path)]) == 2
    assert "not a file of trials" in capsys.readouterr().err
    assert path.read_text() == "[1]"


ENDLESS = [
    "u**3/3-2e-70*u", "abs(u**2-2e-80)", "u**2/(u**2+1e-62)", "tanh(3.1416*u)",
    "2/(1+exp(-1.702*u))-1", "tanh(u/1e-12)", "tanh(1e6*u)+tanh(u)",
]  # fmt: skip
_CHILD = """
import json, resource, sys
from sparsity_theory.penalties.penalties import penalty
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
h = penalty(sys.argv[1])
# Not ru_maxrss: that of the process which started this one, large or small, is inherited.
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
peak = int(status["VmHWM"].split()[0]) // 1024
print(json.dumps({k: str(v) for k, v in vars(h.facts).items()} | {"megabytes": peak}))
"""


@pytest.mark.parametrize("text", ENDLESS)
def test_what_once_was_endless_is_answered_in_little_memory(text: str) -> None:
    command = [sys.executable, "-c", _CHILD, text]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    found = json.loads(run.stdout)
    assert found["megabytes"] < 500
    assert found["nondecreasing"] in {"True", "False"}
    if "tanh" in text or "exp" in text:
        assert found["concave"] == "True"


# Faults: each kind of test can fail.


@pytest.fixture
def fresh() -> Iterator[None]:
    """No memory of results from before a fault, nor after it."""
    cached = (
        signs.signs, signs.obvious_sign, changes.changes, factors, form,
        constants._sign_of_irrational,
    )  # fmt: skip
    for function in cached:
        function.cache_clear()
    yield
    for function in cached:
        function.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_the_adversary_meets_a_hidden_zero_taken_for_negative(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = signs.rational_signs

    def faulty(f: Expr) -> Parts | None:
        found = honest(f)
        if found is None:
            return None
        return tuple(Part(p.left, p.right, -1 if p.sign == 0 else p.sign) for p in found)

    monkeypatch.setattr(signs, "rational_signs", faulty)
    monkeypatch.setattr(signs, "factors", lambda f: None)
    with pytest.raises(ContradictionError, match=r"strictly nonincreasing|not attained"):
        _ = penalty("(u+1)**3 - u**3 - 3*u**2 - 3*u").facts


@pytest.mark.usefixtures("fresh")
def test_the_adversary_meets_a_kink_that_was_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "_change_of_slope", lambda before, after: 0)
    with pytest.raises(ContradictionError, match=r"concave|convex|linear"):
        _ = penalty("2*u + sqrt(u**2 - 2*u + 1)").facts


@pytest.mark.usefixtures("fresh")
def test_the_adversary_meets_a_wrong_order_of_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "sign", lambda value: 1)
    with pytest.raises(ContradictionError, match=r"supremum|misread"):
        _ = penalty("0 if u == 0 else min(1e-12, log(1 + 2e-12))").facts


def test_the_adversary_meets_a_value_at_zero_that_was_misread() -> None:
    with pytest.raises(ContradictionError, match="misread: at u = 0 it is 0"):
        same_reading("0 if u == 0 else 2", {}, lambda _: arb(2))


@pytest.mark.usefixtures("fresh")
def test_the_adversary_meets_a_text_that_was_misread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opaque.Maximum, "__new__", lambda cls, *a, **_: a[0])
    with pytest.raises(ContradictionError, match="misread"):
        _ = penalty("1/3 + max(u, 2*u)").facts


@pytest.mark.parametrize(
    ("fact", "told", "true"),
    [
        ("nondecreasing", "u", "-u"),
        ("concave", "sqrt(u)", "u**2"),
        ("slope bound", "u", "2*u"),
        ("above", "u/(1+u)", "2*u/(1+u)"),
        ("below", "1/(1+u)", "-u"),
        ("constant", "3", "u"),
        ("limit", "u*log(u)", "1 + u*log(u)/9"),
        ("defined", "log(1+u)", "log(u-1)"),
    ],
)
def test_the_samples_contradict_what_is_false(fact: str, told: str, true: str) -> None:
    found = contradictions(penalty(told), text_sampler(true))
    assert any(fact in line for line in found) or fact == "limit"
    assert found


def test_the_disguises_show_a_changed_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = penalty

    def faulty(text: str) -> object:
        return honest("u**2" if "cosh" in text else text)

    monkeypatch.setattr(disguises, "penalty", faulty)
    (outcome,) = outcomes(["sqrt"], ["cosh and sinh"])
    assert any(line.startswith("concave") for line in outcome.changed)
