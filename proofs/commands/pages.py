"""``render``, ``check``, ``figures`` and ``build`` of ``python -m proofs``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from numerics.running.statuses import Exit
from proofs import pinned, record, reviews
from proofs.checkout import is_checkout, needed_for
from proofs.commands.claims import earned, trust
from proofs.errors import ToolError
from proofs.ledger import full_ledger
from proofs.record import ClaimRecord
from sparsity_theory.ledger.claims import Ledger, Status


def render(_options: argparse.Namespace) -> int:
    """Write the pages that have changed."""
    needed_for("rendering the pages")
    from proofs.site import outputs, summaries  # noqa: PLC0415 - in a checkout only

    changed = outputs.render(outputs.current_site())
    changed += [table.name for table in summaries.TABLES if table.render()]
    print("\n".join(changed) or "every page was up to date")
    return Exit.DONE


def check(options: argparse.Namespace) -> int:
    """Compare record, pages and ledger."""
    ledger, entries = full_ledger(), record.read(options.record)
    problems = record.problems(ledger, entries)
    # What was measured is concluded anew each time: that takes seconds.
    again = [claim.id for claim in ledger if options.run or claim.predicted]
    fresh = record.run(again, "", processes=2 if options.run else 1)
    problems += record.differences(entries, fresh)
    seen = "record"
    if is_checkout():
        problems += _of_the_checkout(ledger, entries)
        seen = "record, reviews and pages"
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"{len(ledger)} claims: {seen} up to date")
    if options.run:
        print("\n".join(trust(ledger, earned(entries))))
    if not is_checkout():
        print("pages and Coq sources are not part of an installation: not compared")
    return Exit.NOT_VERIFIED if problems else Exit.DONE


def _of_the_checkout(ledger: Ledger, entries: Mapping[str, ClaimRecord]) -> list[str]:
    """What is stale among the files that only the repository has, in words."""
    from proofs.kernel import evidence, sources  # noqa: PLC0415 - in a checkout only
    from proofs.site import outputs, summaries  # noqa: PLC0415

    site = outputs.current_site()
    problems = outputs.stale(site) + sources.assuming()
    problems += [
        f"{id_} is {status.value}" for id_, status in site.status.items() if status in _FAULTY
    ]
    problems += [
        f"the table in {table.name} is stale; run `python -m proofs render`"
        for table in summaries.TABLES
        if table.stale()
    ]
    decided = pinned.problems(ledger, entries, reviews.read(), evidence.theorems())
    return problems + evidence.problems() + decided


_FAULTY = (Status.REFUTED, Status.ERROR)


def figures(_options: argparse.Namespace) -> int:
    """Redraw the figures."""
    folder = needed_for("drawing the figures of the pages")
    from proofs.drawn import figures as drawn  # noqa: PLC0415 - matplotlib, in a checkout only

    print("\n".join(drawn.draw(folder / "figures")))
    return Exit.DONE


def build(options: argparse.Namespace) -> int:
    """Make what is generated in bulk and not kept in the repository."""
    needed_for("building the site and the PDF of the pages")
    if options.what == "site":
        print(_site(options.to))
        return Exit.DONE
    from proofs.site import bulk  # noqa: PLC0415 - in a checkout only

    if options.what == "short":
        print(bulk.short(options.to))
        return Exit.DONE
    for path in bulk.build(options.to, pdf=options.what == "pdf"):
        print(path)
    return Exit.DONE


def _site(folder: Path) -> Path:
    try:
        from proofs.web.build import build as build_site  # noqa: PLC0415 - an optional extra
    except ModuleNotFoundError as failure:
        raise ToolError(
            f"the site needs the package {failure.name}: pip install 'sparsity-theory[site]'"
        ) from None
    return build_site(folder)
