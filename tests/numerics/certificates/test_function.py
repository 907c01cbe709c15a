# ruff: noqa: E501 - tables of cases are easier to read in long lines
"""What the checker derives about penalties, confronted with mpmath.

By hand 2000 random ones (`python -m numerics.trials checker`), which are stored.
"""

from __future__ import annotations

import random

import pytest
from flint import arb, fmpq

from numerics.certificates.function import Function
from numerics.certificates.language import read as read_text
from numerics.certificates.limits import LimitError, NoInfoError, checking
from numerics.certificates.terms import RefusedError
from numerics.certificates.verify import function
from numerics.errors import CertificateError
from numerics.solver.evidence import checker_text
from numerics.trials.checker import checker_case
from numerics.trials.confront import DISGUISES, Known, contradictions, mp, read
from numerics.trials.kinds import IN_CI
from numerics.trials.trial import Trial, each
from sparsity_theory.penalties.functions import NAMES
from sparsity_theory.penalties.penalties import penalty

SHOWN = DISGUISES[:14]


@pytest.mark.parametrize("known", SHOWN, ids=lambda known: known.text)
def test_what_is_derived_about_a_disguise_is_so(known) -> None:  # type: ignore[no-untyped-def]
    h = read(known)
    assert h is not None
    assert contradictions(known, h, random.Random(0), points=20) == []


def test_what_is_derived_about_random_penalties_is_so() -> None:
    trial = Trial("checker", seed=1).grow(each(checker_case), IN_CI["checker"])
    print(trial)
    assert trial.wrong == []
    assert trial.ended["read"] > IN_CI["checker"] // 3


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("sqrt(u**2-2*u+1)", [(0, "0"), (1, "0")]),
        ("(u**2-1)/(u-1) if u != 1 else 2", [(0, "0"), (1, "0")]),
        ("u**2/2 if u <= 1/100 else (1/100)*(u - 1/200)", [(0, "+"), (fmpq(1, 100), "0")]),
        ("tanh(3.1416*u)", [(0, "-"), (1, "-")]),
        ("(u+1)**3-u**3-3*u**2-3*u", [(0, "0"), (1, "0")]),
    ],
)  # fmt: skip
def test_labels_end_where_a_kink_may_be(text: str, labels: list[tuple[fmpq, str]]) -> None:
    with checking(60):
        pieces = Function(text).pieces
    assert [(piece.left, piece.label) for piece in pieces] == labels


@pytest.mark.parametrize(
    "text",
    ["(u-log(2))/sqrt((u-log(2))**2)", "1/(u-1)", "log(u-1)", "sqrt(u-1)", "1/sin(u)", "u if u else 1",
     "log(u)", "u**u**u", "__import__('os')", "u"*3000, "("*200, "1e999999999", "9**9**9**9", "u+\x1b[31m",
     "0 if u==0 else ((u+1)**2-u**2-2*u-1)/((u+1)**2-u**2-2*u-1)", "u.real", "u if u<pi else 1", ""],
)  # fmt: skip
def test_what_is_undefined_or_no_penalty_is_refused(text: str) -> None:
    with pytest.raises(CertificateError, match="the penalty h is refused") as refusal:
        function(text, "h")
    assert "\x1b" not in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    ["u**3/3-2e-70*u", "abs(u**2-2e-80)", "u**2/(u**2+1e-62)", "tanh(u/1e-12)", "tanh(1e6*u)+tanh(u)",
     "exp(-exp(exp(u)))", "((((u**200)**200)**200)**200)**(1/200)", "exp(-u/1000)**24+exp(-u/1e9)"],
)  # fmt: skip
def test_what_once_had_no_end_has_one(text: str) -> None:
    with checking(60):
        try:
            h = Function(text)
            assert h.pieces
            low, high = h.infimum(fmpq(0), None)
        except (NoInfoError, RefusedError):
            return
        assert low <= high


def test_the_clock_ends_everything() -> None:
    with checking(0), pytest.raises(LimitError, match="not settled within"):
        Function("1+log(u**2+2*u+1)-2*log(1+u)").pieces  # noqa: B018


def test_numbers_are_ordered_by_balls() -> None:
    with checking(60):
        h = Function("0 if u == 0 else max(1e-12, log(1+2e-12))")
        assert h.infimum(fmpq(0), None)[0] > 19e-13
        close = Function("max(u,log(1+2*u))").point(fmpq(1, 10**18))
        assert 1.9e-18 < close < 2.1e-18


def test_breakpoints_are_exact() -> None:
    term, breaks = read_text("u if u <= 1/100 else 1/100")
    assert breaks == [fmpq(1, 100)]
    assert term.at(fmpq(1, 100)) == fmpq(1, 100)


ARGUMENTS = {"acosh": "2+u", "arccosh": "2+u", "where": "u < 1, u, 1", "select": "u < 1, u, 1",
             "Piecewise": "(u, u < 1), (1, True)", "clip": "u, 1, 2", "clamp": "u, 1, 2",
             "heaviside": "u - 1, 1/2"}  # fmt: skip


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_function_of_the_language_is_read_by_the_checker_too(name: str) -> None:
    two = [
        "min",
        "max",
        "hypot",
        "pow",
        "logaddexp",
        "fmin",
        "fmax",
        "Min",
        "Max",
        "minimum",
        "maximum",
        "float_power",
    ]
    inner = ARGUMENTS.get(name, "1+u/(2+u), 1/2" if name in two else "(1+u)/(2+u)")
    assert read_text(checker_text(penalty(f"{name}({inner})")))


@pytest.mark.parametrize(
    "known",
    [Known("sin(min(u,1))", lambda u: mp.sin(min(u, 1))), Known("cos(u)/(1+u)", lambda u: mp.cos(u) / (1 + u)),
     Known("u+sin(3*u)", lambda u: u + mp.sin(3 * u)), Known("abs(cos(u))", lambda u: abs(mp.cos(u)))],
    ids=lambda known: known.text,
)  # fmt: skip
def test_what_is_derived_about_waves_is_so(known: Known) -> None:
    h = read(known)
    assert h is not None
    assert contradictions(known, h, random.Random(0), points=20) == []


def test_halving_towards_zero_ends_before_numbers_have_many_digits() -> None:
    """Steps double: two hundred of them would end at numbers of 2^200 bits."""
    with checking(60):
        h = Function("log(exp(u)-u)")
        looked: list[tuple[fmpq, fmpq | None]] = []

        def never(a: fmpq, b: fmpq | None) -> None:
            looked.append((a, b))

        h._halved([(fmpq(0), None)], never, 3000)
        deep = [(fmpq(0), fmpq(1))]
        while len(deep) < 40:  # always the cell at 0
            kept = h._halved([deep[-1]], lambda a, _: None if a == 0 else True, 3)
            deep.append((fmpq(0), kept[0][1] or fmpq(1)))
        ends = [x for cell in looked + deep for x in cell if x is not None]
        assert max(max(x.p.bit_length(), x.q.bit_length()) for x in ends) < 10_000
        assert not h.defined


def test_parts_that_occur_often_are_read_and_evaluated_once() -> None:
    """Each ``asinh`` writes its argument twice: forty of them would be 2^40 parts."""
    text = "asinh(" * 40 + "u" + ")" * 40
    with checking(60):
        h = Function(text)
        assert h.defined
        assert 0 < h.point(fmpq(1)) < 1


@pytest.mark.parametrize("text", ["log(u - 1)", "sqrt(u - 1)", "1/(u - u**2)", "log(u - 1)*0"])
def test_a_point_outside_of_the_domain_has_no_value(text: str) -> None:
    with checking(60), pytest.raises(NoInfoError):
        Function(f"{text} if u > 0 else 0").point(fmpq(1, 2) if "u**2" not in text else fmpq(1))


@pytest.mark.parametrize(
    ("text", "u", "value"),
    [("max(u, 1/2)", 3, "3"), ("min(u, exp(u))", 0, "0"), ("abs(u - 5)", 3, "2"),
     ("max(cos(u), exp(u))", 0, "1"), ("u**(1/2)", 0, "0"), ("exp(u)/exp(u)", 2, "1"),
     ("u**pi", 1, "1"), ("(exp(u) - 1)**3", 0, "0"), ("tanh(u) + erf(u)", 0, "0")],
)  # fmt: skip
def test_values_at_points_are_known(text: str, u: int, value: str) -> None:
    with checking(60):
        found = Function(text).point(fmpq(u))
    assert found.contains(arb(value))
    assert found.rad() < 1e-30
