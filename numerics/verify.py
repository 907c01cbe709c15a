"""The checker: re-verifies a certificate in exact and ball arithmetic, without any search.

It imports neither the search nor the bounds.  What it relies on: python-flint's arithmetic, the
instance's recipe (`numerics.instances`), and the facts about penalties that `sparsity_theory`
proves symbolically (monotone, infimum, curvature of each piece).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

import sympy
from flint import arb, fmpq, fmpz, fmpz_mat

from numerics.balls import ball, compiled, enclose, precision
from numerics.certificate import Certificate, Leaf, Minimum, Patch
from numerics.errors import CertificateError
from numerics.instances import LinearFamily, Matrix
from sparsity_theory.characterisation import Guarantee, characterise
from sparsity_theory.expressions import U
from sparsity_theory.functions.pieces import Curvature, Monotone, Piece
from sparsity_theory.penalties import Penalty, penalty

BITS = 80
_TANGENT_STEPS = 40
_MAX_EXPONENT = 4096
_ERROR, _FIRST_POWER = 1, 2  # columns of a box after theta


@dataclass(frozen=True)
class Verified:
    """What a certificate proves, as rigorous enclosures.

    Attributes:
        loss: the loss at the stored point.
        loss_sparse: the loss of the optimal sparse representation.
        lower: no point has a smaller loss; None without a proof of the minimum.
        leaves: how many leaves were checked.
    """

    loss: arb
    loss_sparse: arb
    lower: arb | None
    leaves: int


def verify(certificate: Certificate) -> Verified:
    """Check everything that a certificate says.

    Raises:
        CertificateError: on the first thing that is not so; the message says which leaf.
    """
    with precision(BITS):
        return _verify(certificate)


def reconstruction_error(family: LinearFamily, theta: Fraction, codes: Matrix) -> Fraction:
    """The error e(theta, Z) = |X - W_theta Z|^2 / (d n), exactly."""
    d, _, n = family.shape
    total = Fraction(0)
    for x, w0, w1 in zip(family.data, family.start, family.end, strict=True):
        row = [a + theta * (b - a) for a, b in zip(w0, w1, strict=True)]
        for i in range(n):
            image = sum((w * z[i] for w, z in zip(row, codes, strict=True)), Fraction(0))
            total += (x[i] - image) ** 2
    return total / (d * n)


def loss_at(
    family: LinearFamily, d: int, point: tuple[Fraction, Matrix], g: Penalty, h: Penalty
) -> arb:
    """A ball around L_{g,h}(theta, Z) at exact theta and codes."""
    n = len(point[1][0])
    powers = [sum((z * z for z in row), Fraction(0)) / n for row in point[1]]
    penalties = sum((value(h, power) for power in powers), arb(0))
    return value(g, reconstruction_error(family, *point)) + penalties / d


def value(function: Penalty, u: Fraction) -> arb:
    """A ball around h(u) at an exact u >= 0."""
    if u == 0:
        return enclose(function.at_zero, {})
    return enclose(function.expression, {U: u})


def _verify(certificate: Certificate) -> Verified:
    g, h = penalty(certificate.g), penalty(certificate.h)
    instance = certificate.instance
    dims, family = instance.dims, instance.family
    if len(certificate.codes) != dims.kappa or {len(z) for z in certificate.codes} != {
        instance.samples
    }:
        raise CertificateError("the stored codes do not have shape (kappa, n)")
    if not _admitted(certificate.theta, connected=instance.connected):
        raise CertificateError(f"theta = {certificate.theta} is not admitted by the instance")
    loss = loss_at(family, dims.d, (certificate.theta, certificate.codes), g, h)
    sparse = loss_at(family, dims.d, (Fraction(1), instance.code(sparse=True)), g, h)
    if certificate.verdict == "fails" and certificate.part == "equality":
        decision = characterise(g, h, dims)
        if (decision.verdict, decision.part) != (Guarantee.FAILS, "equality"):
            raise CertificateError("the tie that the certificate claims could not be proved")
    elif certificate.verdict == "fails":
        if not loss < sparse:
            raise CertificateError(
                f"the stored point does not beat the sparse code: {loss} against {sparse}"
            )
    elif certificate.verdict == "guarantees":
        if characterise(g, h, dims).verdict is not Guarantee.GUARANTEES:
            raise CertificateError("Theorem A's condition for a guarantee could not be proved")
    elif certificate.verdict != "undecided":
        raise CertificateError(f"unknown verdict {certificate.verdict!r}")
    if certificate.minimum is None:
        return Verified(loss, sparse, None, 0)
    lower = _Replay(certificate, certificate.minimum, g, h, loss).check()
    return Verified(loss, sparse, lower, len(certificate.minimum.leaves))


def _admitted(theta: Fraction, *, connected: bool) -> bool:
    return 0 <= theta <= 1 if connected else theta in (0, 1)


class _Replay:
    """Replays the tree of a `Minimum`."""

    def __init__(
        self, certificate: Certificate, minimum: Minimum, g: Penalty, h: Penalty, loss: arb
    ) -> None:
        self.minimum, self.g, self.h = minimum, g, h
        self.instance = certificate.instance
        self.d, self.kappa = self.instance.dims.d, self.instance.dims.kappa
        self.n = self.instance.samples
        self.dn = self.d * self.n
        family = self.instance.family
        rows = zip(family.data, family.start, family.end, strict=True)
        self.live = [row for row in rows if any(any(part) for part in row)]
        self.target = loss - ball(minimum.tolerance)
        data, self.data_unit = _integers([row[0] for row in self.live])
        self.data_transposed = fmpz_mat(data).transpose()
        columns, self.decoder_unit = _integers(
            [row[1] for row in self.live] + [row[2] for row in self.live]
        )
        start, end = fmpz_mat(columns[: len(data)]), fmpz_mat(columns[len(data) :])
        stacked = start.transpose().tolist() + (end - start).transpose().tolist()
        self.decoders = fmpz_mat(stacked)  # W_0^T above (W_1 - W_0)^T, times the unit
        self.constant_h = lru_cache(maxsize=None)(_constant_of(h))
        self.constant_g = lru_cache(maxsize=None)(_constant_of(g))

    def check(self) -> arb:
        """Everything; returns the target, below which there is no point."""
        self._outside()
        boxes = self._roots()
        splits, leaves = self.minimum.splits, self.minimum.leaves
        reached = visited = 0
        stack = [(node, low, high) for node, (low, high) in enumerate(boxes)]
        while stack:
            node, low, high = stack.pop()
            visited += 1
            if visited > len(splits):
                raise CertificateError(f"node {node} is the child of two nodes")
            split = splits[node]
            if split is None:
                if node not in leaves:
                    raise CertificateError(f"leaf at node {node} is missing")
                self._leaf(node, leaves[node], low, high)
                reached += 1
                continue
            column, cut, child = split
            if not (0 <= column < len(low) and low[column] < cut < high[column]):
                raise CertificateError(f"the split at node {node} is not inside its box")
            if not node < child < len(splits) - 1:
                raise CertificateError(f"the children of node {node} do not exist")
            left, right = list(high), list(low)
            left[column] = right[column] = cut
            stack += [(child, low, tuple(left)), (child + 1, tuple(right), high)]
        if reached != len(leaves):
            raise CertificateError(f"{len(leaves) - reached} stored leaves are not in the tree")
        return self.target

    def _roots(self) -> list[tuple[tuple[float, ...], tuple[float, ...]]]:
        intervals = [(0.0, 1.0)] if self.instance.connected else [(0.0, 0.0), (1.0, 1.0)]
        if len(self.minimum.splits) < len(intervals):
            raise CertificateError("the tree has no root")
        floor = (0.0,) * self.kappa
        ceiling = (self.minimum.u_max,) * self.kappa
        return [
            ((low, 0.0, *floor), (high, self.minimum.e_max, *ceiling)) for low, high in intervals
        ]

    def _outside(self) -> None:
        """No point outside the root boxes is better than the target."""
        facts_g, facts_h = self.g.facts, self.h.facts
        if not facts_g.nondecreasing or facts_h.infimum is None:
            raise CertificateError("g is not proved nondecreasing, or inf h is not known")
        e_max = Fraction(self.minimum.e_max)
        lowest = enclose(facts_h.infimum, {}).min(enclose(self.h.at_zero, {}))
        excluded = value(self.g, e_max) + self.kappa * lowest / self.d >= self.target
        if self.g.finite and not excluded:
            raise CertificateError(f"errors above {self.minimum.e_max} are not excluded")
        self._patches_cover()
        for index, patch in enumerate(self.minimum.patches):
            if not self._power_bound(patch, e_max) <= ball(Fraction(self.minimum.u_max)):
                raise CertificateError(f"row powers above u_max are not excluded by patch {index}")

    def _patches_cover(self) -> None:
        patches = self.minimum.patches
        if not self.instance.connected:
            if {(p.low, p.high) for p in patches} != {(0.0, 0.0), (1.0, 1.0)}:
                raise CertificateError("the patches do not cover theta in {0, 1}")
            return
        ordered = sorted(patches, key=lambda p: p.low)
        gaps = any(a.high < b.low for a, b in pairwise(ordered))
        if not ordered or ordered[0].low > 0 or ordered[-1].high < 1 or gaps:
            raise CertificateError("the patches do not cover theta in [0, 1]")

    def _power_bound(self, patch: Patch, e_max: Fraction) -> arb:
        """The bound on row powers for theta in the patch (see `numerics.coercivity`)."""
        eta = arb(0)
        for theta in (Fraction(patch.low), Fraction(patch.high)):
            for k, inverse_row in enumerate(patch.inverse):
                defects = [
                    abs(_entry(inverse_row, self.live, theta, j) - (j == k))
                    for j in range(self.kappa)
                ]
                eta = eta.max(sum(defects, arb(0)))
        if len(patch.inverse) != self.kappa or not eta < 1:
            raise CertificateError(f"no left inverse for theta in [{patch.low}, {patch.high}]")
        length = max(sum(Fraction(v) ** 2 for v in row) for row in patch.inverse)
        energy = self.instance.family.energy + self.dn * e_max
        return 2 * ball(energy * length / self.n) / (1 - eta) ** 2

    def _leaf(self, node: int, leaf: Leaf, low: tuple[float, ...], high: tuple[float, ...]) -> None:
        """The dual bound on one box, and that it reaches the target."""
        shape = {len(row) for row in leaf.dual}
        if len(leaf.dual) != len(self.live) or shape != {self.n} or len(leaf.slopes) != self.kappa:
            raise CertificateError(f"leaf at node {node} has the wrong shape")
        if abs(leaf.exponent) > _MAX_EXPONENT:
            raise CertificateError(
                f"leaf at node {node}: the exponent {leaf.exponent} is too large"
            )
        if not (leaf.lam > 0 and all(slope > 0 for slope in leaf.slopes)):
            raise CertificateError(f"leaf at node {node}: a slope is not positive")
        bound = self.constant_g(leaf.lam, low[_ERROR], high[_ERROR])
        powers = zip(leaf.slopes, low[_FIRST_POWER:], high[_FIRST_POWER:], strict=True)
        bound += sum((self.constant_h(*box) for box in powers), arb(0)) / self.d
        bound += self._quadratic(leaf, low[0], high[0])
        if not bound >= self.target:
            raise CertificateError(
                f"leaf at node {node} does not reach the target: {bound} against {self.target}"
            )

    def _quadratic(self, leaf: Leaf, low: float, high: float) -> arb:
        """2<P,X> - dn|P|^2/lam - dn max over the ends of sum_k |W_k^T P|^2 / b_k."""
        dual = fmpz_mat([list(row) for row in leaf.dual])
        unit = fmpq(2) ** leaf.exponent
        inner = _trace(dual * self.data_transposed)
        square = _trace(dual * dual.transpose())
        # Rows W_0k^T P and (W_1k - W_0k)^T P; their inner products give, for every column k,
        # |W_k(theta)^T P|^2 = aa + 2 theta ac + theta^2 cc.
        pulls = self.decoders * dual
        products = pulls * pulls.transpose()
        losses = [arb(0), arb(0)]
        ends = (arb(low), arb(high))
        for k, slope in enumerate(leaf.slopes):
            aa, cc = arb(products[k, k]), arb(products[self.kappa + k, self.kappa + k])
            ac = arb(products[k, self.kappa + k])
            for end, theta in enumerate(ends):
                losses[end] += (aa + theta * (2 * ac + theta * cc)) / arb(slope)
        worst = self.dn * losses[0].max(losses[1])
        return (
            2 * arb(inner * unit / self.data_unit)
            - arb(self.dn) / arb(leaf.lam) * arb(square * unit**2)
            - worst * arb((unit / self.decoder_unit) ** 2)
        )


def _trace(matrix: fmpz_mat) -> fmpz:
    return sum((matrix[i, i] for i in range(matrix.nrows())), fmpz(0))


def _entry(
    row: tuple[float, ...],
    live: Sequence[tuple[tuple[Fraction, ...], ...]],
    theta: Fraction,
    column: int,
) -> arb:
    """Entry of V W_theta, exactly, as a ball."""
    total = Fraction(0)
    for v, (_, start, end) in zip(row, live, strict=True):
        total += Fraction(v) * (start[column] + theta * (end[column] - start[column]))
    return ball(total)


def _integers(rows: list[tuple[Fraction, ...]]) -> tuple[list[list[int]], int]:
    """The rows as integers over one common denominator."""
    unit = sympy.ilcm(1, 1, *{x.denominator for row in rows for x in row})
    return [[int(x * int(unit)) for x in row] for row in rows], int(unit)


def _constant_of(function: Penalty) -> Callable[[float, float, float], arb]:
    """The c with ``h(u) >= slope u + c`` on [low, high]: a lower bound of min h(u) - slope u."""
    if not function.finite:
        return _only_at_zero
    pieces = function.pieces
    if pieces is None:
        raise CertificateError(f"the penalty {function.name} has no proved pieces")

    def constant(slope: float, low: float, high: float) -> arb:
        b, start, end = Fraction(slope), Fraction(low), Fraction(high)
        best = value(function, start) - ball(b * start)
        for piece in pieces:
            left = max(start, _fraction(piece.left))
            right = end if piece.right is sympy.oo else min(end, _fraction(piece.right))
            if left < right:
                best = best.min(_piece_constant(function, piece, b, left, right))
        return best

    return constant


def _only_at_zero(slope: float, low: float, high: float) -> arb:
    """The indicator: on [0, 0] every slope has the constant 0."""
    if (low, high) != (0.0, 0.0) or not slope > 0:
        raise CertificateError("the indicator is bounded on errors of exactly 0 only")
    return arb(0)


def _piece_constant(
    function: Penalty, piece: Piece, slope: Fraction, left: Fraction, right: Fraction
) -> arb:
    """A lower bound of ``h(u) - slope u`` for u in (left, right], inside one piece."""
    formula = compiled(piece.formula)
    if left == 0:
        limit = function.facts.right_limit_at_zero
        if limit is None:
            raise CertificateError(f"the limit of {function.name} at 0 is not known")
        at_left = enclose(limit, {})
    else:
        at_left = formula({U: ball(left)})
    at_right = formula({U: ball(right)})
    ends = (at_left - ball(slope * left)).min(at_right - ball(slope * right))
    if piece.curvature in (Curvature.CONCAVE, Curvature.LINEAR):
        return ends
    if piece.curvature is Curvature.CONVEX:
        return _tangent_bound(piece, slope, left, right)
    if piece.monotone in (Monotone.INCREASING, Monotone.CONSTANT):
        return at_left - ball(slope * right)
    raise CertificateError(f"nothing is proved about {function.name} on ({left}, {right}]")


def _tangent_bound(piece: Piece, slope: Fraction, left: Fraction, right: Fraction) -> arb:
    """A convex piece lies above its tangent at t; any t is valid, a good one has h'(t) = slope."""
    derivative = sympy.diff(piece.formula, U)
    t = _near_slope(derivative, float(slope), left, right)
    at_t = {U: ball(t)}
    tilt = compiled(derivative)(at_t) - ball(slope)
    at = compiled(piece.formula)(at_t) - ball(slope * t)
    return at + (tilt * ball(left - t)).min(tilt * ball(right - t))


def _near_slope(derivative: sympy.Expr, slope: float, left: Fraction, right: Fraction) -> Fraction:
    """A point where the increasing derivative is about the slope, by bisection in floats."""
    function = _float_function(derivative)
    low, high = float(left), float(right)
    for _ in range(_TANGENT_STEPS):
        middle = 0.5 * (low + high)
        if function(middle) < slope:
            low = middle
        else:
            high = middle
    return min(max(Fraction(high), left), right)


@lru_cache(maxsize=64)
def _float_function(expression: sympy.Expr) -> Callable[[float], float]:
    return sympy.lambdify(U, expression, "math")  # type: ignore[no-any-return]


def _fraction(rational: sympy.Rational) -> Fraction:
    return Fraction(int(rational.p), int(rational.q))
