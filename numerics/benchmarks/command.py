"""What `numerics.benchmark` does: the certified solver and its peers, measured in one run.

First the certified solver alone on the catalogue of penalties.  Then, on the theorem's instances
and on random dense ones, the certified solver, Gurobi, Xpress, PySCIPOpt, MAiNGO, SciPy's global
optimisers and L-BFGS-B from many starts: time to a gap of 1e-3 and of 1e-6, and every answer
re-evaluated in the exact loss.  The last lines say which aims this run meets.  Times are CPU
seconds of this run, ours with compiled loops where numba is installed: read the ratios.

Peers with bounds are asked for the gap; the time of the others is that of their first point within
the gap of the certified minimum.  A peer is wrong if it claims to be done, or ends by itself, with
a point that is worse than that, or if it claims a value or bound that the certificate refutes; it
is open if the budget stops it.  Gurobi, Xpress and SCIP run twice: alone, and from the point that
we found.  What each is given: `numerics.benchmarks.peers_gurobi`, `numerics.benchmarks.peers_scip`,
`numerics.benchmarks.peers_maingo`, `numerics.benchmarks.peers_scipy`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from importlib.metadata import PackageNotFoundError
from typing import Any

from numerics.benchmarks import catalogue as benchmark_catalogue
from numerics.benchmarks import (
    parameters,
    peers_gurobi,
    peers_maingo,
    peers_scip,
    peers_scipy,
    peers_xpress,
    stamp,
)
from numerics.benchmarks.aims import Aim, aims
from numerics.benchmarks.cases import PENALTIES, SIZES, Case, Origin, cases
from numerics.benchmarks.options import DEFAULT_BUDGET, QUICK_BUDGET
from numerics.benchmarks.peers import Peer
from numerics.benchmarks.report import EXPLANATION, tables, wrong_answers
from numerics.benchmarks.runs import SolverRun, run_case
from numerics.errors import NumericsError
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.progress import bar
from numerics.running.statuses import Exit
from numerics.solver.loops import load

FORMAT = "sparsity-theory benchmark"
ALL_SIZES, QUICK_SIZES = ",".join(map(str, SIZES)), "3,7,16"
WARM_UP_BUDGET = 0.1
INSTALL = "pip install 'sparsity-theory[peers]'"
_WITH_BOUNDS: dict[str, list[Callable[[], Peer]]] = {
    "Gurobi": [peers_gurobi.peer, partial(peers_gurobi.peer, informed=True)],
    "PySCIPOpt": [peers_scip.peer, partial(peers_scip.peer, informed=True)],
    "Xpress": [peers_xpress.peer, partial(peers_xpress.peer, informed=True)],
    "MAiNGO": [peers_maingo.peer],
}


def run(options: argparse.Namespace) -> int:
    """Run the benchmark and print its tables; returns the exit status."""
    default_sizes = QUICK_SIZES if options.quick else ALL_SIZES
    sizes = _sizes(default_sizes if options.sizes is None else options.sizes)
    seeds = options.seeds
    budget = options.time or (QUICK_BUDGET if options.quick else DEFAULT_BUDGET)
    check_outputs(options.json)
    to_stdout = is_stdout(options.json)
    say = _nothing if to_stdout else print
    say(stamp.line(budget))
    if options.only == "parameters":
        return _parameters(options, budget, say)
    load()
    if options.only not in ("peers", "bounds"):
        answers = benchmark_catalogue.catalogue(sizes, quick=options.quick)
        say(benchmark_catalogue.table(answers) + "\n")
    peers, absent = ([], {}) if options.only == "own" else available()
    if options.only == "bounds":
        peers = [peer for peer in peers if peer.proves]
    for name, why in absent.items():
        say(f"absent: {name}, {why}")
    todo = cases(sizes, PENALTIES[: 1 if options.quick else None], seeds)
    runs = compare(todo, peers, budget, options.repeats)
    reached = aims(runs)
    say(f"{tables(runs)}\n\n{EXPLANATION}\n\n{wrong_answers(runs)}\n")
    say("\n".join(map(str, reached)))
    write_json(options.json, record(runs, reached, budget, absent))
    return Exit.DONE


def _parameters(options: argparse.Namespace, budget: float, say: Callable[[str], None]) -> int:
    """Families of several parameters, and which aims they meet."""
    wanted = parameters.QUICK_PARAMETERS if options.quick else parameters.ALL_PARAMETERS
    runs = parameters.measure(wanted, budget)
    reached = parameters.aims(runs)
    say("\n".join([parameters.table(runs), "", *map(str, reached)]))
    record = {
        "format": FORMAT, **stamp.record(), "budget_seconds": budget,
        "aims": [asdict(aim) for aim in reached], "runs": [asdict(run) for run in runs],
    }  # fmt: skip
    write_json(options.json, record)
    return Exit.DONE


def available() -> tuple[list[Peer], dict[str, str]]:
    """The peers that are installed, and for each of the others how to install it."""
    found, absent = [], {}
    for name, made in _WITH_BOUNDS.items():
        try:
            found += [one() for one in made]
        except (ImportError, PackageNotFoundError):
            absent[name] = f"not installed: {INSTALL}"
    return found + peers_scipy.peers(), absent


def compare(
    todo: Sequence[Case], peers: Sequence[Peer], budget: float, repeats: int = 1
) -> list[SolverRun]:
    """Every solver on every case, one at a time, after a run of each that is not measured."""
    runs: list[SolverRun] = []
    total = len(todo) * (1 + len(peers))
    with bar(total=total, unit="run") as shown:

        def step(case: Case, solver: str) -> None:
            shown.set_description(f"{case.kind.value}, {case.variables} variables, {solver}")
            shown.update()

        for kind, name in sorted({(case.kind.value, case.h_name) for case in todo}):
            warm_up = Case(Origin(kind), min(SIZES), name, seed=0)
            run_case(warm_up, peers, WARM_UP_BUDGET, lambda _: None)
        for case in todo:
            runs += run_case(case, peers, budget, partial(step, case), repeats=repeats)
    return runs


def record(
    runs: Sequence[SolverRun], reached: Sequence[Aim], budget: float, absent: dict[str, str]
) -> dict[str, Any]:
    """Everything as JSON-ready data."""
    return {
        "format": FORMAT,
        **stamp.record(),
        "absent": absent,
        "budget_seconds": budget,
        "aims": [asdict(aim) for aim in reached],
        "runs": [asdict(run) for run in runs],
    }


def _nothing(_: str) -> None:
    """Print nothing: standard output is taken by the JSON."""


def _sizes(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",")]
    known = {str(size): size for size in SIZES}
    if not all(part in known for part in parts):
        raise NumericsError(
            f"--sizes needs numbers of variables out of {', '.join(known)} with commas between"
            f" them, not {text!r}"
        )
    return sorted({known[part] for part in parts})
