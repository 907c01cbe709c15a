"""Bounds on row powers from near left inverses of the decoders, for many patches at once.

This is fact 3 of `numerics.solver.coercivity`, in floats or in balls as the bound on leaves is.  In
floats, with the gamma of `numerics.certificates.leaves`, row sums of V W - 1 err by at most gamma
times those of |V| |W| + 1, rows of V X by gamma |V_k| |X|; both are added.  All that follows is
positive but for ``1 - eta``, of exact numbers: a last factor 1 + gamma is above its roundings.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from numerics.certificates.family import Floats
from numerics.certificates.third_order import Array, ThirdOrder, lengths, to_balls, up


def power_bounds(given: ThirdOrder, inverse: Floats, ends: tuple[Floats, Floats], e_max: float
) -> Array:  # fmt: skip
    """Upper bounds of the row powers where e <= e_max, (N, kappa); negative where there are none.

    Args:
        given: data and decoders, and gamma.
        inverse: the near left inverses V, (N, kappa, live).
        ends: of theta, each (N, p).
        e_max: the largest error.
    """
    numbers = to_balls if given.data.dtype == object else np.asarray
    v, low, high = map(numbers, (inverse, *ends))
    images = given.product(v[:, None], given.decoders.transpose(0, 2, 1))
    eta = numbers(np.zeros(inverse.shape[:2]))
    for corner in product((False, True), repeat=given.p):
        theta = np.where(corner, high, low)[:, :, None, None]
        defect = images[:, 0] + (theta * images[:, 1:]).sum(axis=1) - np.eye(v.shape[1])
        eta = np.maximum(eta, up(abs(defect).sum(axis=2)))
    theta = np.maximum(up(abs(low)), up(abs(high)))[:, :, None, None]
    spread = abs(given.decoders[0]) + (theta * abs(given.decoders[1:])).sum(axis=1)
    eta = eta + given.gamma * ((abs(v) @ spread.transpose(0, 2, 1)).sum(axis=2) + 1)
    error = np.sqrt(numbers(np.array([given.dn * 1.0])) * numbers(np.array([e_max])))
    added = error + given.gamma * np.sqrt((given.data**2).sum())
    reach = up(lengths(given.product(v, given.data), (2,)) + lengths(v, (2,)) * added)
    room = 1 - eta.max(axis=1)[:, None]
    safe = np.where(np.asarray(room > 0, dtype=bool), room, 1)
    found = (reach + eta * (reach.max(axis=1)[:, None] / safe)) ** 2 / given.data.shape[1]
    return np.where(np.asarray(room > 0, dtype=bool), found * (1 + given.gamma), -1)
