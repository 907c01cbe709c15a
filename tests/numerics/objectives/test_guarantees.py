"""Guarantees of objectives: certificates, forgeries, and a checker that stands alone."""

from __future__ import annotations

import json
import math
import random
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import Any

import jsonschema
import mpmath
import pytest
from flint import arb, fmpq
from mpmath import mpf

from numerics.certificates.limits import LimitError, checking
from numerics.counterexample import main
from numerics.errors import CertificateError
from numerics.objectives import evaluation
from numerics.objectives.certificate import (
    GuaranteeCertificate,
    ObjectiveCertificate,
    load_guarantee,
)
from numerics.objectives.check import verify as verify_failure
from numerics.objectives.evaluation import ObjectiveText
from numerics.objectives.guarantee_check import verify
from numerics.objectives.guarantee_search import guarantee
from numerics.objectives.numbers import BITS, order
from numerics.objectives.over_regions import ObjectiveRanges
from numerics.objectives.writing import dump
from sparsity_theory.objectives.language import read
from tests.numerics.certificates.test_checker_alone import lines_of_code, loaded, ours
from tests.numerics.objectives.test_objectives import PAIRS, certificate

CERTIFIED = [
    ("e + sum(s[r:])", (5, 4, 2)),
    ("(5 if e > 0 else 0) + count", (5, 4, 2)),
    ("(9 if e > 0 else 0) + sum([1, 6/5, 11/10]*l0(p))", (5, 3, 2)),
    ("(9 if e > 0 else 0) + sum([1, 3/2, 5/4]*(0 if p == 0 else 1 + p/(30 + p)/9))", (5, 3, 1)),
    ("(9 if e > 0 else 0) + dot([3, 2, 1], l0(s))", (5, 3, 1)),
    ("(2 if e > 0 else 0) + (sum(sqrt(p))**2/sum(p) if count > 0 else 0)", (4, 3, 1)),
    ("(2 if e > 0 else 0) + (sum(p)/max(p) if count > 0 else 0)", (4, 3, 1)),
    ("e + kappa*s3 + s4", (4, 4, 2)),
    ("e + symmetric(r + 1, p)", (5, 4, 2)),
    ("e + prod(p)", (3, 3, 2)),
    ("exp(e + s2) - 2", (3, 2, 1)),
    ("log(e + s3)", (3, 3, 2)),
    ("(inf if s2 > 1 else 0) + e + s2", (3, 3, 1)),
    ("e + (inf if s2 >= 1 else s2/(1 - s2))", (3, 3, 1)),
    ("(inf if e > 0 else 0) + sum(p*0 + l0(p)) + sum(p)/(9 + 9*sum(p))", (3, 3, 2)),
    ("(1 if e > 0 else 0) + count/5 + e*p1/(1 + p1)/100", (5, 2, 1)),
    ("(2 if e > 0 else 0) + 1 - exp(-count)", (4, 3, 1)),
    ("(inf if e > 0 else 0) + sum(l0(p))", (64, 64, 2)),
]  # fmt: skip
FALSE = [
    ("e + p1 + p2", (3, 2, 1)),
    ("e + sum(s[r+1:])", (5, 4, 2)),
    ("(5 if e > 0 else 0) - count", (5, 4, 2)),
    ("(2 if e > 0 else 0) + count", (5, 4, 2)),
    ("(9 if e > 0 else 0) + sum([1, 2, 3]*l0(p))", (5, 3, 1)),
    ("e + min(s3, 0)", (4, 4, 2)),
    ("(inf if s1 > 1 else 0) + e + s2", (3, 3, 1)),
    ("log(s2)", (3, 3, 1)),
]


def made(text: str, dims: tuple[int, int, int]) -> GuaranteeCertificate:
    found = guarantee(read(text, *dims).text, dims, seconds=900)
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "dims"), CERTIFIED, ids=[c[0] for c in CERTIFIED])
def test_a_guarantee_is_certified_and_read_as_it_was_written(
    text: str, dims: tuple[int, int, int]
) -> None:
    found = made(text, dims)
    again = load_guarantee(dump(found))
    assert again == found
    verify(again)


@pytest.mark.parametrize(("text", "dims"), FALSE, ids=[c[0] for c in FALSE])
def test_a_false_guarantee_has_no_certificate_whatever_number_is_claimed(
    text: str, dims: tuple[int, int, int]
) -> None:
    scalar = read(text, *dims).text
    assert guarantee(scalar, dims) is None
    numbers = [Fraction(k, 2) for k in range(-8, 20)]
    for between in [*numbers, math.inf, -math.inf]:
        for side in ("sparse", "others"):
            with pytest.raises(CertificateError):
                verify(GuaranteeCertificate(scalar, dims, between, side, {}))


def points(kappa: int, draw: random.Random) -> list[tuple[Fraction, list[Fraction]]]:
    sizes = [Fraction(1, 10**6), Fraction(1, 3), Fraction(1), Fraction(7, 2), Fraction(10**5)]
    found = []
    for _ in range(12):
        powers = [draw.choice([Fraction(0), draw.choice(sizes)]) for _ in range(kappa)]
        found.append((draw.choice([Fraction(0), Fraction(0), draw.choice(sizes)]), powers))
    return found


def untrue(c: GuaranteeCertificate, draw: random.Random) -> bool:
    """Whether points contradict what a certificate says."""
    _, kappa, r = c.dims
    objective, sparse, others = ObjectiveText(c.objective), [], []
    for error, powers in points(kappa, draw):
        active = sum(p > 0 for p in powers)
        if error == 0 and active < r:
            continue
        value = objective.at(error, powers)
        (sparse if error == 0 and active == r else others).append(value)
    return any(order(a, b) in (0, 1) for a in sparse for b in others)


TEXTS = [read(text, *dims).text for text, dims in CERTIFIED + FALSE if dims[1] == 3]
TEXTS += ["count", "0 - e", "(e + s4)", "(1/0)", "p1", "((e + s2) + inf)", "(e + s3) - (s3 - s2)"]


def mutant(record: dict[str, Any], draw: random.Random) -> None:
    match draw.randrange(6):
        case 0:
            record["between"] = draw.choice(
                ["0", "1", "-1", "5/2", "11/4", "1/1000", "inf", "-inf", "nan", "1e-320", 0.5, None]
            )
        case 1:
            record["strictly"] = draw.choice(["sparse", "others", None])
        case 2:
            record["dims"][draw.randrange(3)] += draw.choice([-1, 1])
        case 3:
            record["objective"] = draw.choice(TEXTS)
        case 4:
            old = draw.choice(["+", "1", "2", "3", "9", ">", "e", "s3", "p1"])
            new = draw.choice(["-", "0", "4", "1", "<", ">=", "s2", "p2", "e"])
            record["objective"] = record["objective"].replace(old, new, 1)
        case 5:
            cuts = draw.choice([["1"], ["1", "1"], ["2", "1"], ["0", "1"], ["-1"], ["1", "1/0"]])
            record["cuts"][draw.choice(["u", "u/(1 + u)", "e"])] = cuts


def test_each_accepted_mutant_is_true() -> None:
    draw = random.Random(0)
    originals = [json.loads(dump(made(*case))) for case in CERTIFIED if case[1][1] < 5]
    accepted = 0
    for _ in range(600):
        record = json.loads(json.dumps(draw.choice(originals)))
        for _ in range(draw.choice([1, 1, 2])):
            mutant(record, draw)
        try:
            found = load_guarantee(json.dumps(record))
            verify(found, seconds=20)
        except CertificateError:
            continue
        assert SCHEMA.is_valid(record)
        if found.shown:
            accepted += 1
            assert not untrue(found, draw), record
    assert accepted > 50


def test_what_contradicts_points_would_be_noticed() -> None:
    forged = GuaranteeCertificate("((e + p1) + p2)", (3, 2, 1), Fraction(0), "others", {})
    assert any(untrue(forged, random.Random(seed)) for seed in range(20))


GOOD = GuaranteeCertificate("((inf if e > 0 else 0) + (count + (s1/(2 + (2*s1)))))", (3, 3, 1),
                            Fraction(7, 4), "others", {})  # fmt: skip
FORGED = [
    {"dims": (3, 3, 3)}, {"dims": (2, 3, 1)}, {"dims": (99, 65, 1)}, {"dims": (3, 3, 0)},
    {"between": Fraction(5, 4)}, {"between": Fraction(3)}, {"between": math.nan},
    {"between": Fraction(5, 2**1075)}, {"between": math.inf}, {"between": -math.inf},
    {"between": None}, {"strictly": "both"}, {"strictly": None},
    {"cuts": {"s1": (Fraction(1),)}}, {"cuts": {"u / (2 + 2 * u)": (Fraction(2), Fraction(1))}},
    {"cuts": {"u / (2 + 2 * u)": (Fraction(1), Fraction(1))}},
    {"cuts": {"u / (2 + 2 * u)": (Fraction(-1),)}},
    {"objective": "nan"}, {"objective": "count + 0*inf"}, {"objective": "count + e/(s1 - s1)"},
    {"objective": "(count + log(0 - e))"}, {"objective": "count + s9"}, {"objective": "u + count"},
    {"objective": "count.real"}, {"objective": "(lambda: 1)()"}, {"objective": "count\n"},
    {"objective": "symmetric(999999999999, p1) + s2"}, {"objective": "-" * 300 + "count"},
]  # fmt: skip


@pytest.mark.parametrize("change", FORGED, ids=map(str, FORGED))
def test_forged_guarantees_are_refused(change: dict[str, Any]) -> None:
    verify(GOOD)
    with pytest.raises(CertificateError):
        verify(replace(GOOD, **change))


def test_what_depends_on_one_row_only_is_not_taken_for_symmetric() -> None:
    """A face on which another row is active has a smaller loss."""
    text = "((9 if e > 0 else 0) + count*(1 if p1*p2 > 0 else (2 if p1 > 0 else 1)))"
    for between in (Fraction(1), Fraction(3, 2), Fraction(2)):
        with pytest.raises(CertificateError):
            verify(GuaranteeCertificate(text, (3, 3, 1), between, "others", {}))


def test_the_time_that_a_check_may_take_is_limited() -> None:
    text = "+".join(f"tanh(p{k}*p{k + 1})*exp(0-p{k})" for k in range(1, 16)) + "+e"
    with pytest.raises(CertificateError):
        verify(GuaranteeCertificate(text, (16, 16, 1), Fraction(0), "others", {}), seconds=1)
    with pytest.raises(LimitError), checking(0):
        ObjectiveRanges(ObjectiveText("s1/(1 + s1)"), 2, {}).over(1, exact=True)


def test_the_clock_is_asked_where_products_are_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 700 parts: once for each where it is read, and once where the sums go on."""
    asked: list[int] = []
    monkeypatch.setattr(evaluation, "ask", lambda: asked.append(1))
    text = ObjectiveText(f"symmetric(300, {', '.join(['1'] * 700)})")
    text.at(Fraction(0), [Fraction(1)])
    assert len(asked) >= 1400


def test_both_checkers_run_their_clock() -> None:
    failure = certificate("e + p1 + p2", PAIRS[0], 5)
    verify_failure(replace(failure, objective="0"))
    for checked in (
        lambda: verify_failure(replace(failure, objective="0"), seconds=0),
        lambda: verify(GuaranteeCertificate("e", (3, 3, 1), Fraction(0), "others", {}), seconds=0),
    ):
        with pytest.raises(LimitError):
            checked()


GRAMMAR = ["e", "p1", "p2", "s1", "s2", "s3", "count", "2", "(1/3)", "pi", "0"]


def drawn(depth: int, draw: random.Random) -> str:
    if depth == 0 or draw.random() < 0.15:
        return draw.choice(GRAMMAR)
    a, b, c = (drawn(depth - 1, draw) for _ in range(3))
    return draw.choice(
        [f"({a} + {b})", f"({a} - {b})", f"({a}*{b})", f"({a}/{b})", f"min({a}, {b})",
         f"({a}**{draw.choice(['2', '3', '(1/2)', '(-1)', 'pi'])})", f"max({a}, {b}, {c})",
         f"({a} if {b} {draw.choice(['<', '<=', '>', '=='])} {draw.choice(['0', '1'])} else {c})",
         f"{draw.choice(['exp', 'log', 'atan', 'cosh', 'tanh', 'sqrt', 'abs'])}({a})",
         f"symmetric(2, {a}, {b}, {c})", f"({a}/(1 + {a}))", f"(inf if {a} > 1 else {b})"]
    )  # fmt: skip


def by_mpmath(text: str, error: Fraction, powers: list[Fraction]) -> arb | float | None:
    """The value by Python and mpmath, as a ball of 55 digits; None where there is none."""

    def tame(function: Any) -> Any:
        return lambda x: function(x) if abs(x) < 10**5 else mpmath.nan

    def symmetric(degree: Any, *parts: Any) -> Any:
        return sum((math.prod(chosen) for chosen in combinations(parts, int(degree))), mpf(0))

    names = {f"p{k + 1}": p for k, p in enumerate(powers)}
    names |= {f"s{k + 1}": p for k, p in enumerate(sorted(powers)[::-1])}
    known: dict[str, Any] = {name: mpf(x.numerator) / x.denominator for name, x in names.items()}
    known |= {"e": mpf(error.numerator) / error.denominator, "pi": mpmath.pi, "inf": mpmath.inf}
    known |= {"count": mpf(sum(p > 0 for p in powers)), "mpf": mpf, "symmetric": symmetric}
    known |= {"min": min, "max": max, "abs": abs, "log": mpmath.log, "sqrt": mpmath.sqrt}
    known |= {f: tame(getattr(mpmath, f)) for f in ("exp", "cosh", "tanh", "atan")}
    try:
        found = eval(re.sub(r"(?<![a-z0-9])([0-9]+)", r"mpf(\1)", text), {}, known)
    except (ZeroDivisionError, ValueError, OverflowError):
        return None
    if isinstance(found, mpmath.mpc) or mpmath.isnan(found):
        return None
    if mpmath.isinf(found):
        return float(found)
    return arb(mpmath.nstr(found, 70)) + arb(0, 1e-55) * (1 + abs(float(found)))


def test_ranges_hold_every_value_and_never_one_that_they_leave_out() -> None:
    """Values are those of mpmath, which the checker's own values hold, too."""
    draw = random.Random(1)
    looked = 0
    with mpmath.workdps(90), checking(900, BITS):
        for _ in range(150):
            text = drawn(2, draw)
            found = ObjectiveRanges(ObjectiveText(text), 3, {})
            for error, powers in points(3, draw):
                value = by_mpmath(text, error, powers)
                try:
                    x = found.over(sum(p > 0 for p in powers), exact=error == 0)
                    at = ObjectiveText(text).at(error, powers)
                except CertificateError:
                    continue
                if value is None:
                    continue
                low, high = order(value, x.low), order(value, x.high)
                looked += 1
                assert order(at, value) in (0, None), (text, error, powers)
                assert low in (1, None) or (low == 0 and x.low_in), (text, error, powers)
                assert high in (-1, None) or (high == 0 and x.high_in), (text, error, powers)
    assert looked > 500


def test_a_part_that_occurs_often_is_one_variable() -> None:
    text = read("max(p)/(1 + max(p))", 4, 4, 2).text
    found = ObjectiveRanges(ObjectiveText(text), 4, {}).over(2, exact=True)
    assert order(found.low, fmpq(0)) == 0
    assert not found.low_in
    assert order(found.high, fmpq(101, 100)) == -1


SCHEMA = jsonschema.Draft7Validator(
    json.loads(files("numerics.objectives").joinpath("schema.json").read_text(encoding="utf-8"))
)


@pytest.mark.parametrize(
    "change",
    [{"between": True}, {"between": "nan"}, {"strictly": "none"}, {"cuts": {"u": ["x"]}},
     {"more": 1}, {"dims": [3, 3]}, {"dims": [3, 3, 1.5]}, {"objective": 5}, {"version": 2},
     {"cuts": []}, {"between": "1/0"}, {"version": True}],
)  # fmt: skip
def test_what_the_published_schema_forbids_is_refused(change: dict[str, Any]) -> None:
    record = json.loads(dump(GOOD))
    assert SCHEMA.is_valid(record)
    assert SCHEMA.is_valid(json.loads(dump(certificate("sum(p)", PAIRS[2], 5))))
    forged = {**record, **change}
    assert change == {"version": True} or not SCHEMA.is_valid(forged)
    with pytest.raises(CertificateError):
        verify(load_guarantee(json.dumps(forged)))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return status, captured.out, captured.err


def test_a_guarantee_is_written_and_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.json"
    command = ("--objective", "e + sum(s[r:])", "--dims", "5,4,2", "--certificate", str(path))
    status, out, _ = run(capsys, *command)
    assert (status, "guarantees  the checker" in out) == (0, True)
    status, out, _ = run(capsys, "--check", str(path))
    assert (status, out.startswith("verified: Psi = (e + (s3 + s4))")) == (0, True)
    path.write_text(path.read_text().replace('"between": "0"', '"between": "1"'))
    status, out, err = run(capsys, "--check", str(path))
    assert (status, out, "does not verify" in err) == (1, "", True)


TIE = "(inf if e > 0 else 0) + sum(0 if p == 0 else 1 + p/(1 + p))"


def test_a_guarantee_by_a_symbolic_tie_is_the_provers_word_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.json"
    command = ("--objective", TIE, "--dims", "3,2,1", "--certificate", str(path))
    status, out, _ = run(capsys, *command, "--json", "-")
    record = json.loads(out)
    assert (status, record["verdict"], record["certified"]) == (4, "guarantees", False)
    assert record["by"] == "the prover alone"
    assert SCHEMA.is_valid(json.loads(path.read_text()))
    status, out, _ = run(capsys, "--check", str(path))
    assert (status, "NOT CHECKED: guarantees" in out, "verified" in out) == (4, True, False)


def test_what_the_prover_leaves_open_the_checker_may_decide(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, out, _ = run(capsys, "--objective", "e + prod(p)", "--dims", "3,3,2", "--json", "-")
    assert (status, json.loads(out)["by"]) == (0, "the checker")


@pytest.mark.parametrize(
    ("text", "value", "status", "wanted"),
    [
        ("(9 if e > 0 else 0) + count*(3 - lam)", "lam=e", 0, "guarantees"),
        ("e + lam*s2", "lam=E/3", 0, "guarantees"),
        ("e + lam*s2", "lam=sqrt(2) - 2", 0, "fails"),
        ("e + s2 + p1", "p1=0", 2, "'p1'"),
        ("e + s1", "s1=0", 2, "'s1'"),
        ("e + r*s2", "r=0", 2, "'r'"),
        ("e + s2 + count", "count=0", 2, "'count'"),
        ("count + (9 if e > 0 else 0) + \uff4c-9*count", "l=2", 2, "\uff4c"),
        ("e + s2\u00b2\u00b3*lam", "lam=1", 2, "exponent"),
        ("e + s2\u00b2 ** 3*lam", "lam=1", 2, "exponent"),
    ],
)
def test_a_parameter_is_a_number_and_no_variable(
    text: str, value: str, status: int, wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found, out, err = run(capsys, "--objective", text, "--dims", "3,2,1", "--param", value)
    assert (found, wanted in out + err) == (status, True), out + err


def test_long_numbers_are_refused_or_shortened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python raises ValueError where it is to write an integer of more than 4300 digits."""
    path = tmp_path / "c.json"
    path.write_text(dump(replace(GOOD, objective=f"e*0x{'f' * 5000} + s2")))
    status, _, err = run(capsys, "--check", str(path))
    assert (status, "too long" in err) == (1, True)
    row = tuple(Fraction(1, 10**650 + k) for k in range(8))
    codes = [(tuple(sign * x for x in row), (Fraction(0),) * 8) for sign in (1, -1)]
    unit = ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)))
    failure = ObjectiveCertificate(
        "0*e", (2, 2, 1), Fraction(1), codes[0], (unit,), codes[0], codes[1]
    )
    path.write_text(dump(failure))
    status, out, _ = run(capsys, "--check", str(path))
    assert (status, "e-1300" in out) == (0, True)


MOST_CODE = 2700  # of the checker of objectives, with that of functions of one variable


def test_the_checker_of_guarantees_is_small_and_loads_no_prover() -> None:
    modules = loaded("numerics.objectives.guarantee_check")
    foreign = ("sympy", "scipy", "numpy", "mpmath", "sparsity_theory.objectives",
               "sparsity_theory.exact", "sparsity_theory.penalties", "numerics.solver",
               "numerics.objectives.guarantee_search", "numerics.objectives.instance")  # fmt: skip
    assert not [m for m in modules if m.startswith(foreign)]
    sources = [path.read_text() for path in ours(modules)]
    code = sum(map(lines_of_code, sources))
    print(f"{len(sources)} modules, {code} lines of code")
    assert len(sources) > 10
    assert code <= MOST_CODE


def test_no_certificate_of_a_pair_loads_the_checker_of_objectives() -> None:
    code = "import json, sys, numerics.certificates.report; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not [m for m in json.loads(done.stdout) if m.startswith("numerics.objectives")]
