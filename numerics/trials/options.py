"""The options of `numerics.trials`."""

from __future__ import annotations

from numerics.running.options import add_json, whole
from numerics.running.parser import Parser
from numerics.running.statuses import Exit

KINDS = ("disguises", "random", "hostile", "checker", "mutants", "minima")
DEFAULT_COUNT = 100
MOST = 10**6


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="Trials of analysis, checker and solver: the catalogue in disguises, random"
        " expressions against independent samples and the checker, hostile ones within time and"
        " memory, the checker against mpmath, changed certificates, certified minima against a"
        " grid.  What the file of --json has of the same kind and seed is gone on with.",
        statuses={Exit.DONE: "nothing was wrong", Exit.NOT_VERIFIED: "something was wrong"},
    )
    made.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    made.add_argument(
        "count", type=whole(1, MOST), nargs="?", default=DEFAULT_COUNT, metavar="COUNT",
        help="how many cases (default %(default)s); there are some hundred disguises",
    )  # fmt: skip
    made.add_argument(
        "seed", type=whole(0, MOST), nargs="?", default=1, metavar="SEED",
        help="(default %(default)s)",
    )  # fmt: skip
    add_json(made)
    return made
