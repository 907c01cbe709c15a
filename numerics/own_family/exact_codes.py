"""The sparsest code that reconstructs the data exactly, where one is found, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product

from flint import fmpq, fmpq_mat

from numerics.certificates.family import exact_matrix
from numerics.certificates.linear_family import LinearFamily, Matrix, Theta
from numerics.certificates.proof import Point
from numerics.errors import InstanceError

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


def check_exact(family: LinearFamily, code: Point) -> None:
    """Whether a code reconstructs the data, entry by entry, in exact arithmetic.

    Raises:
        InstanceError: if its shape does not fit, or an entry is off; the message says which.
    """
    d, kappa, n = family.shape
    if len(code.codes) != kappa or any(len(row) != n for row in code.codes):
        raise InstanceError(f"codes needs kappa = {kappa} rows of n = {n} numbers each")
    decoder = family.decoder(code.theta)
    for i in range(d):
        for sample in range(n):
            made = sum(decoder[i][k] * code.codes[k][sample] for k in range(kappa))
            if made != family.data[i][sample]:
                raise InstanceError(
                    f"the code is not exact: it makes data[{i}][{sample}] {float(made):.17g}, not"
                    f" {float(family.data[i][sample]):.17g}; give its numbers as exact ones, such"
                    ' as "1/3"'
                )


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
