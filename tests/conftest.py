"""Shared settings of the tests, and the summary of claims that ends a run."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import settings

from sparsity_theory.ledger.claims import Claim, ClaimRun, EvidenceRun, Outcome, Witness

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, database=None)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder with real data files that SPARSITY_DATA names."""
    named = os.environ.get("SPARSITY_DATA")
    if not named:
        pytest.skip("real data not read: SPARSITY_DATA names no folder with MNIST/raw and others")
    folder = Path(named)
    assert folder.is_dir(), f"SPARSITY_DATA={named} is no folder"
    return folder


class LedgerRun:
    """What this run of the tests ran of each claim."""

    def __init__(self) -> None:
        self.evidence: dict[str, list[EvidenceRun]] = defaultdict(list)
        self.witnesses: dict[str, list[tuple[Witness, Outcome]]] = defaultdict(list)

    def line(self, claim: Claim) -> str:
        """What the checks alone would earn if reviewed; parts that did not run are named."""
        evidence, witnesses = self.evidence[claim.id], self.witnesses[claim.id]
        run = ClaimRun(claim, tuple(evidence), tuple(witnesses))
        kinds = ", ".join(dict.fromkeys(item.evidence.kind.value for item in evidence))
        expected = len(claim.counterexamples) + (claim.example is not None)
        partly = len(evidence) < len(claim.evidence) or len(witnesses) < expected
        note = " (only a part ran)" if evidence and partly else ""
        checked = run.status(reviewed=True).value
        return f"{checked:10} {claim.id:28} {kinds}{note}"


_LEDGER_RUN = pytest.StashKey[LedgerRun]()


def pytest_configure(config: pytest.Config) -> None:
    """Start an empty record of what runs."""
    config.stash[_LEDGER_RUN] = LedgerRun()


@pytest.fixture
def ledger_run(pytestconfig: pytest.Config) -> LedgerRun:
    """Where the tests of claims put what they ran."""
    return pytestconfig.stash[_LEDGER_RUN]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """List every claim with its computed status, if any claim was tested."""
    record = config.stash[_LEDGER_RUN]
    if not record.evidence and not record.witnesses:
        return
    from proofs.ledger import full_ledger

    terminalreporter.section("claims")
    for claim in full_ledger():
        terminalreporter.write_line(record.line(claim))
