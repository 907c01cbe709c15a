"""The loops of the bound over boxes, compiled by numba (``pip install 'sparsity-theory[fast]'``).

They compute what `numerics.solver.third_order` and, for a concave h, `numerics.solver.slopes`
compute with NumPy, box by box and not batch by batch: NumPy needs some hundred calls for a batch,
which on a few boxes takes longer than the arithmetic.  Results agree up to rounding; the search
rounds what it stores, so that certificates are the same (a test compares their bytes).

Importing this module takes about a second, and the first time half a minute:
`numerics.solver.loops` does it in long searches alone, or where it is asked to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from numerics.certificates.linear_family import Floats

Indices = NDArray[np.intp]
F = TypeVar("F", bound=Callable[..., object])


def _compiled(function: F) -> F:
    return cast(F, numba.njit(cache=True, error_model="numpy")(function))


@_compiled
def _inverted(matrix: Floats, inverse: Floats) -> bool:
    """Write the inverse, by elimination with row exchanges; False where a pivot vanishes.

    The matrix is overwritten.
    """
    size = len(matrix)
    inverse[:] = 0.0
    for i in range(size):
        inverse[i, i] = 1.0
    for j in range(size):
        at = j
        for i in range(j + 1, size):
            if abs(matrix[i, j]) > abs(matrix[at, j]):
                at = i
        if matrix[at, j] == 0.0 or not np.isfinite(matrix[at, j]):
            return False
        for k in range(size):
            matrix[j, k], matrix[at, k] = matrix[at, k], matrix[j, k]
            inverse[j, k], inverse[at, k] = inverse[at, k], inverse[j, k]
        pivot = 1.0 / matrix[j, j]
        for k in range(size):
            matrix[j, k] *= pivot
            inverse[j, k] *= pivot
        for i in range(size):
            factor = matrix[i, j]
            if i != j and factor != 0.0:
                for k in range(size):
                    matrix[i, k] -= factor * matrix[j, k]
                    inverse[i, k] -= factor * inverse[j, k]
    return True


@_compiled
def _add_product(out: Floats, a: Floats, b: Floats, factor: float) -> None:
    """Add ``factor a b``."""
    rows, inner = a.shape
    for i in range(rows):
        for k in range(inner):
            x = factor * a[i, k]
            for t in range(b.shape[1]):
                out[i, t] += x * b[k, t]


@_compiled
def _add_across(out: Floats, a: Floats, b: Floats, factor: float) -> None:
    """Add ``factor a^T b``."""
    inner, rows = a.shape
    for k in range(inner):
        for i in range(rows):
            x = factor * a[k, i]
            for t in range(b.shape[1]):
                out[i, t] += x * b[k, t]


@_compiled
def _moved(start: Floats, directions: Floats, middle: Floats) -> Floats:
    """The decoder in the middle of a box."""
    decoder = start.copy()
    for j in range(len(directions)):
        for i in range(start.shape[0]):
            for k in range(start.shape[1]):
                decoder[i, k] += middle[j] * directions[j, i, k]
    return decoder


@_compiled
def _inner(a: Floats, b: Floats) -> float:
    total = 0.0
    for i in range(a.shape[0]):
        for t in range(a.shape[1]):
            total += a[i, t] * b[i, t]
    return total


@_compiled
def _taylor(
    data: Floats,
    decoder: Floats,
    turns: Floats,
    times: Indices,
    numbers: tuple[float, float],
    slopes: Floats,
    parts: tuple[Floats, Floats, Floats],
) -> bool:
    """Write coefficients of Z, P and R = W(t)^T P(t), monomial by monomial; False: singular.

    ``times[j, a]`` is the place of t_j times monomial a; numbers are lam and dn.
    """
    codes, dual, rows = parts
    lam, dn = numbers
    kappa, known = decoder.shape[1], len(dual)
    gram, inverse = np.zeros((kappa, kappa)), np.zeros((kappa, kappa))
    _add_across(gram, decoder, decoder, lam)
    for k in range(kappa):
        gram[k, k] += slopes[k]
    if not _inverted(gram, inverse):
        return False
    images = np.zeros(dual.shape)
    images[0] = -data
    wanted = np.zeros((kappa, data.shape[1]))
    for a in range(known):
        wanted[:] = dn * rows[a]
        _add_across(wanted, decoder, images[a], -lam)
        _add_product(codes[a], inverse, wanted, 1.0)
        dual[a] = -lam / dn * images[a]
        _add_product(dual[a], decoder, codes[a], -lam / dn)
        _add_across(rows[a], decoder, dual[a], 1.0)
        for j in range(len(turns)):
            above = times[j, a]
            _add_across(rows[above], turns[j], dual[a], 1.0)
            if above < known:
                _add_product(images[above], turns[j], codes[a], 1.0)
    return True


@_compiled
def _polynomial(
    data: Floats, dual: Floats, rows: Floats, times: Indices, numbers: tuple[float, float],
    slopes: Floats, out: tuple[Floats, Floats, Floats, Floats],
) -> None:  # fmt: skip
    """Write c, g, H of the part of degree 2 of F, what the rest takes off, and the excess."""
    slope, bend, ends, excess = out
    lam, dn = numbers
    p, known, kappa = len(slope), len(dual), len(slopes)
    gram, linear = np.zeros((known, known)), np.zeros(known)
    for a in range(known):
        linear[a] = 2.0 * _inner(dual[a], data)
        for b in range(a, known):
            total = dn / lam * _inner(dual[a], dual[b])
            for k in range(kappa):
                total += dn / slopes[k] * _inner(rows[a, k : k + 1], rows[b, k : k + 1])
            gram[a, b] = gram[b, a] = total
    ends[0] = linear[0] - gram[0, 0]
    third = np.zeros(len(rows))
    for a in range(known, len(rows)):
        for k in range(kappa):
            third[a] += 2.0 * dn / slopes[k] * _inner(rows[0, k : k + 1], rows[a, k : k + 1])
    for i in range(p):
        slope[i] = linear[1 + i] - 2.0 * gram[0, 1 + i]
        for j in range(p):
            m = times[j, 1 + i]
            share = linear[m] - 2.0 * gram[0, m]
            bend[i, j] = (share if i == j else 0.5 * share) - gram[1 + i, 1 + j]
        for m in range(1 + p, known):
            third[times[i, m]] += 2.0 * gram[1 + i, m]
    fourth, higher = 0.0, 0.0
    for m in range(1 + p, known):
        fourth += np.sqrt(gram[m, m])
    for k in range(kappa):
        lower, last = 0.0, 0.0
        for m in range(1, len(rows)):
            length = np.sqrt(dn / slopes[k] * _inner(rows[m, k : k + 1], rows[m, k : k + 1]))
            if m < known:
                lower += length
            else:
                last += length
        higher += last * (2.0 * lower + last)
        excess[k] = last / np.sqrt(dn / slopes[k])
    ends[1] = np.abs(third).sum() + fourth**2 + higher


@_compiled
def dual_parts(
    arrays: tuple[Floats, Floats, Floats], times: Indices, dn: float,
    box: tuple[Floats, Floats], lam: Floats, slopes: Floats,
) -> tuple[Floats, Floats, Floats, Floats, Floats]:  # fmt: skip
    """`numerics.solver.third_order.DualBound` up to the least value of the quadratic part.

    Args:
        arrays: data and decoders.
        times: `DualBound.times`.
        dn: d n.
        box: middles and half widths of theta, each (N, p).
        lam: slopes of g, (N,).
        slopes: of h, (N, kappa).

    Returns:
        Constants of the quadratic part and what the rest takes off, (N, 2), its slopes (N, p) and
        forms (N, p, p), the codes (N, kappa, n) and the excess (N, kappa); nan where singular.
    """
    data, start, directions = arrays
    middle, half = box
    (count, p), kappa, (live, n) = middle.shape, start.shape[1], data.shape
    known, whole = times.shape[1], times.max() + 1 if p else 1
    ends, slope, bend = np.zeros((count, 2)), np.zeros((count, p)), np.zeros((count, p, p))
    found, excess = np.zeros((count, kappa, n)), np.zeros((count, kappa))
    codes, dual = np.zeros((known, kappa, n)), np.zeros((known, live, n))
    rows = np.zeros((whole, kappa, n))
    turns = np.zeros(directions.shape)
    for i in range(count):
        codes[:] = 0.0
        rows[:] = 0.0
        for j in range(p):
            turns[j] = half[i, j] * directions[j]
        decoder = _moved(start, directions, middle[i])
        numbers = (lam[i], dn)
        if not _taylor(data, decoder, turns, times, numbers, slopes[i], (codes, dual, rows)):
            ends[i] = np.nan
            continue
        out = slope[i], bend[i], ends[i], excess[i]
        _polynomial(data, dual, rows, times, numbers, slopes[i], out)
        found[i] = codes[0]
    return ends, slope, bend, found, excess


@_compiled
def _steps(rows: Floats, miss: Floats, longest: float, step: Floats) -> bool:
    """`numerics.solver.slopes._steps` for one box; False: singular."""
    size = len(miss)
    work, inverse = rows.copy(), np.zeros(rows.shape)
    if not _inverted(work, inverse):
        return False
    held, short = np.zeros(size, np.bool_), np.zeros(size)
    for i in range(size):
        step[i] = 0.0
        for j in range(size):
            step[i] += inverse[i, j] * miss[j]
    for _ in range(size):
        worst, most = -1, longest
        for i in range(size):
            if not held[i] and abs(step[i]) > most:
                worst, most = i, abs(step[i])
        if worst < 0:
            break
        held[worst], short[worst] = True, np.sign(step[worst]) * longest
        for i in range(size):
            for j in range(size):
                work[i, j] = (1.0 if i == j else 0.0) if held[i] or held[j] else rows[i, j]
        if not _inverted(work, inverse):
            return False
        right = np.zeros(size)
        for i in range(size):
            right[i] = short[i] if held[i] else miss[i]
            for j in range(size):
                if held[j] and not held[i]:
                    right[i] -= rows[i, j] * np.expm1(short[j])
        for i in range(size):
            step[i] = 0.0
            for j in range(size):
                step[i] += inverse[i, j] * right[j]
    for i in range(size):
        step[i] = min(max(step[i], -longest), longest)
    return True


@_compiled
def _missed(
    b: Floats, power: Floats, interval: tuple[Floats, Floats], chord: Floats, least: Floats,
    miss: Floats, close: float,
) -> bool:  # fmt: skip
    """Write how far powers are from where ``h(u) - b u`` is least; whether some are not close."""
    low, high = interval
    going = False
    for k in range(len(b)):
        near = abs(b[k] - chord[k]) <= 1e-12 * chord[k]
        below = low[k] if near or b[k] < chord[k] else high[k]
        above = high[k] if near or b[k] > chord[k] else low[k]
        miss[k] = power[k] - min(max(power[k], below), above)
        if miss[k] < 0.0 and b[k] <= least[k]:
            miss[k] = 0.0
        going = going or abs(miss[k]) > close * max(high[k], 1e-12)
    return going


@_compiled
def best_slopes(
    arrays: tuple[Floats, Floats, Floats], middle: Floats, lam: Floats,
    bounds: tuple[Floats, Floats, Floats, Floats], limits: tuple[int, float, float, float],
    slopes: Floats,
) -> bool:  # fmt: skip
    """`numerics.solver.slopes.SlopeSearch.best` for a concave h; False: a matrix is singular.

    Args:
        arrays: data and decoders.
        middle: of the boxes of theta, (N, p).
        lam: slopes of g, (N,).
        bounds: ends of the powers, chords of h, and least slopes, each (N, kappa).
        limits: steps, the longest, how close is close enough, and the damping.
        slopes: (N, kappa), changed in place.
    """
    data, start, directions = arrays
    low, high, chord, least = bounds
    count, longest, close, damping = limits
    kappa, n = start.shape[1], data.shape[1]
    gram, work, inverse = np.zeros((3, kappa, kappa))
    rows, power, miss = np.zeros((kappa, kappa)), np.zeros(kappa), np.zeros(kappa)
    step = np.zeros(kappa)
    for i in range(len(lam)):
        decoder = _moved(start, directions, middle[i])
        right, codes = np.zeros((kappa, n)), np.zeros((kappa, n))
        gram[:] = 0.0
        _add_across(gram, decoder, decoder, lam[i])
        _add_across(right, decoder, data, lam[i])
        b = slopes[i]
        for _ in range(count):
            work[:] = gram
            for k in range(kappa):
                work[k, k] += b[k]
            if not _inverted(work, inverse):
                return False
            codes[:] = 0.0
            _add_product(codes, inverse, right, 1.0)
            for k in range(kappa):
                power[k] = _inner(codes[k : k + 1], codes[k : k + 1]) / n
            if not _missed(b, power, (low[i], high[i]), chord[i], least[i], miss, close):
                break
            for k in range(kappa):
                for j in range(kappa):
                    inner = 2.0 / n * _inner(codes[k : k + 1], codes[j : j + 1])
                    rows[k, j] = inverse[k, j] * inner * b[j]
                rows[k, k] += (damping * rows[k, k] / b[k] + 1e-300) * b[k]
                if miss[k] == 0.0:
                    rows[k] = 0.0
                    rows[k, k] = b[k]
            if not _steps(rows, miss, longest, step):
                return False
            for k in range(kappa):
                moved = b[k] * np.exp(step[k])
                if b[k] < chord[i, k]:
                    moved = min(moved, chord[i, k])
                elif b[k] > chord[i, k]:
                    moved = max(moved, chord[i, k])
                b[k] = max(moved, least[i, k])
    return True
