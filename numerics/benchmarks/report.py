"""Tables of the comparison, from its runs alone."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from numerics.benchmarks.judge import Judgement
from numerics.benchmarks.ratios import Ratio, comparisons
from numerics.benchmarks.runs import SolverRun

EXPLANATION = (
    "right: within the gap of the certified minimum in the exact loss; wrong: it said it was\n"
    "done, or claimed a value or bound that the certificate refutes; open: stopped by the budget.\n"
    "median: time to the gap, for peers without bounds to their first point within it; ratio: the\n"
    "median of that over our time for the same loss and gap, replay included; end: the same until\n"
    "the peer ends by itself."
)

_ANSWERS = (Judgement.RIGHT, Judgement.WRONG, Judgement.OPEN)
_COLUMNS = f"{'right':>7}{'wrong':>6}{'open':>5}{'median':>10}{'ratio':>9}{'end':>9}  "

K = TypeVar("K")


def tables(runs: Sequence[SolverRun]) -> str:
    """One table for each kind and size: every solver at both gaps."""
    medians = [
        {(c.kind, c.variables, c.gap, c.solver): c.median for c in comparisons(runs, to_end=end)}
        for end in (False, True)
    ]
    blocks = []
    for (kind, variables), group in _grouped(
        runs, lambda run: (run.question.kind, run.question.variables)
    ).items():
        g = group[0].question.g
        hs = ", ".join(dict.fromkeys(run.question.h for run in group))
        seeds = len({run.question.seed for run in group})
        gaps = sorted({run.gap for run in group}, reverse=True)
        lines = [
            f"{kind}, {variables} variables: g = {g}, h in {{{hs}}}, seeds: {seeds}",
            f"  {'':24}" + "".join(f"{f'gap {gap:g}':^{len(_COLUMNS)}}" for gap in gaps),
            f"  {'solver':24}" + _COLUMNS * len(gaps),
        ]
        for solver, own in _grouped(group, lambda run: run.solver).items():
            cells = [
                _cell(
                    [run for run in own if run.gap == gap],
                    [found.get((kind, variables, gap, solver)) for found in medians],
                )
                for gap in gaps
            ]
            lines.append(f"  {solver:24}" + "".join(cells))
        lines += _notes(group)
        blocks.append("\n".join(line.rstrip() for line in lines))
    return "\n\n".join(blocks)


def wrong_answers(runs: Sequence[SolverRun]) -> str:
    """How many answers of each solver are wrong, of all that it gave."""
    counts = []
    for solver, own in _grouped(runs, lambda run: run.solver).items():
        given = [run for run in own if Judgement(run.verdict) in _ANSWERS]
        wrong = sum(run.verdict == Judgement.WRONG.value for run in given)
        counts.append(f"{solver} {wrong} of {len(given)}")
    return "Wrong answers: " + ", ".join(counts) + "."


def _cell(runs: Sequence[SolverRun], medians: Sequence[Ratio | None]) -> str:
    count = Counter(Judgement(run.verdict) for run in runs)
    ran = [run for run in runs if Judgement(run.verdict) in _ANSWERS]
    if not ran:
        words = " / ".join(verdict.value for verdict in count)
        return f"{words:>{len(_COLUMNS) - 2}}  "
    right, wrong, still_open = (count[verdict] for verdict in _ANSWERS)
    seconds = statistics.median(run.seconds for run in ran)
    ratios = "".join(f"{'' if found is None else str(found):>9}" for found in medians)
    return f"{f'{right}/{len(ran)}':>7}{wrong:>6}{still_open:>5}{f'{seconds:.3f} s':>10}{ratios}  "


def _notes(runs: Sequence[SolverRun]) -> list[str]:
    """Why answers are wrong or missing: the first of each solver, and how many there are."""
    silent = (Judgement.RIGHT.value, Judgement.OPEN.value)
    noted = [run for run in runs if run.note and run.verdict not in silent]
    return [
        f"  {solver}, {verdict} {len(same)} times: {same[0].note}"
        f" (h = {same[0].question.h}, gap {same[0].gap:g})"
        for (solver, verdict), same in _grouped(
            noted, lambda run: (run.solver, run.verdict)
        ).items()
    ]


def _grouped(runs: Iterable[SolverRun], key: Callable[[SolverRun], K]) -> dict[K, list[SolverRun]]:
    groups: dict[K, list[SolverRun]] = defaultdict(list)
    for run in runs:
        groups[key(run)].append(run)
    return dict(groups)
