"""The options of `numerics.startup`."""

from __future__ import annotations

from pathlib import Path

from numerics.running.options import add_json, whole
from numerics.running.parser import Parser
from numerics.running.statuses import Exit

DEFAULT_ROUNDS = 3


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="CPU time of --help, of one answer and of imports, here and in another checkout"
        " of this project, with the ratios. The best of some rounds counts.",
        statuses={Exit.DONE: "measured, whatever was found"},
    )
    made.add_argument(
        "--against", type=Path, required=True, metavar="DIR", help="the other checkout"
    )
    made.add_argument(
        "--rounds", type=whole(1, 100), default=DEFAULT_ROUNDS, metavar="N",
        help="(default %(default)s)",
    )  # fmt: skip
    add_json(made)
    return made
