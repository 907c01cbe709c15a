"""Moments of ``max(y, 0)`` for y = c + s eps, eps of N(0, 1), over boxes of c and s > 0, enclosed.

With a = c/s, F the distribution function and f the density of eps, M(a) = E max(a + eps, 0)
= a F + f and V(a) = Var max(a + eps, 0) = (a^2 + 1) F + a f - M^2, the moments and their
derivatives are powers of s times functions of a, for which F' = f, f' = -a f, M' = F:

- mean ``s M``: F, f; f/s, -a f/s, a^2 f/s;
- variance ``s^2 V``: 2 s M (1 - F), 2 s (F - M f); 2 F (1 - F) - 2 M f, 2 f (1 - F + a M),
  2 F - 2 f (a + f + a^2 M);
- covariance with y, by Stein's lemma ``s^2 F``: s f, s (2 F - a f); -a f, (1 + a^2) f,
  2 F - 2 a f - a^3 f.

They are no compositions of c/s, in which the large terms of their second derivatives cancel.  All
three increase in c and in s, and have their ranges at corners: M, F and M (1 - F) are positive;
(F - M f)' = f (1 - F + a M), where for a < 0 1 - F > 1/2 and -a M <= -a f / (1 + a^2) < 1/2, so
that F - M f increases from 0; (2 F - a f)' = (1 + a^2) f, and it increases from 0 too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from flint import arb, arb_series

from numerics.certificates.nonlinear.intervals import (
    FloatInterval,
    Floats,
    add,
    down,
    multiply,
    power,
    reciprocal,
    thin,
    up,
)
from numerics.certificates.nonlinear.tables import TaylorTable

_FAR = 9.0
# Beyond, every function below is as near to what it is there: its limits are 0, 1 or 2, f(9) is
# less than 1.03e-18, 1 - F and M(-9) are smaller, a^3 f + 2 a f and 2 f (a + f + a^2 M) are less
# than 1.6e-15, and all of them fall for larger |a|.
_TAIL = 4e-15

Shape = Callable[[arb_series, arb_series, arb_series], arb_series]
_SHAPES: dict[str, Shape] = {  # of a, f and F
    "F": lambda _a, _f, below: below,
    "f": lambda _a, f, _below: f,
    "a f": lambda a, f, _below: a * f,
    "-a f": lambda a, f, _below: -a * f,
    "-a2 f": lambda a, f, _below: -a * a * f,
    "a2 f": lambda a, f, _below: a * a * f,
    "a3 f": lambda a, f, _below: a * a * a * f,
    "V": lambda a, f, below: (a * a + 1) * below + a * f - (a * below + f) ** 2,
    "V c": lambda a, f, below: 2 * (a * below + f) * (1 - below),
    "V s": lambda a, f, below: 2 * (below - (a * below + f) * f),
    "V cc": lambda a, f, below: 2 * (below * (1 - below) - (a * below + f) * f),
    "V cs": lambda a, f, below: 2 * f * (1 - below + a * (a * below + f)),
    "V ss": lambda a, f, below: 2 * (below - f * (a + f + a * a * (a * below + f))),
    "K s": lambda a, f, below: 2 * below - a * f,
    "K cs": lambda a, f, _below: (1 + a * a) * f,
    "K ss": lambda a, f, below: 2 * below - 2 * a * f - a * a * a * f,
}


@cache
def _table(name: str) -> TaylorTable:
    """A function of a between -9 and 9."""

    def series(a: arb_series) -> arb_series:
        f = (-a * a / 2).exp() / (2 * arb.pi()).sqrt()
        return _SHAPES[name](a, f, (1 + (a / arb(2).sqrt()).erf()) / 2)

    return TaylorTable(series, -_FAR, _FAR)


def _over(name: str, a: FloatInterval) -> FloatInterval:
    """The range of a function of a."""
    inside = _table(name).over(a)
    return FloatInterval(down(inside.low - _TAIL), up(inside.high + _TAIL))


# The functions of a in a moment's derivatives c, s, cc, cs, ss.
_DERIVATIVES = {
    "rectified_mean": ("F", "f", "f", "-a f", "a2 f"),
    "rectified_variance": ("V c", "V s", "V cc", "V cs", "V ss"),
    "rectified_covariance": ("f", "K s", "-a f", "K cs", "K ss"),
}


def moment(kind: str, c: FloatInterval, s: FloatInterval) -> tuple[FloatInterval, ...]:
    """A moment and its derivatives c, s, cc, cs, ss; of s only what is positive counts."""
    s = FloatInterval(np.maximum(s.low, 0.0), s.high)
    low, high = _value(kind, c.low, s.low).low, _value(kind, c.high, s.high).high
    a = FloatInterval(
        np.minimum(down(c.low / s.low), down(c.low / s.high)),
        np.maximum(up(c.high / s.low), up(c.high / s.high)),
    )
    found = [_over(name, a) for name in _DERIVATIVES[kind]]
    first, second = found[:2], found[2:]
    if kind == "rectified_mean":
        # Also a^{k+1} f / c for a^k f / s: that is small where s is, but not c.
        for k, name in enumerate(("a f", "-a2 f", "a3 f")):
            by_s = multiply(reciprocal(s), second[k])
            by_c = multiply(reciprocal(c), _over(name, a))
            second[k] = FloatInterval(np.fmax(by_s.low, by_c.low), np.fmin(by_s.high, by_c.high))
    else:
        first = [multiply(s, x) for x in first]
    return FloatInterval(np.maximum(low, 0.0), high), *first, *second


def _value(kind: str, c: Floats, s: Floats) -> FloatInterval:
    """At points; for s = 0 at the limit."""
    a = FloatInterval(down(c / s), up(c / s))
    if kind == "rectified_mean":
        return add(multiply(thin(c), _over("F", a)), multiply(thin(s), _over("f", a)))
    return multiply(power(thin(s), 2), _over("V" if kind == "rectified_variance" else "F", a))
