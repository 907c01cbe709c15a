"""The options of ``python -m proofs.kernel``."""

from __future__ import annotations

from numerics.running.parser import Parser
from numerics.running.statuses import Exit


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="Check the proofs in Coq, and the axioms they rest on.",
        statuses={Exit.DONE: "the proofs stand", Exit.NOT_VERIFIED: "there are problems"},
    )
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    for name, text in (
        ("build", "compile the sources that changed"),
        ("check", "compile, print each theorem's axioms, compare with the list"),
        ("list", "the theorems by claim (needs no Coq)"),
        ("pin", "accept the statements as they are now (needs no Coq)"),
    ):
        commands.add_parser(name, help=text).set_defaults(work=f"proofs.kernel.command:{name}")
    return made
