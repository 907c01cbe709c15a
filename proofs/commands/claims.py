"""``run``, ``status``, ``cite`` and ``review`` of ``python -m proofs``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from numerics.running.files import check_writable
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.statuses import Exit
from proofs import pinned, record, reviews
from proofs.checkout import inside, needed_for
from proofs.errors import ProofsError
from proofs.kernel import evidence as kernel_pages
from proofs.ledger import full_ledger
from proofs.names import find
from proofs.record import ClaimRecord
from proofs.reviews import Review
from proofs.site import cite as citations
from proofs.standing import Standing, standings, word
from sparsity_theory.ledger.claims import Claim, Ledger, Status

BAD = (Status.REFUTED, Status.ERROR)


def run(options: argparse.Namespace) -> int:
    """Run the checks of some claims, or of all, and record what they answered."""
    if options.kernel:
        return _run_kernel(options)
    ledger = full_ledger()
    wanted = [id_ for name in options.claims for id_ in find(name, ledger)]
    wanted = wanted or [claim.id for claim in ledger]
    target = options.record or (record.RECORD if inside() else None)
    if target is not None:
        check_writable(target)
    old = record.read(target) if target is not None else {}
    new = record.run(wanted, options.date, options.workers)
    if target is not None:
        record.write(record.merged(old, new, [claim.id for claim in ledger]), target)
    statuses = earned({**(old or record.read()), **new})
    for id_, entry in new.items():
        print(f"{id_:32} {statuses[id_].status.value:14} {entry.seconds:7.2f} s")
    if target is None:
        print("not recorded: give --record FILE")
    bad = any(statuses[id_].status in BAD for id_ in new)
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
    """The status of every claim, or of those named; what has to be trusted for it."""
    check_outputs(options.json)
    ledger, statuses = full_ledger(), earned(_entries(options.record))
    ids = [id_ for name in options.claims for id_ in find(name, ledger)] or list(statuses)
    record = {id_: _as_json(ledger[id_], statuses[id_]) for id_ in ids}
    write_json(options.json, record)
    if not is_stdout(options.json):
        for id_ in ids:
            falls = f" ({statuses[id_].falls})" if statuses[id_].falls else ""
            print(f"{id_:32} {word(ledger[id_], statuses[id_].status)}{falls}")
        if not options.claims:
            print("", *trust(ledger, statuses), sep="\n")
    return Exit.NOT_VERIFIED if any(statuses[id_].status in BAD for id_ in ids) else Exit.DONE


def earned(entries: Mapping[str, ClaimRecord]) -> dict[str, Standing]:
    """Where every claim stands by this record, the reviews and the kernel."""
    return standings(full_ledger(), entries, reviews.read(), kernel_pages.theorems())


def trust(ledger: Ledger, statuses: Mapping[str, Standing]) -> list[str]:
    """One line a status: how many claims have it, and what a reader has to trust for them."""
    counted = [standing.status for standing in statuses.values()]
    lines = [
        f"{counted.count(status):3} {status.value}: {status.trusts or status.meaning}"
        for status in Status
        if status in counted
    ]
    corrected = sum(bool(claim.corrects) for claim in ledger)
    wording = "the paper's wording is false or incomplete, the statement repairs it"
    return [*lines, f"{corrected:3} corrected, across these: {wording}"]


def _as_json(claim: Claim, standing: Standing) -> dict[str, Any]:
    return {
        "status": standing.status.value,
        "by itself": standing.own.value,
        "lowered by": {id_: status.value for id_, status in standing.below},
        "corrects": claim.corrects,
        "statement": claim.statement_hash,
        "trusts": standing.status.trusts,
    }


def review(options: argparse.Namespace) -> int:
    """Print what a reviewer of a claim has to read; with ``--accept``, pin the review to it."""
    from proofs.site import reading  # noqa: PLC0415 - for this command only

    needed_for("reviewing a claim")
    ledger, entries = full_ledger(), record.read()
    decided, theorems = reviews.read(), kernel_pages.theorems()
    ids = {pinned.key(id_): id_ for id_ in find(options.claim, ledger)}
    if options.claim in ids:  # `data-fig-4` is an experiment, and not `data-fig-4-images` too
        ids = {options.claim: ids[options.claim]}
    for name, id_ in ids.items():
        given = decided.get(name, Review(""))
        if options.accept:
            reviews.write(name, pinned.renewed(id_, ledger, entries, given, theorems))
            print(f"reviews/{name}.toml is pinned to words, argument and theorems as they are")
        else:
            print(reading.text(id_, ledger, entries, given, theorems))
    return Exit.DONE


def cite(options: argparse.Namespace) -> int:
    """BibTeX of a claim, or of the parts of what the paper calls so, and of the paper."""
    ledger, entries = full_ledger(), _entries(options.record)
    statuses = earned(entries)
    for id_ in find(options.claim, ledger):
        claim = ledger[id_]
        status = word(claim, statuses[id_].status)
        print(citations.claim_entry(claim, record.current(claim, entries), status), end="\n\n")
    print(citations.paper())
    return Exit.DONE


def _entries(path: Path | None) -> dict[str, record.ClaimRecord]:
    if path is not None and not path.exists():
        raise ProofsError(f"--record {path}: there is no such file")
    return record.read(path)
