"""The options of `numerics.nonlinear`."""

from __future__ import annotations

import argparse
from pathlib import Path

from numerics.running.options import (
    Alone,
    add_certificate,
    add_json,
    add_limits,
    add_parameters,
    add_plot,
)
from numerics.running.parser import Parser
from numerics.running.statuses import Exit

_SECONDS = 60.0
_SURVEY = 100
_CHECKING = 10  # a check may take so many budgets


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="The certified minimum over decoder parameters in a box and over all codes of"
        " L_{g,h} with g(u) = slope u, or of the VAE loss (3) at a fixed gamma with a Gaussian"
        " encoder of its own for every sample; decoders are polynomials, relu and tanh layers.",
        statuses={
            Exit.DONE: "the minimum is certified, or the certificate verifies",
            Exit.NOT_VERIFIED: "", Exit.UNDECIDED: "",
        },
    )  # fmt: skip
    add = made.add_argument
    add("--example", metavar="NAME", help="a problem that comes with the program")
    add("--list", action="store_true", help="list these problems")
    add(
        "--survey", action="store_true",
        help="solve and check the cases of docs/nonlinear.md; --json keeps what was measured",
    )  # fmt: skip
    add("--page", type=Path, metavar="FILE", help="write that page from the stored survey")
    add(
        "--problem", type=Path, metavar="FILE",
        help='JSON with the keys decoder (texts such as "z" and "a*z**2"), latents, parameters'
        ' (as in {"a": [-2, 2]}), data (d rows), and either slope and h, or gamma',
    )  # fmt: skip
    add("--box", nargs="+", metavar="NAME=LOW:HIGH", help="other intervals of parameters")
    add("--h", metavar="PENALTY", help="another penalty on the row powers")
    add("--slope", metavar="NUMBER", help="another slope of g")
    add("--gamma", metavar="NUMBER", help="another decoder variance of a VAE")
    add("--tolerance", metavar="GAP", help="certified gap (default 1e-4; 1e-3 for a VAE)")
    add_limits(made, _SECONDS, "of the search", _budgets)
    add_parameters(made)
    add_json(made)
    add_certificate(made, "write the proof, for --check")
    add_plot(made, "data, decoder, and the loss along every parameter")
    add(
        "--check", type=Path, metavar="FILE", action=Alone, work="numerics.nonlinear.check:run",
        help="verify a certificate and do nothing else, in at most 10 times --time",
    )  # fmt: skip
    return made


def _budgets(options: argparse.Namespace) -> int:
    """How many budgets of time a call may need."""
    if options.survey:
        return _SURVEY
    return 1 if options.check is None else _CHECKING
