"""``python -m proofs``: run the checks, write the pages, say what is stale.

Exit status: 0 all is well, 1 something is stale, refuted or in error, 2 a bad request.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Sequence

from numerics.errors import NumericsError
from proofs import record
from proofs.errors import ProofsError
from proofs.kernel import evidence as kernel_pages
from proofs.kernel import record as kernel_record
from proofs.ledger import full_ledger
from proofs.site import cite, pdf, results
from proofs.site import outputs as site
from sparsity_theory.errors import ClaimError
from sparsity_theory.ledger.claims import Status

_BAD = (Status.REFUTED, Status.ERROR)


def _date(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-01-31") from None


def _processes(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to 64")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m proofs", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run the checks of all claims, or of some, and record")
    run.add_argument("claims", nargs="*", metavar="CLAIM", help="ids; every claim without any")
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    run.add_argument("--date", type=_date, default=today, help="date to record (default: today)")
    run.add_argument("--kernel", action="store_true", help="let Coq check its proofs instead")
    run.add_argument("--processes", type=_processes, default=2, help="default: 2")
    commands.add_parser("render", help="write the pages from ledger and record")
    check = commands.add_parser("check", help="fail when a page or the record is stale")
    check.add_argument("--run", action="store_true", help="also run every check and compare")
    commands.add_parser("status", help="status of every claim")
    one = commands.add_parser("cite", help="BibTeX of a claim, and of the paper")
    one.add_argument("claim", metavar="CLAIM")
    commands.add_parser("figures", help="redraw the figures of the paper from our computations")
    build = commands.add_parser("pdf", help="compile the PDF of all pages")
    build.add_argument("--check", action="store_true", help="only compare the text of a fresh one")
    return parser


def _run(ids: Sequence[str], date: str, processes: int) -> int:
    ledger = full_ledger()
    wanted = [ledger[id_].id for id_ in ids] or [claim.id for claim in ledger]
    new = record.run(wanted, date, processes)
    record.write(record.merged(record.read(), new, [claim.id for claim in ledger]))
    for id_, entry in new.items():
        print(f"{id_:32} {entry.status:10} {entry.seconds:7.2f} s")
    return int(any(Status(entry.status) in _BAD for entry in new.values()))


def _run_kernel(ids: Sequence[str], date: str) -> int:
    if ids:
        raise ProofsError("--kernel checks all of Coq's theorems at once; name no claims")
    found = kernel_record.run(date)
    kernel_record.write(found)
    bare = sum(not entry.axioms for entry in found.values())
    print(f"Coq accepts {len(found)} theorems, {bare} of them without any axiom")
    return 0


def _render() -> int:
    changed = site.render(site.current_site())
    if results.render_readme():
        changed.append("README.md")
    print("\n".join(changed) or "every page was up to date")
    return 0


def _check(fresh: bool) -> int:
    ledger, entries = full_ledger(), record.read()
    problems = record.problems(ledger, entries) + site.stale(site.current_site())
    if results.readme_is_stale():
        problems.append("the results table in README.md is stale; run `python -m proofs render`")
    if fresh:
        again = record.run([claim.id for claim in ledger], "", processes=2)
        problems += record.differences(entries, again)
    problems += kernel_pages.problems(claim.id for claim in ledger)
    if not pdf.made_from(site.ROOT):
        problems.append(f"{site.PDF} was not made from {site.TEX}; run `python -m proofs pdf`")
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"{len(ledger)} claims: record, pages and PDF are up to date")
    return int(bool(problems))


def _status() -> int:
    entries = record.read()
    statuses = {claim.id: record.status(claim, entries) for claim in full_ledger()}
    for id_, status in statuses.items():
        print(f"{id_:32} {status.value}")
    return int(any(status in _BAD for status in statuses.values()))


def _cite(id_: str) -> int:
    claim = full_ledger()[id_]
    print(cite.claim_entry(claim, record.current(claim, record.read())), cite.paper(), sep="\n\n")
    return 0


def _figures() -> int:
    from proofs.drawn import figures  # noqa: PLC0415 Matplotlib is slow, and only this command needs it

    print("\n".join(figures.draw(site.ROOT / "figures")))
    return 0


def _pdf(check: bool) -> int:
    if not check:
        pdf.write(site.ROOT)
        print(site.PDF)
        return 0
    if pdf.same_text(site.ROOT):
        print(f"{site.PDF} says what its source says")
        return 0
    print(f"{site.PDF} differs from its source; run `python -m proofs pdf`", file=sys.stderr)
    return 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    given = _parser().parse_args(arguments)
    try:
        match given.command:
            case "run":
                if given.kernel:
                    return _run_kernel(given.claims, given.date)
                return _run(given.claims, given.date, given.processes)
            case "render":
                return _render()
            case "check":
                return _check(given.run)
            case "status":
                return _status()
            case "cite":
                return _cite(given.claim)
            case "figures":
                return _figures()
            case _:
                return _pdf(given.check)
    except (ProofsError, ClaimError, NumericsError) as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
