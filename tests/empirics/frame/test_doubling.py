"""The figure of what twice the training did shows every finding, at its size at T and at 2T."""

from __future__ import annotations

import pytest

from empirics.frame import doubling
from empirics.frame.claims import stored
from empirics.frame.registry import experiment
from empirics.frame.verdicts import halves

pytest.importorskip("matplotlib")


def test_effects_at_t_are_hollow_at_one_and_those_at_2t_are_where_they_moved_to() -> None:
    of, run = experiment("affine"), stored("affine")
    assert run is not None
    once, again = halves(of, *run.jobs_and_results())
    (axes,) = doubling.draw(of, run).axes
    assert len(axes.get_yticklabels()) == len(again)
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    hollow = [line.get_xdata()[0] for line in dots if line.get_markerfacecolor() == "none"]
    filled = [line.get_xdata()[0] for line in dots if line.get_markerfacecolor() != "none"]
    assert hollow == pytest.approx([1.0 if each.effect > 0 else -1.0 for each in once])
    moved = [b.effect / abs(a.effect) for a, b in zip(once, again, strict=True)]
    assert filled == pytest.approx(moved)
