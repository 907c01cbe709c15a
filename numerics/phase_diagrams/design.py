"""Below which parameter the sparse code wins in one geometry, certified on both sides."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from numerics.errors import NumericsError
from numerics.phase_diagrams.families import PenaltyFamily, PreferenceRegion, Rivalry, bracket
from numerics.running.sweep import Record
from numerics.running.tables import prose
from numerics.running.tables import table as aligned

_MARGIN_BITS = 256


def design(chosen: PenaltyFamily, comparison: Rivalry, rival: str) -> Record:
    """The threshold against one rival, with a certified value on each side of it.

    >>> from numerics.phase_diagrams.families import against_dense, family
    >>> found = design(family("log"), against_dense(1, Fraction(1), Fraction(1, 10)), "dense code")
    >>> found["wins_at"], found["loses_at"]  # the threshold is 1/9800
    ('0.00010204', '0.000102041')

    Raises:
        NumericsError: if the sign at one of the two values is not certified.
    """
    boundary = chosen.boundary(comparison)
    row: Record = {
        "family": chosen.name,
        "penalty": chosen.formula,
        "parameter": chosen.symbol,
        "rival": rival,
        "sparse_code_wins": boundary.region.value,
        "comparison": {
            name: str(getattr(comparison, name)) for name in ("many", "small", "few", "large")
        },
        "wins_at": None, "loses_at": None, "margin_wins": None, "margin_loses": None,
        "slope_at_zero": None,
    }  # fmt: skip
    if boundary.region is not PreferenceRegion.BELOW:
        return row
    wins, loses = bracket(boundary)
    margins = [chosen.margin(comparison, parameter, _MARGIN_BITS) for parameter in (wins, loses)]
    if not (margins[0] > 0 and margins[1] < 0):
        raise NumericsError(
            f"no certified values around the threshold of {chosen.formula}: {margins}"
        )
    slope = "infinite" if chosen.name == "power" else f"{float(1 / wins):.6g}"
    return {
        **row,
        "wins_at": _decimal(wins),
        "loses_at": _decimal(loses),
        "margin_wins": str(margins[0]),
        "margin_loses": str(margins[1]),
        "slope_at_zero": slope,
    }


def _decimal(value: Fraction) -> str:
    """A short decimal, exactly."""
    text = format(Decimal(value.numerator) / Decimal(value.denominator))
    assert Fraction(text) == value
    return text


def design_table(rows: list[Record]) -> str:
    """One line for each penalty and rival."""
    table = []
    for row in rows:
        name, region = row["parameter"], row["sparse_code_wins"]
        below = row["wins_at"] is not None
        table.append(
            (
                row["penalty"],
                row["rival"],
                f"for {name} below a threshold" if below else region,
                f"{name} = {row['wins_at']}" if below else "",
                f"{name} = {row['loses_at']}" if below else "",
                row["slope_at_zero"] or "",
            )
        )
    head = (
        "penalty",
        "rival",
        "sparse code wins",
        "certified success at",
        "certified failure at",
        "slope at 0",
    )
    lines = [aligned(head, table)]
    lines.append("")
    note = (
        "Both values of a row are certified in ball arithmetic; the threshold lies between them."
        + (" Both rivals must be beaten: take the smaller value." if _two_rivals(rows) else "")
    )
    lines.append(prose(note))
    return "\n".join(lines)


def _two_rivals(rows: list[Record]) -> bool:
    return len({row["rival"] for row in rows}) > 1
