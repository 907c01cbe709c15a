"""The affine beta-VAE with gamma learned: its collapsed point and its minima, on six points."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball
from numerics.evidence.beta import instance
from numerics.evidence.beta.optimum import SHAPE, value_of
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import beta, d, gamma, r
from sparsity_theory.proving.propositions import All
from sparsity_theory.statements.beta import beta_affine, beta_collapse
from sparsity_theory.statements.theorem_h import theorem_h2

_STEP = Fraction(1, 8)
# Factors of gamma: near on both sides, and far.
_ELSEWHERE = (Fraction(65, 64), Fraction(64, 65), Fraction(10), Fraction(1, 10))


def _minimum(at_beta: Fraction, at_gamma: Value, rank: int) -> arb:
    """V(gamma) of the six points with their directions beyond the rank left out."""
    at: dict[sympy.Symbol, Value] = {**SHAPE, beta: at_beta, gamma: at_gamma}
    return value_of(beta_affine.minimum(), at, instance.eigenvalues(rank))


class _Collapsed:
    """The collapsed point of the six points, and a line through it to their first direction."""

    def __init__(self, parts: Parts, at_beta: Fraction, rank: int) -> None:
        eigenvalues = instance.eigenvalues(rank)
        self.at: dict[sympy.Symbol, Value] = {
            **SHAPE,
            beta: at_beta,
            r: rank,
            beta_collapse.trace: sum(eigenvalues, Fraction(0)),
            beta_collapse.top: eigenvalues[0],
        }
        self.gamma = enclose(parts["collapsed"], self.at)
        self.beta, self.data = ball(at_beta), instance.points(rank)
        self.point = instance.along_directions([arb(0), arb(0)], self.beta * self.gamma, rank)

    def loss(self, point: instance.ModelPoint, factor: Value = 1) -> arb:
        """The loss at this factor times gamma."""
        return point.loss(self.data, self.gamma * ball(factor), self.beta)

    def moved(self, time: Fraction) -> instance.ModelPoint:
        """The first column along the first direction, its code along the data."""
        first = instance.DIRECTIONS[0]
        rate = ball(time) / (self.beta * self.gamma)
        codes = tuple(
            (rate * ball(_along(x)), *code[1:])
            for x, code in zip(self.data, self.point.codes, strict=True)
        )
        column = tuple(ball(time * entry) for entry in first)
        return replace(self.point, columns=(column, *self.point.columns[1:]), codes=codes)

    def second_derivative(self) -> arb:
        """Along the line, on which the loss is an even polynomial of degree four."""
        start, near, far = (self.loss(self.moved(k * _STEP)) for k in (0, 1, 2))
        return (16 * (near - start) - (far - start)) / (6 * ball(_STEP) ** 2)

    def two_sided(self) -> list[tuple[arb, arb]]:
        """Losses on both sides of the point: along the line, in the offset, in a column alone."""
        step = ball(_STEP)
        pairs = [(self.moved(_STEP), self.moved(-_STEP))]
        offset, column = self.point.offset, self.point.columns[0]
        offsets = [(offset[0] + move, *offset[1:]) for move in (step, -step)]
        first, second = (replace(self.point, offset=moved) for moved in offsets)
        pairs.append((first, second))
        columns = [(column[0] + move, *column[1:]) for move in (step, -step)]
        first, second = (
            replace(self.point, columns=(moved, *self.point.columns[1:])) for moved in columns
        )
        pairs.append((first, second))
        return [(self.loss(one), self.loss(other)) for one, other in pairs]


def _along(x: tuple[Fraction, ...]) -> Fraction:
    """The coordinate of a data point along the first direction."""
    first = instance.DIRECTIONS[0]
    centred = [value - middle for value, middle in zip(x, instance.MEAN, strict=True)]
    return sum((a * q for a, q in zip(centred, first, strict=True)), Fraction(0))


def _stationary(parts: Parts, at_beta: Fraction, rank: int) -> Step:
    here = _Collapsed(parts, at_beta, rank)
    start = here.loss(here.point)
    error = here.point.squared_error(here.data)
    return Step(
        rf"Rank {rank}, $\beta = {sympy.latex(sympy.Rational(at_beta))}$: the collapsed point is"
        r" stationary (the same loss on both sides, smaller than on both sides in $\gamma$), its"
        r" second derivative as stated and negative, a point of the line lower.",
        All(
            *(equal(first, second) for first, second in here.two_sided()),
            *(less(start, here.loss(here.point, f)) for f in _ELSEWHERE),
            equal(error / here.gamma, enclose(parts["ratio"], here.at)),
            equal(here.second_derivative(), enclose(parts["saddle"], here.at)),
            less(enclose(parts["saddle"], here.at), arb(0)),
            less(here.loss(here.moved(_STEP)), start),
        ),
        "the loss from its definition; an even polynomial from three of its values",
        shown=parts["saddle"],
    )


def _threshold(parts: Parts) -> Step:
    """Just above and below the beta from which the collapsed point is the minimum."""
    total = enclose(parts["total"], _Collapsed(parts, Fraction(1), 3).at)
    above, below = _Collapsed(parts, Fraction(24, 10), 3), _Collapsed(parts, Fraction(23, 10), 3)
    start = above.loss(above.point)
    # The second neighbour scales the columns, which are 0.
    others = [above.loss(other) for k, other in enumerate(above.point.neighbours()) if k != 1]
    return Step(
        r"$\beta=\frac{24}{10}$ is above the last threshold: nearby points and other $\gamma$ are"
        r" higher. $\beta=\frac{23}{10}$ is below it: the line falls.",
        All(
            less(ball(Fraction(23, 10)), total),
            less(total, ball(Fraction(24, 10))),
            equal(start, _minimum(Fraction(24, 10), Fraction(46, 9), 3)),
            *(less(start, other) for other in others),
            *(less(start, _minimum(Fraction(24, 10), Fraction(46, 9) * f, 3)) for f in _ELSEWHERE),
            less(below.loss(below.moved(Fraction(1, 64))), below.loss(below.point)),
        ),
        "the loss from its definition against the closed form of its minimum",
        shown=parts["total"],
    )


def _variances(parts: Parts) -> Step:
    """Rank 2 in three dimensions: beta at, below and above 3/2."""
    shape: dict[sympy.Symbol, Value] = {d: 3, r: 2}
    threshold = enclose(parts["threshold"], shape)
    at = Fraction(3, 2)
    end = enclose(parts["last"], {beta: at, theorem_h2.last: instance.EIGENVALUES[1]})
    flat = [_minimum(at, f, 2) for f in (Fraction(2), Fraction(1), Fraction(1, 1000))]
    steep = [_minimum(Fraction(1, 2), Fraction(1, 10**k), 2) for k in (3, 6, 30)]
    only = [_minimum(Fraction(1, 2), Fraction(1, 6) * f, 3) for f in (Fraction(1), *_ELSEWHERE)]
    return Step(
        r"Rank 2, $\kappa=2$, $d=3$. $\beta=\frac32$: the minimum is the same up to the last"
        r" variance and larger after it. $\beta=\frac12$: it falls with $\gamma$. Rank 3: one"
        r" $\gamma$, here $\frac16$.",
        All(
            equal(threshold, ball(at)),
            equal(end, arb(2)),
            *(equal(flat[0], value) for value in flat[1:]),
            less(flat[0], _minimum(at, Fraction(65, 32), 2)),
            less(flat[0], _minimum(at, Fraction(20), 2)),
            less(steep[1], steep[0]),
            less(steep[2], steep[1] - 50),
            *(less(only[0], value) for value in only[1:]),
        ),
        "enclosures of the closed form",
        shown=parts["last"],
    )


def _joint(parts: Parts) -> Report:
    return Report(
        (
            _stationary(parts, Fraction(1, 2), 2),
            _stationary(parts, Fraction(1, 2), 3),
            _threshold(parts),
            _variances(parts),
        )
    )


EVIDENCE = certified(r"six points in $R^3$, rank 2 and 3, $\kappa=2$", _joint)
