"""Objectives as users ask about them: output, statuses, certificates, and a checker of its own."""

from __future__ import annotations

import json
import math
import random
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from numerics.counterexample import main
from numerics.errors import CertificateError
from numerics.objectives.certificate import ObjectiveCertificate, load_failure
from numerics.objectives.check import verify
from numerics.objectives.evaluation import ObjectiveText
from numerics.objectives.instance import objective_instance
from numerics.objectives.writing import dump
from sparsity_theory.objectives.evaluation import OpenError, at
from sparsity_theory.objectives.language import read
from sparsity_theory.objectives.witness import ForbiddenPair

ROOT = Path(__file__).parents[3]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return status, captured.out, captured.err


FAILURES = [
    ("e + p1 + p2", "3,2,1"),
    ("e + 3*s1 + 2*s2 + s3", "5,3,2"),
    ("e + kappa*max(p)", "4,4,3"),
    ("e + count", "5,4,2"),
    ("(1 if e > 0 else 0) + count", "3,3,2"),
    ("e + sum([0, 1, 0, 3]*p)", "6,4,2"),
    ("e + scad(p2) + log(1 + p1)", "3,2,1"),
]


@pytest.mark.parametrize(("text", "dims"), FAILURES, ids=[f[0] for f in FAILURES])
def test_a_failure_is_written_and_checked(
    text: str, dims: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "certificate.json"
    command = ("--objective", text, "--dims", dims, "--certificate", str(path))
    status, out, _ = run(capsys, *command)
    assert (status, "fails" in out) == (0, True)
    status, out, _ = run(capsys, "--check", str(path))
    assert status == 0
    assert out.startswith("verified")
    assert "every optimal sparse representation has row powers" in out


def certificate(text: str, pair: ForbiddenPair, d: int) -> ObjectiveCertificate:
    made = objective_instance(pair, d)
    kappa, r = len(pair.p), sum(x > 0 for x in pair.p)
    scalar = read(text, d, kappa, r).text
    return ObjectiveCertificate(
        scalar, (d, kappa, r), made.scale, made.data, made.decoders, made.sparse, made.other
    )


def squares(*amplitudes: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(a) ** 2 for a in amplitudes)


PAIRS = [
    ForbiddenPair(squares("2", "0", "3"), Fraction(0), squares("1/3", "1/5", "1/7")),
    ForbiddenPair(squares("0", "2", "0", "1"), Fraction(0), squares("1/3", "0", "1/7", "1/2")),
    ForbiddenPair(squares("0", "0", "5"), Fraction(1, 3), squares("1/2", "0", "0")),
    ForbiddenPair(squares("4", "0", "1"), Fraction(2), squares("0", "0", "0")),
    ForbiddenPair(squares("4", "0", "1"), Fraction(2), squares("4", "0", "1")),
]


@pytest.mark.parametrize("pair", PAIRS)
def test_an_instance_has_the_powers_and_the_error_that_were_asked_for(pair: ForbiddenPair) -> None:
    found = verify(certificate("e - e", pair, 5))
    assert (found.sparse_powers, found.error, found.powers) == (list(pair.p), pair.e, list(pair.q))


def test_a_point_that_is_worse_is_not_accepted() -> None:
    pair = PAIRS[0]
    verify(certificate("sum(p)", pair, 5))
    with pytest.raises(CertificateError, match="not shown to be as good"):
        verify(certificate("0 - sum(p)", pair, 5))


def test_a_tie_counts_only_where_it_is_exact() -> None:
    pair = ForbiddenPair(squares("1", "0"), Fraction(0), squares("1", "1"))
    assert verify(certificate("e", pair, 3)).loss == 0
    with pytest.raises(CertificateError, match="not shown"):
        verify(certificate("log(2) - log(2)*(1 if p1 > 2 else 1) + count", pair, 3))


def changed(c: ObjectiveCertificate) -> list[tuple[str, ObjectiveCertificate]]:
    zero = tuple(tuple(Fraction(0) for _ in row) for row in c.other)
    return [
        ("the sparse code for the other", replace(c, other=c.sparse, decoders=c.decoders[:1])),
        ("another scale", replace(c, scale=Fraction(0))),
        ("too few decoders", replace(c, decoders=c.decoders[1:])),
        ("decoders exchanged", replace(c, decoders=c.decoders[::-1])),
        ("the zero code with two decoders", replace(c, other=zero)),
        ("another rank", replace(c, dims=(c.dims[0], c.dims[1], 1))),
        ("r = kappa", replace(c, dims=(c.dims[0], c.dims[1], c.dims[1]))),
        ("another kappa", replace(c, dims=(c.dims[0], c.dims[1] + 1, c.dims[2]))),
        ("other data", replace(c, data=c.data[::-1])),
        ("a decoder that is not injective", replace(
            c, decoders=(c.decoders[0], tuple((Fraction(0), *row[1:]) for row in c.decoders[1])))),
        ("foreign characters", replace(c, objective="e\n+ p1")),
        ("code", replace(c, objective="__import__")),
        ("no expression", replace(c, objective="p1 +")),
        ("an unknown name", replace(c, objective="p9")),
        ("a fractional literal", replace(c, objective="0.5*p1")),
        ("a division by 0", replace(c, objective="1/(p1 - p1)")),
        ("0 times inf", replace(c, objective="(0*inf)")),
        ("a comparison of balls", replace(c, objective="(1 if pi == pi else 0)")),
    ]  # fmt: skip


@pytest.mark.parametrize("case", range(18))
def test_a_forged_certificate_is_refused(case: int) -> None:
    good = certificate("sum(p)", PAIRS[0], 5)
    verify(good)
    what, forged = changed(good)[case]
    with pytest.raises(CertificateError):
        print(what, verify(forged))


def test_a_certificate_is_read_as_it_was_written() -> None:
    good = certificate("sum(p)", PAIRS[2], 5)
    assert load_failure(dump(good)) == good


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"scale": "[^"]*"', '"scale": null'),
        ('"version": 1', '"version": 9'),
        ('"scale"', '"skale"'),
        ("}", ""),
        (r'"dims": \[', '"dims": [true, '),
        (r'"data": \[', '"data": [[], '),
        (r'"decoders": \[[^"]*"', '"decoders": [[["1e9'),
        (r'"decoders": \[', '"decoders": {'),
    ],
)
def test_what_is_no_certificate_is_refused(old: str, new: str) -> None:
    text = dump(certificate("sum(p)", PAIRS[2], 5))
    damaged = re.sub(old, new, text)
    assert damaged != text
    with pytest.raises(CertificateError):
        verify(load_failure(damaged))


def test_a_damaged_certificate_ends_with_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.json"
    text = dump(certificate("sum(p)", PAIRS[0], 5))
    path.write_text(re.sub(r'("data": \[[^"]*)"[^"]*"', r'\1"17"', text))
    status, _, err = run(capsys, "--check", str(path))
    assert (status, "does not verify" in err) == (1, True)


TEXTS = [
    "e + sum(p)/(1 + max(p))", "mcp(p1) + scad(p2, lam=2) + huber(p3)", "log(1 + e)*sqrt(p1) - s2",
    "symmetric(2, p/(1+p)) + cbrt(s1)", "(p1**3 - p2**(1/2))/(1 + atan(p3))", "abs(p1 - p2*e)",
    "exp(0 - s1) + cosh(e) + asinh(p2) + tanh(p1) + sinh(s3)", "pi*e + (1 if p1 > s2 else count)",
    "min(p1, 2, p2**2) + prod(1 + p)", "inf if not e > 0 or count >= 2 else p1",
    "mean(s[1:]) + 2**-3", "erf(p1) + cos(p2)*sin(e) + np.log2(1 + p3) + sigmoid(s1)",
    "sum(where(p > 1, sqrt(p), p^2)) + |p1 - p2|",
    "sum(sign(p) + heaviside(p - 1)) + hypot(p1, e) + clip(p2, 0, 1) + logaddexp(e, p3)",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_prover_and_checker_agree_on_values(text: str) -> None:
    draw = random.Random(text)
    node = read(text, 3, 3, 1)
    for _ in range(20):
        powers = [draw.choice((Fraction(0), Fraction(draw.randint(1, 99), 7))) for _ in range(3)]
        error = draw.choice((Fraction(0), Fraction(draw.randint(1, 9), 4)))
        try:
            first = at(node, error, tuple(powers))
        except OpenError:
            continue
        second = ObjectiveText(node.text).at(error, powers)
        assert not first > second
        assert not first < second


def test_undecided_is_status_3(capsys: pytest.CaptureFixture[str]) -> None:
    text = "(1 if e > 0 else 0) + count/5 + (p1*p2 + e)**2 - (p1*p2)**2 - 2*p1*p2*e - e**2"
    status, out, _ = run(capsys, "--objective", text, "--dims", "5,2,1")
    assert status == 3
    assert "undecided" in out


def test_a_tie_at_minus_infinity_is_a_failure_and_the_lemmas_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.json"
    command = ("--objective", "e + sum(log(p))", "--dims", "5,4,2", "--certificate", str(path))
    status, out, _ = run(capsys, *command)
    assert (status, "fails" in out, "Lemma 2" in out) == (0, True, True)
    assert run(capsys, "--check", str(path))[0] == 0
    good = certificate("sum(p)", PAIRS[0], 5)
    assert verify(replace(good, objective="log(p1 - p1)")).loss == -math.inf
    with pytest.raises(CertificateError, match="not shown"):  # -oo is less than what is finite
        verify(replace(good, objective="log(p2)"))
    with pytest.raises(CertificateError, match="inf - inf"):
        verify(replace(good, objective="(log(p2) - log(p2))"))


def test_all_ranks_of_an_objective_and_of_a_pair(capsys: pytest.CaptureFixture[str]) -> None:
    command = ("--objective", "e + sum(s[1:])", "--dims", "4,3,1", "--ranks", "--json", "-")
    status, out, _ = run(capsys, *command)
    assert [x["verdict"] for x in json.loads(out)] == ["guarantees", "fails"]
    assert status == 0
    command = ("--h", "l0", "--g", "indicator", "--dims", "4,3,1", "--ranks", "--json", "-")
    status, out, _ = run(capsys, *command)
    assert [x["verdict"] for x in json.loads(out)] == ["guarantees", "guarantees"]
    assert status == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--objective", "e + p5"), "rows only"),
        (("--objective", "e", "--h", "u"), "leave it out"),
        (("--objective", "e + sum(s[r:])", "--ranks"), "cannot name r"),
        (("--objective", "e", "--ranks", "--certificate", "x.json"), "leave out --ranks"),
        (("--ranks",), "give --h"),
        (("--objective", "e + p1/p1"), "has no value"),
        (("--objective", "e", "--dims", "3,2,2"), "must exceed r"),
        (("--objective", "e + s1", "--dims", "200,100,3"), "at most 64 rows"),
        (("--objective", "e + rank(Z)"), "no function of its row powers"),
        (("--objective", "e + entropy(p)"), "distribution of the codes"),
        (("--objective", "nuclear_norm"), "singular values"),
        (("--objective", "e + lam*s1", "--param", "lam=1", "mu=2"), "mu occurs in no penalty"),
    ],
)
def test_bad_input_is_one_line(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run(capsys, *arguments)
    assert status == 2
    assert said in err
    assert err.count("\n") == 1


def test_the_checker_of_objectives_loads_no_prover() -> None:
    code = "import json, sys, numerics.objectives.check; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    modules = json.loads(done.stdout)
    foreign = (
        "sympy", "scipy", "sparsity_theory.objectives", "sparsity_theory.exact",
        "sparsity_theory.penalties", "numerics.objectives.instance", "numerics.solver",
    )  # fmt: skip
    assert not [m for m in modules if m.startswith(foreign)]
    assert "numerics.objectives.evaluation" in modules


INFINITE = [
    ("u if u <= 1 else oo", "u"), ("u if u <= 1 else oo", "indicator"), ("log(u)", "u"),
    ("-log(1 - u) if u < 1 else oo", "u"), ("-log(u)", "u"), ("oo if u > 0 else 0", "u"),
    ("erf(u) if u < 2 else oo", "log(e*u + e)"), ("l0", "oo if u > 1 else (9 if u > 0 else 0)"),
    ("u", "log(u)"), ("l0", "inf if u > 0 else 0"),
]  # fmt: skip


@pytest.mark.parametrize(("h", "g"), INFINITE)
def test_pairs_with_infinite_values_have_certificates(
    h: str, g: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.json"
    command = ("--h", h, "--g", g, "--dims", "4,3,1", "--certificate", str(path), "--json", "-")
    status, out, _ = run(capsys, *command)
    record = json.loads(out)
    assert (status, record["certified"], record["by"]) == (0, True, "the checker")
    assert record["verdict"] == ("guarantees" if h == "l0" else "fails")
    status, out, _ = run(capsys, "--check", str(path))
    assert (status, record["verdict"] in out) == (0, True)


def test_a_tie_of_minus_infinity_with_no_value_elsewhere_is_the_provers_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pair = ("--h", "log(u)", "--g", "indicator", "--dims", "4,3,1")
    status, out, _ = run(capsys, *pair, "--json", "-")
    record = json.loads(out)
    assert (status, record["certified"], record["by"]) == (4, False, "the prover alone")
    path = tmp_path / "c.json"
    status, _, err = run(capsys, *pair, "--certificate", str(path))
    assert (status, "no certificate" in err, path.exists()) == (2, True, False)


@pytest.mark.parametrize(
    ("h", "g", "verdict"),
    [
        ("where(u < sqrt(2), u, 3)", "1000*u", "fails"),
        ("lam*where(u < pi, u, 9)", "u", "fails"),
        ("0 if u == 0 else where(u < sqrt(2), lam, 6/5)", "indicator", "guarantees"),
        ("l0", "where(u < sqrt(2), l0(9*u)*9, 8)", "guarantees"),
    ],
)
def test_a_jump_at_an_irrational_point_is_decided_and_certified(
    h: str, g: str, verdict: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.json"
    given = ("--param", "lam=1") if "lam" in h else ()
    command = ("--h", h, "--g", g, "--dims", "5,4,1", "--certificate", str(path), "--json", "-")
    status, out, err = run(capsys, *command, *given)
    assert status == 0, err
    record = json.loads(out)
    assert (record["verdict"], record["by"]) == (verdict, "the checker")
    assert "irrational point" in record["explanation"]
    status, out, _ = run(capsys, "--check", str(path))
    assert (status, verdict in out) == (0, True)


@pytest.mark.parametrize(
    ("h", "g", "verdicts"),
    [
        ("0 if u == 0 else where(u < sqrt(2), lam, 6/5)", "indicator", ["guarantees"] * 3),
        (
            "0 if u == 0 else where(u < sqrt(2), lam, 3/2)",
            "l0()*9",
            ["guarantees", "fails", "fails"],
        ),
        ("lam*u if u <= 1 else oo", "u", ["fails"] * 3),
    ],
)
def test_every_rank_of_a_pair_that_is_shown_as_an_objective(
    h: str, g: str, verdicts: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    command = ("--h", h, "--g", g, "--param", "lam=1", "--dims", "5,4,1", "--ranks", "--json", "-")
    status, out, err = run(capsys, *command)
    assert status == 0, err
    found = json.loads(out)
    assert [x["verdict"] for x in found] == verdicts
    assert {x["by"] for x in found} == {"the checker"}


def test_objectives_take_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    command = ("--objective", "(w if e > 0 else 0) + count", "--dims", "4,3,1", "--json", "-")
    for value, verdict in (("2", "guarantees"), ("1/2", "fails")):
        status, out, _ = run(capsys, *command, "--param", f"w={value}")
        assert (status, json.loads(out)["verdict"]) == (0, verdict)


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("sign(2)", 0, "fails"),
        ("(p2/(s2 + 1)) if 2 > 1 else r", 0, "fails"),
        ("e + s2/((inf if e > 0 else 0) + 1)", 2, "division by inf"),
    ],
)
def test_constant_conditions_and_infinite_divisors_are_answered(
    text: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found, out, err = run(capsys, "--objective", text, "--dims", "3,3,1")
    assert found == status
    assert said in out + err


def test_a_check_of_a_failure_is_undecided_once_its_time_has_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sums over sets of 5000 of 10000 parts."""
    path = tmp_path / "c.json"
    forged = replace(certificate("sum(p)", PAIRS[0], 5),
                     objective=f"symmetric(5000, {', '.join(['p1'] * 10_000)})")  # fmt: skip
    path.write_text(dump(forged))
    status, _, err = run(capsys, "--check", str(path), "--time", "1/6")
    assert (status, "not settled within 1 s" in err) == (3, True)
