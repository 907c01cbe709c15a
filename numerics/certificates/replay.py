"""Replays the proof of a minimum: the region, the tree of boxes, and the bound on every leaf."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

import numpy as np
from flint import arb

from numerics.certificates.boxes import check_cover, leaf_boxes
from numerics.certificates.family import Family, Floats
from numerics.certificates.function import Function
from numerics.certificates.leaves import LeafBound, Truth
from numerics.certificates.minorants import Constants, exact
from numerics.certificates.proof import Leaf, MinimumProof
from numerics.certificates.terms import to_fmpq
from numerics.errors import CertificateError

_CHUNK, _CHUNK_NUMBERS = 1024, 20_000_000  # leaves at once, numbers in an array


class Replay:
    """Replays the tree of a `MinimumProof`.

    Args:
        family: data and decoders.
        minimum: the proof.
        penalties: g (None is the indicator) and h.
        loss: the loss of the best point.

    Attributes:
        target: what the proof says the loss is at least.
        floor: a lower bound of the loss that needs no proof: inf g + (kappa/d) inf h.
        in_balls: after `check`, how many leaves were replayed in ball arithmetic.
    """

    def __init__(
        self,
        family: Family,
        minimum: MinimumProof,
        penalties: tuple[Function | None, Function],
        loss: arb,
    ) -> None:
        self.family, self.minimum = family, minimum
        self.g, self.h = penalties
        self.d, self.kappa, self.n = family.shape
        self._check_forms()
        self.target = loss - arb(to_fmpq(minimum.tolerance))
        self.in_balls = 0
        # Labels are wanted as far as the root boxes reach.
        self.h.top = exact(max(c for p in minimum.patches for c in p.ceilings))
        if self.g is not None:
            self.g.top = exact(minimum.e_max)
        self.lowest_g = arb(0) if self.g is None else self.g.lowest
        self.floor = self.lowest_g + self.kappa * self.h.lowest / self.d

    def _check_forms(self) -> None:
        """That shapes are right, and tolerance, ceilings and slopes positive."""
        m, live = self.minimum, len(self.family.live_rows)
        if m.tolerance <= 0 or m.e_max < 0 or not m.patches:
            raise CertificateError("the proof has no root, tolerance or largest error")
        for index, p in enumerate(m.patches):
            if len(p.ceilings) != self.kappa or min(p.ceilings) < 0:
                raise CertificateError(f"patch {index} needs a ceiling >= 0 for every row")
            rows = None if p.inverse is None else list(map(len, p.inverse))
            if rows is not None and rows != [live] * self.kappa:
                raise CertificateError("a left inverse has the wrong shape")
        for node, leaf in m.leaves.items():
            if len(leaf.slopes) != self.kappa:
                raise CertificateError(f"leaf at node {node} has the wrong shape")
            if not (leaf.lam > 0 and min(leaf.slopes) > 0):
                raise CertificateError(f"leaf at node {node}: a slope is not positive")

    def check(self, *, all_in_balls: bool) -> None:
        """Everything.

        Raises:
            CertificateError: on the first thing that is not so.
        """
        bounds = [
            LeafBound(self.family, self.target, in_balls=b, clock=self.h.clock)
            for b in (False, True)
        ]
        self._outside(bounds[all_in_balls:])
        nodes, low, high = leaf_boxes(self.minimum, self.kappa)
        leaves = [self.minimum.leaves[node] for node in nodes]
        # What a minorant may lose is small against the tolerance.
        gap = float(min(self.minimum.tolerance, Fraction(2**1000))) / 1000
        constants = [Constants(p, gap) for p in (self.g, self.h)]
        if bounds[0].bound.numbers > _CHUNK_NUMBERS:
            raise CertificateError("the problem is too large for the memory of a replay")
        chunk = min(_CHUNK, _CHUNK_NUMBERS // max(1, bounds[0].bound.numbers))
        for at in range(0, len(nodes), chunk):
            part = slice(at, at + chunk)
            self.h.clock.check()
            boxes = low[part], high[part]
            found = self._constants(leaves[part], boxes, constants)
            settled: Truth = np.zeros(len(leaves[part]), bool)
            if not all_in_balls and bounds[0].usable:
                settled = self._reached(bounds[0], leaves[part], boxes, found)
            for i in np.flatnonzero(~settled).tolist():
                self.h.clock.check()
                one = slice(i, i + 1)
                self.in_balls += 1
                box = boxes[0][one], boxes[1][one]
                if not self._reached(bounds[1], leaves[part][one], box, found[one]).all():
                    raise CertificateError(
                        f"leaf at node {nodes[at + i]} does not reach the target"
                    )

    def _constants(
        self, leaves: Sequence[Leaf], boxes: tuple[Floats, Floats], of: list[Constants]
    ) -> Floats:
        """Of the minorants of g and of h in every row, (N, 1 + kappa)."""
        p = self.family.parameters
        low, high = boxes
        lam = np.array([[leaf.lam] for leaf in leaves])
        slopes = np.array([leaf.slopes for leaf in leaves])
        with np.errstate(all="ignore"):  # what overflows compares false and is not settled
            for_g = of[0](lam, low[:, p : p + 1], high[:, p : p + 1])
            for_h = of[1](slopes, low[:, p + 1 :], high[:, p + 1 :])
        return np.concatenate([for_g, for_h], axis=1)

    def _reached(
        self,
        bound: LeafBound,
        leaves: Sequence[Leaf],
        boxes: tuple[Floats, Floats],
        constants: Floats,
    ) -> Truth:
        p = self.family.parameters
        with np.errstate(all="ignore"):
            return bound.reached(leaves, boxes[0][:, :p], boxes[1][:, :p], constants)

    def _outside(self, bounds: Sequence[LeafBound]) -> None:
        """No point outside the root boxes is better than the target (`solver.coercivity`)."""
        m, h = self.minimum, self.h
        if self.g is not None:
            needed = self.target - self.kappa * h.lowest / self.d
            if not self.g.infimum(exact(m.e_max), None, enough=needed)[0] >= needed:
                raise CertificateError(f"errors above {m.e_max} are not excluded")
        check_cover([(p.low, p.high) for p in m.patches], self.family)

        @cache
        def excluded_by_h(ceiling: float) -> bool:
            others = self.lowest_g + (self.kappa - 1) * h.lowest / self.d
            needed = (self.target - others) * self.d
            return bool(h.infimum(exact(ceiling), None, enough=needed)[0] >= needed)

        shown = self._held(bounds)
        for index, (patch, held) in enumerate(zip(m.patches, shown, strict=True)):
            for k, ceiling in enumerate(patch.ceilings):
                if not (held[k] or excluded_by_h(ceiling)):
                    raise CertificateError(
                        f"powers of row {k} above {ceiling} are not excluded by patch {index}"
                    )

    def _held(self, bounds: Sequence[LeafBound]) -> Truth:
        """Whether the left inverse of each patch shows the ceiling of each row, (N, kappa)."""
        patches = self.minimum.patches
        held: Truth = np.zeros((len(patches), self.kappa), bool)
        for bound in bounds:
            todo = [i for i, p in enumerate(patches) if p.inverse and not held[i].all()]
            size = 1 if bound.in_balls else _CHUNK
            for part in (todo[at : at + size] for at in range(0, len(todo), size)):
                self.h.clock.check()
                held[part] = bound.ceilings_held([patches[i] for i in part], self.minimum.e_max)
        return held
