"""The options of ``python -m proofs``."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from numerics.running.options import add_json, whole
from numerics.running.parser import Parser
from numerics.running.statuses import Exit

MAX_WORKERS = 64


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="Run the checks of all claims, write the pages, say what is stale.",
        statuses={Exit.DONE: "all is well", Exit.NOT_VERIFIED: "stale, refuted or in error"},
    )
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    _add_run(
        commands.add_parser(
            "run",
            parents=[_record()],
            renamed={"--processes": "--workers"},
            help="run the checks of all claims, or of some, and record",
        )
    )
    add = commands.add_parser("render", help="write the pages from ledger and record")
    add.set_defaults(work="proofs.commands.pages:render")
    add = commands.add_parser(
        "check", parents=[_record()], help="fail when a page or the record is stale"
    )
    add.set_defaults(work="proofs.commands.pages:check")
    add.add_argument("--run", action="store_true", help="also run every check and compare")
    add = commands.add_parser(
        "status", parents=[_record()], help="status of every claim, or of those named"
    )
    add.set_defaults(work="proofs.commands.claims:status")
    add.add_argument("claims", nargs="*", metavar="CLAIM", help="an id, or the paper's name")
    add_json(add)
    add = commands.add_parser("review", help="what a reviewer of a claim has to read")
    add.set_defaults(work="proofs.commands.claims:review")
    add.add_argument("claim", metavar="CLAIM")
    add.add_argument(
        "--accept", action="store_true", help="it was read: pin the review to what stands there"
    )
    add = commands.add_parser(
        "cite", parents=[_record()], help="BibTeX of a claim, and of the paper"
    )
    add.set_defaults(work="proofs.commands.claims:cite")
    add.add_argument("claim", metavar="CLAIM")
    add = commands.add_parser(
        "figures", help="redraw the figures of the paper from our computations"
    )
    add.set_defaults(work="proofs.commands.pages:figures")
    add = commands.add_parser(
        "build", help="make what is generated in bulk: the site, or all pages as LaTeX and one PDF"
    )
    add.set_defaults(work="proofs.commands.pages:build")
    add.add_argument("--to", type=Path, required=True, metavar="DIR", help="where it goes")
    add.add_argument(
        "--what", choices=("site", "short", "pdf", "latex"), default="site",
        help="site: pages that need no server (the extra `site`, Node and npm make them); short:"
        " statements, statuses and differences as a PDF; pdf: all pages as one, both from TeX;"
        " latex: its source (default: site)",
    )  # fmt: skip
    return made


def _add_run(add: Parser) -> None:
    add.set_defaults(work="proofs.commands.claims:run")
    add.add_argument("claims", nargs="*", metavar="CLAIM", help="ids; every claim without any")
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    add.add_argument("--date", type=_date, default=today, help="date to record (default: today)")
    add.add_argument("--kernel", action="store_true", help="let Coq check its proofs instead")
    add.add_argument(
        "--workers", type=whole(1, MAX_WORKERS), default=2, metavar="N", help="default: 2"
    )


def _record() -> Parser:
    shared = Parser(add_help=False)
    shared.add_argument(
        "--record", type=Path, metavar="FILE",
        help="the record to read and write (default: the project's own, which is written in a"
        " checkout only)",
    )  # fmt: skip
    return shared


def _date(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-01-31") from None
