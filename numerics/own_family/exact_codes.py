"""The sparsest code that reconstructs the data exactly, where one is found, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product

from flint import fmpq, fmpq_mat

from numerics.certificates.family import exact_matrix
from numerics.certificates.linear_family import LinearFamily, Matrix, Theta
from numerics.certificates.proof import Point

MAX_SUBSETS = 20_000  # of rows, over all decoders that are looked at


def sparsest_exact_code(family: LinearFamily, thetas: Sequence[Theta] = ()) -> Point | None:
    """The exact code with the fewest active rows among the decoders that are looked at.

    These are the corners theta in {0, 1}^p and the given ones.  None if there is no exact code
    among them, or if there are more sets of rows than `MAX_SUBSETS`.

    >>> one, two, zero = Fraction(1), Fraction(2), Fraction(0)
    >>> family = LinearFamily(((one,), (two,)), ((one, zero), (two, one)), (), connected=True)
    >>> sparsest_exact_code(family).codes
    ((Fraction(1, 1),), (Fraction(0, 1),))
    """
    corners = [tuple(map(Fraction, corner)) for corner in product((0, 1), repeat=family.parameters)]
    decoders = [(theta, family.decoder(theta)) for theta in dict.fromkeys([*corners, *thetas])]
    kappa, left = family.shape[1], MAX_SUBSETS
    for size in range(kappa + 1):
        for theta, decoder in decoders:
            for rows in combinations(range(kappa), size):
                left -= 1
                if left < 0:
                    return None
                codes = _code(family, decoder, rows)
                if codes is not None:
                    return Point(theta, codes)
    return None


def _code(family: LinearFamily, decoder: Matrix, rows: tuple[int, ...]) -> Matrix | None:
    """The exact code with only these rows active, by elimination; None if there is none."""
    _, kappa, n = family.shape
    size = len(rows)
    columns = tuple(
        tuple(row[k] for k in rows) + tuple(x) for row, x in zip(decoder, family.data, strict=True)
    )
    reduced, rank = exact_matrix(columns).rref()
    pivots = [_pivot(reduced, i) for i in range(rank)]
    if any(pivot >= size for pivot in pivots):
        return None  # some sample is not in the span
    codes = [[Fraction(0)] * n for _ in range(kappa)]
    for i, pivot in enumerate(pivots):
        for sample in range(n):
            entry = fmpq(reduced[i, size + sample])
            codes[rows[pivot]][sample] = Fraction(int(entry.p), int(entry.q))
    return tuple(map(tuple, codes))


def _pivot(reduced: fmpq_mat, row: int) -> int:
    return next(j for j in range(reduced.ncols()) if reduced[row, j] != 0)
