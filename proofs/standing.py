"""Where a claim stands: by its own checks and reviews, and with what it rests on.

An argument that uses another claim is no better than that claim; a Coq theorem that takes nothing
for granted needs no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from proofs.kernel.evidence import KernelTheorem
from proofs.pinned import argument_stands, in_kernel, key
from proofs.record import ClaimRecord, current
from proofs.reviews import Review
from sparsity_theory.ledger.claims import Claim, Ledger
from sparsity_theory.ledger.status import Status, assess

_RANK = {status: rank for rank, status in enumerate(Status)}
_LENDS = (Status.KERNEL, Status.DERIVED, Status.CERTIFIED)


@dataclass(frozen=True)
class Standing:
    """The status of a claim.

    Attributes:
        status: what holds with everything that it rests on.
        own: what its own checks, reviews and theorems would earn if all of that were beyond doubt.
        below: the claims that it rests on and that lower it, each with its status.
    """

    status: Status
    own: Status
    below: tuple[tuple[str, Status], ...] = ()

    @property
    def falls(self) -> str:
        """Why the status is lower than what it earns by itself; empty where it is not."""
        if not self.below:
            return ""
        others = ", ".join(f"{id_} ({status.value})" for id_, status in self.below)
        return f"{self.own.value} by itself; it rests on {others}"


def standings(
    ledger: Ledger,
    entries: Mapping[str, ClaimRecord],
    reviews: Mapping[str, Review],
    theorems: Mapping[str, KernelTheorem],
    ids: Iterable[str] | None = None,
) -> dict[str, Standing]:
    """Where claims stand, by record, reviews and kernel: these and what they use, or all."""
    wanted = ledger.below(ids) if ids is not None else {claim.id for claim in ledger}
    found: dict[str, Standing] = {}
    for claim in ledger:  # every claim comes after those it uses
        if claim.id not in wanted:
            continue
        routes = _routes(claim, ledger, entries, reviews, theorems)
        ways = [_with_grounds(own, grounds, found) for own, grounds in routes]
        found[claim.id] = min(ways, key=lambda way: (_RANK[way.status], _RANK[way.own]))
    return found


_Route = tuple[Status, tuple[str, ...]]


def _routes(
    claim: Claim,
    ledger: Ledger,
    entries: Mapping[str, ClaimRecord],
    reviews: Mapping[str, Review],
    theorems: Mapping[str, KernelTheorem],
) -> list[_Route]:
    """The ways to a status, each with the claims that it goes through."""
    entry = current(claim, entries)
    if entry is None:
        return [(Status.NOT_RUN, ())]
    review = reviews.get(key(claim.id), Review(""))
    reviewed = argument_stands(claim.id, ledger, entries, review)
    by_argument = assess(entry.answers, sound=entry.says_so, reviewed=reviewed, in_kernel=False)
    routes = [(by_argument, claim.uses)]
    if links := in_kernel(claim.id, ledger, review, theorems):
        by_kernel = assess(entry.answers, sound=entry.says_so, reviewed=reviewed, in_kernel=True)
        given = tuple(sorted({id_ for link in links for id_ in link.given}))
        routes.append((by_kernel, given))
    return routes


def _with_grounds(own: Status, grounds: Iterable[str], found: Mapping[str, Standing]) -> Standing:
    """The status that is left when what it goes through is counted."""
    lent = {id_: found[id_].status for id_ in grounds}
    below = {id_: status for id_, status in lent.items() if _RANK[_lent(status)] > _RANK[own]}
    status = max([own, *map(_lent, below.values())], key=_RANK.__getitem__)
    return Standing(status, own, tuple(below.items()))


def _lent(status: Status) -> Status:
    """What a claim of this status lends to one that rests on it."""
    return status if status in _LENDS else Status.OPEN


def word(claim: Claim, found: Status) -> str:
    """The status, with the mark that the paper's wording had to be repaired."""
    return f"{found.value}, corrected" if claim.corrects else found.value
