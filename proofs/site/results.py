"""What was measured on data: a page and figures, from records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

from empirics.frame import doubling
from empirics.frame.claims import claim_id, halfway, stored, today
from empirics.frame.experiment import Experiment, Prediction, PredictionFinding, PredictionVerdict
from empirics.frame.figures import save
from empirics.frame.records import RecordedRun
from empirics.frame.registry import NAMES, experiment
from empirics.frame.report import interval, number
from empirics.frame.verdicts import MOVED, intact
from empirics.measures.activity import VARIANCE_BELOW
from empirics.measures.headline import HALF, MOST_APART, SLACK
from proofs.site.document import Block, Heading, Paragraph, Picture, Table

_INTRODUCTION = (
    "Drawn from the stored records of the full runs by `python -m proofs render` and `python -m"
    " proofs figures`; nothing is typed by hand. Every prediction and its test were committed"
    " before the recorded run, which refuses to start on others; pilot runs came first. Every"
    " verdict is taken at T and at 2T steps: it stands if twice the training keeps its sign and"
    " moves the effect by less than half; else it is TRANSIENT, whether it goes away or still"
    " grows (the note says which). Seeds have samples of their own (fresh ones of a manifold,"
    " bootstrap samples of images, or parts of them that share none), but in `affine` and"
    " `beta`, where all seeds of a data set share its samples: intervals there are over weights,"
    " noise and order alone. Intervals are of 95 %, each for itself; verdicts rest on p-values"
    " corrected by Holm's method over those of one experiment. Active dimensions are those of"
    f" mean sigma^2 below {HALF:g}, more signal than noise: in the affine VAE, where sigma^2 ="
    " beta gamma / lambda, the eigenvalues above 2 beta gamma, within a factor 2 of the exact"
    " rule; some resolution there has to be, as at finite gamma no row is exactly 0 (Theorem I)."
    f" The count is withheld where that rule, sigma^2 below {VARIANCE_BELOW:g} and the smallest"
    f" set within {100 * SLACK:g} % of the error differ by more than {MOST_APART}; `affine` and"
    " `beta` count by ablation. Earlier records, with the reasons why they were withdrawn, are"
    " in `empirics/stored/withdrawn`."
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
        said = [
            Paragraph(text)
            for text in (
                f"What would have refuted it: {of.refuted}" if of.refuted else "",
                f"What of the theory it tests: {of.theory}" if of.theory else "",
                twice(today(of.name)) if of.twice is not None else "",
            )
            if text
        ]
        drawn = [Picture(picture(of.name), of.title)]
        if of.twice is not None:
            drawn.append(Picture(picture(f"{of.name}-doubling"), f"{of.name}: {_DOUBLING}"))
        blocks += [Paragraph(_what_ran(run)), *said, _table(of, run), *drawn]
    return blocks


def twice(findings: Sequence[PredictionFinding]) -> str:
    """What twice the training did to the verdicts of an experiment, counted.

    >>> from empirics.frame.experiment import PredictionVerdict
    >>> one = PredictionFinding("gap", "digits", PredictionVerdict.HOLDS, "gap", 1, (0, 2), 0.95, 5)
    >>> twice([one, one])
    'What twice the training did: of 2 verdicts 2 stand (2 HOLDS, 0 FAILS), 0 are TRANSIENT, 0\
 UNDECIDED.'
    """
    count = Counter(each.outcome for each in findings)
    held, failed = count[PredictionVerdict.HOLDS], count[PredictionVerdict.FAILS]
    moved = [each for each in findings if each.outcome is PredictionVerdict.TRANSIENT]
    ways = Counter(way for each in moved for way in MOVED if f"training {way} the" in each.note)
    how = ", ".join(f"{ways[way]} {way}" for way in MOVED if ways[way])
    return (
        f"What twice the training did: of {len(findings)} verdicts {held + failed} stand ({held}"
        f" HOLDS, {failed} FAILS), {len(moved)} are TRANSIENT{f' ({how})' if how else ''},"
        f" {count[PredictionVerdict.UNDECIDED]} UNDECIDED."
    )


def _what_ran(run: RecordedRun) -> str:
    plan = run.plan
    return (
        f"Record `{run.folder.name}`: {len(plan['jobs'])} jobs, {run.took}"
        f" on {plan['device']} ({plan['platform']}, torch {plan['versions']['torch']}), code"
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
            _at_half(of, finding),
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
    return Table(head, rows, (10, 12, 11, 15, 13, 12, 8, 19))


def _at_half(of: Experiment, finding: PredictionFinding) -> str:
    before = halfway(of.name).get((finding.prediction, finding.data))
    return "" if before is None else f"{number(before.estimate)} ({interval(before)})"


def _evidence(finding: PredictionFinding) -> str:
    """Size of the effect in standard deviations, and its corrected p-value."""
    size = "" if finding.standardised is None else number(finding.standardised)
    return size if finding.corrected is None else f"{size}, {finding.corrected:.2g}"


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
