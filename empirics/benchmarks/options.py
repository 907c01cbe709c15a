"""The options of `empirics.benchmark`."""

from __future__ import annotations

from numerics.running.options import add_json
from numerics.running.parser import Parser
from numerics.running.statuses import Exit


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="The batched trainer against pythae and a plain loop, in one run.",
        statuses={Exit.DONE: "measured, whatever was found"},
    )
    made.add_argument("--quick", action="store_true", help="little work, one round: a first look")
    made.add_argument("--device", choices=("auto", "cpu", "cuda"), default="cpu")
    add_json(made)
    return made
