"""The instance family and Theorem 4: random shapes, exact codes, and float minimisation."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from numerics.certificates.instances import Instance, fooling_instance, general_instance
from numerics.evidence.exact_codes import dense, dense_code, sparse, sparse_code, zero
from numerics.solver.objective import Objective
from numerics.solver.search import search
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.notation import j, k, m, r
from sparsity_theory.penalties.penalties import penalty
from sparsity_theory.statements.instance.orders import orders, see_only_order


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """A random member of the family, powers squares of small rationals."""
    rank = draw(st.integers(1, 3))
    active = draw(st.integers(rank + 1, rank + 2))
    kappa = draw(st.integers(active, active + 1))
    size = draw(st.integers(kappa, kappa + 2))
    roots = st.fractions(Fraction(1, 9), 9, max_denominator=9).filter(bool)
    powers = [draw(roots) ** 2 for _ in range(active + rank)]
    return general_instance(
        Dimensions(size, kappa, rank),
        tuple(powers[:active]),
        tuple(powers[active:]),
        samples=draw(st.integers(1, 4)),
    )


@given(instances())
def test_exact_codes_have_the_prescribed_powers_and_are_unique(instance: Instance) -> None:
    many, few, nothing = dense(instance), sparse(instance), zero(instance)
    padding = (Fraction(),) * instance.dims.kappa
    assert many.error == few.error == 0 < nothing.error
    assert many.powers == (instance.dense_powers + padding)[: instance.dims.kappa]
    assert few.powers == (instance.sparse_powers + padding)[: instance.dims.kappa]
    for decoder in instance.family.arrays[1:]:
        assert np.linalg.matrix_rank(decoder) == instance.dims.kappa


@given(instances())
def test_least_squares_finds_the_same_codes(instance: Instance) -> None:
    data, start, end = instance.family.arrays
    for decoder, code in ((start, dense_code(instance)), (end, sparse_code(instance))):
        solution = np.linalg.lstsq(decoder, data, rcond=None)[0]
        np.testing.assert_allclose(solution, np.array(code, dtype=float), atol=1e-8)


def test_there_are_as_many_orders_as_positions() -> None:
    # k relative to r < m: 5 places; j and k: 25 pairs of places, 6 of which split further
    assert (len(list(orders(k))), len(list(orders(j, k)))) == (5, 31)
    assert all(place[r] < place[m] for place in orders(j, k))


def test_an_index_outside_comparisons_is_seen() -> None:
    assert see_only_order(sympy.Eq(j, k))
    assert not see_only_order(j * 2)


@pytest.mark.parametrize("text", ["u/(1+u)", "log(1+u)", "1 - exp(-u)", "atan(u)"])
def test_minimising_a_bounded_gradient_misses_the_sparse_code(text: str) -> None:
    # Theorem 4(b): the best point that a search finds is not an optimal sparse representation
    dims = Dimensions(4, 3, 2)
    instance = fooling_instance(dims, Fraction(1, 100), Fraction(4))
    h = penalty(text)
    objective = Objective(instance.family, h, h)
    best = search(objective)
    exact = np.array([sparse_code(instance)], dtype=float)
    sparse_loss = float(objective.values(np.array([1.0]), exact)[0])
    assert best.value < sparse_loss
    powers = (best.codes**2).mean(axis=1)
    error = float(objective.errors(np.array([best.theta]), best.codes[None])[0])
    assert error > 1e-9 or (powers > 1e-12).sum() > dims.r
