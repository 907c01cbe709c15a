"""The numbers that jets are made of: floats at points, intervals of floats over boxes.

Nothing here is rounded outwards: the search may err by rounding, the checker does not.
"""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from numerics.nonlinear import rectified

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.intp]
Flags: TypeAlias = NDArray[np.bool_]
Number: TypeAlias = Any  # an array at points, two arrays (low, high) over boxes
Three: TypeAlias = tuple[Number, Number, Number]


class Arithmetic(Protocol):
    """What jets need of numbers."""

    def constant(self, x: float) -> Number:
        """A number."""

    def rows(self, x: Number, index: Any) -> Number:
        """Rows of a gradient."""

    def add(self, x: Number, y: Number) -> Number:
        """The sum."""

    def multiply(self, x: Number, y: Number) -> Number:
        """The product."""

    def squares(self, x: Number, diagonal: Floats) -> Number:
        """Products of which those on the diagonal are squares."""

    def function(self, kind: str, x: Number, exponent: int) -> Three:
        """A function and its first two derivatives."""

    def moment(self, kind: str, c: Number, s: Number) -> tuple[Number, ...]:
        """A moment of a rectified Gaussian, and its derivatives c, s, cc, cs, ss."""


def values(kind: str, x: Floats, exponent: int) -> tuple[Floats, Floats, Floats]:
    """A function and its first two derivatives."""
    if kind == "power":
        lower = exponent * x ** (exponent - 1)
        return x**exponent, lower, exponent * (exponent - 1) * x ** (exponent - 2)
    if kind == "tanh":
        t = np.tanh(x)
        return t, 1 - t * t, -2 * t * (1 - t * t)
    if kind == "exp":
        e = np.exp(x)
        return e, e, e
    if kind == "log":
        return np.log(x), 1 / x, -1 / (x * x)
    if kind == "reciprocal":
        return 1 / x, -1 / (x * x), 2 / x**3
    raise ValueError(f"no function {kind!r}")


class Points:
    """Floats."""

    def constant(self, x: float) -> Number:
        """A number."""
        return np.array(x)

    def rows(self, x: Number, index: Any) -> Number:
        """Rows of a gradient."""
        return x[index]

    def add(self, x: Number, y: Number) -> Number:
        """The sum."""
        return x + y

    def multiply(self, x: Number, y: Number) -> Number:
        """The product."""
        return x * y

    def squares(self, x: Number, diagonal: Floats) -> Number:
        """Products of which those on the diagonal are squares."""
        return x

    def function(self, kind: str, x: Number, exponent: int) -> Three:
        """A function and its derivatives."""
        return values(kind, x, exponent)

    def moment(self, kind: str, c: Number, s: Number) -> tuple[Number, ...]:
        """A moment of a rectified Gaussian, and its derivatives."""
        return rectified.at_points(kind, c, s)


class Boxes:
    """Intervals."""

    def constant(self, x: float) -> Number:
        """A number."""
        return np.array(x), np.array(x)

    def rows(self, x: Number, index: Any) -> Number:
        """Rows of a gradient."""
        return x[0][index], x[1][index]

    def add(self, x: Number, y: Number) -> Number:
        """The sum."""
        return x[0] + y[0], x[1] + y[1]

    def multiply(self, x: Number, y: Number) -> Number:
        """The product."""
        if x[0] is x[1]:
            x, y = y, x
        if y[0] is y[1]:
            a, b = x[0] * y[0], x[1] * y[0]
            return np.minimum(a, b), np.maximum(a, b)
        a, b, c, d = x[0] * y[0], x[0] * y[1], x[1] * y[0], x[1] * y[1]
        return (
            np.minimum(np.minimum(a, b), np.minimum(c, d)),
            np.maximum(np.maximum(a, b), np.maximum(c, d)),
        )

    def squares(self, x: Number, diagonal: Floats) -> Number:
        """Products of which those on the diagonal are squares."""
        return np.where(diagonal, np.maximum(x[0], 0.0), x[0]), x[1]

    def function(self, kind: str, x: Number, exponent: int) -> Three:
        """Ranges of a function and its derivatives."""
        low, high = values(kind, x[0], exponent), values(kind, x[1], exponent)
        if kind == "power":
            k = exponent
            return (
                _power(x, k),
                _scaled(k, _power(x, k - 1)),
                _scaled(k * (k - 1), _power(x, k - 2)),
            )
        between = [_hull(a, b) for a, b in zip(low, high, strict=True)]
        return _tanh(between[0]) if kind == "tanh" else (between[0], between[1], between[2])

    def moment(self, kind: str, c: Number, s: Number) -> tuple[Number, ...]:
        """Ranges of a moment of a rectified Gaussian, and of its derivatives."""
        return rectified.over_boxes(kind, c, s)


def _hull(a: Floats, b: Floats) -> Number:
    return np.minimum(a, b), np.maximum(a, b)


def _scaled(factor: int, x: Number) -> Number:
    return factor * x[0], factor * x[1]


def _power(x: Number, exponent: int) -> Number:
    a, b = x[0] ** exponent, x[1] ** exponent
    if exponent % 2:
        return a, b
    low, high = _hull(a, b)
    return (np.where((x[0] < 0) & (x[1] > 0), 0.0, low), high) if exponent else (a, b)


def _tanh(t: Number) -> Three:
    most = np.maximum(abs(t[0]), abs(t[1]))
    least = np.where((t[0] < 0) & (t[1] > 0), 0.0, np.minimum(abs(t[0]), abs(t[1])))
    first = 1 - most * most, 1 - least * least
    return t, first, _scaled(-2, Boxes().multiply(t, first)[::-1])
