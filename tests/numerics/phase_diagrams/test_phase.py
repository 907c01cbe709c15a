"""Phase diagrams and designs of Theorem B: against the claims' formulas, and as a command."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from numerics.certificates.balls import enclose
from numerics.errors import NumericsError
from numerics.phase import main
from numerics.phase_diagrams.decision import decide
from numerics.phase_diagrams.families import (
    FAMILIES,
    PenaltyFamily,
    PreferenceRegion,
    against_dense,
    against_error,
    bracket,
    family,
)
from proofs.ledger import full_ledger
from sparsity_theory.notation import M, d, epsilon, r
from sparsity_theory.penalties.expressions import U
from sparsity_theory.penalties.penalties import penalty

CLAIMS = {claim.id: claim for claim in full_ledger()}
RATIOS = st.fractions(min_value=Fraction(1, 20), max_value=Fraction(3, 2), max_denominator=50)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        status = main(arguments)
    except SystemExit as stop:
        status = int(stop.code or 0)
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return status, captured.out, captured.err


@pytest.mark.parametrize("chosen", FAMILIES, ids=lambda chosen: chosen.name)
@given(small=RATIOS, rank=st.integers(1, 6), many=st.integers(1, 9))
def test_signs_are_certified_on_both_sides_of_the_boundary(
    chosen: PenaltyFamily, small: Fraction, rank: int, many: int
) -> None:
    for comparison in (
        against_dense(rank, Fraction(1), small),
        against_error(rank + many, rank, Fraction(1), small**2),
    ):
        boundary = chosen.boundary(comparison)
        if boundary.region is PreferenceRegion.BELOW:
            wins, loses = bracket(boundary)
            assert wins < loses
            assert (chosen.sign(comparison, wins), chosen.sign(comparison, loses)) == (1, -1)
        else:
            assert boundary.region is PreferenceRegion.ALWAYS
            for parameter in (Fraction(1, 1000), Fraction(1), Fraction(1000)):
                assert chosen.sign(comparison, parameter) == 1


@given(small=RATIOS, rank=st.integers(1, 5), many=st.integers(0, 4))
def test_without_beta_below_d_over_r_no_parameter_succeeds(
    small: Fraction, rank: int, many: int
) -> None:
    beta = Fraction(rank + 1 + many, rank)
    comparison = against_error(rank + 1, rank, Fraction(2), small, beta)
    for chosen in FAMILIES:
        assert chosen.boundary(comparison).region is PreferenceRegion.NEVER
        assert chosen.sign(comparison, Fraction(1, 1000)) != 1


def test_the_boundaries_are_those_of_the_claims() -> None:
    rank, large, small, error = 2, Fraction(3), Fraction(1), Fraction(1, 2)
    at = {r: rank, M: large, epsilon: small, d: 4, sympy.Symbol("e_0", positive=True): error}
    closed = (
        ("power", "theorem-b-power", "threshold", against_dense(rank, large, small)),
        ("rational", "theorem-b-rational", "threshold", against_dense(rank, large, small)),
        ("power", "theorem-b-error", "power_threshold", against_error(4, rank, large, error)),
        ("rational", "theorem-b-error", "rational_threshold", against_error(4, rank, large, error)),
    )
    for name, claim, part, comparison in closed:
        threshold = enclose(CLAIMS[claim].parts[part], at)
        below, above = bracket(family(name).boundary(comparison), digits=9)
        assert threshold > enclose(sympy.Rational(str(below)), {})
        assert threshold < enclose(sympy.Rational(str(above)), {})
    comparison = against_dense(rank, large, small)
    parameter = sympy.Symbol("t", positive=True)
    for name, claim, symbol, change in (
        ("log", "theorem-b-log", "gamma", lambda t: t),
        ("exponential", "theorem-b-exponential", "y", lambda t: sympy.exp(-1 / t)),
    ):
        part = CLAIMS[claim].parts["difference" if name == "log" else "function"]
        unknown = sympy.Symbol(symbol, positive=True)
        margin = part.subs({unknown: change(parameter), sympy.Symbol("rho", positive=True): 9})
        below, above = bracket(family(name).boundary(comparison))
        assert enclose(margin, {**at, parameter: below}) > 0
        assert enclose(margin, {**at, parameter: above}) < 0


def test_sufficient_values_of_the_claims_lie_below_the_boundary() -> None:
    for rank in (1, 2, 5):
        comparison = against_dense(rank, Fraction(1), Fraction(1, 10))
        enough = Fraction(1, 10) ** (2 * (rank + 1))
        boundary = family("log").boundary(comparison)
        assert boundary.low is not None
        assert enough <= boundary.low < enough * Fraction(11, 10)
        assert family("log1p").boundary(comparison) == boundary  # the same rise


def test_families_are_penalties_of_the_catalogue_also_as_texts() -> None:
    assert [chosen.formula for chosen in FAMILIES] == [
        "u^p", "log(u+γ)", "1-exp(-u/τ)", "u/(u+τ)", "log(1+u/τ)"
    ]  # fmt: skip
    for chosen in FAMILIES:
        at = Fraction(3, 7)
        named = penalty(f"{chosen.name}({chosen.parameter}={at})")
        assert penalty(chosen.text(at)).expression == named.expression
        rise = named.expression - named.at_zero
        assert chosen.rise(Fraction(2), at).overlaps(enclose(rise, {U: 2}))


def test_a_tie_is_undecided_and_its_neighbours_are_not() -> None:
    job = {"family": "rational", "M": "2", "epsilon": "1", "dims": [3, 2, 1]}
    outcomes = [
        decide({**job, "parameter": value})["outcome"]
        for value in ("1999999999999/1000000000000", "2", "2000000000001/1000000000000")
    ]
    assert outcomes == ["success", "undecided", "failure"]


def test_certified_minima_agree_with_exact_codes_away_from_the_boundary() -> None:
    for name, parameter, outcome in (
        ("power", "1/10", "success"),
        ("power", "2/5", "failure"),
        ("log", "1/1000000", "success"),
        ("rational", "1/20", "failure"),
    ):
        job = {
            "family": name, "parameter": parameter, "M": "1", "epsilon": "1/10",
            "dims": [3, 2, 1],
        }  # fmt: skip
        assert decide(job)["outcome"] == outcome
        assert decide({**job, "g": "1000*u"})["outcome"] == outcome


def test_a_finite_slope_of_g_shifts_the_boundary() -> None:
    """At p just above the threshold log 2/(2 log(5/3)) = 0.6784 the dense code still loses."""
    job = {
        "family": "power", "parameter": "19/28", "M": "1", "epsilon": "3/5", "dims": [3, 2, 1],
    }  # fmt: skip
    assert decide(job)["outcome"] == "failure"
    assert decide({**job, "g": "1000*u"})["outcome"] == "success"


def test_where_everything_collapses_the_point_is_undecided() -> None:
    job = {"family": "rational", "parameter": "1/100", "M": "1", "epsilon": "1/2"}
    assert decide({**job, "dims": [3, 2, 1], "g": "u/1000"})["outcome"] == "undecided"


def test_the_command_draws_and_agrees_with_the_closed_form(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture, answer = tmp_path / "phase.png", tmp_path / "phase.json"
    status, out, _ = run(
        capsys, "--ratio", "5/4,50,7", "--workers", "1", "--dims", "5,4,2",
        "--plot", str(picture), "--json", str(answer),
    )  # fmt: skip
    assert status == 0
    assert "0 certified outcomes disagree with it and 0 points are undecided" in " ".join(
        out.split()
    )
    assert picture.read_bytes().startswith(b"\x89PNG")
    diagrams = json.loads(answer.read_text())["diagrams"]
    assert [diagram["family"] for diagram in diagrams] == [chosen.name for chosen in FAMILIES]
    for diagram in diagrams:
        assert diagram["disagreements"] == 0
        assert diagram["counts"]["success"] > 0
        assert diagram["counts"]["failure"] > 0
        assert sum(diagram["counts"].values()) == 7 * 24


def test_a_wrong_boundary_is_found_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = PenaltyFamily.boundary
    monkeypatch.setattr(
        PenaltyFamily,
        "boundary",
        lambda self, comparison: right(self, against_dense(2, Fraction(1), Fraction(1, 10))),
    )
    arguments = ("--family", "rational", "--epsilon", "1/10,1/10,1", "--workers", "1")
    status, out, _ = run(capsys, *arguments)
    assert status == 1
    assert "rational: τ = " in out


def test_a_stored_diagram_is_not_computed_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = (
        "--family", "power", "--epsilon", "1/10,1/2,4", "--workers", "1", "--json", "-",
        "--store", str(tmp_path / "store.jsonl"),
    )  # fmt: skip
    first = run(capsys, *arguments)[1]
    monkeypatch.setattr(
        "numerics.phase_diagrams.command.decide", lambda _job: pytest.fail("computed again")
    )
    assert run(capsys, *arguments)[1] == first


def test_interrupted_the_command_says_what_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_job: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("numerics.phase_diagrams.command.decide", interrupt)
    status, _, err = run(capsys, "--workers", "1", "--store", str(tmp_path / "store.jsonl"))
    assert status == 130
    assert "the same command resumes there" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--epsilon", "1/10,1/5,2", "--parameter", "1/100,1/10,2", "--family", "log"),
        ("--design", "--epsilon", "1/10", "--family", "log"),
    ],
)
def test_paragraphs_fit_the_terminal(
    arguments: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("numerics.running.tables.terminal_width", lambda: 50)
    status, out, _ = run(capsys, *arguments)
    assert status == 0
    assert 30 < max(map(len, out.splitlines())) <= 50


def test_design_gives_the_numbers_with_certificates(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(
        capsys, "--design", "--epsilon", "1/10", "--error", "1/10", "--beta", "1/2", "--json", "-"
    )
    assert status == 0
    rows = json.loads(out)["design"]
    assert len(rows) == 2 * len(FAMILIES)
    log = rows[2]
    # gamma* = eps^4/(M^2 - 2 eps^2) = 1/9800
    assert (log["penalty"], log["rival"]) == ("log(u+γ)", "dense code")
    assert Fraction(log["wins_at"]) < Fraction(1, 9800) < Fraction(log["loses_at"])
    for row in rows:
        assert float(row["margin_wins"].strip("[").split()[0]) > 0
        assert float(row["margin_loses"].strip("[").split()[0]) < 0
    status, out, _ = run(capsys, "--design", "--epsilon", "9/10", "--family", "log")
    assert (status, "at every parameter" in out) == (0, True)
    arguments = ("--error", "1/10", "--beta", "3", "--family", "log")
    status, out, _ = run(capsys, "--design", "--epsilon", "1/10", *arguments)
    assert (status, "at no parameter" in out) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--family", "cubic"), "no family is called 'cubic'; choose from power, log"),
        (("--epsilon", "1/2,1/10,5"), "is reversed"),
        (("--epsilon", "1/10,1/2,0"), "is empty"),
        (("--epsilon", "1/10,1/2,1"), "one value needs LOW = HIGH"),
        (("--epsilon", "1/10,1/2,3000", "--parameter", "1/10,1/2,100"), "the grid has 1500000 poi"),
        (("--epsilon", "1/10,1/2,999999999999"), "asks for 999999999999 values, at most 100000"),
        (("--epsilon", "1/10,100001/1000000,50"), "too close together"),
        (("--epsilon", "1/10"), "needs LOW,HIGH,COUNT"),
        (("--epsilon=-1,1,3",), "needs a positive number"),
        (("--epsilon", "0,1,3"), "needs a positive number"),
        (("--M", "-1"), "--M needs a positive number"),
        (("--M", "x"), "x"),
        (("--epsilon", "1/9,1/2,3", "--ratio", "2,3,3"), "not both"),
        (("--dims", "3,2"), "three whole numbers"),
        (("--dims", "2,3,1"), "kappa"),
        (("--g", "foo(u)"), "foo"),
        (("--tolerance", "0"), "--tolerance needs a positive number"),
        (("--workers", "0"), "--workers: needs a whole number from 1 to 256, not '0'"),
        (("--workers", "2", "--cluster", "tcp://127.0.0.1:9"), "not both"),
        (("--plot", "x.txt"), "cannot draw x.txt"),
        (("--json", "/nowhere/x.json"), "does not exist"),
        (("--store", "/nowhere/x.jsonl"), "does not exist"),
        (("--error", "1"), "belong to --design"),
        (("--design",), "needs one amplitude"),
        (("--design", "--epsilon", "1/10,1/2,5"), "needs one amplitude"),
        (("--design", "--epsilon", "1/10", "--beta", "2"), "give --error E too"),
        (("--design", "--epsilon", "1/10", "--plot", "x.png"), "does not go with --design"),
        (("--design", "--epsilon", "1/10", "--error", "2", "--beta", "9"), "lower beta"),
        (("--nonsense",), "unrecognized arguments"),
    ],
)
def test_bad_input_is_refused(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert message in err


def test_a_cluster_that_does_not_answer_ends_the_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("numerics.running.sweep.CLUSTER_SECONDS", 1)
    status, out, err = run(capsys, "--cluster", "tcp://127.0.0.1:9")
    assert (status, out) == (2, "")
    assert "the cluster at tcp://127.0.0.1:9 does not answer within 1 s" in err


def test_numbers_that_are_not_positive_are_refused() -> None:
    with pytest.raises(NumericsError, match="must be positive"):
        against_dense(1, Fraction(1), Fraction(0))
