"""The arithmetic of matrix products: single unless another is named, and part of what a run is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from empirics.errors import TrainingError  # noqa: E402
from empirics.training import products  # noqa: E402
from empirics.training.config import VAE, Architecture, Config, Member, Optimiser  # noqa: E402
from empirics.training.devices import arithmetic  # noqa: E402
from empirics.training.layers import affine  # noqa: E402
from empirics.training.products import Product, faster_and_single, products_of  # noqa: E402
from empirics.training.train import train  # noqa: E402

X = np.random.default_rng(0).standard_normal((200, 12)).astype(np.float32)
CONFIG = Config(
    Architecture("mlp", (12,), 4, (16,)), tuple(map(Member, range(4))), VAE(), Optimiser(), 30, 20
)
SMALL = Product(2, 6, 20, 10)


def rounded(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    return torch.matmul(a.bfloat16().float(), b.bfloat16().float())


def test_products_that_round_are_told_from_those_that_do_not(monkeypatch):
    monkeypatch.setattr(products, "LARGE", 1)
    assert faster_and_single([SMALL])
    monkeypatch.setattr(torch, "bmm", rounded)
    assert not faster_and_single([SMALL])
    monkeypatch.undo()
    monkeypatch.setattr(products, "LARGE", 1)
    monkeypatch.setattr(torch, "baddbmm", lambda bias, a, b: bias + rounded(a, b))
    assert not faster_and_single([SMALL])


@pytest.mark.parametrize("inner", range(3))
def test_rounding_in_any_one_of_a_layers_products_shows(monkeypatch, inner):
    """The shared dimension tells which product it is: forward, gradient of weights, of inputs."""
    sizes, exact = (SMALL.inputs, SMALL.rows, SMALL.outputs), torch.bmm
    monkeypatch.setattr(products, "LARGE", 1)
    monkeypatch.setattr(
        torch, "bmm", lambda a, b: (rounded if a.shape[2] == sizes[inner] else exact)(a, b)
    )
    assert not faster_and_single([SMALL])


def test_small_networks_stay_with_the_usual_library():
    assert not faster_and_single(products_of(CONFIG, len(X)))
    large = Architecture("mlp", (784,), 32, (512, 256))
    found = products_of(replace(CONFIG, architecture=large, batch=128), 1000)
    assert max(each.size for each in found) == 4 * 128 * 784 * 512 >= products.LARGE
    conv = replace(CONFIG, architecture=Architecture("conv", (1, 28, 28), 4, (64, 64)))
    assert products_of(conv, 1000) == []


@pytest.mark.skipif(not hasattr(torch.backends.mkldnn, "matmul"), reason="an older torch")
def test_what_torch_was_set_to_does_not_reach_training_and_comes_back():
    matmul = torch.backends.mkldnn.matmul
    before = matmul.fp32_precision
    try:
        matmul.fp32_precision = "bf16"
        with arithmetic("cpu", "single", [SMALL]):
            assert matmul.fp32_precision == "ieee"
        assert matmul.fp32_precision == "bf16"
    finally:
        matmul.fp32_precision = before


def test_backward_products_round_their_factors_and_nothing_else():
    stream = torch.Generator().manual_seed(0)
    x = torch.randn(2, 6, 5, generator=stream, requires_grad=True)
    weight = torch.randn(2, 5, 3, generator=stream, requires_grad=True)
    bias = torch.zeros(2, 3, requires_grad=True)
    weight.grad, bias.grad = torch.zeros_like(weight), torch.zeros_like(bias)
    outward = torch.randn(2, 6, 3, generator=stream)
    out = affine(x, weight, bias, torch.bfloat16)
    assert torch.equal(out, affine(x, weight, bias))
    out.backward(outward)
    assert torch.equal(bias.grad, outward.sum(dim=1))
    for found, exact in (
        (weight.grad, x.transpose(1, 2) @ outward),
        (x.grad, outward @ weight.transpose(1, 2)),
    ):
        assert found.dtype == torch.float32
        difference = (found - exact).abs().max() / exact.abs().max()
        assert 0 < difference < 2**-6


def test_low_precision_is_asked_for_trains_as_well_and_is_another_run(tmp_path):
    single = train(CONFIG, X, folder=tmp_path)
    with pytest.raises(TrainingError, match="differs in precision"):
        train(CONFIG, X, folder=tmp_path, precision="bf16 backward")
    low = train(CONFIG, X, precision="bf16 backward")
    ours, theirs = (np.array(each.history[-1]["loss"]) for each in (single, low))
    assert not np.array_equal(ours, theirs)
    assert np.abs(ours - theirs).max() < 0.5 * ours.std()
    with pytest.raises(TrainingError, match="one of 'single', 'tf32', 'bf16 backward', not 'half'"):
        train(CONFIG, X, precision="half")
