"""``python -m numerics.labyrinth``: the labyrinth of Fig. 2 with decoders that wind gradually.

The family of decoders and its exact codes are in ``numerics.labyrinths.instance``, what is
certified about their losses in ``numerics.labyrinths.bounds``.

Exit status: 0 certified, 2 bad input, 3 undecided.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from numerics.labyrinths.bounds import TOLERANCE, Loss, solve
from numerics.labyrinths.instance import MAX_SAMPLES, MAX_TURNS, Labyrinth
from numerics.labyrinths.plot import draw
from numerics.labyrinths.report import SUMMARY, describe, record, table
from numerics.running.files import write_atomically
from numerics.running.options import check_outputs, guarded, positive
from sparsity_theory.penalties.penalties import penalty

DEFAULT_PENALTIES = (
    "u", "log(1+u)", "u/(u+1/10)", "sqrt(u)", "u**(1/10)", "u**(1/20)", "log(u+1e-4)",
    "log(u+1e-10)", "l0",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    options = _parser().parse_args(arguments)
    return guarded("labyrinth", lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    check_outputs(options.json, pictures=[options.plot])
    tolerance = positive("--tolerance", options.tolerance)
    instance = Labyrinth(
        epsilon=positive("--epsilon", options.epsilon),
        reach=positive("--reach", options.reach),
        turns=options.turns,
        samples=options.samples,
    )
    penalties = [penalty(text) for text in options.h or DEFAULT_PENALTIES]
    for h in penalties:  # refuse before the work starts, not in the middle
        Loss(instance, h)
    with tqdm(penalties, unit="penalty", file=sys.stderr, leave=False) as bar:
        solved = [solve(instance, h, tolerance) for h in bar]
    if options.json is not None:
        text = json.dumps([record(each) for each in solved], indent=1, allow_nan=False) + "\n"
        if str(options.json) == "-":
            print(text, end="")
        else:
            write_atomically(options.json, text)
    if options.plot is not None:
        draw(instance, solved, options.plot)
    if str(options.json) != "-":
        print(describe(instance), table(solved), SUMMARY, sep="\n\n")
    return 0 if all(each.decided for each in solved) else 3


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m numerics.labyrinth",
        description="Minimise a penalty over decoders between the identity and one that winds a"
        " curve into a small square, certified (Fig. 2 of the paper; the family is ours).",
        epilog="exit status: 0 certified, 2 bad input, 3 undecided",
    )
    add = parser.add_argument
    add(
        "--h",
        action="append",
        help="penalty on the row powers, a catalogue name or an expression in u; may be repeated",
    )
    add("--epsilon", default="1/10", help="side of the square (default 1/10)")
    add("--reach", default="10", help="largest coordinate of the sparse code (default 10)")
    add("--turns", type=int, default=5, help=f"turns of the spiral, up to {MAX_TURNS} (default 5)")
    add("--samples", type=int, default=8, help=f"up to {MAX_SAMPLES} (default 8)")
    add("--tolerance", default=str(float(TOLERANCE)), help="certified gap (default 1e-4)")
    add("--json", type=Path, metavar="FILE", help="write the answers; - for standard output")
    add("--plot", type=Path, metavar="FILE", help="draw curve, codes and losses")
    return parser
