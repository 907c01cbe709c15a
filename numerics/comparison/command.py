"""``python -m numerics.side_by_side``: the paper's message on the same data and the same decoders.

Penalties h with a bounded gradient, sharp ones, and the VAE itself, on the two instances of
``numerics.comparison.comparison``.  The bounds of Theorems C2 and D are tested on certified
minimisers, and what beta does to the beta-VAE with learned gamma is listed, exactly.

Exit status: 0 certified, 2 bad input, 3 undecided.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from numerics.comparison.comparison import compare
from numerics.comparison.plot import draw
from numerics.comparison.report import record, text
from numerics.running.files import write_atomically
from numerics.running.options import check_outputs, dimensions, guarded, positive, positives
from numerics.solver.solve import DEFAULT_SECONDS, Geometry

NOISES = ("1/2", "1/100", "1e-6")
BETAS = ("1", "2", "39/10", "4", "41/10", "5", "13/2", "13")
MAX_VALUES = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    options = _parser().parse_args(arguments)
    return guarded("side_by_side", lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    check_outputs(options.json, pictures=[options.plot])
    dims = dimensions(options.dims)
    geometry = Geometry(
        dense_power=positive("--dense-power", options.dense_power),
        sparse_power=positive("--sparse-power", options.sparse_power),
    )
    noises = positives("--gammas", options.gammas, MAX_VALUES)
    betas = positives("--betas", options.betas, MAX_VALUES)
    seconds = float(positive("--time", options.time))
    found = compare(dims, geometry, noises, betas, seconds=seconds)
    if options.plot is not None:
        draw(found, options.plot)
    content = json.dumps(record(found), indent=1, allow_nan=False) + "\n"
    if options.json is not None and str(options.json) != "-":
        write_atomically(options.json, content)
    print(content if str(options.json) == "-" else text(found), end="")
    print("" if str(options.json) == "-" else "\n", end="")
    return 0 if found.decided else 3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m numerics.side_by_side",
        description="Bounded-gradient penalties, sharp ones and the VAE on the same data and the"
        " same decoders, certified.",
        epilog="exit status: 0 certified, 2 bad input, 3 undecided",
    )
    add = parser.add_argument
    add("--dims", default="3,2,1", metavar="D,KAPPA,R", help="dimensions (default 3,2,1)")
    add("--dense-power", default="1/100", help="row power of the dense code (default 1/100)")
    add("--sparse-power", default="1", help="row power of the sparse code (default 1)")
    add("--gammas", default=",".join(NOISES), help="decoder variances of the VAE on instance 1")
    add("--betas", default=",".join(BETAS), help="weights of the beta-VAE with learned gamma")
    add("--time", default=str(DEFAULT_SECONDS), metavar="SECONDS", help="budget of each penalty")
    add("--json", type=Path, metavar="FILE", help="write the answers; - for standard output")
    add("--plot", type=Path, metavar="FILE", help="draw all of it")
    return parser
