"""Constants of affine minorants where floats end: no part of an interval is left out."""

from __future__ import annotations

import numpy as np
import pytest

from numerics.certificates.function import Function
from numerics.certificates.limits import checking
from numerics.certificates.minorants import Constants

UNIT = 2.0**1022
_TEXT = "((2**200)**5*2**22)"
SLOPE = 1e-320  # times the largest float about 1e-12


@pytest.mark.parametrize(
    "text",
    [
        f"(u/{_TEXT} - 5/2)**2 if u < 3*{_TEXT} else 1/4",  # convex up to a break above 2^1023
        f"abs(abs(u/{_TEXT} - 5/2) - u*0) if u < 3*{_TEXT} else 1/2",  # another break in between
        f"1/4 if u < 9/4*{_TEXT} else (u/{_TEXT} - 5/2)**2",  # convex from a break above 2^1023
    ],
)
@pytest.mark.parametrize(("low", "high"), [(2.2, 3.5), (0.0, 3.99), (2.4, 2.6)])
def test_a_break_above_half_the_largest_float_hides_no_minimum(
    text: str, low: float, high: float
) -> None:
    """Each has the value 0 at 5/2 of the unit, and more at the ends of the intervals."""
    with checking(60), np.errstate(all="ignore"):  # what overflows bounds nothing: -oo
        bound = Constants(Function(text), 1e-9)(
            np.array([SLOPE]), np.array([low * UNIT]), np.array([high * UNIT])
        )
    assert bound[0] <= -SLOPE * (2.5 * UNIT)
