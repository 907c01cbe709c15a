"""The project's question for a family of one's own: is its minimiser as sparse as it could be?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flint import arb

from numerics.certificates.family import row_powers
from numerics.certificates.linear_family import LinearFamily, Theta
from numerics.certificates.proof import Point
from numerics.own_family.exact_codes import sparsest_exact_code
from numerics.solver.exact_loss import loss_at
from numerics.solver.minimise_family import Minimised
from sparsity_theory.penalties.penalties import Penalty


@dataclass(frozen=True)
class Comparison:
    """The best point found beside the sparsest exact code found, in words and as a record."""

    text: str
    record: dict[str, Any] | None


def comparison(
    found: Minimised,
    family: LinearFamily,
    g: Penalty,
    h: Penalty,
    *,
    thetas: Sequence[Theta] = (),
    given: Point | None = None,
) -> Comparison:
    """Compare the minimum with the sparsest exact code that is found, or given.

    Args:
        found: the minimum.
        family: its family.
        g: penalty on the error.
        h: penalty on the row powers.
        thetas: decoders to look at beside the corners of theta.
        given: an exact code; a sparser one that is found takes its place.
    """
    code = sparsest_exact_code(family, [*thetas, *([given.theta] if given else [])])
    if given is not None and (code is None or _active(given) <= _active(code)):
        code = given
    if code is None:
        looked = "the corners of theta" + (" and at the one given" if thetas else "")
        return Comparison(
            f"sparsest exact code: none found at {looked}; --sparse-theta names another decoder,"
            " --sparse-code a code",
            None,
        )
    loss = loss_at(family, code, g, h)
    excess = loss - found.value
    rows = _active(code)
    active = sum(power > 0 for power in found.powers)
    theta = ", ".join(map(str, code.theta)) or "none"
    record = {
        "given": code is given,
        "active_rows": rows,
        "theta": [str(t) for t in code.theta],
        "loss": finite(loss),
        "excess": finite(excess),
        "beaten": bool(excess > 0),
        "active_rows_of_best_point": active,
        "error_of_best_point": found.error,
    }
    whose = "given" if code is given else "found"
    first = f"sparsest exact code {whose}: {_rows(rows)}, theta: {theta}, loss {digits(loss, 10)}"
    if family.parameters:
        first += " (sparser ones are possible at theta that were not looked at)"
    lines = [first]
    if excess > 0:
        what = "as sparse" if active == rows else "sparser" if active < rows else "less sparse"
        how = "" if found.error == 0 else ", and does not reconstruct exactly"
        lines.append(
            f"that code is beaten, by at least {digits(excess.lower(), 6)}: the best point has"
            f" {_rows(active)}, so it is {what}{how}"
        )
    elif found.lower is not None:
        most = (loss - found.lower).upper()
        less = f", or by less than {digits(most, 2)}" if most > 0 else ""
        lines.append(f"that code is beaten by nothing{less} (certified)")
    else:
        lines.append("whether that code is beaten is undecided")
    return Comparison("\n".join(lines), record)


def _active(code: Point) -> int:
    return sum(power > 0 for power in row_powers(code.codes))


def digits(x: arb, count: int) -> str:
    """The number with this many digits, also where it is too large for a float."""
    if math.isfinite(float(x)):
        return f"{float(x):.{count}g}"
    return f"{x.str(count, radius=False)} (too large for a float)"


def finite(x: arb) -> float | None:
    """The number for a record; None where it is too large for a float."""
    return float(x) if math.isfinite(float(x)) else None


def _rows(count: int) -> str:
    return f"{count} active row" + "s" * (count != 1)
