"""A figure of what twice the training did to every effect of an experiment."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import t

from empirics.frame.experiment import Experiment, PredictionFinding, PredictionVerdict
from empirics.frame.records import RecordedRun
from empirics.frame.verdicts import MOST_MOVED, concluded, halves

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FURTHEST = 10.0
_COLOURS = {
    PredictionVerdict.HOLDS: "C2",
    PredictionVerdict.FAILS: "C3",
    PredictionVerdict.UNDECIDED: "grey",
    PredictionVerdict.TRANSIENT: "C1",
}


def draw(of: Experiment, run: RecordedRun) -> Figure:
    """Every effect at T (hollow) and at 2T (filled), in units of its size at T.

    An effect is the distance of an estimate to its bound, positive as predicted; a verdict stands
    where the filled one lies in the band around the hollow one.  Intervals are of 95 %, each for
    itself.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415 - an optional dependency

    data = run.jobs_and_results()
    before = {(each.prediction, each.data): each for each in halves(of, *data)[0]}
    found = concluded(of, *data)
    figure = Figure(figsize=(11, 1.6 + 0.3 * len(found)), layout="constrained")
    axes = figure.subplots()
    for sign in (-1, 1):
        axes.axvspan(sign * (1 - MOST_MOVED), sign * (1 + MOST_MOVED), color="grey", alpha=0.15)
    axes.axvline(0, color="black", lw=0.6)
    for place, finding in enumerate(found):
        once = before.get((finding.prediction, finding.data))
        unit = abs(once.effect) if once is not None and math.isfinite(once.estimate) else 0.0
        if once is None or not unit:
            continue
        colour = _COLOURS[finding.outcome]
        for each, shift, face in ((once, -0.15, "none"), (finding, 0.15, colour)):
            if not math.isfinite(each.estimate):
                continue
            centre, reach = each.effect / unit, _reach(each) / unit
            axes.plot([centre - reach, centre + reach], [place + shift] * 2, color=colour, lw=1)
            axes.plot(centre, place + shift, "o", color=colour, mfc=face, ms=5)
    names = [f"{each.prediction}, {each.data} ({each.outcome.value})" for each in found]
    axes.set_yticks(range(len(found)), names, fontsize=7)
    axes.invert_yaxis()
    axes.set_xscale("symlog", linthresh=2)
    axes.set_xlim(-FURTHEST, FURTHEST)
    axes.set_xlabel("effect / its size at T; hollow: T steps, filled: 2T")
    axes.set_ylabel("prediction, data (outcome)")
    return figure


def _reach(finding: PredictionFinding) -> float:
    """Half the length of the interval of the effect."""
    size = finding.standardised
    if finding.runs < 2 or not size or not math.isfinite(size):
        return 0.0
    spread = abs(finding.effect / size)
    quantile = float(t.ppf((1 + finding.level) / 2, finding.runs - 1))
    return quantile * spread / float(np.sqrt(finding.runs))
