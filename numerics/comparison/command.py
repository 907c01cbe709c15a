"""What `numerics.side_by_side` does: the paper's message on the same data and decoders.

Penalties h with a bounded gradient, sharp ones, and the VAE itself, on the two instances of
``numerics.comparison.comparison``.  The bounds of Theorems C2 and D are tested on certified
minimisers, and what beta does to the beta-VAE with learned gamma is listed, exactly.
"""

from __future__ import annotations

import argparse

from numerics.comparison.comparison import compare
from numerics.comparison.report import record, text
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.statuses import Exit
from numerics.running.values import dimensions, positive, positives
from numerics.solver.solve import Geometry

MAX_VALUES = 100


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit status."""
    check_outputs(options.json, pictures=[options.plot])
    dims = dimensions(options.dims)
    geometry = Geometry(
        dense_power=positive("--dense-power", options.dense_power),
        sparse_power=positive("--sparse-power", options.sparse_power),
    )
    noises = positives("--gammas", options.gammas, MAX_VALUES)
    betas = positives("--betas", options.betas, MAX_VALUES)
    found = compare(dims, geometry, noises, betas, seconds=options.time)
    if options.plot is not None:
        from numerics.comparison.plot import draw  # noqa: PLC0415 - seldom needed

        draw(found, options.plot)
    write_json(options.json, record(found))
    if not is_stdout(options.json):
        print(text(found))
    return Exit.DONE if found.decided else Exit.UNDECIDED
