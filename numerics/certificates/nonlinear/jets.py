"""Values, gradients and Hessians of a graph over boxes, enclosed (forward differentiation).

Derivatives are with respect to the inner variables and then theta, along which the inner variables
move with a given slope, N boxes at once; a Hessian is the list of its entries (i, j), i <= j.  A
relu whose argument changes sign in a box is replaced by
one of its two smooth pieces, as ``active`` says, extended to the whole box: the function is, at
every point of the box, one of the combinations of pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from numerics.certificates.nonlinear import functions, moments
from numerics.certificates.nonlinear.graph import Graph, Op
from numerics.certificates.nonlinear.intervals import (
    FloatInterval,
    Floats,
    add,
    multiply,
    rational,
    thin,
)

Flags = NDArray[np.bool_]
Derivatives = Sequence[FloatInterval | None]
_FUNCTIONS: dict[str, Callable[[FloatInterval], functions.Three]] = {
    "tanh": functions.tanh, "exp": functions.exp, "log": functions.log,
    "reciprocal": functions.inverse,
}  # fmt: skip


@dataclass(frozen=True)
class Jet:
    """Value (N,), gradient (v, N) and Hessian (v (v+1)/2, N); None stands for 0."""

    value: FloatInterval
    gradient: FloatInterval | None = None
    hessian: FloatInterval | None = None


@cache
def pairs(variables: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows and columns of the entries of a Hessian."""
    i, j = np.triu_indices(variables)
    return i, j


@dataclass
class JetInputs:
    """Boxes: intervals of inner variables, theta and data, each (N,); data may be thin.

    Derivatives are those of ``f(z + zeta + S delta, theta + delta)`` by zeta and delta, where the
    intervals hold all the arguments of f; S is ``shear``, (q, p, N), None for 0.
    """

    inner: Sequence[FloatInterval]
    theta: Sequence[FloatInterval]
    datum: Sequence[FloatInterval]
    shear: Floats | None = None

    @property
    def variables(self) -> int:
        """How many derivatives there are."""
        return len(self.inner) + len(self.theta)

    def variable(self, op: Op) -> Jet:
        """The jet of a variable."""
        number, q = int(op.value), len(self.inner)
        if op.kind == "datum":
            return Jet(self.datum[number])
        if op.kind == "theta" or self.shear is None:
            unit = np.zeros((self.variables, 1))
        else:
            unit = np.zeros((self.variables, self.shear.shape[2]))
            unit[q:] = self.shear[number]
        unit[number if op.kind == "inner" else q + number] = 1.0
        return Jet((self.inner if op.kind == "inner" else self.theta)[number], thin(unit))


@dataclass(frozen=True)
class MeanValue:
    """Jets of all operations at points of the boxes, and the boxes of (zeta, delta) around them."""

    jets: Mapping[int, Jet]
    spread: FloatInterval

    def nearer(self, at: int, jet: Jet) -> Jet:
        """The mean value theorem: a value is that at the point plus a gradient of the box."""
        if jet.gradient is None:
            return jet
        found = self.jets[at].value
        moved = multiply(jet.gradient, self.spread)
        for k in range(len(moved.low)):
            found = add(found, moved.rows(k))
        value = FloatInterval(
            np.maximum(found.low, jet.value.low), np.minimum(found.high, jet.value.high)
        )
        return Jet(value, jet.gradient, jet.hessian)


class GraphJets(NamedTuple):
    """The root's jet, those of all operations, and where each relu is active and straddles."""

    jet: Jet
    jets: dict[int, Jet]
    pieces: dict[int, tuple[Flags, Flags]]


def evaluate(
    graph: Graph,
    root: int,
    inputs: JetInputs,
    active: Mapping[int, Flags],
    *,
    second: bool,
    forced: bool = False,
    around: MeanValue | None = None,
) -> GraphJets:
    """The jet of an operation.

    Args:
        graph: the operations.
        root: which one.
        inputs: the boxes.
        active: which piece a relu has where it straddles, by its position.
        second: whether Hessians are wanted.
        forced: whether every relu has the piece that ``active`` says.
        around: points of the boxes by which values are cut down; relus are forced.
    """
    jets: dict[int, Jet] = {}
    pieces: dict[int, tuple[Flags, Flags]] = {}
    for at in graph.needed(root):
        op = graph.ops[at]
        parts = [jets[part] for part in op.parts]
        if op.kind == "constant":
            jets[at] = Jet(rational(Fraction(op.value)))
        elif op.kind in ("inner", "theta", "datum"):
            jets[at] = inputs.variable(op)
        elif op.kind == "add":
            jets[at] = _add(*parts)
        elif op.kind == "relu":
            straddles = ~((parts[0].value.low >= 0) | (parts[0].value.high <= 0))
            on = np.where(straddles | forced, active[at], parts[0].value.low >= 0)
            jets[at], pieces[at] = _only(parts[0], on), (on, straddles)
        else:
            known = _derivatives(op, [part.value for part in parts])
            jets[at] = _composed(known, parts, second=second)
        if around is not None and op.parts:
            jets[at] = around.nearer(at, jets[at])
    return GraphJets(jets[root], jets, pieces)


def _sum(x: FloatInterval | None, y: FloatInterval | None) -> FloatInterval | None:
    if x is None or y is None:
        return y if x is None else x
    return add(x, y)


def _times(x: FloatInterval | None, y: FloatInterval | None) -> FloatInterval | None:
    return None if x is None or y is None else multiply(x, y)


def _add(a: Jet, b: Jet) -> Jet:
    return Jet(add(a.value, b.value), _sum(a.gradient, b.gradient), _sum(a.hessian, b.hessian))


def _derivatives(op: Op, values: list[FloatInterval]) -> Derivatives:
    if op.kind == "multiply":
        return multiply(*values), values[1], values[0], None, thin(np.array(1.0)), None
    if op.kind == "power":
        return functions.whole_power(values[0], int(op.value))
    known = _FUNCTIONS.get(op.kind)
    return known(values[0]) if known else moments.moment(op.kind, *values)


def _composed(known: Derivatives, parts: Sequence[Jet], *, second: bool) -> Jet:
    """The chain rule, from a function's value, gradient and Hessian in its arguments."""
    gradient, hessian, count = None, None, len(parts)
    for slope, part in zip(known[1 : 1 + count], parts, strict=True):
        gradient = _sum(gradient, _times(slope, part.gradient))
        hessian = _sum(hessian, _times(slope, part.hessian))
    for i, j, bend in zip(*pairs(count), known[1 + count :], strict=True):
        for x, y in ((i, j), (j, i))[: 1 + int(i != j)] if second else ():
            hessian = _sum(hessian, _times(bend, _outer(parts[x], parts[y])))
    assert known[0] is not None
    return Jet(known[0], gradient, hessian)


def _outer(a: Jet, b: Jet) -> FloatInterval | None:
    """The products of two gradients' entries; squares are not negative."""
    if a.gradient is None or b.gradient is None:
        return None
    i, j = pairs(len(a.gradient.low))
    found = multiply(a.gradient.rows(i), b.gradient.rows(j))
    squares = (i == j)[:, None] & (a is b)
    return FloatInterval(np.where(squares, np.maximum(found.low, 0.0), found.low), found.high)


def _only(a: Jet, on: Flags) -> Jet:
    """A jet where the flags are set, 0 elsewhere."""

    def kept(x: FloatInterval) -> FloatInterval:
        return FloatInterval(*(np.where(on, end, 0.0) for end in x))

    return Jet(kept(a.value), a.gradient and kept(a.gradient), a.hessian and kept(a.hessian))
