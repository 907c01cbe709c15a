"""The closed form of the discrepancy, by sampling and by quadrature."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from scipy import integrate

from sparsity_theory.notation import kappa, m
from sparsity_theory.statements.mmd import kernel, mmd_closed_form
from tests.sparsity_theory.statements.vae_in_floats import Floats

_LAW = {kappa: 3, m: 1, kernel.delta: sympy.Rational(1, 5), kernel.ell: sympy.Rational(3, 2)}


def test_sampled_discrepancy_meets_the_closed_form() -> None:
    """Independent pairs, so the standard error is that of a plain mean; fixed seed."""
    rng = np.random.default_rng(20211207)
    draws, spread = 200_000, np.sqrt([1.0, 0.2, 0.2])

    def kernel(x: Floats, y: Floats) -> Floats:
        values: Floats = np.exp(-((x - y) ** 2).sum(axis=1) / (2 * 1.5**2))
        return values

    law = [spread * rng.normal(size=(draws, 3)) for _ in range(2)]
    prior = [rng.normal(size=(draws, 3)) for _ in range(2)]
    samples = kernel(*law) + kernel(*prior) - kernel(law[0], prior[0]) - kernel(law[1], prior[1])
    standard_error = samples.std() / np.sqrt(draws)
    expected = float(mmd_closed_form.CLOSED_FORM.subs(_LAW))
    assert standard_error < 0.1 * expected
    assert abs(samples.mean() - expected) < 4 * standard_error


def test_kernel_mean_by_quadrature() -> None:
    for variance in (0.4, 1.2, 2.0):
        density = np.sqrt(1 / (2 * np.pi * variance))
        value, _ = integrate.quad(
            lambda t, v=variance: np.exp(-(t**2) / 2 * (1 / 2.25 + 1 / v)), -np.inf, np.inf
        )
        expected = float(kernel.KERNEL_MEAN.subs({kernel.v: variance, kernel.ell: 1.5}))
        assert density * value == pytest.approx(expected, rel=1e-9)
