"""The table of the literature: formulas, knots, facts and verdicts against mpmath, the record.

Few of the rows are confronted with mpmath here; all of them with SPARSITY_LONG=1.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import mpmath
import pytest
from mpmath import mpf

from numerics.literature import main
from numerics.literature_table import report
from numerics.literature_table.rows import LiteratureRow, asked, questions, row
from numerics.trials.sampling import NoValueError, UnsettledError, contradictions, text_sampler
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.infinite_values import read_any
from sparsity_theory.penalties.literature import LITERATURE, NAMED, NOT_CONFIRMED, SOURCES, Listed
from sparsity_theory.penalties.penalties import Penalty, penalty

ROOT = Path(__file__).parents[3]
STORED = ROOT / "numerics" / "stored" / "literature.json"
PAGE = ROOT / "docs" / "literature.md"
DIMS = Dimensions(3, 2, 1)
Question = tuple[Listed, str, Mapping[str, str]]
ALL: list[Question] = list(questions())
SOME = ALL if os.environ.get("SPARSITY_LONG") else ALL[::9]
POINTS = [Fraction(10) ** k for k in range(-30, 31, 2)] + [Fraction(k, 7) for k in range(1, 60, 4)]


@cache
def stored() -> list[LiteratureRow]:
    """The rows of the stored record."""
    rows = json.loads(STORED.read_text())
    return [LiteratureRow(**{**r, "unknown": tuple(r["unknown"])}) for r in rows]


def sampled(name: str, **values: str) -> mpf:
    """A function of the literature by mpmath, as a function of an exact u."""
    source = penalty(f"{name}({', '.join(['u', *(f'{k}={v}' for k, v in values.items())])})").source
    return text_sampler(source)


def test_the_table_is_as_large_as_promised_and_has_sources() -> None:
    assert len(ALL) >= 120
    assert len(LITERATURE) >= 60
    assert {named.source for named in LITERATURE} == set(SOURCES)
    assert len(NAMED) == len(LITERATURE)


@pytest.mark.parametrize("question", SOME, ids=lambda q: asked(*q))
def test_facts_are_not_contradicted_by_mpmath(question: Question) -> None:
    h = read_any(asked(*question))
    if isinstance(h, Penalty):
        assert contradictions(h, text_sampler(h.source)) == []


@pytest.mark.parametrize("question", SOME, ids=lambda q: asked(*q))
def test_verdicts_are_those_of_high_precision_samples(question: Question) -> None:
    """Against l0: fails iff some sampled powers show it."""
    h = read_any(asked(*question))
    if not isinstance(h, Penalty):
        return
    value = text_sampler(h.source)
    with mpmath.workdps(60):
        start = h.at_zero._to_mpmath(200)
        rises = []
        for u in POINTS:
            try:
                rises.append(value(u) - start)
            except NoValueError:
                assert u > 10**3  # an exponential too large for the sampler
            except UnsettledError:
                continue  # too large for its digits, or the root of a knot
        assert len(rises) > len(POINTS) / 2
        r, d = DIMS.r, DIMS.d
        seen = r * max(rises) > (r + 1) * min(rises) or r * max(rises) > d
    found = row(*question, g=penalty("l0"), dims=DIMS, seconds=2)
    assert found.verdict == ("fails" if seen else "guarantees")


# Formulas, by definitions that share nothing with the texts.


@pytest.mark.parametrize("t", [Fraction(1, 3), Fraction(1), Fraction(2), Fraction(3), Fraction(9)])
def test_scad_and_mcp_are_the_integrals_of_their_published_slopes(t: Fraction) -> None:
    lam, a, gamma = mpf("1.25"), mpf("3.7"), mpf(3)
    at = mpf(t.numerator) / t.denominator

    def scad_slope(x: mpf) -> mpf:
        return lam if x <= lam else max(a * lam - x, mpf(0)) / (a - 1)

    def mcp_slope(x: mpf) -> mpf:
        return max(lam - x / gamma, mpf(0))

    knots = [k for k in (lam, gamma * lam, a * lam) if k < at]
    for name, other, slope, second in (
        ("scad_ncvreg", "scad_skglm", scad_slope, "3.7"),
        ("mcp_ncvreg", "mcp_skglm", mcp_slope, "3"),
    ):
        expected = mpmath.quad(slope, [0, *knots, at])
        for who, first in ((name, "lam"), (other, "alpha")):
            found = sampled(who, **{first: "1.25", "gamma": second})(t)
            assert abs(found - expected) < 1e-12


@pytest.mark.parametrize("c", [Fraction(1, 1000), Fraction(1), Fraction(50)])
def test_psi_is_the_minimum_of_lemma_2(c: Fraction) -> None:
    gamma, size = mpf("0.01"), mpf(c.numerator) / c.denominator
    v = (size + mpmath.sqrt(size**2 + 4 * size * gamma)) / 2
    expected = mpmath.log(1 + v / gamma) + v / (v + gamma)
    assert abs(sampled("psi", gamma="1/100")(c) - expected) < 1e-13
    cost = mpmath.log(1 + v / gamma) + size / v  # over the squared column norm v, at its minimum
    assert all(
        mpmath.log(1 + w / gamma) + size / w >= cost for w in (v * mpf("0.9"), v * mpf("1.1"))
    )
    assert abs(cost - expected) < 1e-13


@pytest.mark.parametrize(
    ("name", "values", "at", "value"),
    [
        ("etp", {"gamma": "3"}, Fraction(1), 1),
        ("log_pyproximal", {"gamma": "5"}, Fraction(1), 1),
        ("tl1", {"a": "7"}, Fraction(1), 1),
        ("selo", {"tau": "1e-9"}, Fraction(1), 1),
        ("atan_wang", {"gamma": "1e-9"}, Fraction(1), 1),
        ("atan_selesnick", {}, Fraction(0), 0),
        ("cel0", {"lam": "1/2"}, Fraction(1), mpf("0.5")),
        ("hard_threshold", {}, Fraction(1), 1),
        ("tukey", {}, Fraction(1), mpf(1) / 6),
        ("andrews", {}, Fraction(4), 2),
        ("barron", {"alpha": "1"}, Fraction(1), mpmath.sqrt(2) - 1),
        ("barron_negative", {"beta": "2"}, Fraction(2), 1),
        ("hard_concrete", {}, Fraction(1), 1 / (1 + (mpf(1) / 11) ** (mpf(2) / 3))),
        ("spike_and_slab", {}, Fraction(0), 0),
        ("spike_and_slab_lasso", {}, Fraction(0), 0),
        ("erf_penalty", {}, Fraction(30), mpmath.sqrt(mpmath.pi) / 2),
        ("smooth_abs", {}, Fraction(0), 0),
    ],
)
def test_values_that_the_publications_give(
    name: str, values: dict[str, str], at: Fraction, value: mpf
) -> None:
    assert abs(sampled(name, **values)(at) - value) < 1e-8


# name, parameters, knot, whether the slope is continuous there
KNOTS = [
    ("scad_fan", {}, "1", True),
    ("scad_fan", {}, "37/10", True),
    ("scad_fan", {"lam": "sqrt(2)", "a": "3"}, "sqrt(2)", True),
    ("scad_skglm", {}, "37/10", True),
    ("mcp_ncvreg", {}, "3", True),
    ("mcp_skglm", {"alpha": "2"}, "6", True),
    ("mcp_zhang", {"lam": "sqrt(2)"}, "2*sqrt(2)", True),
    ("mnet", {}, "3", True),
    ("hard_threshold", {}, "1", True),
    ("capped_l1", {}, "1/2", False),
    ("tlp", {}, "1/10", False),
    ("cel0", {}, "sqrt(2)", True),
    ("berhu", {}, "1", True),
    ("huber_robust", {"delta": "1.345"}, "1.345", True),
    ("tukey", {"c": "4.685"}, "4.685", True),
    ("andrews", {}, "pi", True),
    ("talwar", {}, "1", False),
    ("truncated_quadratic", {}, "1", False),
]


@pytest.mark.parametrize(("name", "values", "knot", "smooth"), KNOTS)
def test_both_sides_of_every_knot(
    name: str, values: dict[str, str], knot: str, smooth: bool
) -> None:
    value = sampled(name, **values)
    with mpmath.workdps(200):
        place = text_sampler(knot)(Fraction(1))
        scaled = int(place * mpf(10) ** 36)
        low, high = Fraction(scaled - 1, 10**36), Fraction(scaled + 2, 10**36)
        step = Fraction(1, 10**20)
        left = (value(low) - value(low - step)) * 10**20
        right = (value(high + step) - value(high)) * 10**20
        assert abs(value(high) - value(low)) < mpf(10) ** -34
        assert (abs(left - right) < mpf(10) ** -12) == smooth


# The record and the page.


def test_the_stored_record_is_complete_and_as_fast_as_promised() -> None:
    rows = stored()
    assert [r.asked for r in rows] == [asked(*question) for question in ALL]
    assert sum(r.verdict == "undecided" for r in rows) <= 0.03 * len(rows)
    seconds = sorted(r.facts_seconds for r in rows)
    assert seconds[len(seconds) // 2] < 0.1
    assert seconds[-1] < 2
    assert max(r.verdict_seconds for r in rows) < 0.2


@pytest.mark.parametrize("place", range(0, len(ALL), 9))
def test_the_stored_rows_are_found_again(place: int) -> None:
    old, again = stored()[place], row(*ALL[place], g=penalty("l0"), dims=DIMS, seconds=2)
    told, found = ({k: v for k, v in r.record.items() if "seconds" not in k} for r in (old, again))
    assert told == found


def test_the_page_is_made_from_the_record() -> None:
    assert report.page(stored(), "l0", "3,2,1") == PAGE.read_text()


def test_what_was_not_found_about_a_source_is_marked() -> None:
    assert set(NOT_CONFIRMED) <= set(SOURCES)
    marked = [r.name for r in stored() if r.looked_up not in ("yes", "no publication")]
    assert set(marked) == {n.name for n in LITERATURE if n.source in NOT_CONFIRMED}
    page = PAGE.read_text()
    assert page.count(" (?) |") == len(marked)
    assert page.count("**Looked up, and not confirmed**") == len(set(marked))


def test_the_command_prints_some_rows(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "mcp_skglm", "hard_limit", "--g", "u"]) == 0
    printed = capsys.readouterr().out
    assert "C.-H. Zhang 2010" in printed
    assert "4 rows: 2 names of 2 penalties" in printed


def test_a_name_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "mcp_sklgm"]) == 2
    assert "did you mean mcp_skglm" in capsys.readouterr().err
