"""The options of `numerics.scaling`."""

from __future__ import annotations

from numerics.running.options import add_json, add_plot
from numerics.running.parser import Parser
from numerics.running.statuses import Exit


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="How the cost of a certified minimum grows with kappa, n, d, the parameters and"
        " the tolerance, on random dense families. Times are of this machine: read the ratios.",
        statuses={Exit.DONE: "measured"},
    )
    made.add_argument(
        "--quick", action="store_true", help="small sizes and one seed, less than a minute"
    )
    made.add_argument(
        "--grid", action="store_true",
        help="instead: what two more digits of the gap cost for every penalty of the catalogue,"
        " none to three parameters, three seeds",
    )  # fmt: skip
    add_json(made)
    add_plot(made, "the measurements")
    return made
