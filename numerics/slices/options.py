"""The options of `numerics.landscapes`."""

from __future__ import annotations

from pathlib import Path

from numerics.running.options import add_json, add_limits, add_plot, whole
from numerics.running.parser import Parser
from numerics.running.statuses import Exit

DEFAULT_GAMMAS = "1,3e-1,1e-1,3e-2,1e-2,3e-3,1e-3,3e-4,1e-4"
DEFAULT_LINES = 20
MAX_LINES = 500


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="Count the local minima of slices of the loss as gamma falls (Fig. 3),"
        " certified on the whole line.",
        renamed={"--slices": "--plot"},
        statuses={Exit.DONE: "", Exit.UNDECIDED: "some minima could not be told apart"},
    )
    add = made.add_argument
    add("--gammas", default=DEFAULT_GAMMAS, help=f"decoder variances (default {DEFAULT_GAMMAS})")
    add(
        "--lines",
        type=whole(0, MAX_LINES),
        default=DEFAULT_LINES,
        metavar="N",
        help=f"random lines beside the two slices (default {DEFAULT_LINES})",
    )
    add_limits(made, None, "of the whole")
    add_json(made)
    add_plot(made, "the two slices at every gamma")
    add("--counts", type=Path, metavar="FILE", help="draw counts and minimisers against gamma")
    return made
