"""Any penalty h(|w|) as one of skglm's, compiled by numba for its coordinate descent."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numba import float64
from skglm.penalties.base import BasePenalty
from sympy import Expr, Piecewise, lambdify

from numerics.proximal.function import UnsuitableError
from numerics.proximal.prox import ROUNDING, ProximalPenalty
from sparsity_theory.exact.variable import U
from sparsity_theory.penalties.penalties import Penalty


def skglm_penalty(source: Penalty | str, alpha: float = 1.0) -> Any:
    """``alpha sum_j h(|w_j|)`` by skglm's protocol: value, prox_1d, subdiff_distance and the rest.

    The proximal operator is the global one of `numerics.proximal.prox.ProximalPenalty`, found in
    the same stretches; formulas are compiled as SymPy writes them.

    Args:
        source: a penalty, its name in the catalogue, or an expression in u = |w_j|.
        alpha: weight of the penalty.

    >>> import numpy
    >>> skglm_penalty("mcp(lam=1, tau=3)").prox_1d(2.0, 1.0, 0)
    1.5

    Raises:
        UnsuitableError: as `ProximalPenalty`, or h bends again and again, as cos(u): how often
            depends on w, and what is compiled here is not.
    """
    made = ProximalPenalty(source)
    if made.stretches.endless:
        raise UnsuitableError(
            f"{made.penalty.text!r} bends again and again without end, and no finite list of minima"
            " can be compiled: choose a penalty that does not, as min(u, 1)"
        )
    return _made(made, alpha)


def _scalar(h: ProximalPenalty, order: int) -> Any:
    """A derivative of h on u > 0 as a compiled function of one number."""
    cases: list[tuple[Expr, Any]] = [
        (part.derivative(order).evalf(17), part.right > U if joint is None else joint)
        for part, joint in zip(h.parts, [*(p.left > U for p in h.parts[1:]), True], strict=True)
    ]
    return numba.njit(lambdify(U, Piecewise(*cases), "math"))


def _made(h: ProximalPenalty, alpha: float) -> Any:  # noqa: C901 - closures, for numba
    value, slope, bend = (_scalar(h, order) for order in range(3))
    joints = np.array(h.joints, dtype=np.float64)
    sides = np.array([h.slopes_at(joint) for joint in h.joints], dtype=np.float64).reshape(-1, 2)
    stretches = h.stretches.up_to(0.0)
    ends = np.array([(s.low, s.high) for s in stretches], dtype=np.float64)
    turns = np.array([0 if s.turn is None else s.turn or 1 for s in stretches])
    at_zero, slope_at_zero, at_joints = h.at_zero, h.slope_at_zero, h.value(h.joints)
    points = np.array([0.0, *h.joints])
    around = np.array([h.sides(point) for point in points])

    @numba.njit
    def of_size(u):  # type: ignore[no-untyped-def]
        for i in range(len(joints)):
            if joints[i] == u:
                return at_joints[i]
        return at_zero if u == 0 else value(u)

    @numba.njit
    def crossing(kind, x, step, low, high):  # type: ignore[no-untyped-def]
        """Halve where the slope (kind 0), the bend (1) or minus the bend (2) passes 0 upwards."""
        for _ in range(1100):
            middle = np.sqrt(low) * np.sqrt(high) if high > 4 * low else low + (high - low) / 2
            if middle <= low or middle >= high:
                break
            found = middle - x + step * slope(middle) if kind == 0 else 1 + step * bend(middle)
            if (-found if kind == 2 else found) < 0:
                low = middle
            else:
                high = middle
        return low, high

    @numba.njit
    def passed(i, size, step):  # type: ignore[no-untyped-def]
        """Whether 0 or a joint is no local minimum, by its slopes; losses may tie all the same."""
        for k in range(2):
            slope_there, side = around[i, k], 1.0 - 2.0 * k
            room = ROUNDING * (points[i] + size + step * abs(slope_there))
            if np.isfinite(slope_there) and side * (points[i] - size + step * slope_there) > room:
                return True
        return False

    @numba.njit
    def prox(x, step):  # type: ignore[no-untyped-def]
        size = abs(x)
        best, least = 0.0, np.inf
        for i in range(len(points)):
            loss = (points[i] - size) ** 2 / 2 + step * of_size(points[i])
            if loss < least and not passed(i, size, step):
                best, least = points[i], loss
        for i in range(len(ends)):
            low, high = ends[i]
            if turns[i] > 0:
                low = crossing(1, size, step, low, high)[1]
            elif turns[i] < 0:
                high = crossing(2, size, step, low, high)[0]
            if low - size + step * slope(low) <= 0 <= high - size + step * slope(high):
                at = crossing(0, size, step, low, high)[1]
                loss = (at - size) ** 2 / 2 + step * of_size(at)
                if loss < least:
                    best, least = at, loss
        return best if x >= 0 else -best

    @numba.njit
    def distance(w, g):  # type: ignore[no-untyped-def]
        size, wanted = abs(w), -g if w >= 0 else g
        if size == 0:
            return max(0.0, abs(g) - slope_at_zero) if slope_at_zero >= 0 else (
                abs(abs(g) - slope_at_zero)
            )  # fmt: skip
        right = slope(size)
        for i in range(len(joints)):
            if joints[i] == size:
                left, beyond = sides[i]
                if left <= beyond:
                    return max(0.0, left - wanted, wanted - beyond)
                return min(abs(wanted - left), abs(wanted - beyond))
        return abs(wanted - right)

    class SkglmPenalty(BasePenalty):
        """The methods that skglm asks for."""

        def __init__(self, alpha):  # type: ignore[no-untyped-def]
            self.alpha = alpha

        def get_spec(self):  # type: ignore[no-untyped-def]
            return (("alpha", float64),)

        def params_to_dict(self):  # type: ignore[no-untyped-def]
            return dict(alpha=self.alpha)  # noqa: C408 - numba compiles it

        def value(self, w):  # type: ignore[no-untyped-def]
            total = 0.0
            for weight in w:
                total += of_size(abs(weight))
            return self.alpha * total

        def prox_1d(self, value, stepsize, j):  # type: ignore[no-untyped-def]
            return prox(value, self.alpha * stepsize)

        def subdiff_distance(self, w, grad, ws):  # type: ignore[no-untyped-def]
            found = np.zeros_like(grad)
            for i, j in enumerate(ws):
                found[i] = self.alpha * distance(w[j], grad[i] / self.alpha)
            return found

        def is_penalized(self, n_features):  # type: ignore[no-untyped-def]
            return np.ones(n_features, dtype=np.bool_)

        def generalized_support(self, w):  # type: ignore[no-untyped-def]
            return w != 0

    return SkglmPenalty(alpha)
