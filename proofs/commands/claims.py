"""``run``, ``status`` and ``cite`` of ``python -m proofs``."""

from __future__ import annotations

import argparse
from pathlib import Path

from numerics.running.files import check_writable
from numerics.running.statuses import Exit
from proofs import record
from proofs.checkout import inside, needed_for
from proofs.errors import ProofsError
from proofs.ledger import full_ledger
from proofs.site import cite as citations
from sparsity_theory.errors import ClaimError
from sparsity_theory.ledger.claims import Claim, Ledger, Status
from sparsity_theory.near import did_you_mean

BAD = (Status.REFUTED, Status.ERROR)


def run(options: argparse.Namespace) -> int:
    """Run the checks of some claims, or of all, and record what they answered."""
    if options.kernel:
        return _run_kernel(options)
    ledger = full_ledger()
    wanted = [named(ledger, id_).id for id_ in options.claims] or [claim.id for claim in ledger]
    target = options.record or (record.RECORD if inside() else None)
    if target is not None:
        check_writable(target)
    old = record.read(target) if target is not None else {}
    new = record.run(wanted, options.date, options.workers)
    if target is not None:
        record.write(record.merged(old, new, [claim.id for claim in ledger]), target)
    for id_, entry in new.items():
        print(f"{id_:32} {entry.status:10} {entry.seconds:7.2f} s")
    if target is None:
        print("not recorded: give --record FILE")
    bad = any(Status(entry.status) in BAD for entry in new.values())
    return Exit.NOT_VERIFIED if bad else Exit.DONE


def _run_kernel(options: argparse.Namespace) -> int:
    from proofs.kernel import record as kernel_record  # noqa: PLC0415 - for this option only

    needed_for("checking Coq's proofs")
    if options.claims:
        raise ProofsError("--kernel checks all of Coq's theorems at once; name no claims")
    found = kernel_record.run(options.date)
    kernel_record.write(found)
    bare = sum(not entry.axioms for entry in found.values())
    print(f"Coq accepts {len(found)} theorems, {bare} of them without any axiom")
    return Exit.DONE


def status(options: argparse.Namespace) -> int:
    """The recorded status of every claim."""
    entries = _entries(options.record)
    statuses = {claim.id: record.status(claim, entries) for claim in full_ledger()}
    for id_, found in statuses.items():
        print(f"{id_:32} {found.value}")
    return Exit.NOT_VERIFIED if any(found in BAD for found in statuses.values()) else Exit.DONE


def cite(options: argparse.Namespace) -> int:
    """BibTeX of a claim and of the paper."""
    claim = named(full_ledger(), options.claim)
    found = record.current(claim, _entries(options.record))
    print(citations.claim_entry(claim, found), citations.paper(), sep="\n\n")
    return Exit.DONE


def named(ledger: Ledger, id_: str) -> Claim:
    """The claim of an id.

    Raises:
        ClaimError: if there is none; the message has the ids near it.
    """
    known = [claim.id for claim in ledger]
    if id_ not in known:
        hint = did_you_mean(id_, known)
        raise ClaimError(f"there is no claim {id_!r}{hint}; `proofs status` lists them all")
    return ledger[id_]


def _entries(path: Path | None) -> dict[str, record.ClaimRecord]:
    if path is not None and not path.exists():
        raise ProofsError(f"--record {path}: there is no such file")
    return record.read(path)
