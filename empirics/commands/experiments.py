"""``run``, ``list``, ``report`` and ``figures`` of ``python -m empirics``."""

from __future__ import annotations

import argparse
import os
from importlib.util import find_spec

from empirics.errors import EmpiricsError
from empirics.frame.experiment import Environment, Plan
from empirics.frame.figures import draw
from empirics.frame.records import newest
from empirics.frame.registry import NAMES, experiments
from empirics.frame.report import predictions, report, table
from empirics.frame.runner import costs, planned
from empirics.frame.runner import run as run_planned
from numerics.running.statuses import Exit
from numerics.running.sweep import Pool, cluster, inline, processes
from sparsity_theory.near import did_you_mean


def run(options: argparse.Namespace) -> int:
    """Run experiments; the exit status."""
    _check_torch()
    _check_names(options.names)
    device = _device(options.device)
    workers = _workers(options, device)
    environment = Environment(
        options.data, device, options.threads or max(1, (os.cpu_count() or 1) // workers)
    )
    plan = Plan(options.preset, tuple(options.sets or ()), options.data, options.seeds)
    # Everything is predicted, and all data are found, before anything runs.
    ready = []
    for chosen in experiments(options.names):
        ready.append(planned(chosen, plan, environment))
    for each in ready:
        print(predictions(each.experiment), end="\n\n")
    if plan.preset != "quick":
        for each in ready:
            print(f"{each.experiment.name}: about {costs(each) / 60:.0f} CPU minutes", flush=True)
    done = []
    for each in ready:
        pool, here = _pool(options, workers), options.cluster is None
        found, findings = run_planned(each, options.records, pool, checkpoints=here)
        print(f"{each.experiment.name}, {plan.preset}: {found.folder}, {found.took}\n")
        print(table(findings), end="\n\n", flush=True)
        done.append(found)
    if len(done) > 1:
        spent = sum(each.cpu_seconds() or 0 for each in done)
        print(f"all {len(done)}: {spent / 60:.1f} CPU minutes")
    return Exit.DONE


def show(_options: argparse.Namespace) -> int:
    """List the experiments with predictions and tests."""
    print("\n\n".join(predictions(each) for each in experiments(["all"])))
    return Exit.DONE


def tables(options: argparse.Namespace) -> int:
    """The tables of the newest records."""
    print(report(newest(options.records, NAMES)))
    return Exit.DONE


def figures(options: argparse.Namespace) -> int:
    """Draw the figures of the newest records."""
    for path in draw(newest(options.records, NAMES), options.out):
        print(path)
    return Exit.DONE


def _check_torch() -> None:
    if find_spec("torch") is None:
        raise EmpiricsError("training needs torch: pip install 'sparsity-theory[empirics]'")


def _check_names(names: list[str]) -> None:
    for name in names:
        if name not in (*NAMES, "all"):
            known = ", ".join(NAMES)
            hint = did_you_mean(name, NAMES)
            raise EmpiricsError(f"there is no experiment {name!r}; there are {known}, all{hint}")


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
