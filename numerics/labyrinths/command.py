"""What `numerics.labyrinth` does: the labyrinth of Fig. 2 with decoders that wind gradually.

The family of decoders and its exact codes are in ``numerics.labyrinths.instance``, what is
certified about their losses in ``numerics.labyrinths.bounds``.
"""

from __future__ import annotations

import argparse

from numerics.labyrinths.bounds import ExactCodeLoss, solve
from numerics.labyrinths.defaults import DEFAULT_PENALTIES
from numerics.labyrinths.instance import Labyrinth
from numerics.labyrinths.plot import draw
from numerics.labyrinths.report import SUMMARY, describe, record, table
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.progress import bar
from numerics.running.statuses import Exit
from numerics.running.tables import prose
from numerics.running.values import GivenParameters, positive, read_penalty


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit status."""
    check_outputs(options.json, pictures=[options.plot])
    tolerance = positive("--tolerance", options.tolerance)
    instance = Labyrinth(
        epsilon=positive("--epsilon", options.epsilon),
        reach=positive("--reach", options.reach),
        turns=options.turns,
        samples=options.samples,
    )
    given = GivenParameters(options.param)
    penalties = [read_penalty("--h", text, given) for text in options.h or DEFAULT_PENALTIES]
    given.check_used()
    for h in penalties:  # refuse before the work starts, not in the middle
        ExactCodeLoss(instance, h)
    with bar(penalties, unit="penalty") as shown:
        solved = [solve(instance, h, tolerance) for h in shown]
    write_json(options.json, [record(each) for each in solved])
    if options.plot is not None:
        draw(instance, solved, options.plot)
    if not is_stdout(options.json):
        print(prose(describe(instance)), table(solved), prose(SUMMARY), sep="\n\n")
    return Exit.DONE if all(each.decided for each in solved) else Exit.UNDECIDED
