"""``pytest -m theorem``: one test per claim and kind of evidence, named ``claim-id/kind``.

Each evidence must accept the statement and answer FAILS to every false variant; each example must
do what it says.  A summary with the computed status of every claim that ran ends the output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from proofs.ledger import full_ledger
from sparsity_theory.ledger.claims import Claim, Evidence, Kind, Witness, attempt, run_evidence
from sparsity_theory.ledger.verdict import Verdict

if TYPE_CHECKING:
    from tests.conftest import LedgerRun

pytestmark = pytest.mark.theorem

LEDGER = full_ledger()


def _evidence() -> list[object]:
    return [
        pytest.param(claim, evidence, id=f"{claim.id}/{evidence.kind.value}-{i}".removesuffix("-0"))
        for claim in LEDGER
        for kind in Kind
        for i, evidence in enumerate(e for e in claim.evidence if e.kind is kind)
    ]


def _witnesses() -> list[object]:
    found = []
    for claim in LEDGER:
        if claim.example:
            found.append(pytest.param(claim, claim.example, id=f"{claim.id}/example"))
        for i, witness in enumerate(claim.counterexamples):
            found.append(pytest.param(claim, witness, id=f"{claim.id}/without-hypothesis-{i + 1}"))
    return found


@pytest.mark.parametrize(("claim", "evidence"), _evidence())
def test_evidence_accepts_the_statement_and_rejects_every_false_variant(
    claim: Claim, evidence: Evidence, ledger_run: LedgerRun
) -> None:
    run = run_evidence(claim, evidence)
    ledger_run.evidence[claim.id].append(run)
    assert not run.outcome.error, run.outcome.error
    assert run.outcome.report is not None
    unproved = [step.text for step in run.outcome.report.steps if step.verdict is not Verdict.HOLDS]
    if evidence.kind is not Kind.EMPIRICAL:  # data may speak against a claim: its status says so
        assert run.outcome.verdict is Verdict.HOLDS, f"{claim.id}: not shown: {unproved}"
    accepted = {name: run.controls[name] for name in run.accepted_controls}
    assert not accepted, f"{claim.id}: false variants not refuted: {accepted}"


@pytest.mark.parametrize(("claim", "witness"), _witnesses())
def test_example_does_what_it_says(claim: Claim, witness: Witness, ledger_run: LedgerRun) -> None:
    outcome = attempt(witness.check)
    ledger_run.witnesses[claim.id].append((witness, outcome))
    assert not outcome.error, outcome.error
    assert outcome.verdict is Verdict.HOLDS, f"{claim.id}: {witness.text}"


@pytest.mark.parametrize("claim", [pytest.param(c, id=c.id) for c in LEDGER])
def test_claim_is_fully_declared(claim: Claim) -> None:
    if not claim.evidence:
        pytest.skip(f"{claim.id} has no evidence yet: no full run of its experiment is stored")
    from_data = all(evidence.kind is Kind.EMPIRICAL for evidence in claim.evidence)
    least = 1 if from_data else 5
    assert len(claim.controls) >= least, f"{claim.id} has {len(claim.controls)} false variants"
    assert claim.example is not None, f"{claim.id} has no example that meets its hypotheses"
    for control in claim.controls:
        assert any(control.name not in evidence.blind_to for evidence in claim.evidence), (
            f"{claim.id}: nothing tests the false variant {control.name!r}"
        )
