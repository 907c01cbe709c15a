"""A lower bound of a quadratic over a box, by the stationary points of all its faces."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from flint import arb, arb_mat


def least_quadratic(
    constant: arb, linear: Sequence[arb], matrix: Sequence[Sequence[arb]], radius: Sequence[arb]
) -> arb:
    """A lower bound of ``constant + linear d + d' matrix d / 2`` over |d_j| <= radius_j.

    The minimum is attained in the interior of some face, where the derivative along the face is 0.
    A face on which the quadratic is concave along a coordinate has its minimum on its boundary.  If
    the matrix of the face is regular, there is one stationary point; where it is not known to lie
    outside the face, its value is taken, which can only lower the bound.  Where the matrix is not
    known to be regular, the bound is -oo.

    >>> least_quadratic(arb(1), [arb(2)], [[arb(2)]], [arb(3)]) == 0
    True
    """
    p, best = len(linear), arb("inf")
    for face in product((-1, 0, 1), repeat=p):
        free = [j for j in range(p) if face[j] == 0]
        if any(matrix[j][j] <= 0 for j in free):
            continue
        fixed = [arb(0) if side == 0 else side * r for side, r in zip(face, radius, strict=True)]
        value = constant
        for j, k in product(range(p), repeat=2):
            value += matrix[j][k] * fixed[j] * fixed[k] / 2
        for j in range(p):
            value += linear[j] * fixed[j]
        if free:
            slope = [
                linear[j] + sum((matrix[j][k] * fixed[k] for k in range(p)), arb(0)) for j in free
            ]
            block = arb_mat([[matrix[j][k] for k in free] for j in free])
            try:
                step = block.solve(arb_mat([[x] for x in slope]))
            except ZeroDivisionError:
                return arb("-inf")
            if any(abs(step[i, 0]) > radius[j] for i, j in enumerate(free)):
                continue
            value -= sum((x * step[i, 0] for i, x in enumerate(slope)), arb(0)) / 2
        best = best.min(value)
    return best
