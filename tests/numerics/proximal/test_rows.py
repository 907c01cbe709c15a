"""Row penalties: against closed forms, brute force over whole rows, and ties, for tensors too."""

from __future__ import annotations

import math

import numpy as np
import pytest

from numerics.errors import NumericsError
from numerics.proximal.function import UnsuitableError
from numerics.proximal.prox import ProximalPenalty
from numerics.proximal.rows import ProximalRows


def test_the_group_lasso_shrinks_the_norm_and_ridge_the_row() -> None:
    draw = np.random.default_rng(0)
    x = draw.normal(size=(5, 7, 3))
    norms = np.linalg.norm(x, axis=-1, keepdims=True)
    shrunk = x * np.maximum(0, 1 - 0.8 / norms)
    np.testing.assert_allclose(ProximalRows("u").prox(x, 0.8), shrunk, rtol=1e-13, atol=1e-15)
    ridge = ProximalRows("u", "power", 3).prox(x, 0.6)  # 0.6 ||z||^2/3
    np.testing.assert_allclose(ridge, x / (1 + 2 * 0.6 / 3), rtol=1e-13)


@pytest.mark.parametrize(
    ("source", "of"),
    [("mcp", "norm"), ("scad", "norm"), ("log1p", "power"), ("l0", "power"),
     ("u/(1 + u)", "power"), ("sqrt", "power"), ("sqrt", "norm"), ("1 - exp(-u)", "power"),
     ("mcp", "power"), ("scad", "power"), ("cel0", "norm")],
)  # fmt: skip
def test_no_other_row_is_better(source: str, of: str) -> None:
    h = ProximalRows(source, of, 2)  # type: ignore[arg-type]
    draw = np.random.default_rng(1)
    x, steps = 2 * draw.normal(size=(15, 2)), draw.uniform(0.1, 3, size=15)
    found = h.minimisers(x, steps)
    grid = np.stack(np.meshgrid(*[np.linspace(-6, 6, 301)] * 2), axis=-1).reshape(-1, 2)
    penalties = h.value(grid)
    for k in range(15):
        best = (((grid - x[k]) ** 2).sum(axis=1) / 2 + steps[k] * penalties).min()
        assert found.value[k] <= best + 1e-12
        for z in (found.nearest[k], found.farthest[k]):
            value = ((z - x[k]) ** 2).sum() / 2 + steps[k] * h.value(z)
            assert float(value) == pytest.approx(float(found.value[k]), rel=1e-10, abs=1e-12)


def test_rows_that_tie_have_both_minimisers() -> None:
    h = ProximalRows("l0", "power", 2)
    found = h.minimisers([[1.2, 1.6], [1.2, 1.7]], 2.0)  # ||x||^2/2 = 2 for the first
    assert found.tied.tolist() == [True, False]
    np.testing.assert_allclose(found.nearest, [[0, 0], [1.2, 1.7]])
    np.testing.assert_allclose(found.farthest, [[1.2, 1.6], [1.2, 1.7]])


def test_the_distance_is_zero_exactly_at_stationary_rows() -> None:
    draw = np.random.default_rng(2)
    x = 2 * draw.normal(size=(30, 4))
    for h in (ProximalRows("mcp"), ProximalRows("log1p", "power", 4), ProximalRows("u")):
        z = h.prox(x, 0.7)
        assert h.subdiff_distance(z, (z - x) / 0.7).max() < 1e-12
        assert h.subdiff_distance(z + 0.3, (z - x) / 0.7).max() > 1e-2
    turned = ProximalRows("u").subdiff_distance([[1.0, 0.0]], [[-1.0, 0.5]])
    assert turned.tolist() == [0.5]


def test_huge_and_tiny_rows_are_as_exact_as_others() -> None:
    for scale in (1e-100, 1e100):
        found = ProximalRows("u").prox(np.array([[3.0, 4.0]]) * scale, scale)
        np.testing.assert_allclose(found, np.array([[2.4, 3.2]]) * scale, rtol=1e-14)


def test_tensors_become_tensors() -> None:
    torch = pytest.importorskip("torch")
    x = torch.tensor([[3.0, 4.0], [0.3, 0.4]], dtype=torch.float64, requires_grad=True)
    found = ProximalRows("u").prox(x, 1.0)
    assert torch.is_tensor(found)
    assert found.dtype == x.dtype
    torch.testing.assert_close(found, x.new_tensor([[2.4, 3.2], [0.0, 0.0]]))


def test_what_is_no_row_is_refused() -> None:
    with pytest.raises(NumericsError, match="3 entries"):
        ProximalRows("u", "power", 2).prox(np.ones((2, 3)), 1.0)
    with pytest.raises(NumericsError, match="arrays of rows"):
        ProximalRows("u").prox(np.float64(1.0), 1.0)
    with pytest.raises(NumericsError, match="'norm' or 'power'"):
        ProximalRows("u", "size")  # type: ignore[arg-type]
    for bad in (math.nan, math.inf):
        with pytest.raises(NumericsError, match="finite x"):
            ProximalRows("u").prox(np.array([[bad, 1.0]]), 1.0)
        with pytest.raises(NumericsError, match="finite x"):
            ProximalRows("u").certified_gap([bad, 1.0], 1.0)
    with pytest.raises(NumericsError, match=r"below 1e\+300"):
        ProximalRows("u").prox(np.array([[1e308, 1.0]]), 1.0)
    with pytest.raises(NumericsError, match="whole number"):
        ProximalRows("u", "power", 2.5)  # type: ignore[arg-type]
    with pytest.raises(NumericsError, match="one row at a time"):
        ProximalRows("u").certified_gap(np.ones((2, 3)), 1.0)
    with pytest.raises(UnsuitableError, match="bends"):
        ProximalRows("psi", "power", 3)


@pytest.mark.parametrize("source", ["mcp", "scad", "u", "l0", "1 - exp(-u)"])
@pytest.mark.parametrize("of", ["norm", "power"])
def test_a_rigorous_bound_confirms_the_minimum_of_a_row(source: str, of: str) -> None:
    ProximalRows(source, of, 100)  # type: ignore[arg-type]
    h = ProximalRows(source, of, 3)  # type: ignore[arg-type]
    for row in ([1.0, 2.0, 2.5], [0.1, -0.2, 0.3], [3.0, 4.0, 0.0], [0.0, 0.0, 0.0]):
        assert h.certified_gap(row, 0.7) < 1e-11


def test_the_bound_sees_a_row_that_is_no_minimiser(monkeypatch: pytest.MonkeyPatch) -> None:
    h = ProximalRows("mcp")
    best = h.certified_gap([3.0, 4.0], 1.0)
    monkeypatch.setattr(ProximalRows, "prox", lambda _, x, __: x * 0.9)
    assert best < 1e-11
    assert h.certified_gap([3.0, 4.0], 1.0) == pytest.approx(0.125, abs=1e-9)


def test_a_penalty_takes_tensors_and_gives_tensors_but_never_loses_a_gradient() -> None:
    torch = pytest.importorskip("torch")
    h, x = ProximalPenalty("mcp(lam=1, tau=3)"), torch.tensor([0.5, 2.0, 5.0])
    torch.testing.assert_close(h.prox(x, 1.0), torch.tensor([0.0, 1.5, 5.0]))
    torch.testing.assert_close(h.derivative(x), torch.tensor([5 / 6, 1 / 3, 0.0]))
    assert h.value(x).dtype == x.dtype
    assert torch.is_tensor(h.second_derivative(x))
    assert torch.is_tensor(h.subdiff_distance(x, x))
    with pytest.raises(NumericsError, match="RowPenalty"):
        h.value(x.requires_grad_())
