"""The options of `numerics.phase`."""

from __future__ import annotations

import argparse
from pathlib import Path

from numerics.running.options import add_json, add_limits, add_parameters, add_plot, whole
from numerics.running.parser import Parser
from numerics.running.statuses import Exit

MAX_WORKERS = 256


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="Which penalties are steep enough: decides, on a grid of parameter and"
        " geometry, whether the sparse code (r rows of amplitude M) is preferred to the dense one"
        " (r + 1 of amplitude epsilon), certified, and compares with the closed form of Theorem B.",
        renamed={"--jobs": "--workers"},
        statuses={Exit.DONE: "done", Exit.NOT_VERIFIED: "the closed form is contradicted"},
    )
    add = made.add_argument
    add("--family", default="all", metavar="NAMES", help="families of the catalogue (default all)")
    add("--dims", default="3,2,1", metavar="D,KAPPA,R", help="dimensions (default 3,2,1)")
    add("--M", default="1", help="amplitude of the sparse rows (default 1)")
    add("--epsilon", metavar="LOW,HIGH,COUNT", help="amplitudes of the dense rows (one: --design)")
    add("--ratio", metavar="LOW,HIGH,COUNT", help="the same axis as M/epsilon")
    add("--parameter", metavar="LOW,HIGH,COUNT", help="parameters (default: around the boundary)")
    add("--g", metavar="PENALTY", help="minimise with this g (default: the indicator, exact codes)")
    add(
        "--tolerance", metavar="SHARE",
        help="relative distance to the boundary from which on they must agree",
    )  # fmt: skip
    add(
        "--workers", type=whole(1, MAX_WORKERS), metavar="N",
        help="processes on this machine (default: all cores)",
    )  # fmt: skip
    add("--cluster", metavar="ADDRESS", help="run on a dask cluster (extra `cluster`)")
    add("--store", type=Path, metavar="FILE", help="keep results in FILE, and resume from them")
    add_limits(made, None, "of the whole")
    add_parameters(made)
    add_json(made)
    add_plot(made, "the diagrams")
    add("--design", action="store_true", help="thresholds for one geometry, certified")
    add("--error", metavar="E", help="with --design: also against the zero code of this error")
    add("--beta", help="with --error: h = beta g (default 1)")
    made.set_defaults(kept=_kept)
    return made


def _kept(options: argparse.Namespace) -> str:
    """What is left after Ctrl-C."""
    if options.store is None:
        return "what was decided is lost: give --store FILE to keep it"
    return f"what was decided is in {options.store}: the same command resumes there"
