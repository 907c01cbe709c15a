"""The options of `numerics.literature`."""

from __future__ import annotations

from pathlib import Path

from numerics.running.options import add_json, add_limits
from numerics.running.parser import Parser
from numerics.running.statuses import Exit

DEFAULT_G = "l0"
_SECONDS = 2.0
_ROWS = 300  # as many budgets as the table may need


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="The penalties of the literature under the field's names: what each is as a"
        " function of the power u of a row, whether minimising L_{g,h} with it guarantees optimal"
        " sparsity, and how long that takes. A name of the table can be given wherever a penalty"
        ' is asked for, as in --h "mcp_skglm(sqrt(u), alpha=1, gamma=3)".',
        statuses={Exit.DONE: "every row is decided", Exit.UNDECIDED: "some row is not"},
    )
    add = made.add_argument
    add("--only", metavar="NAME", nargs="+", help="these names only (default: all)")
    add("--g", default=DEFAULT_G, metavar="PENALTY", help="penalty on the error (default l0)")
    add("--dims", default="3,2,1", metavar="D,KAPPA,R", help="dimensions (default 3,2,1)")
    add("--page", type=Path, metavar="FILE", help="write the table as a Markdown page")
    add_limits(made, _SECONDS, "for the facts of each penalty", lambda _options: _ROWS)
    add_json(made)
    return made
