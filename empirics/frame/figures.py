"""Figures of experiments, drawn from their records alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from empirics.errors import EmpiricsError
from empirics.frame.records import RecordedRun
from empirics.frame.registry import experiment
from empirics.frame.verdicts import intact
from numerics.errors import OutputError
from numerics.running.files import write_atomically
from numerics.running.outputs import check_format

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(runs: Sequence[RecordedRun], folder: Path) -> list[Path]:
    """One picture for each run, in the folder; returns their paths.

    Raises:
        EmpiricsError: if a record cannot be drawn by this version of the code.
        OutputError: if the folder cannot be made or written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise OutputError(
            f"cannot make {folder}: {failure.strerror}; give another folder with --out"
        ) from None
    paths = []
    for run in runs:
        path = folder / f"{run.name}-{run.preset}.png"
        check_format(path)
        jobs, results = intact(*run.jobs_and_results())
        try:
            figure = experiment(run.name).draw(jobs, results)
        except (KeyError, IndexError, TypeError) as problem:
            raise EmpiricsError(
                f"{run.folder} was written by other code ({problem!r} is missing): run"
                f" {run.name} again"
            ) from None
        save(figure, path)
        paths.append(path)
    return paths


def save(figure: Figure, path: Path) -> None:
    """Write a figure as its file name says: png, svg or pdf."""
    check_format(path)
    buffer = io.BytesIO()
    figure.savefig(buffer, format=path.suffix[1:], dpi=150)
    write_atomically(path, buffer.getvalue())
