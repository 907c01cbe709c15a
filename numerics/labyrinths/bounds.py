"""Certified minima of a penalty over the winding decoders, theta continuous and all codes allowed.

The loss is L_{g,h} for g = I_oo (an exact reconstruction is demanded).  Certified are two bounds
that its minimum over all theta and codes of the plane lies between, and an interval of theta
outside of which no minimiser lies.  Where theta = 1 is beaten it is beaten for every other g too,
since the code that beats it is exact.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count

import sympy
from flint import arb

from numerics.certificates.balls import BITS, ball, compiled, enclose, precision
from numerics.errors import NumericsError
from numerics.labyrinths.defaults import TOLERANCE
from numerics.labyrinths.instance import Labyrinth, interval
from sparsity_theory.exact.constants import compare
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.penalties.expressions import U
from sparsity_theory.penalties.penalties import Penalty
from sparsity_theory.proving.derivations import positive

_MAX_BOXES = 20_000
_PROBES = 120
# Widths of the neighbourhood of theta = 1 in which the local proof is tried: 2^-2, 2^-4, ...
_LOCAL_DEPTHS = range(2, 121, 2)


@dataclass(frozen=True)
class Solved:
    """What is certified about one penalty.

    Attributes:
        h: the penalty.
        upper: the loss at ``theta``, an upper bound on the minimum, as a ball.
        lower: a lower bound on the minimum.
        theta: where the upper bound is attained.
        around: no minimiser over theta and codes lies outside this interval.
        second_power: no minimiser has a second row of more power than this.
        at_sparse: the loss at theta = 1.
        at_identity: the loss at theta = 0.
        sparse_is_best: theta = 1 is proved to be the only minimiser.
        sparse_is_beaten: some theta is proved strictly better than theta = 1.
        boxes: intervals bounded.
    """

    h: Penalty
    upper: arb
    lower: arb
    theta: Fraction
    around: tuple[Fraction, Fraction]
    second_power: arb
    at_sparse: arb
    at_identity: arb
    sparse_is_best: bool
    sparse_is_beaten: bool
    boxes: int

    @property
    def decided(self) -> bool:
        """Whether it is known if theta = 1 minimises."""
        return self.sparse_is_best or self.sparse_is_beaten


class ExactCodeLoss:
    """(1/d) sum_k h(p_k) of the exact codes, d = 2, as a function of delta = 1 - theta."""

    def __init__(self, instance: Labyrinth, h: Penalty) -> None:
        """Refuse what the bounds do not cover.

        Raises:
            NumericsError: if h is the indicator, or not proved nondecreasing, at 0 included.
        """
        if not h.finite or not (h.facts.nondecreasing and _starts_low(h)):
            raise NumericsError(
                f"h = {h.text} has to be finite and proved nondecreasing on u >= 0: the bounds rest"
                " on that"
            )
        self.instance, self.h = instance, h
        self._value = compiled(h.expression)
        self._at_zero = enclose(h.at_zero, {})

    def penalty(self, power: arb) -> arb:
        """A lower bound on h over a ball: at its lower end, or at 0 where that decides nothing."""
        low = power.lower()
        value = self._value({U: low}) if low > 0 else self._at_zero
        # A ball across an end of a piece has no value; h does not decrease, so h(0) is below.
        return value if value.is_finite() else self._at_zero

    def lower(self, low: Fraction, high: Fraction) -> arb:
        """A lower bound over an interval of delta."""
        first, second = self.instance.powers(interval(low, high))
        # delta >= low: the second power is at least low^2 times its quotient.
        smallest = ball(low * low) * second.lower() if second > 0 else arb(0)
        return (self.penalty(first) + self.penalty(smallest)) / 2

    def at(self, delta: Fraction) -> arb:
        """The value at a point, whose powers are positive but for the second at delta = 0."""
        first, second = self.instance.powers(ball(delta))
        other = self._value({U: ball(delta * delta) * second}) if delta else self._at_zero
        return (self._value({U: first}) + other) / 2

    def local_proof(self) -> Fraction | None:
        """A w > 0 such that delta = 0 is strictly better than every delta in (0, w], or None.

        Its hypotheses are those of claim winding-local: H(a) = h(a^2) is concave, and what the
        second row gains, G, exceeds w K, K a bound on the slope of h(p_1).
        """
        formula = _smooth_formula(self.h)
        if formula is None:
            return None
        amplitude = sympy.Symbol("a", positive=True)
        bend = sympy.simplify(-sympy.diff(formula.subs(U, amplitude**2), amplitude, 2))
        if positive(bend, strict=False) is not Verdict.HOLDS:
            return None
        slope = compiled(sympy.diff(formula, U))
        for depth in _LOCAL_DEPTHS:
            width = Fraction(1, 2**depth)
            nearby = interval(Fraction(0), width)
            first, second = self.instance.powers(nearby)
            if not (first > 0 and second > 0):
                continue
            loss = abs(slope({U: first}) * self.instance.first_power_slope(nearby))
            gain = self._value({U: ball(width * width) * second.lower()}) - self._at_zero
            if gain / ball(width) > loss:
                return width
        return None


def _starts_low(h: Penalty) -> bool:
    """Whether h(0) is proved to be at most the limit at 0: "nondecreasing" is about u > 0."""
    limit, start = h.facts.right_limit_at_zero, h.facts.value_at_zero
    return limit is not None and start is not None and compare(start, limit) in (-1, 0)


def _smooth_formula(h: Penalty) -> sympy.Expr | None:
    """The formula of h on u > 0 if there is one for all u, smooth; None where this is not proved.

    A derivative does not see jumps and kinks, so the arguments of roots have to be positive too.
    """
    formulas = {piece.formula for piece in h.pieces or ()}
    if len(formulas) != 1 or not all(piece.smooth for piece in h.pieces or ()):
        return None
    (formula,) = formulas
    roots = [power for power in formula.atoms(sympy.Pow) if not power.exp.is_integer]
    smooth = all(positive(root.base) is Verdict.HOLDS for root in roots)
    return formula if smooth else None


@dataclass(order=True)
class _Box:
    """An interval of delta; the least bound comes first in a heap."""

    key: float
    number: int
    low: Fraction = field(compare=False)
    high: Fraction = field(compare=False)
    bound: arb = field(compare=False)


def solve(instance: Labyrinth, h: Penalty, tolerance: Fraction = TOLERANCE) -> Solved:
    """Minimise over theta in [0, 1] and all codes, by subdivision.

    Raises:
        NumericsError: if h is the indicator or not proved nondecreasing on u >= 0, or the tolerance
            is not positive.
    """
    if tolerance <= 0:
        raise NumericsError(f"the tolerance must be positive, not {tolerance}")
    with precision(BITS):
        loss = ExactCodeLoss(instance, h)
        at_sparse, at_identity = loss.at(Fraction(0)), loss.at(Fraction(1))
        # Powers of 2 first: a minimiser very near theta = 1 is met at once.
        best, upper = Fraction(0), at_sparse
        for delta in (Fraction(1, 2**depth) for depth in range(_PROBES)):
            here = loss.at(delta)
            if here < upper:
                best, upper = delta, here
        proved = loss.local_proof()
        start = proved or Fraction(0)
        numbers, boxes = count(), 0

        def box(low: Fraction, high: Fraction) -> _Box:
            bound = loss.lower(low, high)
            return _Box(float(bound.lower()), next(numbers), low, high, bound)

        heap = [box(start, Fraction(1))]
        while boxes < _MAX_BOXES:
            gap = (upper - heap[0].bound).upper()
            # With a local proof it suffices that everything outside is strictly worse.
            if heap[0].bound > upper or (gap <= ball(tolerance) and not (proved and best == 0)):
                break
            if heap[0].high - heap[0].low < Fraction(1, 2**100):
                break
            worst = heapq.heappop(heap)
            middle = (worst.low + worst.high) / 2
            here = loss.at(middle)
            if here < upper:
                best, upper = middle, here
            heapq.heappush(heap, box(worst.low, middle))
            heapq.heappush(heap, box(middle, worst.high))
            boxes += 2
        left = [each for each in heap if not each.bound > upper]
        # theta = 1 itself lies in no box where the local proof covers its neighbourhood.
        ends = [Fraction(0)] if best == 0 else []
        ends += [end for each in left for end in (each.low, each.high)]
        lower = heap[0].bound.min(upper).lower()
        return Solved(
            h=h,
            upper=upper,
            lower=lower,
            theta=1 - best,
            around=(1 - max(ends), 1 - min(ends)),
            second_power=_second_power(instance, max(ends)),
            at_sparse=at_sparse,
            at_identity=at_identity,
            sparse_is_best=bool(proved and best == 0 and not left),
            sparse_is_beaten=bool(upper < at_sparse),
            boxes=boxes,
        )


def _second_power(instance: Labyrinth, delta: Fraction) -> arb:
    """An upper bound on p_2 at every theta from 1 - delta on."""
    _, quotient = instance.powers(interval(Fraction(0), delta))
    return (ball(delta * delta) * quotient).upper()
