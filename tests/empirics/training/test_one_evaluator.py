"""One way of evaluating penalties: torch gives what NumPy gives, for all that have names."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from empirics.training.penalty import TorchPenalty  # noqa: E402
from numerics.proximal.function import PenaltyFunction, UnsuitableError  # noqa: E402
from sparsity_theory.errors import PenaltyError  # noqa: E402
from sparsity_theory.penalties.catalogue import ENTRIES  # noqa: E402
from sparsity_theory.penalties.literature import LITERATURE  # noqa: E402
from sparsity_theory.penalties.penalties import penalty  # noqa: E402

NAMES = [entry.name for entry in ENTRIES if entry.name != "indicator"]
TEXTS = NAMES + [listed.name for listed in LITERATURE if listed.name not in NAMES]
POINTS = [0.0, 1e-200, 1e-100, 1e-20, 1e-8, 1e-3, 0.3, 1.5, 30.0, 800.0, 1e5, 1e20, 1e100, 1e200]


@pytest.mark.parametrize("text", TEXTS)
def test_values_and_slopes_of_torch_are_those_of_numpy(text: str) -> None:
    try:
        h = PenaltyFunction(penalty(text))
    except (PenaltyError, UnsuitableError):
        pytest.skip("infinite, or without smooth pieces: no function of numbers")
    points = [*POINTS, *h.joints, *(joint * 0.999 for joint in h.joints)]
    u = torch.tensor(points, dtype=torch.float64, requires_grad=True)
    value, slope = TorchPenalty(h.penalty)(u)
    value.sum().backward()
    assert torch.equal(u.grad, slope)
    for found, wanted in ((value.detach(), h.value(points)), (slope, h.derivative(points))):
        assert not np.isnan(wanted).any()
        np.testing.assert_allclose(found.numpy(), wanted, rtol=1e-12, atol=1e-290)
