"""Tables of findings, from records or as they come."""

from __future__ import annotations

import math
from collections.abc import Sequence

from empirics.frame.experiment import Experiment, PredictionFinding
from empirics.frame.records import RecordedRun

HEAD = (
    "prediction", "data", "outcome", "quantity", "estimate", "interval", "at half the steps",
    "effect/sd", "p (Holm)", "runs", "note",
)  # fmt: skip


def predictions(experiment: Experiment) -> str:
    """What an experiment predicts, and how each prediction is tested."""
    lines = [f"{experiment.name}: {experiment.title}"]
    if experiment.refuted:
        lines.append(f"  would be refuted by: {experiment.refuted}")
    for prediction in experiment.predictions:
        lines += [
            f"  {prediction.id} [{prediction.mark.value}] {prediction.source}",
            f"    predicts: {prediction.text}",
            f"    test:     {prediction.test}",
        ]
    return "\n".join(lines)


def table(findings: Sequence[PredictionFinding]) -> str:
    """The findings as a Markdown table, with its columns in line.

    >>> from empirics.frame.experiment import PredictionVerdict
    >>> holds = PredictionVerdict.HOLDS
    >>> one = PredictionFinding("gap", "digits", holds, "gap", 0.5, (0.25, 0.75), 0.95, 5)
    >>> rows = table([one])
    >>> rows.splitlines()[2][:33]
    '| gap        | digits | HOLDS   |'
    """
    # A bare bar would end a cell.
    body = [[cell.replace("|", r"\|") for cell in _cells(finding)] for finding in findings]
    widths = [max(map(len, column)) for column in zip(HEAD, *body, strict=True)]
    rule = ["-" * width for width in widths]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (HEAD, rule, *body)
    )


def report(runs: Sequence[RecordedRun]) -> str:
    """Every run's findings under a heading that says what ran, on what, for how long."""
    parts = []
    for run in runs:
        plan = run.plan
        what = (
            f"{len(plan['jobs'])} jobs, {run.took} on {plan['device']}"
            f" ({plan['platform']}, torch {plan['versions']['torch']}), code {plan['code']},"
            f" record {run.folder.name}."
        )
        heading = f"## {run.name}, {run.preset}: {plan['title']}"
        parts += [heading, "", what, "", table(run.findings()), ""]
    return "\n".join(parts).rstrip()


def _cells(finding: PredictionFinding) -> tuple[str, ...]:
    return (
        finding.prediction,
        finding.data,
        finding.outcome.value,
        finding.quantity,
        number(finding.estimate),
        interval(finding),
        "" if finding.before is None else number(finding.before),
        "" if finding.standardised is None else number(finding.standardised),
        "" if finding.corrected is None else f"{finding.corrected:.2g}",
        str(finding.runs),
        finding.note,
    )


def interval(finding: PredictionFinding) -> str:
    """The interval with its confidence, or that the statistic is exact."""
    if finding.interval is None:
        return "exact"
    low, high = finding.interval
    return f"[{number(low)}, {number(high)}] {100 * finding.level:g} %"


def number(value: float) -> str:
    """Three significant digits.

    >>> number(0.012345), number(-math.inf), number(31.0)
    ('0.0123', '-∞', '31')
    """
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    return f"{value:.3g}" if math.isfinite(value) else "undefined"
