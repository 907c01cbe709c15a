"""The best slopes of the minorants of h on a box: Newton's method on the dual function.

For fixed theta the bound of a box is a concave function of the slopes b, with derivative
``(p_k - u_k) / d``: p_k is the power of the relaxed code, which minimises ``lam e + (1/d) sum_k b_k
p_k``, and u_k minimises ``h(u) - b_k u`` on the interval of row k.  Best are slopes for which the
two agree, that is for which the relaxed powers lie in their intervals.  Where h is concave, every
u in the interval agrees with the slope of the chord.
"""

from __future__ import annotations

import numpy as np

from numerics.certificates.linear_family import Floats
from numerics.solver.loops import loaded
from numerics.solver.objective import Objective
from numerics.solver.third_order import inverses

_STEPS = 8
_LONGEST_STEP = 4.0  # of log b
_DAMPING = 1e-9
# Steps end when every power misses its interval by less than this share of it.
_CLOSE = 1e-4


class SlopeSearch:
    """Slopes for batches of boxes; nothing found here has to be trusted."""

    def __init__(self, objective: Objective) -> None:
        self.objective = objective
        self.data = objective.arrays[0]
        self.n = objective.shape[2]

    def best(
        self,
        theta: Floats,
        lam: Floats,
        slopes: Floats,
        interval: tuple[Floats, Floats],
        least: Floats,
    ) -> Floats:
        """Slopes b, shape (N, kappa).

        Args:
            theta: the middle of each box, (N, p).
            lam: slopes of g, (N,).
            slopes: where to start, (N, kappa).
            interval: ends of the row powers, each (N, kappa).
            least: the least slopes allowed, (N, kappa).
        """
        low, high = interval
        h = self.objective.float_h
        chord = np.maximum(h.chord(low, high), least) if h.concave else None
        native = loaded()
        if native is not None and chord is not None:
            found = slopes.copy()
            limits, arrays = (_STEPS, _LONGEST_STEP, _CLOSE, _DAMPING), self.objective.arrays
            if native.best_slopes(arrays, theta, lam, (low, high, chord, least), limits, found):
                return found
        decoder = self.objective.decoders(theta)
        across = decoder.transpose(0, 2, 1)
        gram = lam[:, None, None] * (across @ decoder)
        right = lam[:, None, None] * (across @ self.data)
        slopes = slopes.copy()
        todo = np.arange(len(lam))
        diagonal = np.arange(slopes.shape[1])
        for _ in range(_STEPS):
            b, c = slopes[todo], None if chord is None else chord[todo]
            matrix = gram[todo]
            matrix[:, diagonal, diagonal] += b
            inverse = inverses(matrix)
            codes = inverse @ right[todo]
            inner = codes @ codes.transpose(0, 2, 1) * (2 / self.n)
            powers = 0.5 * inner[:, diagonal, diagonal]
            wanted = h.wanted(b, powers, low[todo], high[todo], c)
            miss, bend, smooth = wanted
            miss = np.where((miss < 0) & (b <= least[todo]), 0.0, miss)
            scale = np.where(smooth, b, np.maximum(high[todo], 1e-12))
            going = (abs(miss) > _CLOSE * scale).any(axis=1)
            if not going.any():
                break
            todo, b, miss = todo[going], b[going], miss[going]
            bend, smooth = bend[going], smooth[going]
            # Rows: b + db = h'(p + dp) where h is smooth, p + dp = end where p has to reach it.
            fall = (inverse * inner)[going]  # minus dp_k/db_j
            rows = np.where(smooth, bend, 1.0)[:, :, None] * fall
            rows[:, diagonal, diagonal] += np.where(
                smooth, 1.0, _DAMPING * fall[:, diagonal, diagonal] + 1e-300
            )
            idle = miss == 0
            rows[idle] = 0.0
            rows[:, diagonal, diagonal] += idle
            moved = b * np.exp(_steps(rows * b[:, None, :], miss))
            if c is not None:  # do not step over the chord, where the derivative jumps
                at = c[going]
                moved = np.where(b < at, np.minimum(moved, at), moved)
                moved = np.where(b > at, np.maximum(moved, at), moved)
            slopes[todo] = np.maximum(moved, least[todo])
        return slopes


def _steps(rows: Floats, miss: Floats) -> Floats:
    """``rows^-1 miss``; where the longest step is too long it is shortened, the others solved anew.

    Where a power cannot reach its interval the step is very long, and would throw off the others.
    """
    step = (inverses(rows) @ miss[:, :, None])[:, :, 0]
    held = np.zeros(miss.shape, bool)
    short = np.zeros(miss.shape)
    for _ in range(miss.shape[1]):
        excess = np.where(held, 0.0, abs(step))
        worst = np.argmax(excess, axis=1)
        at = np.flatnonzero(excess[np.arange(len(step)), worst] > _LONGEST_STEP)
        if not len(at):
            break
        held[at, worst[at]] = True
        short[at, worst[at]] = np.sign(step[at, worst[at]]) * _LONGEST_STEP
        kept = held[at]
        changed = np.where(kept, np.expm1(short[at]), 0.0)  # what becomes of b itself, relatively
        right = miss[at] - (rows[at] @ changed[:, :, None])[:, :, 0]
        apart = kept[:, :, None] | kept[:, None, :]
        inverse = inverses(np.where(apart, np.eye(miss.shape[1]), rows[at]))
        step[at] = (inverse @ np.where(kept, short[at], right)[:, :, None])[:, :, 0]
    return np.clip(step, -_LONGEST_STEP, _LONGEST_STEP)
