"""The options of `numerics.minimise`."""

from __future__ import annotations

from pathlib import Path

from numerics.running.options import (
    add_certificate,
    add_json,
    add_limits,
    add_parameters,
    add_tolerance,
)
from numerics.running.parser import Parser
from numerics.running.statuses import Exit
from numerics.solver.defaults import DEFAULT_SECONDS, DEFAULT_TOLERANCE, RELATIVE_TOLERANCE


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="The certified minimum of L_{g,h}(theta, Z) = g(error) + (1/d) sum_k h(power of"
        " row k) over theta and all codes, for linear decoders W_theta = start + sum_j theta_j"
        " directions[j].",
        renamed={"--tol": "--tolerance", "--seconds": "--time"},
        statuses={Exit.DONE: "the minimum is certified", Exit.UNDECIDED: ""},
    )
    add = made.add_argument
    add(
        "--g",
        required=True,
        metavar="PENALTY",
        help="penalty on the error: a catalogue name or an expression in u",
    )
    add("--h", required=True, metavar="PENALTY", help="penalty on the row powers")
    add("--random", metavar="D,KAPPA,N,P,SEED", help="a random dense family")
    add(
        "--family", type=Path, metavar="FILE",
        help="JSON with the keys data, start, directions, connected; entries are exact, such as"
        ' 3, 0.25 or "1/3"',
    )  # fmt: skip
    add(
        "--sparse-theta", metavar="T,...",
        help="a decoder, beside the corners of theta, at which to look for a sparsest exact code",
    )  # fmt: skip
    add(
        "--sparse-code", type=Path, metavar="FILE",
        help="a sparse exact code of yours to compare with: JSON with the keys theta and codes",
    )  # fmt: skip
    add(
        "--by-rows", action="store_true",
        help="also the certified minimum with at most m active rows, for every m",
    )  # fmt: skip
    add_tolerance(made, DEFAULT_TOLERANCE, RELATIVE_TOLERANCE)
    add_limits(made, DEFAULT_SECONDS, "of the search")
    add_parameters(made)
    add_json(made)
    add_certificate(made, "write the proof, for `counterexample --check`")
    return made
