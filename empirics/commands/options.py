"""The options of ``python -m empirics``."""

from __future__ import annotations

import os
from pathlib import Path

from numerics.running.options import add_json, add_plot, whole
from numerics.running.parser import Parser
from numerics.running.statuses import Exit

MAX_SEEDS, MAX_WORKERS = 100, 256
DATA_VARIABLE = "SPARSITY_DATA"


def parser(prog: str) -> Parser:
    """The parser of the command."""
    made = Parser(
        prog=prog,
        description="Trains VAEs and confirms, or fails to confirm, what the theory predicts.",
        statuses={Exit.DONE: "done, whatever the findings"},
    )
    commands = made.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands.add_parser("run", parents=[_data(), _records()], help="run experiments"))
    add = commands.add_parser("list", help="experiments, their predictions and tests")
    add.set_defaults(work="empirics.commands.experiments:show")
    add = commands.add_parser("report", parents=[_records()], help="tables, from records alone")
    add.set_defaults(work="empirics.commands.experiments:tables")
    add = commands.add_parser("figures", parents=[_records()], help="figures, from records alone")
    add.set_defaults(work="empirics.commands.experiments:figures")
    add.add_argument(
        "--out", type=Path, default=Path("figures"), metavar="DIR", help="(default: figures)"
    )
    add = commands.add_parser("data", parents=[_data()], help="which data sets are there")
    add.set_defaults(work="empirics.commands.data:run")
    add.add_argument(
        "--download", nargs="+", default=[], metavar="NAME", help="fetch these from their homes"
    )
    _add_diagnose(
        commands.add_parser(
            "diagnose", help="what a trained VAE's arrays say", renamed={"--figure": "--plot"}
        )
    )
    return made


def _add_run(add: Parser) -> None:
    add.set_defaults(
        work="empirics.commands.experiments:run",
        kept=lambda _options: "the same command goes on from what is kept",
    )
    add.add_argument("names", nargs="+", metavar="NAME", help="see `list`; or all")
    add.add_argument("--preset", choices=("quick", "full", "paper"), default="quick")
    add.add_argument("--sets", nargs="+", metavar="SET", help="only these of its data sets")
    add.add_argument(
        "--seeds", type=whole(1, MAX_SEEDS), metavar="N", help="(default: the preset's)"
    )
    add.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    workers = whole(1, MAX_WORKERS)
    add.add_argument("--workers", type=workers, metavar="N", help="processes (default: all cores)")
    add.add_argument(
        "--threads", type=workers, metavar="N", help="of each (default: cores / workers)"
    )
    add.add_argument("--cluster", metavar="ADDRESS", help="run on a dask cluster (extra `cluster`)")


def _add_diagnose(add: Parser) -> None:
    add.set_defaults(work="empirics.commands.diagnose:run")
    add.add_argument("file", type=Path, metavar="FILE.npz", help="mu, sigma, x, x_hat, gamma")
    add.add_argument("--gamma", type=float, metavar="G", help="decoder variance (default: FILE's)")
    add.add_argument("--beta", type=float, metavar="B", help="weight of the KL term (default: 1)")
    add.add_argument("--rank", type=int, metavar="R", help="dimension of the data, if known")
    add.add_argument("--decoded-from", choices=("mean", "sampled"), help="what x_hat was made of")
    add.add_argument("--split", choices=("train", "held-out"), help="which samples these are")
    add.add_argument("--seed", type=int, metavar="N", help="of the draws (default: 0)")
    add.add_argument(
        "--decoder", metavar="MODULE:NAME",
        help="a function of codes, or a torch module, in a Python module of yours, which is run",
    )  # fmt: skip
    add.add_argument("--html", type=Path, metavar="FILE", help="one page with text and picture")
    add_json(add)
    add_plot(add, "what was found")


def _records() -> Parser:
    shared = Parser(add_help=False)
    shared.add_argument(
        "--records", type=Path, default=Path("records"), metavar="DIR", help="(default: records)"
    )
    return shared


def _data() -> Parser:
    shared = Parser(add_help=False)
    home = os.environ.get(DATA_VARIABLE)
    shared.add_argument(
        "--data", type=Path, default=None if not home else Path(home), metavar="DIR",
        help=f"folder of the data files (default: the environment variable {DATA_VARIABLE})",
    )  # fmt: skip
    return shared
