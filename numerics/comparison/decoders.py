r"""The affine VAE where decoders are given up to column scales, certified in ball arithmetic.

Encoder deviations and column scales are minimised out (claims lemma-2-variance, lemma-2-scale):
what is left of eq. (3) at decoder variance gamma is, without ``d log gamma + kappa``,

    t^2/gamma + sum_k psi_gamma(c_k),   t^2 = d e,   c_k = ||w_k||^2 p_k.

Bounds from both sides on the least loss of a decoder (claims affine-vae-bound,
affine-vae-separating) give the gamma at which the better of two decoders changes (claim
affine-vae-bracket).
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, reduce
from itertools import combinations
from operator import itemgetter

import numpy as np
import sympy
from flint import arb, arb_mat
from scipy.optimize import minimize

from numerics.certificates.balls import BITS, ball, compiled, enclose, precision
from numerics.certificates.instances import Floats, Matrix
from numerics.comparison.rows import add_up, mean_square, row_cost
from numerics.errors import InstanceError, NumericsError
from sparsity_theory.notation import c, gamma
from sparsity_theory.statements.affine import affine_vae_threshold
from sparsity_theory.statements.lemma_2.lemma_2_scale import best_stretch

Grid = tuple[tuple[arb, ...], ...]
_STRETCH = best_stretch()
# Intervals of t that the lower bound may bisect before it returns what it has.
_PIECES = 600
# Bounds closer than this are the end of the subdivision: far below every margin that is asked for.
_CLOSE = 1e-5
_BISECTIONS = 10
_GRAIN = 10**9
# The weight v_k that the separating bound gives to every row but the weakest.
_SPARED = Fraction(1, 5)


@dataclass(frozen=True, order=True)
class _Interval:
    """An interval of t with a lower bound there; the least bound comes first in a heap."""

    key: float
    left: Fraction
    right: Fraction = field(compare=False)
    rows: arb = field(compare=False)  # what the rows cost at the right end
    bound: arb = field(compare=False)


def _least(weight: arb, rows: tuple[tuple[arb, arb], ...], noise: Fraction) -> arb:
    """A lower bound on weight t^2/gamma + sum psi((root - norm t)_+^2) over t >= 0.

    On an interval the first term is least at its left end and the others at its right end;
    intervals with the least bound are halved.
    """

    def quadratic(t: Fraction) -> arb:
        return weight * ball(t * t / noise)

    def costs(t: Fraction) -> arb:
        rests = [root - norm * ball(t) for root, norm in rows]
        return add_up([row_cost(rest * rest, noise) for rest in rests if rest > 0])

    # Beyond the end the first term alone is more than the value at 0.
    end, ceiling = Fraction(1, 1000), costs(Fraction(0))
    while not quadratic(end) > ceiling:
        end *= 2
    heap = [_Interval(0.0, Fraction(0), end, costs(end), arb(0))]
    for _ in range(_PIECES):
        if float((ceiling - heap[0].bound).upper()) < _CLOSE:
            break
        piece = heapq.heappop(heap)
        middle = (piece.left + piece.right) / 2
        here, at_middle = costs(middle), quadratic(middle)
        ceiling = ceiling.min(at_middle + here)
        for left, right, at_left, rest in (
            (piece.left, middle, quadratic(piece.left), here),
            (middle, piece.right, at_middle, piece.rows),
        ):
            bound = at_left + rest
            heapq.heappush(heap, _Interval(float(bound.lower()), left, right, rest, bound))
    return reduce(arb.min, [piece.bound for piece in heap]).lower()


@dataclass(frozen=True)
class Decoder:
    """An injective decoder with columns of norm 1, as balls; samples are columns of data and code.

    Attributes:
        data: X, shape (d, n).
        weights: W, shape (d, kappa).
        inverse: the rows of its inverse, shape (kappa, d).
        code: the exact code, shape (kappa, n); rows that are zero are exactly 0.
    """

    data: Grid
    weights: Grid
    inverse: Grid
    code: Grid

    @cached_property
    def powers(self) -> tuple[arb, ...]:
        """Row powers of the exact code, which are the c_k because columns have norm 1."""
        return tuple(mean_square(row) for row in self.code)

    def exact_cost(self, noise: Fraction) -> arb:
        """The loss of the exact code, scales and deviations minimised out."""
        with precision(BITS):
            return add_up([row_cost(power, noise) for power in self.powers])

    def lower_bound(self, noise: Fraction) -> arb:
        """A number below the loss of every code, scale and deviation of this decoder.

        The better of two.  Claim affine-vae-bound: with an error t^2 no row has a power below
        (sqrt c_k - b_k t)_+^2.  Claim affine-vae-separating: with a_k^2 the power of row k of
        Z* - Z, t^2 is at least sum_k v_k a_k^2, and row k has a power of at least
        (sqrt c_k - a_k)_+^2, so every row is minimised by itself.
        """
        with precision(BITS):
            roots = [power.sqrt() for power in self.powers]
            norms = [add_up([x * x for x in row]).sqrt() for row in self.inverse]
            together = _least(arb(1), tuple(zip(roots, norms, strict=True)), noise)
            apart = self.separating_bound(noise)
            return together if apart is None else together.max(apart)

    def separating_bound(self, noise: Fraction) -> arb | None:
        """The bound of claim affine-vae-separating; None where its weights were not found."""
        with precision(BITS):
            weights = self.separating_weights()
            if weights is None:
                return None
            rows = zip(weights, self.powers, strict=True)
            parts = [_least(v, ((power.sqrt(), arb(1)),), noise) for v, power in rows]
            return add_up(parts).lower()

    def least_shares(self, noise: Fraction) -> arb:
        """A lower bound on sum_k (v_k a_k^2/gamma + share_k) over all a, for every gamma <= noise.

        These are the shares of claim affine-vae-shares: 0 where the weights were not found.
        """
        with precision(BITS):
            shares = arb(0)
            for v, power in zip(self.separating_weights() or [], self.powers, strict=False):
                rest = power.sqrt() - (ball(noise) / v).sqrt()
                if rest > 0:
                    root = compiled(_STRETCH)({c: rest * rest, gamma: ball(noise)})
                    shares += root / (root + ball(noise))
            return shares

    def separating_weights(self) -> list[arb] | None:
        """The v_k of `separating_bound`, the largest for the row of least power.

        The others are 1/5; None where these are not certified to leave anything to that row (claim
        affine-vae-weights).
        """
        with precision(BITS):
            columns, spared = list(zip(*self.weights, strict=True)), ball(_SPARED)

            def inner(j: int, k: int) -> arb:
                return add_up([a * b for a, b in zip(columns[j], columns[k], strict=True)])

            rows = range(len(columns))
            weakest = min(rows, key=lambda k: float(self.powers[k].mid()))
            others = [k for k in rows if k != weakest]
            block = [
                [inner(j, k) - spared if j == k else -abs(inner(j, k)) for k in others]
                for j in others
            ]
            if not all(add_up(row) > 0 for row in block):
                return None
            rest = inner(weakest, weakest)
            if others:
                pull = arb_mat([[-abs(inner(weakest, k))] for k in others])
                rest -= (pull.transpose() * arb_mat(block).inv() * pull)[0, 0]
            if not rest > 0:
                return None
            return [rest.lower() if k == weakest else spared for k in rows]

    def best_code(self, noise: Fraction) -> Matrix:
        """A good code, found in floats from the exact one; rows that are zero there stay zero.

        Near c = 0 a row costs about ``2 sqrt(c/gamma)``: to switch it off is a local minimum in a
        kink, on which no descent lands.  So every set of rows is tried as the active ones.
        """
        code = _floats(self.code)
        rows = np.flatnonzero((code != 0).any(axis=1)).tolist()
        sets = (list(kept) for k in range(len(rows) + 1) for kept in combinations(rows, k))
        _, best = min((self._descend(code, kept, float(noise)) for kept in sets), key=itemgetter(0))
        return tuple(tuple(Fraction(float(z)) for z in row) for row in best)

    def _descend(self, code: Floats, rows: list[int], noise: float) -> tuple[float, Floats]:
        """The loss, and where a descent ends in which only these rows of the code are active."""
        weights, data = _floats(self.weights)[:, rows], _floats(self.data)
        n = data.shape[1]

        def loss(x: Floats) -> tuple[float, Floats]:
            z = x.reshape(len(rows), n)
            residual = data - weights @ z
            power = (z**2).sum(axis=1) / n
            stretch = (power + np.sqrt(power**2 + 4 * power * noise)) / 2
            cost = np.log1p(stretch / noise) + stretch / (stretch + noise)
            # d psi / d c = 1/v (claim lemma-2-scale); at a row of zeros, a kink, 0 will do.
            slope = np.divide(1, stretch, out=np.zeros_like(stretch), where=stretch > 0)
            pull = -2 * weights.T @ residual / (n * noise) + 2 * z / n * slope[:, None]
            return float((residual**2).sum() / (n * noise) + cost.sum()), pull.ravel()

        best, end = np.zeros_like(code), code[rows].ravel()
        if rows:
            end = minimize(loss, end, jac=True, method="BFGS", options={"gtol": 1e-9}).x
            best[rows] = end.reshape(len(rows), n)
        return loss(end)[0], best

    def cost(self, code: Matrix, noise: Fraction) -> arb:
        """The loss of a code, scales and deviations minimised out."""
        with precision(BITS):
            n = len(code[0])
            rows = [tuple(ball(z) for z in row) for row in code]
            squared = arb(0)
            for x, w in zip(self.data, self.weights, strict=True):
                for i in range(n):
                    image = add_up([a * row[i] for a, row in zip(w, rows, strict=True)])
                    residual = x[i] - image
                    squared += residual * residual
            costs = add_up([row_cost(mean_square(row), noise) for row in rows])
            return squared / n / ball(noise) + costs

    def upper_bound(self, noise: Fraction) -> arb:
        """A number that some code, scale and deviation of this decoder do not exceed."""
        return self.cost(self.best_code(noise), noise).min(self.exact_cost(noise)).upper()


@dataclass(frozen=True)
class Pair:
    """The instance of claim affine-vae-threshold: X = (e_1, e_2) and two decoders for it.

    Raises:
        InstanceError: if an angle is not in (0, pi/4): the sparse columns would not be distinct.
    """

    delta: Fraction = Fraction(3, 20)
    eta: Fraction = Fraction(1, 10)

    def __post_init__(self) -> None:
        for name, angle in (("delta", self.delta), ("eta", self.eta)):
            if not (angle > 0 and ball(angle) < arb.pi() / 4):
                raise InstanceError(f"{name} = {angle}: give an angle between 0 and pi/4")

    @cached_property
    def sparse(self) -> Decoder:
        """The decoder whose exact code has two active rows."""
        theory = affine_vae_threshold
        return self._decoder(theory.SPARSE, theory.SPARSE_INVERSE, theory.SPARSE_CODE)

    @cached_property
    def dense(self) -> Decoder:
        """The decoder whose exact code has three."""
        theory = affine_vae_threshold
        return self._decoder(theory.DENSE, theory.DENSE_INVERSE, theory.DENSE_CODE)

    def _decoder(self, *matrices: sympy.Matrix) -> Decoder:
        with precision(BITS):
            functions = {sympy.sin: arb.sin, sympy.cos: arb.cos, sympy.tan: arb.tan}
            names, values = {}, {}
            for angle, at in (
                (affine_vae_threshold.delta, self.delta),
                (affine_vae_threshold.eta, self.eta),
            ):
                for function, evaluate in functions.items():
                    name = sympy.Dummy()
                    names[function(angle)], values[name] = name, evaluate(ball(at))
            grids = [
                tuple(
                    tuple(enclose(entry.xreplace(names), values) for entry in matrix.row(j))
                    for j in range(matrix.rows)
                )
                for matrix in (affine_vae_threshold.DATA, *matrices)
            ]
        return Decoder(*grids)

    def winner(self, noise: Fraction) -> str:
        """The decoder that the VAE prefers at this gamma: sparse, dense, or undecided."""
        if self.sparse.upper_bound(noise) < self.dense.lower_bound(noise):
            return "sparse"
        if self.dense.upper_bound(noise) < self.sparse.lower_bound(noise):
            return "dense"
        return "undecided"

    def exact_winner(self, noise: Fraction) -> str:
        """The decoder whose exact code is the better of the two."""
        few, many = self.sparse.exact_cost(noise), self.dense.exact_cost(noise)
        return "sparse" if few < many else "dense" if many < few else "undecided"

    def sparse_up_to(self, noise: Fraction) -> bool:
        """Whether the sparse decoder is certified the better one at *every* gamma <= noise.

        It is so at noise, by the exact sparse code and the separating bound, and with these shares
        their difference does not increase in gamma (claim affine-vae-shares).
        """
        bound = self.dense.separating_bound(noise)
        active = sum(power != 0 for power in self.sparse.powers)
        return (
            bound is not None
            and bool(self.sparse.exact_cost(noise) < bound)
            and bool(self.dense.least_shares(noise) >= active)
        )

    def always_sparse(self, low: Fraction, high: Fraction) -> Fraction:
        """A gamma up to which the sparse decoder is certified the better one everywhere.

        Raises:
            NumericsError: if it is not so up to low.
        """
        if low >= high or not self.sparse_up_to(low):
            raise NumericsError(
                f"the sparse decoder is not certified for every gamma <= {low}: give a smaller one"
            )
        return _frontier(low, high, self.sparse_up_to)

    def threshold(self, low: Fraction, high: Fraction, *, exact: bool = False) -> ThresholdBracket:
        """Certified values of gamma on both sides of the change from sparse to dense.

        Raises:
            NumericsError: if the sparse decoder is not certified at low, or the dense one at high.
        """
        winner = self.exact_winner if exact else self.winner
        if low >= high or winner(low) != "sparse" or winner(high) != "dense":
            raise NumericsError(
                f"the better decoder does not change from sparse at gamma = {low} to dense at"
                f" {high}, certified: give another range or other angles"
            )
        return ThresholdBracket(
            _frontier(low, high, lambda noise: winner(noise) == "sparse"),
            _frontier(high, low, lambda noise: winner(noise) == "dense"),
        )


@dataclass(frozen=True)
class ThresholdBracket:
    """The sparse decoder is certified the better one at ``sparse``, the dense one at ``dense``."""

    sparse: Fraction
    dense: Fraction


def _frontier(inside: Fraction, outside: Fraction, holds: Callable[[Fraction], bool]) -> Fraction:
    """The point nearest to ``outside`` found by bisection where the predicate holds."""
    for _ in range(_BISECTIONS):
        middle = ((inside + outside) / 2).limit_denominator(_GRAIN)
        if holds(middle):
            inside = middle
        else:
            outside = middle
    return inside


def _floats(grid: Grid) -> Floats:
    return np.array([[float(x.mid()) for x in row] for row in grid])
