"""The options of `numerics.side_by_side`."""

from __future__ import annotations

from numerics.running.options import add_json, add_limits, add_plot
from numerics.running.parser import Parser
from numerics.running.statuses import Exit
from numerics.solver.defaults import DEFAULT_SECONDS

NOISES = ("1/2", "1/100", "1e-6")
BETAS = ("1", "2", "39/10", "4", "41/10", "5", "13/2", "13")
_PENALTIES = 20  # about as many budgets as the comparison needs


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="Bounded-gradient penalties, sharp ones and the VAE on the same data and the"
        " same decoders, certified.",
        statuses={Exit.DONE: "", Exit.UNDECIDED: ""},
    )
    add = made.add_argument
    add("--dims", default="3,2,1", metavar="D,KAPPA,R", help="dimensions (default 3,2,1)")
    add("--dense-power", default="1/100", metavar="P", help="row power of the dense code (1/100)")
    add("--sparse-power", default="1", metavar="P", help="row power of the sparse code (1)")
    add("--gammas", default=",".join(NOISES), help="decoder variances of the VAE on instance 1")
    add("--betas", default=",".join(BETAS), help="weights of the beta-VAE with learned gamma")
    add_limits(made, DEFAULT_SECONDS, "of each penalty", lambda _options: _PENALTIES)
    add_json(made)
    add_plot(made, "all of it")
    return made
