"""Instances are exact: codes reconstruct the data in rational arithmetic, powers are as asked."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerics.certificates.family import reconstruction_error
from numerics.certificates.instances import (
    Instance,
    amplitude,
    fooling_instance,
    general_instance,
    unit_rows,
)
from numerics.errors import InstanceError
from sparsity_theory.characterisation import Dimensions

dimensions = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(0, 3)).map(
    lambda t: Dimensions(t[0] + t[1] + t[2], t[0] + t[1], t[0])
)
amplitudes = st.fractions(min_value=Fraction(1, 50), max_value=20, max_denominator=60)


def power(row: tuple[Fraction, ...]) -> Fraction:
    return sum((z * z for z in row), Fraction(0)) / len(row)


@given(dims=dimensions, a=amplitudes, b=amplitudes, n=st.integers(1, 7))
def test_exact_codes_reconstruct_exactly_and_have_the_stated_powers(
    dims: Dimensions, a: Fraction, b: Fraction, n: int
) -> None:
    instance = fooling_instance(dims, a * a, b * b, samples=n)
    for sparse, powers in ((False, instance.dense_powers), (True, instance.sparse_powers)):
        code = instance.code(sparse=sparse)
        assert reconstruction_error(instance.family, (Fraction(sparse),), code) == 0
        assert tuple(power(row) for row in code[: len(powers)]) == powers
        assert not any(any(row) for row in code[len(powers) :])
    assert instance.dense_powers == (a * a,) * (dims.r + 1)
    assert instance.sparse_powers == (b * b,) * dims.r


@given(dims=dimensions, data=st.data())
def test_the_general_instance_takes_any_powers_and_any_number_of_dense_rows(
    dims: Dimensions, data: st.DataObject
) -> None:
    m = data.draw(st.integers(dims.r + 1, dims.kappa))
    dense = tuple(data.draw(amplitudes) ** 2 for _ in range(m))
    sparse = tuple(data.draw(amplitudes) ** 2 for _ in range(dims.r))
    instance = general_instance(dims, dense, sparse, samples=2)
    assert (instance.dense_powers, instance.sparse_powers) == (dense, sparse)
    for is_sparse in (False, True):
        code = instance.code(sparse=is_sparse)
        assert reconstruction_error(instance.family, (Fraction(is_sparse),), code) == 0


@given(r=st.integers(1, 5), n=st.integers(1, 9))
def test_rows_have_power_one_and_columns_are_distinct(r: int, n: int) -> None:
    rows = unit_rows(r, n)
    assert all(power(row) == 1 for row in rows)
    assert len(set(zip(*rows, strict=True))) == n


@given(st.fractions(min_value=Fraction(1, 10**9), max_value=10**9, max_denominator=10**10))
def test_an_amplitude_squares_to_its_power_to_six_digits(value: Fraction) -> None:
    assert abs(amplitude(value) ** 2 / value - 1) < Fraction(1, 10**5)


def test_the_zero_error_is_set_by_scaling_data_and_decoders() -> None:
    dims = Dimensions(5, 3, 2)
    instance = fooling_instance(dims, Fraction(1, 4), Fraction(1), zero_error=Fraction(1, 135))
    assert instance.family.zero_error == Fraction(1, 135)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda d: fooling_instance(d, Fraction(0), Fraction(1)), "must be positive, not 0"),
        (lambda d: fooling_instance(d, Fraction(1), Fraction(-1)), "must be positive, not -1"),
        (lambda d: fooling_instance(d, Fraction(1), Fraction(1), samples=0), "at least 1"),
        (lambda d: fooling_instance(d, Fraction(1), Fraction(1), samples=10**6), "at most"),
        (lambda d: general_instance(d, (Fraction(1),), (Fraction(1),)), "r < m <= kappa"),
        (
            lambda d: Instance(
                d, (Fraction(1), Fraction(2)), (Fraction(1),), 1, Fraction(1), connected=True
            ),
            "equal dense powers",
        ),
    ],
)
def test_impossible_instances_are_refused(make: object, message: str) -> None:
    with pytest.raises(InstanceError, match=message):
        make(Dimensions(3, 2, 1))  # type: ignore[operator]
