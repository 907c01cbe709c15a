"""The tables of outcomes in README.md and docs/experiments.md, drawn from the stored records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from empirics.frame import quick
from empirics.frame.claims import claim_id, halfway, stored, today
from empirics.frame.experiment import Experiment, Prediction, PredictionFinding, PredictionVerdict
from empirics.frame.registry import NAMES, experiment
from empirics.frame.report import number
from proofs.site import withdrawn
from proofs.site.marked import Marked

HEADLINES = (
    ("fig-4", "loss"),
    ("fig-4-images", "error"),
    ("fig-4-images", "loss"),
    ("fig-4-conv", "loss"),
    ("components", "ratio"),
    ("spiral-codes", "flip"),
    ("spiral", "missed"),
    ("pruning", "learned"),
    ("loops", "learned"),
)
"""What README.md shows, whatever the outcome: the paper's Fig. 4, its 15 dimensions against 100
components, what the objective prefers and training finds, needed and used dimensions."""


def headlines() -> str:
    """One line for each of the `HEADLINES`, with a line in its cells for each data set."""
    head = ("measured", "predicted", "on", "outcome", "after T steps", "after 2T")
    lines = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    for name, id_ in HEADLINES:
        of = experiment(name)
        (prediction,) = (each for each in of.predictions if each.id == id_)
        if stored(name):
            lines.append(f"| {' | '.join(_headline(of, prediction))} |")
    return "\n".join(lines)


def _headline(of: Experiment, prediction: Prediction) -> Iterator[str]:
    findings = _found(of, prediction)
    yield (
        f"[{of.name}: {prediction.id}](proofs/pages/{claim_id(of, prediction)}.md)"
        f" {prediction.mark.value}"
    )
    quantity = findings[0].quantity.replace("|", r"\|")
    yield f"{quantity}: {_region(prediction)}"
    halves = [halfway(of.name).get((each.prediction, each.data)) for each in findings]
    yield "<br>".join(_named([each.data for each in findings])[1])
    yield "<br>".join(each.outcome.value for each in findings)
    yield "<br>".join("" if each is None else _estimate(each) for each in halves)
    yield "<br>".join(_estimate(each) for each in findings)


def _region(prediction: Prediction) -> str:
    """Where the quantity was predicted to lie, from the words of the test.

    >>> from empirics.experiments.pruning import EXPERIMENT
    >>> _region(EXPERIMENT.predictions[0])
    'below 0.5'
    """
    said = re.search(r"against the bound: (\w+ [\d.e+-]*\d(?: and [\d.e+-]*\d)?)", prediction.test)
    return said[1] if said else ""


def _estimate(finding: PredictionFinding) -> str:
    if finding.interval is None:
        return number(finding.estimate)
    low, high = map(number, finding.interval)
    return f"{number(finding.estimate)} [{low}, {high}]"


def summary_table() -> str:
    """One line for each experiment, with its predictions by outcome, and what all of them cost."""
    head = ["experiment", *(outcome.value for outcome in PredictionVerdict)]
    lines = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    for of in map(experiment, NAMES):
        cells = (
            _by_outcome(of)
            if stored(of.name)
            else ["not run", *[""] * (len(PredictionVerdict) - 1)]
        )
        lines.append(f"| `{of.name}`: {of.title} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", cost()])


def cost() -> str:
    """What the stored full runs cost, all together, and the quick preset, in words."""
    spent, clock = hours()
    total = f"All of these runs together took at most {spent + clock:.1f} hours of one core:"
    parts = (
        f"{total} {spent:.1f} of processor time, and {clock:.1f} by the clock, each on one core and"
        " some beside much other work, of the runs from before processor time was measured."
    )
    if not quick.FILE.exists():
        return parts
    all_of_quick = quick.minutes()
    return (
        f"{parts} The preset `quick` took {all_of_quick:.0f} minutes of processor time for all of"
        f" them, {all_of_quick / 2:.0f} minutes on two cores."
    )


def hours() -> tuple[float, float]:
    """Processor time of the stored full runs that have it, and that of the others by the clock."""
    spent = clock = 0.0
    for run in filter(None, map(stored, NAMES)):
        seconds = run.cpu_seconds()
        if seconds is None:
            clock += run.seconds()
        else:
            spent += seconds
    return spent / 3600, clock / 3600


_NOT_RUN = ["not run", *[""] * (len(PredictionVerdict) - 1)]


def _by_outcome(of: Experiment) -> list[str]:
    """For each outcome the predictions that have it, with the data sets where only some do."""
    cells: dict[PredictionVerdict, list[str]] = {outcome: [] for outcome in PredictionVerdict}
    for prediction in of.predictions:
        findings = _found(of, prediction)
        link = f"[{prediction.id}](../proofs/pages/{claim_id(of, prediction)}.md)"
        names = dict(zip(*_named([each.data for each in findings]), strict=True))
        for outcome, cell in cells.items():
            data = [names[each.data] for each in findings if each.outcome is outcome]
            where = f" ({'; '.join(data)})" if len(data) < len(findings) else ""
            if data:
                cell.append(f"{link} {prediction.mark.value}{where}")
    return ["; ".join(cell) for cell in cells.values()]


def _named(data: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Data sets and their short names, with the sizes where these would be equal.

    >>> _named(["linear(n=9,d=12,r=3,seed=0)", "linear(n=9,d=30,r=5,seed=0)"])[1]
    ['linear, d=12, r=3', 'linear, d=30, r=5']
    """
    short = [_short(each) for each in data]
    sizes = [", ".join(re.findall(r"\b[dr]=\d+", each)) for each in data]
    pairs = zip(short, sizes, strict=True)
    return data, [f"{a}, {b}" if short.count(a) > 1 and b else a for a, b in pairs]


def _short(data: str) -> str:
    """The name of a data set without what all sets of an experiment share.

    >>> _short("sphere(n=5000,d=16,r=2,noise=0.001,seed=0)"), _short("spiral, h = 1-exp(-u/tau)")
    ('sphere with noise 0.001', 'spiral, h = 1-exp(-u/tau)')
    """
    made = re.fullmatch(r"(\w+)\(.*\)", data)
    noise = re.search(r"noise=([^,)]+)", data)
    name = made[1] if made else data
    return f"{name} with noise {noise[1]}" if made and noise else name


def _found(of: Experiment, prediction: Prediction) -> list[PredictionFinding]:
    return [each for each in today(of.name) if each.prediction == prediction.id]


TABLES = (
    Marked("README.md", headlines),
    Marked("docs/experiments.md", summary_table),
    Marked("empirics/stored/withdrawn/README.md", withdrawn.table),
)
