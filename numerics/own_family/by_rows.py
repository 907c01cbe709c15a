"""The certified minimum subject to codes with at most m active rows, for every m: the price.

A code with at most m active rows is a code of the family that keeps m columns of every decoder, for
some choice of columns; each choice is minimised with a certificate of its own, and the least of
their bounds is one for m.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from flint import arb

from numerics.certificates.linear_family import LinearFamily, Matrix
from numerics.errors import NumericsError
from numerics.own_family.answer import digits, finite
from numerics.running.tables import table
from numerics.solver.exact_loss import Candidate, loss_at
from numerics.solver.minimise_family import Minimised, minimise_family
from sparsity_theory.penalties.penalties import Penalty

MAX_KAPPA = 8


@dataclass(frozen=True)
class LeastLoss:
    """The least loss with at most so many active rows.

    Attributes:
        rows: m.
        support: the rows of the best code found.
        loss: its loss.
        lower: no code with at most m active rows has a smaller one; None where a choice of rows
            stayed open.
    """

    rows: int
    support: tuple[int, ...]
    loss: arb
    lower: arb | None


def loss_by_rows(
    family: LinearFamily,
    g: Penalty,
    h: Penalty,
    whole: Minimised,
    *,
    tolerance: Fraction,
    seconds: float,
    step: Callable[[tuple[int, ...]], None] = lambda _: None,
) -> list[LeastLoss]:
    """The curve, m = 0 .. kappa.

    Args:
        family: data and decoders.
        g: penalty on the error.
        h: penalty on the row powers.
        whole: the minimum over all codes.
        tolerance: the gap of every minimum.
        seconds: the budget of every search.
        step: called with the rows that are kept, before each search.

    Raises:
        NumericsError: for more than `MAX_KAPPA` rows, since there are 2^kappa choices.
    """
    kappa = family.shape[1]
    if kappa > MAX_KAPPA:
        raise NumericsError(
            f"--by-rows looks at all 2^kappa choices of rows, for kappa up to {MAX_KAPPA}: this"
            f" family has kappa = {kappa}"
        )
    zero = (Fraction(0),) * family.parameters, _embedded((), (), family)
    nothing = loss_at(family, zero, g, h)
    curve = [LeastLoss(0, (), nothing, nothing)]
    for m in range(1, kappa):
        found = []
        for kept in combinations(range(kappa), m):
            step(kept)
            found.append(_kept(family, g, h, kept, tolerance=tolerance, seconds=seconds))
        curve.append(_least(m, found, curve[-1]))
    everything = LeastLoss(kappa, tuple(range(kappa)), whole.value, whole.lower)
    return [*curve, _least(kappa, [everything], curve[-1])]


def _kept(
    family: LinearFamily,
    g: Penalty,
    h: Penalty,
    kept: tuple[int, ...],
    *,
    tolerance: Fraction,
    seconds: float,
) -> LeastLoss:
    """The minimum over codes that vanish outside these rows."""
    part = LinearFamily(
        family.data,
        _columns(family.start, kept),
        tuple(_columns(direction, kept) for direction in family.directions),
        family.connected,
    )
    found = minimise_family(part, g, h, tolerance=tolerance, seconds=seconds)
    best = found.certificate.best
    point: Candidate = best.theta, _embedded(best.codes, kept, family)
    loss = loss_at(family, point, g, h)
    # The other rows add h(0)/d each, to the loss and to its bound.
    lower = None if found.lower is None else found.lower + (loss - found.value)
    return LeastLoss(len(kept), kept, loss, lower)


def _least(m: int, found: list[LeastLoss], fewer: LeastLoss) -> LeastLoss:
    best = min([fewer, *found], key=lambda each: float(each.loss))
    lowers = [each.lower for each in found]
    lower = None
    if all(each is not None for each in lowers):
        lower = min((each for each in lowers if each is not None), key=lambda x: float(x.lower()))
    return LeastLoss(m, best.support, best.loss, lower)


def _columns(matrix: Matrix, kept: tuple[int, ...]) -> Matrix:
    return tuple(tuple(row[k] for k in kept) for row in matrix)


def _embedded(codes: Matrix, kept: tuple[int, ...], family: LinearFamily) -> Matrix:
    """The codes of the rows that are kept among rows of zeros."""
    _, kappa, n = family.shape
    rows = dict(zip(kept, codes, strict=True))
    return tuple(rows.get(k, (Fraction(0),) * n) for k in range(kappa))


def record(curve: list[LeastLoss]) -> list[dict[str, Any]]:
    """The curve as JSON-ready data."""
    return [
        {
            "rows": each.rows,
            "support": list(each.support),
            "loss": finite(each.loss),
            "lower_bound": None if each.lower is None else finite(each.lower),
        }
        for each in curve
    ]


def text(curve: list[LeastLoss]) -> str:
    """The curve as a table: what it costs to keep at most m rows, between certified bounds."""
    last = curve[-1]
    rows = [
        (
            str(each.rows),
            digits(each.loss, 8),
            "undecided" if each.lower is None else digits(each.lower, 8),
            "-" if each.lower is None else _nothing_below(each.lower - last.loss),
            "-" if last.lower is None else _nothing_below(each.loss - last.lower),
            ",".join(str(k + 1) for k in each.support) or "none",
        )
        for each in curve
    ]
    head = ("rows", "least loss", "certified from", "costs from", "to", "the rows")
    return f"with at most so many active rows (digits are rounded):\n{table(head, rows)}"


def _nothing_below(x: arb) -> str:
    return digits(x, 2) if x > 0 else "0"
