"""Replays the proof of a minimum: the region, the tree of boxes, and the bound on every leaf."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, cached_property

import numpy as np
from flint import arb

from numerics.certificates.boxes import check_cover, leaf_boxes
from numerics.certificates.family import Family
from numerics.certificates.function import Function
from numerics.certificates.leaves import LeafBound, Truth
from numerics.certificates.minorants import Constants, exact
from numerics.certificates.proof import MinimumProof
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
        for number, leaf in enumerate(m.leaves):
            if len(leaf.slopes) != self.kappa or not min(leaf.lam, *leaf.slopes) > 0:
                raise CertificateError(f"leaf {number} needs {self.kappa} slopes, all positive")

    @cached_property
    def _floats(self) -> LeafBound:
        return LeafBound(self.family, self.target, in_balls=False, clock=self.h.clock)

    @cached_property
    def _balls(self) -> LeafBound:
        return LeafBound(self.family, self.target, in_balls=True, clock=self.h.clock)

    def check(self, *, all_in_balls: bool) -> None:
        """Everything.

        Raises:
            CertificateError: on the first thing that is not so.
        """
        with np.errstate(all="ignore"):  # what overflows compares false and is not settled
            self._outside(all_in_balls=all_in_balls)
            self._leaves(all_in_balls=all_in_balls)

    def _leaves(self, *, all_in_balls: bool) -> None:
        """That the bound on every leaf reaches the target."""
        m, p, numbers = self.minimum, self.family.parameters, self._floats.bound.numbers
        floor = (0.0,) * (1 + self.kappa)
        roots = [((*x.low, *floor), (*x.high, m.e_max, *x.ceilings)) for x in m.patches]
        low, high = map(np.array, zip(*leaf_boxes(m.splits, roots), strict=True))
        if len(low) != len(m.leaves):
            raise CertificateError(f"the trees have {len(low)} leaves, {len(m.leaves)} are stored")
        if numbers > _CHUNK_NUMBERS:
            raise CertificateError("the problem is too large for the memory of a replay")
        lam, slopes = (np.array([x.lam for x in m.leaves]), np.array([x.slopes for x in m.leaves]))
        # What a minorant may lose is small against the tolerance.
        gap = float(min(m.tolerance, Fraction(2**1000))) / 1000
        of_g = Constants(self.g, gap)(lam[:, None], low[:, p : p + 1], high[:, p : p + 1])
        of_h = Constants(self.h, gap)(slopes, low[:, p + 1 :], high[:, p + 1 :])
        constants = np.concatenate([of_g, of_h], axis=1)

        def reached(bound: LeafBound, part: slice) -> Truth:
            self.h.clock.check()
            box = low[part, :p], high[part, :p]
            return bound.reached(lam[part], slopes[part], *box, constants[part])

        settled: Truth = np.zeros(len(lam), bool)
        chunk = min(_CHUNK, _CHUNK_NUMBERS // max(1, numbers))
        if self._floats.usable and not all_in_balls:
            for part in (slice(at, at + chunk) for at in range(0, len(lam), chunk)):
                settled[part] = reached(self._floats, part)
        for i in np.flatnonzero(~settled).tolist():
            self.in_balls += 1
            if not reached(self._balls, slice(i, i + 1)).all():
                raise CertificateError(f"leaf {i} does not reach the target")

    def _outside(self, *, all_in_balls: bool) -> None:
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

        held = self._held(all_in_balls=all_in_balls)
        for index, patch in enumerate(m.patches):
            for k, ceiling in enumerate(patch.ceilings):
                if not (held[index, k] or excluded_by_h(ceiling)):
                    raise CertificateError(
                        f"powers of row {k} above {ceiling} are not excluded by patch {index}"
                    )

    def _held(self, *, all_in_balls: bool) -> Truth:
        """Whether the left inverse of each patch shows the ceiling of each row, (N, kappa)."""
        patches = self.minimum.patches
        held: Truth = np.zeros((len(patches), self.kappa), bool)
        for in_balls, size in ((True, 1),) if all_in_balls else ((False, _CHUNK), (True, 1)):
            todo = [i for i, p in enumerate(patches) if p.inverse and not held[i].all()]
            for part in (todo[at : at + size] for at in range(0, len(todo), size)):
                self.h.clock.check()
                bound = self._balls if in_balls else self._floats
                held[part] = bound.ceilings_held([patches[i] for i in part], self.minimum.e_max)
        return held
