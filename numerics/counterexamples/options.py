"""The options of `numerics.counterexample`."""

from __future__ import annotations

import argparse
from pathlib import Path

from numerics.errors import NumericsError
from numerics.running.options import (
    Alone,
    add_certificate,
    add_json,
    add_limits,
    add_parameters,
    add_plot,
    add_tolerance,
    whole,
)
from numerics.running.parser import Parser
from numerics.running.statuses import Exit
from numerics.solver.defaults import DEFAULT_SECONDS, DEFAULT_TOLERANCE, RELATIVE_TOLERANCE

DEFAULT_G = "1000*u"
MAX_SAMPLES = 10**6
_TABLE_ROWS = 20  # about as many budgets as the table over the whole catalogue may need
_RANKS = 8  # as many ranks as a call with --ranks may need budgets for
_CHECKING = 6  # a check may take so many budgets
_LIMITS = frozenset({"--time", "--memory"})
_OBJECTIVE = frozenset({"--dims", "--ranks", "--param", "--json", "--certificate"})
_OTHER_WORK = {
    "--list": frozenset[str](),
    "--check": frozenset[str](),
    "--coq-check": frozenset({"--coq-library"}),
    "--objective": _OBJECTIVE,
    "--coq": frozenset({"--g", "--h", "--dims", "--param"}),
}
"""Work of its own kind, and the options that have a part in it."""

INSTANCE = frozenset({"--dense-power", "--sparse-power", "--samples", "--zero-error", "--theta"})


def refuse_idle(given: frozenset[str]) -> None:
    """Refuse options that would have no effect.

    >>> refuse_idle(frozenset({"--objective", "--tolerance"}))
    Traceback (most recent call last):
    numerics.errors.NumericsError: --tolerance has no part in --objective: leave it out
    """
    for work, parts in _OTHER_WORK.items():
        if work in given:
            refuse(given - parts - {work}, f"has no part in {work}: leave it out")
            return
    if "--coq-library" in given:
        raise NumericsError("--coq-library goes with --coq-check")


def refuse(options: frozenset[str], why: str) -> None:
    """Refuse the first of these options, if there is one; limits have a part in everything."""
    for option in sorted(options - _LIMITS):
        raise NumericsError(f"{option} {why}")


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="Does minimising L_{g,h}(theta, Z) = g(error) + (1/d) sum_k h(power of row k)"
        " guarantee an optimal sparse representation? If not, show an instance, certified.",
        statuses={Exit.DONE: "", Exit.NOT_VERIFIED: "", Exit.UNDECIDED: "", Exit.UNCHECKED: ""},
    )
    add = made.add_argument
    add(
        "--h",
        metavar="PENALTY",
        help='penalty on the row powers: a catalogue name or an expression in u, as "log(1+u)";'
        " a penalty on the norm of a row is written with sqrt(u), a weight as a factor: 3*sqrt(u)",
    )
    add("--g", metavar="PENALTY", help=f"penalty on the error (default {DEFAULT_G})")
    add(
        "--objective",
        metavar="PSI",
        help='instead of a pair, any objective of the error e and the row powers, as "e + 3*s1 +'
        ' 2*s2" (p1, p2, ...: powers of the rows; s1 >= s2 >= ...: sorted; p and s: lists of all)',
    )
    add(
        "--ranks", action="store_true", help="answer for every r < kappa; the r of --dims is unused"
    )
    add("--dims", default="3,2,1", metavar="D,KAPPA,R", help="dimensions (default 3,2,1)")
    add("--dense-power", metavar="P", help="row power of the dense exact code (default 1/100)")
    add("--sparse-power", metavar="P", help="row power of the sparse exact code (default 1)")
    add("--samples", type=whole(0, MAX_SAMPLES), metavar="N", help="number of samples (default r)")
    add("--zero-error", metavar="E", help="error of the zero code, by scaling the data")
    add(
        "--theta",
        choices=("interval", "pair"),
        default="interval",
        help="decoders: all of [0, 1] between the two (default), or only the two",
    )
    add_tolerance(made, DEFAULT_TOLERANCE, RELATIVE_TOLERANCE)
    add_limits(made, DEFAULT_SECONDS, "for each pair of penalties", _budgets)
    add_parameters(made)
    add_json(made)
    add_certificate(made, "write the certificate (needs --h)")
    add_plot(made, "the loss of the instance (needs --h)")
    add(
        "--check",
        type=Path,
        metavar="FILE",
        action=Alone,
        work="numerics.counterexamples.check:run",
        help="verify a certificate and do nothing else, in at most 6 times --time",
    )
    add(
        "--coq",
        type=Path,
        metavar="FILE",
        help="write the verdict as a Coq file (needs --h), and do nothing else",
    )
    add("--coq-check", type=Path, metavar="FILE", help="have Coq's kernel check such a file")
    add(
        "--coq-library",
        type=Path,
        metavar="DIR",
        help="the compiled folder proofs/coq of the repository (default: the one of this clone)",
    )
    add("--list", action="store_true", help="list the catalogue of penalties")
    made.set_defaults(refuse=refuse_idle)
    return made


def _budgets(options: argparse.Namespace) -> int:
    """How many budgets of time a call may need: two instances for one pair, or the table."""
    if options.check is not None:
        return _CHECKING
    if options.ranks:
        return 2 * _RANKS
    return 2 if options.h is not None or options.objective is not None else _TABLE_ROWS
