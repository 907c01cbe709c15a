"""Every displayed formula is what is checked: deny one, or change a number in it, and it fails.

One test a claim goes through all formulas of all its evidence and examples.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest

from numerics.certificates.balls import BITS, precision
from proofs.ledger import full_ledger
from sparsity_theory.ledger.claims import Claim, Report
from sparsity_theory.ledger.proposition import Proposition
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.proving.propositions import Equal

pytestmark = pytest.mark.theorem

CLAIMS = list(full_ledger())


def _reports(claim: Claim) -> Iterator[Report]:
    for evidence in claim.evidence:
        yield evidence.check(claim.parts)
    for witness in (claim.example, *claim.counterexamples):
        if witness:
            yield witness.check()


def _lines(claim: Claim) -> list[Proposition]:
    steps = chain.from_iterable(report.steps for report in _reports(claim))
    return [line for step in steps for line, _ in step.answers]


@pytest.mark.parametrize("claim", [pytest.param(claim, id=claim.id) for claim in CLAIMS])
def test_every_displayed_formula_fails_when_it_is_denied(claim: Claim) -> None:
    lines = _lines(claim)
    assert lines, "nothing is checked"
    with precision(BITS):
        unseen = [
            f"{line.latex}  denied as  {line.denied().latex}"
            for line in lines
            if line.denied().decide() is not Verdict.FAILS
        ]
    assert not unseen, f"{len(unseen)} of {len(lines)} denied formulas do not fail: {unseen}"


@pytest.mark.parametrize("claim", [pytest.param(claim, id=claim.id) for claim in CLAIMS])
def test_every_number_in_a_displayed_formula_matters(claim: Claim) -> None:
    idle = []
    with precision(BITS):
        for line in _lines(claim):
            places = [list(changes) for changes in line.perturbed()]
            deaf = sum(all(map(_still_holds, changes)) for changes in places)
            idle += [f"{deaf} of {len(places)} numbers in {line.latex}"] if deaf else []
    assert not idle, f"changing these numbers changes nothing: {idle}"


def _still_holds(changed: Proposition) -> bool:
    try:
        return changed.decide() is Verdict.HOLDS
    except (TypeError, ValueError, ZeroDivisionError, AttributeError, IndexError):
        return False  # the changed formula makes no sense


@pytest.mark.parametrize(
    "claim", [pytest.param(c, id=c.id) for c in CLAIMS if c.evidence[:1] != ()]
)
def test_no_equation_compares_a_formula_with_itself(claim: Claim) -> None:
    empty = [
        line.latex for line in _lines(claim) if isinstance(line, Equal) and line.lhs == line.rhs
    ]
    assert not empty, f"these check nothing: {empty}"
