"""Every displayed formula is what is checked: deny one, or change a number in it, and it fails.

One test a claim goes through all formulas of all its evidence and examples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

import pytest

from numerics.certificates.balls import BITS, precision
from proofs.ledger import full_ledger
from sparsity_theory.ledger.claims import Claim, Evidence, Report, Step
from sparsity_theory.ledger.proposition import Proposition
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.proving.propositions import Equal
from tests.independent import is_true

pytestmark = pytest.mark.theorem

CLAIMS = [pytest.param(claim, id=claim.id) for claim in full_ledger()]


def _reports(claim: Claim) -> Iterator[Report]:
    for evidence in claim.evidence:
        yield evidence.check(claim.parts)
    for witness in (claim.example, *claim.counterexamples):
        if witness:
            yield witness.check()


@cache
def _lines(id_: str) -> tuple[Proposition, ...]:
    steps = chain.from_iterable(report.steps for report in _reports(full_ledger()[id_]))
    return tuple(line for step in steps for line in _of(step))


def _of(step: Step) -> tuple[Proposition, ...]:
    return step.proposition.lines if step.proposition else ()


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_displayed_formula_fails_when_it_is_denied(claim: Claim) -> None:
    lines = _lines(claim.id)
    assert lines, "nothing is checked"
    with precision(BITS):
        unseen = [
            f"{line.latex}  denied as  {line.denied().latex}"
            for line in lines
            if line.decide() is Verdict.HOLDS and line.denied().decide() is not Verdict.FAILS
        ]
    assert not unseen, f"{len(unseen)} of {len(lines)} denied formulas do not fail: {unseen}"


# The only places of what decides: a step cannot bring a proposition of its own that says yes.
_DECIDING = {
    "sparsity_theory.ledger.proposition": ("All", "Not"),
    "sparsity_theory.proving.propositions": (
        "Equal", "Less", "AtMost", "Positive", "NotNegative", "OnlyMinimum", "LogBelowTangent",
        "Same",
    ),
    "sparsity_theory.statements.instance.orders": ("InEveryOrder",),
    "numerics.evidence.propositions": ("Compared",),
    "empirics.frame.claims": ("Concluded",),
}  # fmt: skip


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_formula_is_decided_by_a_rule_of_the_library(claim: Claim) -> None:
    kinds = {type(line) for line in _lines(claim.id)}
    others = {kind for kind in kinds if kind.__name__ not in _DECIDING.get(kind.__module__, ())}
    assert not others


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_denied_formula_looks_different(claim: Claim) -> None:
    same = [line.latex for line in _lines(claim.id) if line.denied().latex == line.latex]
    assert not same, f"the page would show these and their denials alike: {same}"


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_number_of_every_formula_is_read(claim: Claim) -> None:
    """Change one number: the formula fails, or it is undecided, or it is true all the same.

    An inequality stays true when it is changed a little, and a power of a positive number is
    positive whatever the power.  So each number is changed in up to six ways.  One that fails shows
    that the number is read.  If none fails, those that hold have to be true by another computation.
    """
    unread = []
    with precision(BITS):
        for line in _lines(claim.id):
            for number, changes in enumerate(line.perturbed()):
                unread += [f"{line.latex} (number {number}) as {x}" for x in _wrongly_held(changes)]
    assert not unread, f"these changes go unseen: {unread}"


def _wrongly_held(changes: Iterable[Proposition]) -> list[str]:
    """Changed formulas that hold and are not found true, where no change at all fails."""
    held = []
    for changed in changes:
        verdict = changed.decide()
        if verdict is Verdict.FAILS:
            return []
        if verdict is Verdict.HOLDS:
            held.append(changed)
    return [changed.latex for changed in held if is_true(changed) is not True]


_DERIVATIONS = [
    pytest.param(claim, evidence, id=f"{claim.id}-{place}")
    for claim in full_ledger()
    for place, evidence in enumerate(claim.evidence)
]


@pytest.mark.parametrize(("claim", "evidence"), _DERIVATIONS)
def test_an_equation_of_a_formula_with_itself_depends_on_the_statement(
    claim: Claim, evidence: Evidence
) -> None:
    """SymPy may make both sides one formula at once; then a false variant has to part them."""
    alike = dict(_alike(evidence.check(claim.parts)))
    for control in claim.controls:
        if not alike:
            break
        if control.name not in evidence.blind_to:
            other = dict(_alike(evidence.check({**claim.parts, **control.changes})))
            alike = {place: shown for place, shown in alike.items() if place in other}
    assert not alike, f"these hold whatever the statement says: {list(alike.values())}"


def _alike(report: Report) -> Iterator[tuple[tuple[int, int], str]]:
    for i, step in enumerate(report.steps):
        for j, line in enumerate(_of(step)):
            if isinstance(line, Equal) and line.lhs == line.rhs:
                yield (i, j), line.latex
