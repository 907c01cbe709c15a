"""Termwise comparison of sums of unspecified length."""

import pytest
import sympy

from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.notation import d, k, kappa, m
from sparsity_theory.proving.row_sums import equal_sums, generic_term, total, vector

a, b = vector("a", positive=True), vector("b", positive=True)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (total(a[k] + b[k], m), total(a[k], m) + total(b[k], m)),
        (total(a[k] / (a[k] + 1) + 1 / (a[k] + 1), m), m),
        (d * (1 + total(a[k], m) / d), d + total(a[k], m)),
        (total(a[k], m) + total(1, kappa), kappa + total(a[k], m)),
        (total(sympy.log(a[k] / b[k]), m), total(sympy.log(a[k]), m) - total(sympy.log(b[k]), m)),
    ],
)
def test_equal_sums_are_recognised_for_every_length(left: sympy.Expr, right: sympy.Expr) -> None:
    assert equal_sums(left, right) is Verdict.HOLDS


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (total(a[k], m), total(a[k], kappa)),  # equal for equal lengths only
        (total(a[k] * b[k], m), total(a[k], m) * total(b[k], m)),
        (total(a[k] + 1, m), total(a[k], m) + 1),
        (total(a[k] ** 2, m), total(a[k], m) ** 2),
        (total(a[k], m), total(b[k], m)),
    ],
)
def test_unequal_sums_are_never_accepted(left: sympy.Expr, right: sympy.Expr) -> None:
    assert equal_sums(left, right) is not Verdict.HOLDS


def test_a_product_of_sums_that_is_equal_is_left_open() -> None:
    square = total(a[k], m) * total(a[k], m)
    assert equal_sums(square, total(a[k], m) ** 2) in (Verdict.HOLDS, Verdict.UNKNOWN)


def test_the_generic_term_carries_the_sign() -> None:
    assert generic_term(1 + total(a[k] + b[k], m)).is_positive
