"""What was measured on data: a page, figures, the table of docs/experiments.md; from records."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from empirics.frame import doubling
from empirics.frame.claims import claim_id, stored, today
from empirics.frame.experiment import Experiment, Prediction, PredictionFinding, PredictionVerdict
from empirics.frame.figures import save
from empirics.frame.records import RecordedRun
from empirics.frame.registry import NAMES, experiment
from empirics.frame.report import interval, number
from empirics.frame.verdicts import intact
from numerics.running.files import write_atomically
from proofs.errors import RecordError
from proofs.site.document import Block, Heading, Paragraph, Picture, Table

START, END = "<!-- results: begin -->", "<!-- results: end -->"
TABLE = Path(__file__).parent.parent.parent / "docs" / "experiments.md"
_INTRODUCTION = (
    "Drawn from the stored records of the full runs by `python -m proofs render` and `python -m"
    " proofs figures`; nothing is typed by hand. Every prediction and its test were committed"
    " before the recorded run, which refuses to start on others; pilot runs came first. Every"
    " verdict is taken at T and at 2T steps: it stands if twice the training keeps its sign and"
    " moves the effect by less than half; else it is TRANSIENT, whether it goes away or still"
    " grows (the note says which). Seeds have samples of their own (fresh ones of a manifold,"
    " bootstrap samples of images), but in `affine` and `beta`, where all seeds of a data set share"
    " its samples: intervals there are over weights, noise and order alone. Intervals are of 95 %,"
    " each for itself; verdicts rest on p-values corrected by Holm's method over those of one"
    " experiment. Earlier records, with the reasons why they were withdrawn, are in"
    " `empirics/stored/withdrawn`."
)


_DOUBLING = (
    "every effect at T (hollow) and 2T steps (filled), in units of its size at T; shaded: where a"
    " verdict stands"
)


def _found(of: Experiment, prediction: Prediction) -> list[PredictionFinding]:
    return [each for each in today(of.name) if each.prediction == prediction.id]


def _runs() -> Iterator[tuple[Experiment, RecordedRun | None]]:
    for name in NAMES:
        yield experiment(name), stored(name)


def page(claims: Container[str]) -> list[Block]:
    """All findings about these claims, experiment by experiment, with a figure each."""
    blocks: list[Block] = [
        Heading("Measured on data", 1, anchor="results"),
        Paragraph(_INTRODUCTION),
    ]
    for of, run in _runs():
        if not any(claim_id(of, prediction) in claims for prediction in of.predictions):
            continue
        blocks.append(Heading(f"{of.name}: {of.title}", 2))
        if run is None:
            blocks.append(Paragraph("No full run is stored: nothing is claimed."))
            continue
        refuted = [Paragraph(f"What would have refuted it: {of.refuted}")] if of.refuted else []
        drawn = [Picture(picture(of.name), of.title)]
        if of.twice is not None:
            drawn.append(Picture(picture(f"{of.name}-doubling"), f"{of.name}: {_DOUBLING}"))
        blocks += [Paragraph(_what_ran(run)), *refuted, _table(of, run), *drawn]
    return blocks


def _what_ran(run: RecordedRun) -> str:
    plan = run.plan
    return (
        f"Record `{run.folder.name}`: {len(plan['jobs'])} jobs, {run.seconds():.0f} s of work on"
        f" {plan['device']} ({plan['platform']}, torch {plan['versions']['torch']}), code"
        f" {plan['code']}."
    )


def _table(of: Experiment, run: RecordedRun) -> Table:
    rows = tuple(
        (
            f"[{prediction.id}](claim:{claim_id(of, prediction)}) **[{prediction.mark.value}]**",
            finding.data.replace(",", ", "),  # a long name needs places to break
            finding.outcome.value,
            finding.quantity,
            f"{number(finding.estimate)} ({interval(finding)}), {finding.runs} runs",
            "" if finding.before is None else number(finding.before),
            _evidence(finding),
            finding.note,
        )
        for prediction in of.predictions
        for finding in _found(of, prediction)
    )
    head = (
        "prediction", "data", "outcome at 2T", "quantity", "estimate at 2T", "at T",
        "effect / sd, p (Holm)", "note",
    )  # fmt: skip
    return Table(head, rows, (11, 13, 11, 16, 14, 6, 9, 20))


def _evidence(finding: PredictionFinding) -> str:
    """Size of the effect in standard deviations, and its corrected p-value."""
    size = "" if finding.standardised is None else number(finding.standardised)
    return size if finding.corrected is None else f"{size}, {finding.corrected:.2g}"


def summary_table() -> str:
    """One line for each experiment, with its predictions by outcome, as Markdown."""
    head = ["experiment", *(outcome.value for outcome in PredictionVerdict)]
    lines = [f"| {' | '.join(head)} |", "| --- " * len(head) + "|"]
    for of, run in _runs():
        cells = _by_outcome(of, run) if run else ["not run", *[""] * (len(PredictionVerdict) - 1)]
        lines.append(f"| `{of.name}`: {of.title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _by_outcome(of: Experiment, run: RecordedRun) -> list[str]:
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


def summarised(text: str) -> str:
    """The page with its table as the records have it.

    Raises:
        RecordError: if the marks around the table are gone.
    """
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise RecordError(
            f"docs/experiments.md needs the lines {START} and {END} around its results table"
        )
    return f"{before}{START}\n{summary_table()}\n{END}{after}"


def render_summary(path: Path = TABLE) -> bool:
    """Bring the table up to date; whether it had to change."""
    text = path.read_text(encoding="utf-8")
    fresh = summarised(text)
    if fresh != text:
        write_atomically(path, fresh)
    return fresh != text


def summary_is_stale(path: Path = TABLE) -> bool:
    """Whether the table differs from the records."""
    text = path.read_text(encoding="utf-8")
    return summarised(text) != text


def picture(name: str) -> str:
    """Path of an experiment's figure below `proofs/`."""
    return f"figures/data-{name}.png"


def draw(folder: Path) -> list[str]:
    """Draw the figures of every stored run; the names of the files."""
    drawn = []
    for of, run in _runs():
        if run is None:
            continue
        figures = {picture(of.name): of.draw(*intact(*run.jobs_and_results()))}
        if of.twice is not None:
            figures[picture(f"{of.name}-doubling")] = doubling.draw(of, run)
        for path, figure in figures.items():
            save(figure, folder / Path(path).name)
            drawn.append(path)
    return drawn
