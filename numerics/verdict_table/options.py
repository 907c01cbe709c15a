"""The options of `numerics.verdicts`."""

from __future__ import annotations

from pathlib import Path

from numerics.running.options import add_json, add_limits
from numerics.running.parser import Parser
from numerics.running.statuses import Exit

_SECONDS = 120.0
_FILES = 300  # as many budgets as the table may need


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="For every penalty of the literature: a verdict file as --coq of"
        " numerics.counterexample writes it, Coq's check of it, and the processor time of both."
        " It needs Coq and the compiled folder proofs/coq.",
        statuses={
            Exit.DONE: "every file that can be written is proved",
            Exit.NOT_VERIFIED: "Coq refuses some file",
        },
    )
    add = made.add_argument
    add("--only", metavar="NAME", nargs="+", help="these names only (default: all)")
    add("--g", default="l0", metavar="PENALTY", help="penalty on the error (default l0)")
    add("--dims", default="3,2,1", metavar="D,KAPPA,R", help="dimensions (default 3,2,1)")
    add(
        "--coq-library",
        type=Path,
        metavar="DIR",
        help="the compiled folder proofs/coq of the repository (default: the one of this clone)",
    )
    add_limits(made, _SECONDS, "of each file, and of each of Coq's two readings", lambda _o: _FILES)
    add_json(made)
    return made
