"""Replays the proof of a minimum: the region, the tree of boxes, and the bound on every leaf."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, reduce
from itertools import product

import numpy as np
from flint import arb, arb_mat

from numerics.certificates.balls import ball
from numerics.certificates.certificate import Minimum, Patch
from numerics.certificates.linear_family import LinearFamily
from numerics.certificates.penalty_balls import least_above, lowest
from numerics.certificates.replay_cover import check_cover
from numerics.certificates.replay_filter import LeafFilter
from numerics.certificates.replay_leaf import LeafCheck, matrix, row_length
from numerics.certificates.replay_tree import leaf_boxes
from numerics.errors import CertificateError
from sparsity_theory.penalties.penalties import Penalty


class Replay:
    """Replays the tree of a `Minimum`.

    Attributes:
        in_balls: after `check`, how many leaves were replayed in ball arithmetic.
    """

    def __init__(
        self,
        family: LinearFamily,
        minimum: Minimum,
        g: Penalty,
        h: Penalty,
        loss: arb,
        *,
        exact: bool,
    ) -> None:
        self.family, self.minimum, self.g, self.h = family, minimum, g, h
        self.exact = exact
        self.d, self.kappa, self.n = family.shape
        self.target = loss - ball(minimum.tolerance)
        self.in_balls = 0
        rows = family.live_rows
        self._data, self._start, *self._directions = (
            matrix([part[j] for j in rows])
            for part in (family.data, family.start, *family.directions)
        )

    def check(self) -> arb:
        """Everything; returns the target, below which there is no point.

        Raises:
            CertificateError: on the first thing that is not so.
        """
        self._outside()
        nodes, low, high = leaf_boxes(self.minimum, self.kappa)
        leaves = [self.minimum.leaves[node] for node in nodes]
        in_balls = LeafCheck(self.family, self.g, self.h, self.target)
        in_balls.check_forms(nodes, leaves)
        settled = np.zeros(len(nodes), dtype=bool)
        if not self.exact:
            tolerance = float(self.minimum.tolerance)
            floats = LeafFilter(self.family, self.g, self.h, self.target, tolerance)
            settled = floats.settled(leaves, low, high)
        for i in np.flatnonzero(~settled).tolist():
            in_balls.check(nodes[i], leaves[i], tuple(low[i].tolist()), tuple(high[i].tolist()))
            self.in_balls += 1
        return self.target

    def _outside(self) -> None:
        """No point outside the root boxes is better than the target (`solver.coercivity`)."""
        if not self.g.facts.nondecreasing:
            raise CertificateError("g is not proved nondecreasing")
        e_max = Fraction(self.minimum.e_max)
        if e_max < 0:
            raise CertificateError("e_max must not be negative")
        if self.g.finite:
            loss = least_above(self.g, e_max) + self.kappa * lowest(self.h) / self.d
            if not loss >= self.target:
                raise CertificateError(f"errors above {self.minimum.e_max} are not excluded")
        check_cover([(p.low, p.high) for p in self.minimum.patches], self.family)

        @cache
        def excluded_by_h(ceiling: float) -> bool:
            if not self.h.facts.nondecreasing:
                return False
            others = lowest(self.g) + (self.kappa - 1) * lowest(self.h) / self.d
            return bool(others + least_above(self.h, Fraction(ceiling)) / self.d >= self.target)

        for index, patch in enumerate(self.minimum.patches):
            if len(patch.ceilings) != self.kappa or min(patch.ceilings) < 0:
                raise CertificateError(f"patch {index} needs a ceiling >= 0 for every row")
            bounds = None if patch.inverse is None else self._power_bounds(patch, e_max)
            for k, ceiling in enumerate(patch.ceilings):
                if bounds is not None and bounds[k] <= arb(ceiling):
                    continue
                if not excluded_by_h(ceiling):
                    raise CertificateError(
                        f"powers of row {k} above {ceiling} are not excluded by patch {index}"
                    )

    def _power_bounds(self, patch: Patch, e_max: Fraction) -> list[arb]:
        """The bounds on the row powers for theta in the patch (fact 3 of `solver.coercivity`)."""
        d, kappa, n = self.family.shape
        assert patch.inverse is not None
        rows = self.family.live_rows
        if len(patch.inverse) != kappa or {len(row) for row in patch.inverse} != {len(rows)}:
            raise CertificateError("a left inverse has the wrong shape")
        inverse = arb_mat([[arb(v) for v in row] for row in patch.inverse])
        start, *directions = (inverse * part for part in (self._start, *self._directions))
        eta = [arb(0)] * kappa
        for corner in product(
            *(dict.fromkeys(ends) for ends in zip(patch.low, patch.high, strict=True))
        ):
            image = start
            for theta, direction in zip(corner, directions, strict=True):
                image = image + direction * arb(theta)
            for k in range(kappa):
                defects = (abs(image[k, j] - (j == k)) for j in range(kappa))
                eta[k] = eta[k].max(sum(defects, arb(0)))
        worst = reduce(arb.max, eta)
        if not worst < 1:
            raise CertificateError(f"no left inverse for theta in [{patch.low}, {patch.high}]")
        exact = inverse * self._data
        error = (d * n * ball(e_max)).sqrt()
        reach = [row_length(exact, k) + row_length(inverse, k) * error for k in range(kappa)]
        largest = reduce(arb.max, reach) / (1 - worst)
        return [(a + share * largest) ** 2 / n for a, share in zip(reach, eta, strict=True)]
