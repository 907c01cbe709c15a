"""The ledger: malformed claims are refused, and status is computed from what ran."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy

from sparsity_theory.errors import ClaimError
from sparsity_theory.ledger.claims import (
    Claim,
    Control,
    Evidence,
    Kind,
    Ledger,
    Mark,
    Parts,
    Report,
    Source,
    Status,
    Step,
    Witness,
    run_claim,
)
from sparsity_theory.ledger.verdict import Verdict


def says(verdict: Verdict) -> Callable[[Parts], Report]:
    """A checker with a fixed opinion."""
    return lambda parts: Report((Step("step", "1", "opinion", verdict),))


def honest(parts: Parts) -> Report:
    return Report((Step("2 + 2", str(parts["sum"]), "sum", Verdict.of(parts["sum"] == 4)),))


def crashing(parts: Parts) -> Report:
    raise RuntimeError("no idea")


def evidence(check: Any = honest, kind: Kind = Kind.SYMBOLIC, **more: Any) -> Evidence:
    return Evidence(kind, "all of it", check, complete=more.pop("complete", True), **more)


def claim(**changes: Any) -> Claim:
    fields: dict[str, Any] = {
        "id": "two-and-two",
        "title": "Sum",
        "mark": Mark.EXTENSION,
        "source": Source("us"),
        "hypotheses": ("none",),
        "conclusion": "$2+2 = [[sum]]$",
        "parts": {"sum": 4},
        "evidence": (evidence(),),
        "controls": (Control("five", {"sum": 5}),),
    }
    return Claim(**{**fields, **changes})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "Two And Two"}, "lower-case words"),
        ({"title": ""}, "must not be empty"),
        ({"hypotheses": ()}, "must not be empty"),
        ({"mark": Mark.PAPER}, "number of an equation"),
        ({"conclusion": "$[[product]]$"}, "unknown parts"),
        ({"controls": (Control("a", {"product": 1}),)}, "must change some of the parts"),
        ({"controls": (Control("a", {}),)}, "must change some of the parts"),
        ({"controls": (Control("a", {"sum": 4}),)}, "changes nothing"),
        ({"controls": (Control("a", {"sum": 1}), Control("a", {"sum": 2}))}, "same name"),
        ({"evidence": (evidence(blind_to={"six": "no"}),)}, "do not exist"),
    ],
)
def test_a_malformed_claim_is_refused_with_a_reason(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        claim(**changes)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, Status.PROVED),
        ({"evidence": ()}, Status.NOT_RUN),
        ({"evidence": (evidence(complete=False),)}, Status.SUPPORTED),
        ({"evidence": (evidence(kind=Kind.EMPIRICAL),)}, Status.SUPPORTED),
        (
            {"evidence": (evidence(says(Verdict.FAILS), kind=Kind.EMPIRICAL),)},
            Status.CONTRADICTED,
        ),
        ({"evidence": (evidence(says(Verdict.UNKNOWN)),), "controls": ()}, Status.OPEN),
        ({"evidence": (evidence(says(Verdict.FAILS)),)}, Status.REFUTED),
        ({"parts": {"sum": 5}, "controls": ()}, Status.REFUTED),
        ({"evidence": (evidence(), evidence(says(Verdict.FAILS)))}, Status.REFUTED),
        ({"evidence": (evidence(crashing),)}, Status.ERROR),
        # A checker that accepts everything, or that cannot tell, is no evidence.
        ({"evidence": (evidence(says(Verdict.HOLDS)),)}, Status.ERROR),
        ({"evidence": (evidence(says(Verdict.UNKNOWN)),)}, Status.ERROR),
        # Nor is one that nobody else checks where it is blind.
        (
            {"evidence": (evidence(says(Verdict.HOLDS), blind_to={"five": "cannot count"}),)},
            Status.ERROR,
        ),
        (
            {
                "evidence": (
                    evidence(says(Verdict.HOLDS), blind_to={"five": "cannot count"}),
                    evidence(),
                )
            },
            Status.PROVED,
        ),
        ({"example": Witness("a wrong one", lambda: says(Verdict.FAILS)({}))}, Status.ERROR),
    ],
)
def test_status_follows_from_the_evidence(changes: dict[str, Any], status: Status) -> None:
    assert run_claim(claim(**changes)).status is status


def test_a_report_without_steps_proves_nothing() -> None:
    assert Report(()).verdict is Verdict.UNKNOWN


def test_the_hash_changes_with_hypotheses_conclusion_and_parts() -> None:
    hashes = {
        claim(**changes).statement_hash
        for changes in (
            {},
            {"parts": {"sum": 4, "other": sympy.Symbol("x")}},
            {"hypotheses": ("some",)},
            {"conclusion": "$2 + 2 = [[sum]]$"},
        )
    }
    assert len(hashes) == 4
    assert claim(title="Another title").statement_hash == claim().statement_hash


def test_the_ledger_orders_claims_by_use_and_attaches_evidence() -> None:
    first, second = claim(uses=("base",)), claim(id="base")
    ledger = Ledger([first, second], {"base": (evidence(kind=Kind.CERTIFIED),)})
    assert [item.id for item in ledger] == ["base", "two-and-two"]
    assert [item.kind for item in ledger["base"].evidence] == [Kind.SYMBOLIC, Kind.CERTIFIED]


@pytest.mark.parametrize(
    ("claims", "table", "message"),
    [
        ([claim(), claim()], {}, "two claims"),
        ([claim(uses=("nothing",))], {}, "does not exist"),
        ([claim(uses=("b",)), claim(id="b", uses=("two-and-two",))], {}, "in a circle"),
        ([claim()], {"other": (evidence(),)}, "no such claim"),
    ],
)
def test_an_inconsistent_ledger_is_refused(claims: Any, table: Any, message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        Ledger(claims, table)


def test_an_unknown_claim_is_named_with_the_known_ones() -> None:
    with pytest.raises(ClaimError, match=r"no claim 'x'; there are: two-and-two"):
        Ledger([claim()])["x"]
