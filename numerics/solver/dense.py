"""Random linear families with dense matrices: harder to certify than those of the theorems.

Nothing is known about the minimiser of such a family; it is there to measure the certified solver
and its peers.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from numerics.certificates.linear_family import (
    MAX_ENTRIES,
    MAX_PARAMETERS,
    Floats,
    LinearFamily,
    Matrix,
)
from numerics.errors import InstanceError

# Entries are multiples of 1/DENOMINATOR, so that they are exact as rationals and as floats.
DENOMINATOR = 2**10
# Standard deviation of what is added to the data.
NOISE = 1 / 32


def random_family(
    d: int, kappa: int, n: int, parameters: int, seed: int, *, connected: bool = True
) -> LinearFamily:
    """Dense Gaussian decoders, and data that some theta explains with few active rows.

    The start and the directions have independent standard normal entries; the data are
    ``W_theta Z + noise`` for a uniform theta in [0, 1]^p (a corner where the family is not
    connected), a code Z with ceil(kappa/2) standard normal rows and otherwise 0, and normal noise
    of standard deviation `NOISE`.  Every entry is rounded to a multiple of 2^-10.

    Args:
        d: data dimensions.
        kappa: code rows.
        n: samples.
        parameters: p, the number of coordinates of theta, 0 to 5.
        seed: of NumPy's PCG64; the same numbers give the same family.
        connected: theta in [0, 1]^p, else {0, 1}^p.

    Raises:
        InstanceError: on a size that is out of range.

    >>> family = random_family(4, 2, 3, 1, seed=0)
    >>> family.shape, family.parameters, family.start[0][0]
    ((4, 2, 3), 1, Fraction(129, 1024))
    """
    if min(d, kappa, n) < 1 or d * max(kappa, n) > MAX_ENTRIES or seed < 0:
        raise InstanceError(
            f"d = {d}, kappa = {kappa}, n = {n}, seed = {seed}: give at least 1 each, matrices of"
            f" at most {MAX_ENTRIES} entries, and a seed that is not negative"
        )
    if not 0 <= parameters <= MAX_PARAMETERS:
        raise InstanceError(f"theta has 0 to {MAX_PARAMETERS} coordinates, not {parameters}")
    rng = np.random.default_rng(seed)
    start, *directions = _rounded(rng.standard_normal((1 + parameters, d, kappa)))
    theta = rng.random(parameters)
    theta = theta if connected else np.rint(theta)
    codes = rng.standard_normal((kappa, n))
    codes[(kappa + 1) // 2 :] = 0.0
    decoder = start + sum((t * w for t, w in zip(theta, directions, strict=True)), np.zeros(()))
    data = _rounded(decoder @ codes + NOISE * rng.standard_normal((d, n)))
    return LinearFamily(
        _exact(data), _exact(start), tuple(_exact(direction) for direction in directions), connected
    )


def _rounded(matrix: Floats) -> Floats:
    return np.rint(matrix * DENOMINATOR) / DENOMINATOR


def _exact(matrix: Floats) -> Matrix:
    return tuple(tuple(Fraction(x) for x in row) for row in matrix.tolist())
