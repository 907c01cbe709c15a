"""The verdict from Theorem A's numbers agrees with the certified minimiser of the instance."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.counterexample import main
from numerics.counterexamples.report import where
from numerics.errors import CertificateError
from numerics.running.statuses import Exit
from numerics.solver.solve import Geometry, solve
from sparsity_theory.characterisation import Dimensions, Guarantee, characterise
from sparsity_theory.errors import ContradictionError
from sparsity_theory.penalties.penalties import penalty

SMALL = Dimensions(3, 2, 1)
GUARANTEED = [
    ("l0", "l0"),
    ("indicator", "l0"),
    ("l0", "(1 if u > 0 else 0) + u/(1+u)/10"),
    ("10*u + (2 if u > 0 else 0)", "0 if u <= 0 else 2 - 1/(1+u)"),
]

continuous = st.sampled_from(
    ["{c}*u", "{c}*u**(1/3)", "{c}*log(1+u/{c})", "{c}*u/({c}+u)", "{c}*min(u, {c})",
     "{c}*(1-exp(-u))", "{c}*tanh(u)", "{c}*atan({c}*u)", "{c}*log(1+log(1+u))"]
)  # fmt: skip
constants = st.sampled_from(["1", "1/3", "2", "5"])
dimensions = st.sampled_from([(2, 2, 1), (3, 2, 1), (4, 3, 1), (4, 3, 2), (5, 3, 2)])


@settings(max_examples=20)
@given(h=continuous, c=constants, g=st.sampled_from(["10*u", "1000*u", "log(1+u)", "l0"]),
       dims=dimensions)  # fmt: skip
def test_continuous_penalties_fail_on_a_certified_instance(
    h: str, c: str, g: str, dims: tuple[int, int, int]
) -> None:
    answer = solve(penalty(g), penalty(h.replace("{c}", c)), Dimensions(*dims), seconds=0.3)
    assert answer.decision.verdict is Guarantee.FAILS
    assert answer.verdict is Guarantee.FAILS
    assert answer.strictly_beaten
    if answer.lower is not None:
        assert answer.lower <= answer.loss < answer.loss_sparse


@settings(max_examples=15)
@given(jump=st.fractions(min_value=Fraction(1, 4), max_value=3, max_denominator=8),
       rise=st.fractions(min_value=0, max_value=2, max_denominator=8), dims=dimensions)  # fmt: skip
def test_penalties_that_jump_agree_with_the_minimiser(
    jump: Fraction, rise: Fraction, dims: tuple[int, int, int]
) -> None:
    r = dims[2]
    h = penalty(f"(({jump}) if u > 0 else 0) + ({rise})*u/(1+u)")
    g = penalty(f"({10 * r}) if u > 0 else 0")
    answer = solve(g, h, Dimensions(*dims), seconds=0.3)
    expected = r * (jump + rise) <= (r + 1) * jump  # equality: the supremum is not attained
    assert (answer.verdict is Guarantee.GUARANTEES) == expected
    assert answer.strictly_beaten == (not expected)


@pytest.mark.parametrize(("g", "h"), GUARANTEED)
def test_guaranteed_pairs_have_the_sparse_code_as_certified_minimiser(g: str, h: str) -> None:
    answer = solve(penalty(g), penalty(h), SMALL)
    assert answer.verdict is Guarantee.GUARANTEES
    assert where(answer) == "sparse code, theta = 1"
    assert answer.lower is not None
    assert answer.loss == answer.loss_sparse


@pytest.mark.parametrize("h", ["u*exp(-u)", "u/(1+u)**2", "abs(u-1)", "max(0, u-1)", "exp(-1/u)"])
def test_unusual_penalties_fail_on_a_certified_instance(h: str) -> None:
    answer = solve(penalty("1000*u"), penalty(h), SMALL, seconds=0.3)
    assert answer.verdict is Guarantee.FAILS
    assert answer.strictly_beaten


def test_a_tie_is_neither_guaranteed_nor_strictly_beaten() -> None:
    # g = 1[u>0], h = beta 1[u>0] at beta = d/r: the zero code ties with the sparse one.
    answer = solve(penalty("l0"), penalty("3*(1 if u > 0 else 0)"), SMALL)
    assert (answer.decision.part, answer.strictly_beaten) == ("equality", False)
    assert answer.verdict is Guarantee.FAILS


def test_a_fixed_geometry_is_kept_even_when_it_fools_nothing() -> None:
    geometry = Geometry(dense_power=Fraction(1), sparse_power=Fraction(1), connected=False)
    answer = solve(penalty("indicator"), penalty("log1p"), SMALL, geometry=geometry)
    assert answer.instance.dense_powers[0] == 1
    assert where(answer) == "sparse code, theta = 1"
    assert not answer.strictly_beaten
    assert answer.decision.verdict is Guarantee.FAILS
    assert answer.verdict is Guarantee.UNDECIDED  # this instance alone proves nothing


@pytest.mark.parametrize("gamma", ["103/1000000", "102/1000000", "1/1000000"])
def test_the_log_penalty_flips_where_theorem_b_says(gamma: str) -> None:
    # r = 1: success iff gamma < eps^4/(M^2 - 2 eps^2); eps^2 = 1/100, M^2 = 1: 1/9800.
    pair = Geometry(connected=False)
    h = penalty(f"log(u + {gamma})")
    answer = solve(penalty("indicator"), h, SMALL, geometry=pair)
    assert answer.strictly_beaten == (Fraction(gamma) > Fraction(1, 9800))
    assert answer.lower is not None


def test_with_a_linear_g_a_slightly_imperfect_code_beats_the_exact_sparse_one() -> None:
    geometry = Geometry(dense_power=Fraction(1), sparse_power=Fraction(1), connected=False)
    answer = solve(penalty("1000*u"), penalty("log1p"), SMALL, geometry=geometry)
    assert answer.strictly_beaten
    assert 0 < answer.error < 1e-3
    assert answer.powers[0] > 100 * answer.powers[1]


def test_an_interrupted_bound_says_so_and_keeps_the_verdict() -> None:
    answer = solve(penalty("1000*u"), penalty("log"), Dimensions(16, 8, 4), seconds=0.0)
    assert answer.verdict is Guarantee.FAILS
    assert answer.lower is None
    assert "allow more time" in answer.note


def test_a_breakpoint_that_is_no_binary_fraction_is_met_exactly() -> None:
    answer = solve(penalty("l0"), penalty("huber(delta=1/100)"), SMALL, seconds=5)
    assert answer.verdict is Guarantee.FAILS
    assert answer.strictly_beaten


def test_opposite_verdicts_of_checker_and_prover_are_an_error_that_names_the_pair(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # A prover that takes a failing pair for a guaranteed one, without evidence for it.
    true = characterise(penalty("1000*u"), penalty("log1p"), SMALL)
    wrong = replace(true, verdict=Guarantee.GUARANTEES, part="A3")
    monkeypatch.setattr("numerics.solver.solve.characterise", lambda *_: wrong)
    monkeypatch.setattr("numerics.solver.solve.evidence.find", lambda *_: None)
    with pytest.raises(ContradictionError, match=r"h = log\(.*'fails'.*'guarantees'"):
        solve(penalty("1000*u"), penalty("log1p"), SMALL)
    assert main(["--h", "log1p"]) == Exit.INTERNAL
    assert "h = log(" in capsys.readouterr().err


def test_a_near_tie_of_rational_numbers_is_decided_and_certified() -> None:
    g, h = penalty("(1/3 + 1e-40) if u > 0 else 0"), penalty("1 if u > 0 else 0")
    answer = solve(g, h, Dimensions(3, 2, 1))
    assert (answer.verdict, answer.certified) == (Guarantee.GUARANTEES, True)
    below = penalty("(1/3 - 1e-40) if u > 0 else 0")
    assert solve(below, h, Dimensions(3, 2, 1)).verdict is Guarantee.FAILS


def test_what_only_the_prover_reads_is_answered_and_says_so() -> None:
    answer = solve(penalty("1000*u"), penalty("log(exp(u)-u)"), SMALL)
    assert (answer.verdict, answer.by_prover) == (Guarantee.FAILS, True)
    assert answer.strictly_beaten
    assert answer.lower is answer.relative_gap is None
    assert "does not read" in answer.note
    with pytest.raises(CertificateError, match="no certificate: the checker does not read"):
        print(answer.certificate)
