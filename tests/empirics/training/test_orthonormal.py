"""Orthonormal decoders are 1-Lipschitz, while they are trained and afterwards."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch")

from empirics.errors import ConfigError  # noqa: E402
from empirics.training.orthonormal import OrthonormalDecoders  # noqa: E402


def trained(*, retract: bool) -> OrthonormalDecoders:
    """Decoders that were asked to stretch their codes by three."""
    decoders = OrthonormalDecoders((2, 8, 8, 3), count=3, seed=0)
    z = torch.randn(3, 40, 2, generator=torch.Generator().manual_seed(1))
    x = 3 * torch.cat([z, z[..., :1]], dim=2)
    adam = torch.optim.Adam(decoders.parameters, lr=3e-3)
    for _ in range(100):
        loss = (decoders(z) - x).square().mean()
        adam.zero_grad()
        loss.backward()
        adam.step()
        if retract:
            decoders.retract()
    return decoders


def test_training_cannot_stretch_codes() -> None:
    decoders = trained(retract=True)
    assert float(decoders.gain().max()) < 1.01
    decoders.project()
    assert float((decoders.gain() - 1).abs().max()) < 1e-5
    a, b = torch.randn(2, 3, 200, 2, generator=torch.Generator().manual_seed(2)).unbind()
    with torch.no_grad():
        between = (decoders(a) - decoders(b)).norm(dim=2)
    assert bool((between <= (1 + 1e-4) * (a - b).norm(dim=2)).all())
    assert float(between.max()) > 0.5


def test_without_the_retraction_they_would_stretch() -> None:
    assert float(trained(retract=False).gain().min()) > 1.2


def test_odd_widths_are_refused() -> None:
    with pytest.raises(ConfigError, match="hidden widths are even"):
        OrthonormalDecoders((2, 5, 3), count=1, seed=0)
