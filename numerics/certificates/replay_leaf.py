"""The bound on one leaf in ball arithmetic, from the slopes and the matrices that it stores."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product

from flint import arb, arb_mat, fmpq

from numerics.certificates.certificate import Leaf
from numerics.certificates.linear_family import LinearFamily
from numerics.certificates.penalty_balls import minorant_constant
from numerics.errors import CertificateError
from sparsity_theory.penalties.penalties import Penalty

_MAX_EXPONENT = 4096
Ends = tuple[float, ...]


def matrix(rows: Sequence[Sequence[Fraction]]) -> arb_mat:
    """The matrix with a ball around every entry."""
    return arb_mat([[arb(fmpq(x.numerator, x.denominator)) for x in row] for row in rows])


class LeafCheck:
    """Checks leaves one by one; the formula is that of `numerics.solver.dual`."""

    def __init__(self, family: LinearFamily, g: Penalty, h: Penalty, target: arb) -> None:
        self.target = target
        self.d, self.kappa, self.n = family.shape
        self.p, self.dn = family.parameters, self.d * self.n
        rows = family.live_rows
        self.live = len(rows)
        self.data_transposed = matrix([family.data[j] for j in rows]).transpose()
        self.start = matrix([family.start[j] for j in rows]).transpose()
        self.directions = [matrix([w[j] for j in rows]).transpose() for w in family.directions]
        self.constant_h = lru_cache(maxsize=None)(minorant_constant(h))
        self.constant_g = lru_cache(maxsize=None)(minorant_constant(g))

    def check_forms(self, nodes: Sequence[int], leaves: Sequence[Leaf]) -> None:
        """That shapes are right and slopes positive.

        Raises:
            CertificateError: if not; the message says in which leaf.
        """
        sizes = {len(leaf.dual) for leaf in leaves}
        alike = (
            sizes <= {self.live * self.n, (1 + self.p) * self.live * self.n}
            and {len(leaf.slopes) for leaf in leaves} == {self.kappa}
            and max(abs(leaf.exponent) for leaf in leaves) <= _MAX_EXPONENT
            and min(leaf.lam for leaf in leaves) > 0
            and min(min(leaf.slopes) for leaf in leaves) > 0
        )
        if not alike:
            for node, leaf in zip(nodes, leaves, strict=True):
                self._check_form(node, leaf)

    def _check_form(self, node: int, leaf: Leaf) -> None:
        size = self.live * self.n
        if len(leaf.dual) not in (size, (1 + self.p) * size) or len(leaf.slopes) != self.kappa:
            raise CertificateError(f"leaf at node {node} has the wrong shape")
        if abs(leaf.exponent) > _MAX_EXPONENT:
            raise CertificateError(
                f"leaf at node {node}: the exponent {leaf.exponent} is too large"
            )
        if not (leaf.lam > 0 and min(leaf.slopes) > 0):
            raise CertificateError(f"leaf at node {node}: a slope is not positive")

    def check(self, node: int, leaf: Leaf, low: Ends, high: Ends) -> None:
        """That the dual bound on the box reaches the target.

        Raises:
            CertificateError: if not, or if nothing is proved about a penalty there.
        """
        bound = self.constant_g(leaf.lam, low[self.p], high[self.p])
        powers = zip(leaf.slopes, low[self.p + 1 :], high[self.p + 1 :], strict=True)
        bound += sum((self.constant_h(*box) for box in powers), arb(0)) / self.d
        bound += self._quadratic(leaf, low[: self.p], high[: self.p])
        if not bound >= self.target:
            raise CertificateError(
                f"leaf at node {node} does not reach the target: {bound} against {self.target}"
            )

    def _quadratic(self, leaf: Leaf, low: Ends, high: Ends) -> arb:
        """The least over the corners of the box of theta."""
        first, *moves = self._duals(leaf)
        middle = [0.5 * (a + b) for a, b in zip(low, high, strict=True)]
        sides = [
            [arb(end) - arb(m) for end in dict.fromkeys((a, b))]
            for a, m, b in zip(low, middle, high, strict=True)
        ]
        decoder = self.start
        for m, direction in zip(middle, self.directions, strict=True):
            decoder = decoder + direction * arb(m)
        pull = decoder * first
        turns = [direction * first for direction in self.directions]
        for j, move in enumerate(moves):
            turns[j] = turns[j] + decoder * move
        rho = self._remainders(moves, sides)
        worst = None
        for corner in product(*sides):
            rows, p = pull, first
            for j, delta in enumerate(corner):
                rows = rows + turns[j] * delta
                if moves:
                    p = p + moves[j] * delta
            at = 2 * _trace(p * self.data_transposed)
            at -= self.dn * _squares(p) / arb(leaf.lam)
            for k, slope in enumerate(leaf.slopes):
                at -= self.dn * (row_length(rows, k) + rho[k]) ** 2 / arb(slope)
            worst = at if worst is None else worst.min(at)
        assert worst is not None
        return worst

    def _remainders(self, moves: list[arb_mat], sides: list[list[arb]]) -> list[arb]:
        rho = [arb(0)] * self.kappa
        radii = [abs(side[0]).max(abs(side[-1])) for side in sides]
        for j, move in enumerate(moves):
            for i, direction in enumerate(self.directions):
                bent = direction * move
                for k in range(self.kappa):
                    rho[k] += radii[i] * radii[j] * row_length(bent, k)
        return rho

    def _duals(self, leaf: Leaf) -> list[arb_mat]:
        unit, size = arb(2) ** leaf.exponent, self.live * self.n
        return [
            arb_mat(self.live, self.n, list(leaf.dual[i : i + size])) * unit
            for i in range(0, len(leaf.dual), size)
        ]


def _trace(product_: arb_mat) -> arb:
    return sum((product_[i, i] for i in range(product_.nrows())), arb(0))


def _squares(rows: arb_mat) -> arb:
    return sum((x * x for x in rows.entries()), arb(0))


def row_length(rows: arb_mat, k: int) -> arb:
    """The Euclidean length of row k."""
    total = sum((rows[k, i] * rows[k, i] for i in range(rows.ncols())), arb(0))
    return total.sqrt()
