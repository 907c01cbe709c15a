"""The instance of Theorem A0 for two points that it forbids: data, decoders and two codes, exact.

Decoders are linear and injective, so each has at most one exact code. All squared lengths are to be
multiplied by ``scale``: data and decoders are sqrt(scale) times what is stored, which leaves exact
codes and powers as they are and lets the error take any value.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from numerics.certificates.family import Matrix
from numerics.certificates.instances import unit_rows
from numerics.errors import InstanceError
from sparsity_theory.objectives.witness import ForbiddenPair


@dataclass(frozen=True)
class ObjectiveInstance:
    """Data (d, n), one or two decoders (d, kappa), and two codes (kappa, n).

    Attributes:
        scale: see the module's text.
        data: the samples, as columns.
        decoders: the family; the first one has the sparse exact code.
        sparse: the exact code of the first decoder.
        other: a code for the last decoder, which is as good.
    """

    scale: Fraction
    data: Matrix
    decoders: tuple[Matrix, ...]
    sparse: Matrix
    other: Matrix


def objective_instance(pair: ForbiddenPair, d: int) -> ObjectiveInstance:
    """The instance of Theorem A0: for e = 0 two decoders with one exact code each, for e > 0 one.

    >>> from fractions import Fraction
    >>> zero, one = Fraction(0), Fraction(1)
    >>> found = objective_instance(ForbiddenPair((one, zero), zero, (one, one)), 2)
    >>> found.data, found.decoders[0]
    (((Fraction(1, 1),), (Fraction(1, 1),)), ((Fraction(1, 1), Fraction(0, 1)), \
(Fraction(1, 1), Fraction(1, 1))))

    Raises:
        InstanceError: a power is not the square of a rational number.
    """
    return _imperfect(pair, d) if pair.e > 0 else _dense(pair, d)


def _root(power: Fraction) -> Fraction:
    root = Fraction(math.isqrt(power.numerator), math.isqrt(power.denominator))
    if root * root != power:
        raise InstanceError(f"the power {power} is not the square of a rational number")
    return root


def _imperfect(pair: ForbiddenPair, d: int) -> ObjectiveInstance:
    """One decoder, the inclusion of the first coordinates; the other code has the opposite sign."""
    p, q = ([_root(x) for x in powers] for powers in (pair.p, pair.q))
    kappa, r = len(p), sum(x > 0 for x in p)
    y = unit_rows(r, r)
    order = _order(p)
    rows = [y[order[k]] for k in range(kappa)]
    sparse = tuple(tuple(a * v for v in row) for a, row in zip(p, rows, strict=True))
    other = tuple(tuple(-b * v for v in row) for b, row in zip(q, rows, strict=True))
    decoder = tuple(tuple(Fraction(int(j == k)) for k in range(kappa)) for j in range(d))
    data = sparse + ((Fraction(0),) * r,) * (d - kappa)
    # Each row of y has power 1, so that the squared error is the sum of (a + b)^2.
    distance = sum(((a + b) ** 2 for a, b in zip(p, q, strict=True)), Fraction(0))
    return ObjectiveInstance(pair.e * d / distance, data, (decoder,), sparse, other)


def _order(amplitudes: list[Fraction]) -> list[int]:
    """Which row of Y each row of the code is: the active ones in turn, the others the first."""
    found, active = [], 0
    for a in amplitudes:
        found.append(active if a > 0 else 0)
        active += a > 0
    return found


def _dense(pair: ForbiddenPair, d: int) -> ObjectiveInstance:
    """The instance family of Theorem A, its columns moved to where the active rows are."""
    p, q = ([_root(x) for x in powers] for powers in (pair.p, pair.q))
    kappa = len(p)
    at_p, at_q = ([k for k in range(kappa) if amplitudes[k] > 0] for amplitudes in (p, q))
    r, m = len(at_p), len(at_q)
    y, zero = unit_rows(r, r), Fraction(0)
    rows = [y[min(j, r - 1)] if j < m else (zero,) * r for j in range(d)]
    # Column k of a decoder belongs to place[k] of the family: active rows first, then the others.
    dense_place, sparse_place = _places(at_q, kappa), _places(at_p, kappa)
    dense = tuple(
        tuple(
            (1 / q[k] if q[k] > 0 else Fraction(1)) if dense_place[k] == j else zero
            for k in range(kappa)
        )
        for j in range(d)
    )
    sparse = tuple(
        tuple(
            (1 / p[k] if p[k] > 0 else Fraction(1))
            if sparse_place[k] == j or (sparse_place[k] == r - 1 and r <= j < m)
            else zero
            for k in range(kappa)
        )
        for j in range(d)
    )
    codes = [
        tuple(
            tuple(a[k] * v for v in rows[place[k]]) if a[k] > 0 else (zero,) * r
            for k in range(kappa)
        )
        for a, place in ((p, sparse_place), (q, dense_place))
    ]
    return ObjectiveInstance(Fraction(1), tuple(rows), (sparse, dense), codes[0], codes[1])


def _places(active: list[int], kappa: int) -> list[int]:
    rest = iter(range(len(active), kappa))
    places = {k: position for position, k in enumerate(active)}
    return [places[k] if k in places else next(rest) for k in range(kappa)]
