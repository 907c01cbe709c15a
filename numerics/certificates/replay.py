"""Replays the proof of a minimum: the region, the tree of boxes, and the bound on every leaf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial

import numpy as np
from flint import arb

from numerics.certificates.boxes import check_cover, leaf_boxes
from numerics.certificates.family import Family
from numerics.certificates.function import Function
from numerics.certificates.leaves import Indices, LeafBound
from numerics.certificates.limits import ask
from numerics.certificates.minorants import Constants
from numerics.certificates.proof import MinimumProof
from numerics.certificates.terms import to_fmpq
from numerics.certificates.third_order import Truth
from numerics.errors import CertificateError

_CHUNK, _CHUNK_NUMBERS = 1024, 20_000_000  # leaves at once, numbers in an array


@dataclass
class Replay:
    """Replays the tree of a `MinimumProof`.

    Attributes:
        family: data and decoders.
        minimum: the proof.
        g: the penalty on the error; None is the indicator.
        h: the penalty on the row powers.
        loss: the loss of the best point.
        exact: decide everything in balls.
        target: what the proof says the loss is at least.
        floor: a lower bound of the loss that needs no proof: inf g + (kappa/d) inf h.
    """

    family: Family
    minimum: MinimumProof
    g: Function | None
    h: Function
    loss: arb
    exact: bool

    def __post_init__(self) -> None:
        self.d, self.kappa, _ = self.family.shape
        self._check_forms()
        self.target = self.loss - arb(to_fmpq(self.minimum.tolerance))
        self._bound = cache(partial(LeafBound, self.family, self.target))
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
            if p.inverse is not None and list(map(len, p.inverse)) != [live] * self.kappa:
                raise CertificateError("a left inverse has the wrong shape")
        for number, leaf in enumerate(m.leaves):
            if len(leaf) != 1 + self.kappa or not min(leaf) > 0:
                raise CertificateError(f"leaf {number} needs {1 + self.kappa} slopes, all positive")

    def check(self) -> tuple[arb, arb]:
        """Everything; the lower bound proved, and the floor.

        Raises:
            CertificateError: on the first thing that is not so.
        """
        with np.errstate(all="ignore"):  # what overflows compares false and is not settled
            self._outside()
            self._leaves()
        return self.target.max(self.floor), self.floor

    def _settle(self, count: int, test: Callable[[LeafBound, Indices], Truth], what: str) -> None:
        """Show so many things: many at once in floats, and one at a time in balls what is left."""
        left: Indices = np.arange(count)
        for in_balls in (True,) if self.exact else (False, True):
            if not len(left):
                return
            bound = self._bound(in_balls=in_balls)
            size = min(1 if in_balls else _CHUNK, _CHUNK_NUMBERS // bound.numbers)
            if not size:
                raise CertificateError("the problem is too large for the memory of a replay")
            parts, left = [left[at : at + size] for at in range(0, len(left), size)], left[:0]
            for part in parts:
                ask()
                open_ = part[~test(bound, part)]
                if in_balls and len(open_):
                    raise CertificateError(what.format(open_[0]))
                left = np.concatenate([left, open_])

    def _leaves(self) -> None:
        """That the bound on every leaf reaches the target."""
        m, p = self.minimum, self.family.parameters
        floor = (0.0,) * (1 + self.kappa)
        roots = [((*x.low, *floor), (*x.high, m.e_max, *x.ceilings)) for x in m.patches]
        low, high = map(np.array, zip(*leaf_boxes(m.splits, roots), strict=True))
        if len(low) != len(m.leaves):
            raise CertificateError(f"the trees have {len(low)} leaves, {len(m.leaves)} are stored")
        slopes = np.array(m.leaves)
        # What a minorant may lose is small against the tolerance.
        gap = float(min(m.tolerance, Fraction(2**1000))) / 1000
        of_g = Constants(self.g, gap)(slopes[:, :1], low[:, p : p + 1], high[:, p : p + 1])
        of_h = Constants(self.h, gap)(slopes[:, 1:], low[:, p + 1 :], high[:, p + 1 :])
        constants = np.concatenate([of_g, of_h], axis=1)

        def reached(bound: LeafBound, part: Indices) -> Truth:
            return bound.reached(slopes[part], low[part, :p], high[part, :p], constants[part])

        self._settle(len(low), reached, "leaf {} does not reach the target")

    def _outside(self) -> None:
        """No point outside the root boxes is better than the target (`solver.coercivity`)."""
        m, h = self.minimum, self.h
        if self.g is not None:
            needed = self.target - self.kappa * h.lowest / self.d
            if not self.g.infimum(to_fmpq(m.e_max), None, enough=needed).low >= needed:
                raise CertificateError(f"errors above {m.e_max} are not excluded")
        check_cover([(p.low, p.high) for p in m.patches], self.family)

        @cache
        def excluded_by_h(ceiling: float) -> bool:
            others = self.lowest_g + (self.kappa - 1) * h.lowest / self.d
            needed = (self.target - others) * self.d
            return bool(h.infimum(to_fmpq(ceiling), None, enough=needed).low >= needed)

        def excluded(bound: LeafBound, part: Indices) -> Truth:
            patches = [m.patches[i] for i in part]
            shown = bound.ceilings_held(patches, m.e_max)
            for k in zip(*np.nonzero(~shown), strict=True):
                shown[k] = excluded_by_h(patches[k[0]].ceilings[k[1]])
            return np.asarray(shown.all(axis=1))

        message = "powers above its ceilings are not excluded by patch {}"
        self._settle(len(m.patches), excluded, message)
