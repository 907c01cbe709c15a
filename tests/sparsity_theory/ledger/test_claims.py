"""The ledger: malformed claims are refused, and status is computed from what ran."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
    words,
)
from sparsity_theory.ledger.proposition import Not, Proposition
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.proving.propositions import Equal


@dataclass(frozen=True)
class Opinion(Proposition):
    """A statement with a fixed answer."""

    answer: Verdict
    latex = "1"

    def decide(self) -> Verdict:
        return self.answer

    def denied(self) -> Proposition:
        return Not(self)


def says(verdict: Verdict) -> Callable[[Parts], Report]:
    """A checker with a fixed opinion."""
    return lambda parts: Report((Step("step", Opinion(verdict)),))


def honest(parts: Parts) -> Report:
    return Report((Step("2 + 2", Equal(4, parts["sum"]), "sum"),))


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


def data(check: Any = honest) -> dict[str, Any]:
    """Evidence from data on the claim as it is, predicted before."""
    found = evidence(check, kind=Kind.EMPIRICAL)
    return {"evidence": (found,), "predicted": claim().statement_hash}


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
        ({"evidence": (evidence(kind=Kind.EMPIRICAL),)}, "needs `predicted`"),
    ],
)
def test_a_malformed_claim_is_refused_with_a_reason(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ClaimError, match=message):
        claim(**changes)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, Status.DERIVED),
        ({"evidence": ()}, Status.NOT_RUN),
        ({"evidence": (evidence(complete=False),)}, Status.OPEN),
        ({"evidence": (evidence(kind=Kind.CERTIFIED),)}, Status.CERTIFIED),
        ({"evidence": (evidence(lambda parts: Report(())),), "controls": ()}, Status.OPEN),
        (
            {"evidence": (evidence(lambda parts: Report((words("so"),))),), "controls": ()},
            Status.OPEN,
        ),
        (data(), Status.SUPPORTED),
        (data(says(Verdict.FAILS)), Status.CONTRADICTED),
        # Data that were collected for another statement.
        ({**data(), "conclusion": "$2+2 < [[sum]]$"}, Status.NOT_RUN),
        ({**data(says(Verdict.FAILS)), "hypotheses": ("another",)}, Status.NOT_RUN),
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
            Status.DERIVED,
        ),
        ({"example": Witness("a wrong one", lambda: says(Verdict.FAILS)({}))}, Status.ERROR),
    ],
)
def test_status_follows_from_the_evidence(changes: dict[str, Any], status: Status) -> None:
    assert run_claim(claim(**changes)).status(reviewed=True) is status


def test_what_nobody_has_reviewed_is_open() -> None:
    assert run_claim(claim()).status() is Status.OPEN


def test_the_kernel_does_not_outweigh_a_check_that_fails() -> None:
    assert run_claim(claim()).status(in_kernel=True) is Status.KERNEL
    failing = claim(evidence=(evidence(says(Verdict.FAILS)),))
    assert run_claim(failing).status(in_kernel=True) is Status.REFUTED


def test_an_illustration_is_dropped_only_where_a_checked_line_shows_it() -> None:
    checked = Equal(sympy.Symbol("x") + 2, 2 + sympy.Symbol("x"))
    assert Step("sum", checked, shown=sympy.Symbol("x") + 2).illustration == ""
    assert Step("sum", checked, shown="y").illustration == "y"


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
            {"corrects": "the paper says five"},
            {"divergence": "the paper says five"},
            {"details": "two and two are counted"},
            {"title": "Another title"},
            {"mark": Mark.PAPER, "source": Source("arithmetic", "eq. (1)")},
            {"source": Source("another book")},
        )
    }
    assert len(hashes) == 10


def test_the_declaration_changes_with_evidence_variants_examples_and_uses() -> None:
    hashes = {
        claim(**changes).declaration_hash
        for changes in (
            {},
            {"controls": ()},
            {"example": Witness("one", lambda: honest({"sum": 4}))},
            {"uses": ("base",)},
            {"evidence": (evidence(complete=False),)},
        )
    }
    assert len(hashes) == 5


def test_what_is_read_covers_the_claims_that_the_words_name() -> None:
    base = claim(id="base", hypotheses=("those of other-one",))
    first = claim(hypotheses=("those of base",))
    ledger = Ledger([first, base, claim(id="other-one", conclusion="see two-and-two")])
    assert ledger.named_by("two-and-two") == ("base", "other-one")
    before = ledger.reading("two-and-two")
    other = Ledger([first, base, claim(id="other-one", conclusion="the opposite")])
    assert other.reading("two-and-two") != before


def test_a_claim_that_refuted_nothing_earns_nothing() -> None:
    assert run_claim(claim(controls=())).status(reviewed=True) is Status.OPEN


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
