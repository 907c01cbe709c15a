"""The separating bound: below every code, its weights, its shares, and what the report cites."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.certificates.balls import BITS, ball, precision
from numerics.comparison.decoders import Decoder, Pair
from numerics.comparison.rows import row_cost

Numbers = tuple[Fraction, ...]

# Unit columns with rational entries: (1 - s^2, 2 s)/(1 + s^2).
SLOPES = st.fractions(min_value=-3, max_value=3, max_denominator=6)
ENTRIES = st.fractions(min_value=-2, max_value=2, max_denominator=4)
NOISES = st.sampled_from([Fraction(1, 1000), Fraction(1, 20), Fraction(1), Fraction(7)])


def unit(slope: Fraction) -> Numbers:
    length = 1 + slope**2
    return ((1 - slope**2) / length, 2 * slope / length)


def decoder(columns: list[Numbers], code: list[Numbers]) -> Decoder:
    """A decoder with these unit columns, and data for which the code is exact."""
    W = np.array(columns, dtype=object).T
    Z = np.array(code, dtype=object)
    inverse = np.eye(len(columns), dtype=object)
    if len(columns) == 2:
        (a, b), (c, d) = W
        inverse = np.array([[d, -b], [-c, a]], dtype=object) / (a * d - b * c)

    def balls(grid: np.ndarray) -> tuple[tuple[arb, ...], ...]:
        return tuple(tuple(ball(Fraction(x)) for x in row) for row in grid)

    with precision(BITS):
        return Decoder(balls(W @ Z), balls(W), balls(inverse), balls(Z))


@settings(max_examples=25, deadline=None)
@given(SLOPES, SLOPES, st.lists(ENTRIES, min_size=8, max_size=8), NOISES)
def test_no_code_of_two_columns_is_below_the_bound(
    first: Fraction, second: Fraction, entries: list[Fraction], noise: Fraction
) -> None:
    columns = [unit(first), unit(second)]
    if columns[0][0] * columns[1][1] == columns[0][1] * columns[1][0]:
        return  # no inverse
    exact, other = [tuple(entries[:2]), tuple(entries[2:4])], [entries[4:6], entries[6:]]
    found = decoder(columns, exact)
    bound = found.separating_bound(noise)
    if bound is None:
        return
    moved = tuple(
        tuple(z + y / 8 for z, y in zip(*rows, strict=True))
        for rows in zip(exact, other, strict=True)
    )
    shrunk = tuple(tuple(z * Fraction(9, 10) for z in row) for row in exact)
    for code in (tuple(exact), moved, shrunk, found.best_code(noise)):
        assert not found.cost(code, noise) < bound
    assert not found.upper_bound(noise) < found.lower_bound(noise)


@pytest.mark.parametrize("noise", [Fraction(1, 10**4), Fraction(1, 10), Fraction(3)])
def test_one_column_has_its_minimum_as_bound(noise: Fraction) -> None:
    only = decoder([(Fraction(1),)], [(Fraction(3, 2), Fraction(-1, 2))])
    assert only.separating_weights() == [1]
    bound = only.separating_bound(noise)
    assert bound is not None
    assert float((only.upper_bound(noise) - bound).upper()) < 1e-4


def test_a_row_that_is_better_switched_off_is() -> None:
    only = decoder([(Fraction(1),)], [(Fraction(3, 2), Fraction(-1, 2))])
    assert only.best_code(Fraction(3)) == ((0, 0),)
    assert only.upper_bound(Fraction(3)).overlaps(arb(5) / 12)  # |x|^2/(n gamma)


def test_the_weights_leave_a_semidefinite_matrix_that_is_singular() -> None:
    dense = Pair().dense
    weights = dense.separating_weights()
    assert weights is not None
    W = np.array([[float(x.mid()) for x in row] for row in dense.weights])
    M = -np.abs(W.T @ W) + 2 * np.eye(3)
    values = np.linalg.eigvalsh(M - np.diag([float(v.mid()) for v in weights]))
    assert abs(values[0]) < 1e-12
    assert values[1] > 0.1


def test_columns_that_are_too_near_have_no_weights() -> None:
    near = decoder([unit(Fraction(0)), unit(Fraction(1, 100))], [(Fraction(1),), (Fraction(1),)])
    assert near.separating_weights() is None
    assert near.separating_bound(Fraction(1)) is None
    assert near.least_shares(Fraction(1)) == 0
    assert Pair().sparse.separating_weights() is None  # two columns 2 delta apart


def test_the_shares_are_below_what_every_row_spends() -> None:
    dense, top = Pair().dense, Fraction(2, 10**4)
    least = dense.least_shares(top)
    weights = dense.separating_weights()
    assert weights is not None
    for noise in (top, top / 3, top / 100):
        for steps in range(0, 60, 4):
            a, spent = ball(Fraction(steps, 500)), arb(0)
            for v, power in zip(weights, dense.powers, strict=True):
                rest = power.sqrt() - a
                spent += v * a * a / ball(noise)
                if rest > 0:
                    spent += _share(rest * rest, noise)
            assert spent > least


def _share(power: arb, noise: Fraction) -> arb:
    """Minus the derivative of the row cost in log gamma, by a difference quotient from above."""
    step = Fraction(1, 10**9)
    with precision(4 * BITS):
        change = row_cost(power, noise) - row_cost(power, noise * (1 + step))
        return change / ball(step) + ball(step)


def test_the_better_bound_depends_on_the_decoder() -> None:
    noise, pair = Fraction(21207, 10**8), Pair()
    apart = pair.dense.separating_bound(noise)
    assert apart is not None
    assert apart == pair.dense.lower_bound(noise)
    assert pair.sparse.exact_cost(noise) < apart
    assert pair.sparse.lower_bound(noise) > 0
