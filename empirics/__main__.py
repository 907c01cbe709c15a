"""``python -m empirics``: experiments, their records, and the diagnosis of anyone's VAE.

Exit status: 0 done, whatever the findings are; 2 bad input; 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from empirics.errors import EmpiricsError
from empirics.frame.experiment import Environment, Plan
from empirics.frame.figures import draw
from empirics.frame.records import newest
from empirics.frame.registry import NAMES, experiments
from empirics.frame.report import predictions, report, table
from empirics.frame.runner import planned, run
from numerics.running.options import DONE, check_outputs, guarded
from numerics.running.sweep import Pool, cluster, inline, processes

MAX_SEEDS, MAX_WORKERS = 100, 256
DATA_VARIABLE = "SPARSITY_DATA"


class _Parser(argparse.ArgumentParser):
    """A wrong option is bad input like any other: one line."""

    def error(self, message: str) -> NoReturn:
        raise EmpiricsError(f"{message}; see `{self.prog} --help`")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""

    def work() -> int:
        options = _parser().parse_args(arguments)
        command: int = options.command(options)
        return command

    return guarded("empirics", work, interrupted="the same command goes on from what is kept")


def _run(options: argparse.Namespace) -> int:
    _check_torch()
    device = _device(options.device)
    _check_range("--seeds", options.seeds, MAX_SEEDS)
    _check_range("--workers", options.workers, MAX_WORKERS)
    _check_range("--threads", options.threads, MAX_WORKERS)
    workers = _workers(options, device)
    environment = Environment(
        options.data, device, options.threads or max(1, (os.cpu_count() or 1) // workers)
    )
    plan = Plan(options.preset, tuple(options.sets or ()), options.data, options.seeds)
    # Everything is predicted, and all data are found, before anything runs.
    ready = []
    for chosen in experiments(options.names):
        print(predictions(chosen), end="\n\n")
        ready.append(planned(chosen, plan, environment))
    for each in ready:
        pool, here = _pool(options, workers), options.cluster is None
        found, findings = run(each, options.records, pool, checkpoints=here)
        print(f"{each.experiment.name}, {plan.preset}: {found.folder}\n")
        print(table(findings), end="\n\n", flush=True)
    return DONE


def _list(_options: argparse.Namespace) -> int:
    print("\n\n".join(predictions(each) for each in experiments(["all"])))
    return DONE


def _report(options: argparse.Namespace) -> int:
    print(report(newest(options.records, NAMES)))
    return DONE


def _figures(options: argparse.Namespace) -> int:
    for path in draw(newest(options.records, NAMES), options.out):
        print(path)
    return DONE


def _data(options: argparse.Namespace) -> int:
    from empirics.data import describe, load  # noqa: PLC0415 - it loads scikit-learn

    if options.download and options.data is None:
        raise EmpiricsError("say with --data DIR where the downloaded files shall go")
    for name in options.download:
        load(name, options.data, download=True, limit=1)
    print(describe(options.data))
    return DONE


def _diagnose(options: argparse.Namespace) -> int:
    from empirics.diagnosis import diagnose_file  # noqa: PLC0415 - the other commands need it not
    from numerics.running.files import write_atomically  # noqa: PLC0415

    check_outputs(options.json, pictures=[options.figure])
    diagnosis = diagnose_file(options.file)
    if options.figure is not None:
        from empirics.frame.figures import save  # noqa: PLC0415

        save(diagnosis.figure(), options.figure)
    if str(options.json) == "-":
        print(diagnosis.to_json())
        return DONE
    if options.json is not None:
        write_atomically(options.json, diagnosis.to_json() + "\n")
    print(diagnosis.text())
    return DONE


def _check_torch() -> None:
    if find_spec("torch") is None:
        raise EmpiricsError("training needs torch: pip install 'sparsity-theory[empirics]'")


def _device(name: str) -> str:
    """The device that "auto" stands for; a missing one is an error."""
    if name == "cpu":
        return name
    import torch  # noqa: PLC0415 - only a run loads it

    if torch.cuda.is_available():
        return "cuda"
    if name == "cuda":
        raise EmpiricsError("torch finds no CUDA device here: use --device cpu")
    return "cpu"


def _check_range(option: str, value: int | None, most: int) -> None:
    if value is not None and not 1 <= value <= most:
        raise EmpiricsError(f"{option} needs a number from 1 to {most}, not {value}")


def _workers(options: argparse.Namespace, device: str) -> int:
    """Processes here: as many as cores, but one for a GPU."""
    if options.workers is None:
        return 1 if device == "cuda" else os.cpu_count() or 1
    if options.cluster is not None:
        raise EmpiricsError("give --workers (processes here) or --cluster, not both")
    return int(options.workers)


def _pool(options: argparse.Namespace, workers: int) -> Pool:
    if options.cluster is not None:
        return cluster(options.cluster)
    return inline if workers == 1 else processes(workers)


def _parser() -> _Parser:
    parser = _Parser(
        prog="python -m empirics",
        description="Trains VAEs and confirms, or fails to confirm, what the theory predicts.",
        epilog="exit status: 0 done, whatever the findings; 2 bad input; 130 interrupted",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    records = _Parser(add_help=False)
    records.add_argument(
        "--records", type=Path, default=Path("records"), metavar="DIR", help="(default: records)"
    )
    data = _Parser(add_help=False)
    home = os.environ.get(DATA_VARIABLE)
    data.add_argument(
        "--data", type=Path, default=None if not home else Path(home), metavar="DIR",
        help=f"folder of the data files (default: the environment variable {DATA_VARIABLE})",
    )  # fmt: skip

    add = commands.add_parser("run", parents=[data, records], help="run experiments")
    add.set_defaults(command=_run)
    add.add_argument("names", nargs="+", metavar="NAME", help=f"{', '.join(NAMES)}; or all")
    add.add_argument("--preset", choices=("quick", "full"), default="quick")
    add.add_argument("--sets", nargs="+", metavar="SET", help="only these of its data sets")
    add.add_argument("--seeds", type=int, metavar="N", help="(default: the preset's)")
    add.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    add.add_argument("--workers", type=int, metavar="N", help="processes (default: all cores)")
    add.add_argument("--threads", type=int, metavar="N", help="of each (default: cores / workers)")
    add.add_argument("--cluster", metavar="ADDRESS", help="run on a dask cluster (extra `cluster`)")

    add = commands.add_parser("list", help="experiments, their predictions and tests")
    add.set_defaults(command=_list)
    add = commands.add_parser("report", parents=[records], help="tables, from records alone")
    add.set_defaults(command=_report)
    add = commands.add_parser("figures", parents=[records], help="figures, from records alone")
    add.set_defaults(command=_figures)
    add.add_argument(
        "--out", type=Path, default=Path("figures"), metavar="DIR", help="(default: figures)"
    )
    add = commands.add_parser("data", parents=[data], help="which data sets are there")
    add.set_defaults(command=_data)
    add.add_argument(
        "--download", nargs="+", default=[], metavar="NAME", help="fetch these from their homes"
    )
    add = commands.add_parser("diagnose", help="what a trained VAE's arrays say")
    add.set_defaults(command=_diagnose)
    add.add_argument("file", type=Path, metavar="FILE.npz", help="mu, sigma, x, x_hat, gamma")
    add.add_argument("--json", type=Path, metavar="FILE", help="as JSON; - for standard output")
    add.add_argument("--figure", type=Path, metavar="FILE", help="a picture")
    return parser


if __name__ == "__main__":
    sys.exit(main())
