r"""One-dimensional slices of the linear VAE's loss, and an exact count of their local minima.

Encoder and decoder are one linear layer each, the encoder's deviation is constant and minimised
out (Lemma 2).  Along a line in the weights the squared error is then a polynomial, each decoder
column pays the logarithm of a quadratic, and the slope of the loss is a rational function: its
sign changes are counted exactly by Sturm's theorem on the whole real line.

>>> counted = count_minima(slope_polynomial((t**2 - 1) ** 2 + sympy.log(1 + t**2), t))
>>> counted
2
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache, cached_property

import sympy
from sympy.polys.polyerrors import BasePolynomialError

from sparsity_theory.notation import gamma

t = sympy.Symbol("t", real=True)


@dataclass(frozen=True)
class Weights:
    """Decoder W (d x kappa) and encoder V (kappa x d), without offsets."""

    decoder: sympy.ImmutableMatrix
    encoder: sympy.ImmutableMatrix


@dataclass(frozen=True)
class WeightLine:
    """Data and the line through two points of weight space: ``start`` at t = 0, ``end`` at 1."""

    data: sympy.ImmutableMatrix
    start: Weights
    end: Weights

    def weights(self, at: sympy.Expr) -> Weights:
        """The point of the line at this t."""
        return Weights(
            (1 - at) * self.start.decoder + at * self.end.decoder,
            (1 - at) * self.start.encoder + at * self.end.encoder,
        )

    @cached_property
    def error(self) -> sympy.Expr:
        """(1/n) ||X - W(t) V(t) X||^2, a polynomial in t, from its coefficient matrices."""
        step, codes, moves = self._step, self._codes, self._moves
        residual = (
            self.data - self.start.decoder * codes,
            -(step * codes + self.start.decoder * moves),
            -step * moves,
        )
        samples = self.data.cols
        terms = [
            _inner(a, b) * t ** (i + j)
            for i, a in enumerate(residual)
            for j, b in enumerate(residual)
        ]
        return sympy.expand(sympy.Add(*terms)) / samples

    @cached_property
    def columns(self) -> tuple[sympy.Expr, ...]:
        """||w_k(t)||^2 for every latent dimension, quadratics in t."""
        start, step = self.start.decoder, self._step
        return tuple(
            _quadratic(start[:, k], step[:, k], sympy.Integer(1)) for k in range(start.cols)
        )

    @cached_property
    def power(self) -> sympy.Expr:
        """(1/n) ||V(t) X||^2, a quadratic in t."""
        return _quadratic(self._codes, self._moves, sympy.Integer(self.data.cols))

    @cached_property
    def barrier(self) -> sympy.Expr:
        """C = (1/n) ||(W_1 - W_0)(V_1 - V_0) X||^2."""
        both = self._step * self._moves
        return _inner(both, both) / self.data.cols

    def loss(self, price: sympy.Expr, column: sympy.Symbol) -> sympy.Expr:
        """The slice, with this price of a decoder column of norm ``column``."""
        d, kappa = self.start.decoder.shape
        prices = [price.subs(column, sympy.sqrt(square)) for square in self.columns]
        data_term = self.error / gamma + d * sympy.log(gamma)
        return data_term + kappa + sympy.Add(*prices) + self.power

    @cached_property
    def _step(self) -> sympy.ImmutableMatrix:
        return self.end.decoder - self.start.decoder

    @cached_property
    def _codes(self) -> sympy.ImmutableMatrix:
        return self.start.encoder * self.data

    @cached_property
    def _moves(self) -> sympy.ImmutableMatrix:
        return (self.end.encoder - self.start.encoder) * self.data


def _inner(a: sympy.ImmutableMatrix, b: sympy.ImmutableMatrix) -> sympy.Expr:
    return sympy.Add(*(x * y for x, y in zip(a, b, strict=True)))


def _quadratic(
    start: sympy.ImmutableMatrix, step: sympy.ImmutableMatrix, over: sympy.Expr
) -> sympy.Expr:
    square = _inner(start, start) + 2 * _inner(start, step) * t + _inner(step, step) * t**2
    return square / over


def pseudo_inverse(matrix: sympy.ImmutableMatrix) -> sympy.ImmutableMatrix:
    """The exact Moore-Penrose inverse of a matrix of full rank."""
    if matrix.rows >= matrix.cols:
        return (matrix.T * matrix).inv() * matrix.T
    return matrix.T * (matrix * matrix.T).inv()


@dataclass(frozen=True)
class Draw:
    """Random integers that make a line: a subspace U, coordinates S in it, and a mixing R."""

    subspace: sympy.ImmutableMatrix
    coordinates: sympy.ImmutableMatrix
    mixing: sympy.ImmutableMatrix

    @cache  # noqa: B019 a few lines, each asked for by every check of its claim
    def line(self, mixing_scale: sympy.Expr) -> WeightLine:
        """From an optimal sparse representation to one that uses every latent dimension.

        The data are U S/16.  At t = 0 the decoder is [U/2, 0] and the codes have r active rows; at
        t = 1 it is U R times the given scale, and reconstructs exactly with all rows active.
        """
        dimension, rank = self.subspace.shape
        idle = self.mixing.cols - rank
        left = pseudo_inverse(self.subspace)
        zeros = sympy.zeros
        start = Weights(
            sympy.ImmutableMatrix.hstack(self.subspace / 2, zeros(dimension, idle)),
            sympy.ImmutableMatrix.vstack(2 * left, zeros(idle, dimension)),
        )
        mixed = self.mixing * mixing_scale
        end = Weights(self.subspace * mixed, pseudo_inverse(mixed) * left)
        return WeightLine(self.subspace * self.coordinates / 16, start, end)


def draw(
    seed: int, dimension: int = 6, latent: int = 4, rank: int = 2, samples: int = 8
) -> Draw | None:
    """Integers from -3 to 3 (-2 to 2 for R); None when a rank or a column of R is deficient."""
    source = random.Random(seed)  # noqa: S311 reproducible data, not a secret

    def integers(rows: int, columns: int, bound: int) -> sympy.ImmutableMatrix:
        rolled = [[source.randint(-bound, bound) for _ in range(columns)] for _ in range(rows)]
        return sympy.ImmutableMatrix(rolled)

    found = Draw(
        integers(dimension, rank, 3), integers(rank, samples, 3), integers(rank, latent, 2)
    )
    full = all(m.rank() == rank for m in (found.subspace, found.coordinates, found.mixing))
    empty = any(found.mixing[:, k].is_zero_matrix for k in range(latent))
    return found if full and not empty else None


@cache
def slope_polynomial(loss: sympy.Expr, variable: sympy.Symbol) -> sympy.Poly | None:
    """A rational polynomial with the sign of the loss's slope at every real value.

    None when the slope is not a rational function with rational coefficients, has a pole, or is 0
    everywhere.
    """
    terms = sympy.Add.make_args(sympy.expand_mul(sympy.diff(loss, variable), deep=False))
    top, bottom = sympy.Poly(0, variable, domain="QQ"), sympy.Poly(1, variable, domain="QQ")
    for term in terms:
        try:
            above, below = (
                sympy.Poly(part, variable, domain="QQ")
                for part in sympy.fraction(sympy.together(term))
            )
        except BasePolynomialError:
            return None
        top, bottom = top * below + above * bottom, bottom * below
    if top.is_zero or bottom.count_roots():
        return None
    return top if bottom.eval(0) > 0 else -top


def odd_part(polynomial: sympy.Poly) -> sympy.Poly:
    """The square-free polynomial that vanishes where the given one changes its sign."""
    constant, factors = polynomial.sqf_list()
    product = sympy.Poly(sympy.sign(constant), *polynomial.gens, domain="QQ")
    for factor, multiplicity in factors:
        if multiplicity % 2:
            product = product * factor
    return product


def count_minima(slope: sympy.Poly) -> int:
    """How many local minima a function with this slope has on the whole line, exactly.

    A local minimum is a change of the slope's sign from - to +; the changes alternate.
    """
    changing = odd_part(slope)
    changes = changing.count_roots()
    starts_falling = changing.LC() * (-1) ** changing.degree() < 0
    return int((changes + 1) // 2 if starts_falling else changes // 2)
