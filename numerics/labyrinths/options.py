"""The options of `numerics.labyrinth`."""

from __future__ import annotations

import argparse

from numerics.labyrinths.defaults import DEFAULT_PENALTIES, MAX_SAMPLES, MAX_TURNS, TOLERANCE
from numerics.running.options import (
    add_json,
    add_limits,
    add_parameters,
    add_plot,
    add_tolerance,
    whole,
)
from numerics.running.parser import Parser
from numerics.running.statuses import Exit

_SECONDS = 60.0


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="Minimise a penalty over decoders between the identity and one that winds a"
        " curve into a small square, certified (Fig. 2 of the paper; the family is ours).",
        statuses={Exit.DONE: "", Exit.UNDECIDED: ""},
    )
    add = made.add_argument
    add(
        "--h",
        action="append",
        metavar="PENALTY",
        help="penalty on the row powers, a catalogue name or an expression in u; may be repeated",
    )
    add("--epsilon", default="1/10", help="side of the square (default 1/10)")
    add("--reach", default="10", help="largest coordinate of the sparse code (default 10)")
    add(
        "--turns", type=whole(1, MAX_TURNS), default=5, metavar="N",
        help=f"turns of the spiral, up to {MAX_TURNS} (default 5)",
    )  # fmt: skip
    add(
        "--samples", type=whole(1, MAX_SAMPLES), default=8, metavar="N",
        help=f"up to {MAX_SAMPLES} (default 8)",
    )  # fmt: skip
    add_tolerance(made, TOLERANCE)
    add_limits(made, _SECONDS, "of one penalty", _penalties)
    add_parameters(made)
    add_json(made)
    add_plot(made, "curve, codes and losses")
    return made


def _penalties(options: argparse.Namespace) -> int:
    return len(options.h or DEFAULT_PENALTIES)
