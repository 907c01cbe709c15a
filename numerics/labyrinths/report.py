"""The labyrinth in words and numbers: the instance, a table of the answers, JSON records."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb

from numerics.certificates.balls import ball
from numerics.labyrinths.bounds import Solved
from numerics.labyrinths.instance import Labyrinth, only_sparse_at_one
from numerics.running.tables import table as aligned

SUMMARY = """\
Minimum over theta in [0, 1] and all codes that reconstruct exactly (g = I_oo).
Two active rows: the sparse code is beaten, for this g and for every other one.
Nearly sparse: it is beaten too, but only by codes whose second row is as small as said."""


def verdict(solved: Solved) -> str:
    """What is certified, in words."""
    if solved.sparse_is_best:
        return "sparse code: the only minimiser"
    if not solved.sparse_is_beaten:
        return "undecided"
    low, high = solved.around
    if low < Fraction(1, 2):
        return f"two active rows, theta in [{float(low):.3g}, {float(high):.3g}]"
    return f"nearly sparse, 1 - theta <= {float(1 - low):.0e}"


def record(solved: Solved) -> dict[str, Any]:
    """One penalty for programs; numbers are rounded outwards from the certified ones."""
    return {
        "h": solved.h.text,
        "slope_at_zero": str(solved.h.facts.right_slope_at_zero),
        "loss_sparse": float(solved.at_sparse.mid()),
        "loss_identity": float(solved.at_identity.mid()),
        "minimum": [_down(solved.lower), -_down(-solved.upper)],
        "theta": [_down(ball(solved.around[0])), min(1.0, -_down(-ball(solved.around[1])))],
        "second_power_at_most": -_down(-solved.second_power),
        "sparse_is_the_only_minimiser": solved.sparse_is_best,
        "sparse_is_beaten": solved.sparse_is_beaten,
        "verdict": verdict(solved),
        "intervals": solved.boxes,
    }


def _down(value: arb) -> float:
    """A float that is not above the number."""
    return float(np.nextafter(float(value.lower()), -np.inf))


def table(solved: Sequence[Solved]) -> str:
    """The answers as aligned text, one penalty a line."""
    head = (
        "h(u)", "slope at 0", "loss, identity", "loss, sparse", "certified minimum",
        "second power <=", "where",
    )  # fmt: skip
    rows = []
    for each in solved:
        entry = record(each)
        low, high = entry["minimum"]
        rows.append(
            (
                each.h.text,
                entry["slope_at_zero"].replace("oo", "infinite"),
                f"{entry['loss_identity']:.5g}",
                f"{entry['loss_sparse']:.5g}",
                f"[{low:.6g}, {high:.6g}]",
                _second(each),
                entry["verdict"],
            )
        )
    return aligned(head, rows)


def _second(solved: Solved) -> str:
    """The bound on the second power of a minimiser, where it says something."""
    if solved.sparse_is_best:
        return "0"
    return f"{float(solved.second_power):.1e}" if solved.around[0] > Fraction(1, 2) else "-"


def describe(instance: Labyrinth) -> str:
    """The instance in a few lines, eq. (8) included."""
    least, most = (float(instance.reach * instance.shares[i]) for i in (0, -1))
    sparse = (
        "Certified: at every theta < 1 the unique exact code has two active rows, at theta = 1 one."
        if only_sparse_at_one(instance)
        else "Not certified for these data: that both rows are active at every theta < 1."
    )
    return (
        f"{instance.samples} samples on a spiral of {instance.turns} turns in a square of side"
        f" epsilon = {float(instance.epsilon):g}; d = kappa = 2.\nExact codes: the identity (theta"
        f" = 0) has both coordinates in (0, {float(instance.epsilon):g}), the winding decoder"
        f" (theta = 1) has z* from {least:.3g} to {most:.3g}, and 0.\n{sparse}"
    )
