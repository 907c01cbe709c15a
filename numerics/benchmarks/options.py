"""The options of `numerics.benchmark`."""

from __future__ import annotations

import argparse

from numerics.running.options import add_json, duration, whole
from numerics.running.parser import Parser
from numerics.running.statuses import Exit

DEFAULT_BUDGET, QUICK_BUDGET, MAX_BUDGET = 4.0, 1.0, 3600.0
MAX_SEEDS = 100


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="The certified solver beside Gurobi, Xpress, PySCIPOpt, MAiNGO and SciPy's"
        " global optimisers: time to a gap, wrong answers, ratios.",
        renamed={"--budget": "--time"},
        statuses={Exit.DONE: "done, whatever was found"},
    )
    add = made.add_argument
    add("--quick", action="store_true", help="under a minute: small sizes, few penalties")
    add(
        "--time",
        type=_budget,
        metavar="SECONDS",
        help=f"for one run, for peers where we need long twice that (default {DEFAULT_BUDGET:g})",
    )
    add(
        "--seeds",
        type=whole(1, MAX_SEEDS),
        default=1,
        metavar="N",
        help="random families and runs of each peer (default 1)",
    )
    add(
        "--repeats",
        type=whole(1, MAX_SEEDS),
        default=1,
        metavar="N",
        help="times are medians of so many rounds of all solvers (default 1)",
    )
    add("--sizes", metavar="N,N", help="numbers of variables (default all)")
    add(
        "--only",
        choices=("own", "peers", "bounds", "parameters"),
        help="the certified solver alone, no catalogue, peers with bounds only, or families of"
        " three to five parameters",
    )
    add_json(made)
    return made


def _budget(text: str) -> float:
    seconds = duration(text)
    if seconds > MAX_BUDGET:
        raise argparse.ArgumentTypeError(f"may be at most {MAX_BUDGET:g} seconds a run, not {text}")
    return seconds
