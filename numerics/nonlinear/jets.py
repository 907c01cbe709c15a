"""Values and derivatives of a loss given as a graph, at points or over boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from numerics.certificates.nonlinear.graph import Graph, Op
from numerics.nonlinear import rectified
from numerics.nonlinear.arithmetic import Arithmetic, Flags, Floats, Number, Points

Jet = tuple[Number, Number, Number]
"""Value, gradient and the upper triangle of the Hessian; None is 0."""


@dataclass(frozen=True)
class Evaluated:
    """A jet, those of all operations, and which piece was taken of every relu."""

    value: Number
    gradient: Number
    hessian: Number
    jets: dict[int, Jet]
    pieces: dict[int, Flags]


@dataclass(frozen=True)
class Around:
    """Points of boxes: the jets there, and how far the boxes reach from them, (v, N) each."""

    jets: Mapping[int, Jet]
    starts: Floats
    ends: Floats

    def nearer(self, at: int, jet: Jet) -> Jet:
        """A jet whose value is cut down by the mean value theorem."""
        if jet[1] is None:
            return jet
        value, (low, high) = self.jets[at][0], jet[1]
        below = value + np.minimum(low * self.ends, high * self.starts).sum(axis=0)
        above = value + np.maximum(high * self.ends, low * self.starts).sum(axis=0)
        return (np.maximum(jet[0][0], below), np.minimum(jet[0][1], above)), jet[1], jet[2]


class Tape:
    """The loss of one sample, ready to be evaluated.

    Args:
        graph: the operations.
        root: the loss.
        variables: how many inner variables and parameters there are.
    """

    def __init__(self, graph: Graph, root: int, variables: tuple[int, int]) -> None:
        self.graph, self.root = graph, root
        self.inner, self.parameters = variables
        self.count = sum(variables)
        self.needed = graph.needed(root)
        self.relus = [at for at in self.needed if graph.ops[at].kind == "relu"]
        self.pairs = np.triu_indices(self.count)

    def __call__(
        self,
        of: Arithmetic,
        inputs: Mapping[str, Sequence[Number]],
        *,
        order: int = 2,
        pieces: Mapping[int, Flags] | None = None,
        forced: bool = False,
        shear: Floats | None = None,
        around: Around | None = None,
    ) -> Evaluated:
        """Evaluate.

        Args:
            of: at points or over boxes.
            inputs: "inner", "theta" and "datum", each a list of numbers.
            order: of the derivatives that are wanted.
            pieces: which piece every relu has, over boxes only where its argument changes sign;
                None: as its argument says (points only).
            forced: whether relus have these pieces wherever they are.
            shear: how inner variables move with theta, (q, p, N); derivatives then are along it.
            around: points of the boxes, by which values are cut down.
        """
        jets: dict[int, Jet] = {}
        taken: dict[int, Flags] = {}
        for at in self.needed:
            op = self.graph.ops[at]
            parts = [jets[part] for part in op.parts]
            if op.kind == "constant":
                jets[at] = of.constant(float(Fraction(op.value))), None, None
            elif op.kind == "datum" or (op.kind in inputs and order == 0):
                jets[at] = inputs[op.kind][int(op.value)], None, None
            elif op.kind in inputs:
                jets[at] = self._variable(of, op, inputs, shear)
            elif op.kind == "add":
                jets[at] = tuple(_plus(of, a, b) for a, b in zip(*parts, strict=True))
            elif op.kind == "multiply":
                jets[at] = self._product(of, parts[0], parts[1], order)
            elif op.kind == "relu":
                chosen = None if pieces is None else pieces[at]
                on = chosen if forced and chosen is not None else _piece(parts[0][0], chosen)
                taken[at] = on
                jets[at] = tuple(_only(x, on) for x in parts[0])
            elif op.kind in rectified.KINDS:
                six = of.moment(op.kind, parts[0][0], parts[1][0])
                jets[at] = self._moment(of, six, parts[0], parts[1], order)
            else:
                three = of.function(op.kind, parts[0][0], int(op.value))
                jets[at] = self._composed(of, three, parts[0], order)
            if around is not None and op.parts:
                jets[at] = around.nearer(at, jets[at])
        return Evaluated(*jets[self.root], jets, taken)

    def _variable(
        self, of: Arithmetic, op: Op, inputs: Mapping[str, Any], shear: Floats | None
    ) -> Jet:
        number = int(op.value)
        if shear is None or op.kind == "theta":
            unit = np.zeros((self.count, 1))
        else:
            unit = np.zeros((self.count, shear.shape[2]))
            unit[self.inner :] = shear[number]
        unit[number + (self.inner if op.kind == "theta" else 0)] = 1.0
        return inputs[op.kind][number], unit if isinstance(of, Points) else (unit, unit), None

    def _product(self, of: Arithmetic, a: Jet, b: Jet, order: int) -> Jet:
        value = of.multiply(a[0], b[0])
        gradient = _plus(of, _times(of, a[0], b[1]), _times(of, b[0], a[1]))
        if order < 2:
            return value, gradient, None
        hessian = _plus(of, _times(of, a[0], b[2]), _times(of, b[0], a[2]))
        if a[1] is not None and b[1] is not None:
            i, j = self.pairs
            for p, q in ((i, j), (j, i)):
                mixed = of.multiply(of.rows(a[1], p), of.rows(b[1], q))
                hessian = _plus(of, hessian, mixed)
        return value, gradient, hessian

    def _composed(self, of: Arithmetic, three: Any, a: Jet, order: int) -> Jet:
        gradient = _times(of, three[1], a[1])
        if order < 2 or a[1] is None:
            return three[0], gradient, None
        i, j = self.pairs
        square = of.multiply(of.rows(a[1], i), of.rows(a[1], j))
        square = of.squares(square, (i == j)[:, None])
        return (
            three[0],
            gradient,
            _plus(of, _times(of, three[1], a[2]), of.multiply(three[2], square)),
        )

    def _moment(self, of: Arithmetic, six: Sequence[Number], c: Jet, s: Jet, order: int) -> Jet:
        gradient = _plus(of, _times(of, six[1], c[1]), _times(of, six[2], s[1]))
        if order < 2 or c[1] is None or s[1] is None:
            return six[0], gradient, None
        hessian = _plus(of, _times(of, six[1], c[2]), _times(of, six[2], s[2]))
        i, j = self.pairs
        for factor, x, y in ((six[3], c[1], c[1]), (six[5], s[1], s[1])):
            square = of.squares(of.multiply(of.rows(x, i), of.rows(y, j)), (i == j)[:, None])
            hessian = _plus(of, hessian, of.multiply(factor, square))
        for x, y in ((c[1], s[1]), (s[1], c[1])):
            mixed = of.multiply(of.rows(x, i), of.rows(y, j))
            hessian = _plus(of, hessian, of.multiply(six[4], mixed))
        return six[0], gradient, hessian


def _piece(argument: Number, chosen: Flags | None) -> Flags:
    if isinstance(argument, tuple):
        straddles = (argument[0] < 0) & (argument[1] > 0)
        return np.asarray(np.where(straddles, chosen, argument[0] >= 0))
    return np.asarray(argument > 0 if chosen is None else chosen)


def _plus(of: Arithmetic, x: Number, y: Number) -> Number:
    if x is None or y is None:
        return y if x is None else x
    return of.add(x, y)


def _times(of: Arithmetic, x: Number, y: Number) -> Number:
    return None if y is None else of.multiply(x, y)


def _only(x: Number, on: Flags) -> Number:
    if x is None:
        return None
    if isinstance(x, tuple):
        return np.where(on, x[0], 0.0), np.where(on, x[1], 0.0)
    return np.where(on, x, 0.0)
