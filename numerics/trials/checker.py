"""Trials of the checker: what it derives about random penalties, confronted with mpmath."""

from __future__ import annotations

import random

from numerics.trials.confront import contradictions, random_known, read

_POINTS = 12


def checker_case(rng: random.Random) -> tuple[str, list[str]]:
    """Random penalties: the checker says nothing about them that mpmath refutes."""
    known = random_known(rng)
    h = read(known)
    if h is None:
        return "refused", []
    found = contradictions(known, h, rng, points=_POINTS)
    return "read", [f"{known.text}: {what}" for what in found]
