"""``python -m numerics.benchmark``: the certified solver and its peers, measured in one run.

First the certified solver on every catalogue penalty, three g and four sizes; then the peers on
the smooth penalties of the smaller sizes, each point re-evaluated in the same objective.  Times
are of this machine and this run: read the ratios.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence

from tqdm import tqdm

from numerics.objective import Objective
from numerics.peers import Task, available, measure, shgo
from numerics.solve import Answer, Geometry, solve
from sparsity_theory.catalogue import ENTRIES
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.penalties import penalty

SIZES = (Dimensions(3, 2, 1), Dimensions(5, 3, 2), Dimensions(8, 5, 3), Dimensions(16, 8, 4))
G = ("10*u", "1000*u", "log(u + 1/10000)")
PEER_SIZES = SIZES[:3]
PEER_PENALTIES = ("log1p", "rational", "sqrt")
SHGO_VARIABLES = 8
RIGHT_WITHIN = 1e-3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and print its tables."""
    options = _parser().parse_args(arguments)
    answers = own_figures()
    if options.peers > 0:
        peer_figures(answers, options.peers, options.budget)
    return 0


def own_figures() -> dict[tuple[Dimensions, str, str], Answer]:
    """Every catalogue penalty x three g x four sizes at dense power 1/100, closed to 1e-6."""
    geometry = Geometry()
    names = [entry.name for entry in ENTRIES if entry.name != "indicator"]
    cases = [(dims, g, h) for dims in SIZES for g in G for h in names]
    answers = {}
    solve(penalty(G[0]), penalty(names[0]), SIZES[0], geometry=geometry)  # imports and caches
    for dims, g, h in tqdm(cases, desc="certified", unit="case", file=sys.stderr, leave=False):
        answers[dims, g, h] = solve(penalty(g), penalty(h), dims, geometry=geometry)
    print("Certified solver: catalogue x g in {" + ", ".join(G) + "}, dense power 1/100, gap 1e-6")
    print(
        f"{'(d, kappa, r)':14} {'variables':>9} {'closed':>8} {'search median':>14}"
        f" {'worst':>7} {'replay median':>14} {'worst':>7} {'leaves, most':>13}"
    )
    for dims in SIZES:
        _row(
            str((dims.d, dims.kappa, dims.r)),
            dims.kappa * dims.r + 1,
            [answer for (size, _, _), answer in answers.items() if size == dims],
        )
    _row("all", 0, list(answers.values()))
    for answer in answers.values():
        if answer.lower is None:
            dims = answer.instance.dims
            print(f"not closed: {dims} g = {answer.g.text}, h = {answer.h.text}: {answer.note}")
    return answers


def _row(name: str, variables: int, answers: list[Answer]) -> None:
    search = [answer.seconds - answer.replay_seconds for answer in answers]
    replay = [answer.replay_seconds for answer in answers]
    closed = sum(answer.lower is not None for answer in answers)
    print(
        f"{name:14} {variables or '':>9} {closed:>4}/{len(answers):<3}"
        f" {statistics.median(search):>12.3f} s {max(search):>5.2f} s"
        f" {statistics.median(replay):>12.3f} s {max(replay):>5.2f} s"
        f" {max(answer.verified.leaves for answer in answers):>13}"
    )


def peer_figures(
    answers: dict[tuple[Dimensions, str, str], Answer], seeds: int, budget: float
) -> None:
    """Peers on the smooth penalties with g = 1000 u: right answers, time, ratio to ours."""
    peers, absent = available()
    print()
    print(
        f"Peers: g = 1000*u, h in {{{', '.join(PEER_PENALTIES)}}}, {seeds} seeds, at most"
        f" {budget:g} s each; right: within {RIGHT_WITHIN:g} of the certified minimum;"
        " ratio: median time over ours"
    )
    for name, why in absent.items():
        print(f"absent: {name} ({why})")
    for dims in PEER_SIZES:
        ours = [answers[dims, "1000*u", name].seconds for name in PEER_PENALTIES]
        print(
            f"\n{(dims.d, dims.kappa, dims.r)}, {dims.kappa * dims.r + 1} variables;"
            f" ours, certificate and replay included: right {len(ours)}/{len(ours)},"
            f" median {statistics.median(ours):.3f} s"
        )
        for peer_name, peer in peers.items():
            if peer is shgo and dims.kappa * dims.r + 1 > SHGO_VARIABLES:
                print(f"  {peer_name:30} not run: starts from 2^n vertices, no time limit")
                continue
            right, times = 0, []
            runs = [(name, seed) for name in PEER_PENALTIES for seed in range(seeds)]
            for name, seed in tqdm(runs, desc=peer_name, file=sys.stderr, leave=False):
                answer = answers[dims, "1000*u", name]
                task = _task(answer)
                result = measure(peer, task, seed, budget)
                right += result.value <= answer.loss + RIGHT_WITHIN
                times.append(result.seconds)
            ratio = statistics.median(times) / statistics.median(ours)
            print(
                f"  {peer_name:30} right {right:>3}/{len(runs):<3}"
                f" median {statistics.median(times):>7.3f} s  ratio {ratio:>7.1f}"
            )


def _task(answer: Answer) -> Task:
    objective = Objective(answer.instance.family, answer.g, answer.h)
    codes = answer.instance.code(sparse=True) + answer.instance.code(sparse=False)
    return Task(objective, float(max(abs(z) for row in codes for z in row)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m numerics.benchmark", description=__doc__)
    parser.add_argument(
        "--peers",
        type=int,
        default=1,
        metavar="SEEDS",
        help="seeds for each peer and penalty; 0 leaves the peers out (default 1)",
    )
    parser.add_argument(
        "--budget",
        type=float,
        default=3.0,
        metavar="SECONDS",
        help="time limit of a peer for one run (default 3)",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
