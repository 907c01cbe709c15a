"""Batched networks: the same functions as torch's modules, member by member."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from empirics.benchmarks.networks import modules  # noqa: E402
from empirics.errors import ConfigError  # noqa: E402
from empirics.training.config import Architecture  # noqa: E402
from empirics.training.networks import ACTIVATIONS, Networks  # noqa: E402
from empirics.training.randomness import Purpose, generator  # noqa: E402

MLP = Architecture("mlp", (12,), latent=3, hidden=(7, 5))
ODD = Architecture("conv", (2, 13, 10), latent=3, hidden=(4, 6))
ARCHITECTURES = {"mlp": MLP, "affine": Architecture("mlp", (12,), latent=3), "conv": ODD}


def networks(architecture, seeds=(0, 1, 2), *, heads=2, fixed_scale=False):
    return Networks(architecture, seeds, heads=heads, fixed_scale=fixed_scale)


def copied(batched, member):
    """torch's modules with the parameters of one member."""
    encoder, decoder = modules(batched.architecture_of_test)
    values = [block.detach()[member] for block in batched.parameters.blocks.values()]
    targets = [*encoder.parameters(), *decoder.parameters()]
    assert len(values) == len(targets)
    with torch.no_grad():
        for value, target in zip(values, targets, strict=True):
            dense_weight = value.dim() == 2
            target.copy_(value.T if dense_weight else value)
    return encoder, decoder


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_each_member_is_the_torch_module_with_its_parameters(name):
    architecture = ARCHITECTURES[name]
    batched = networks(architecture)
    batched.architecture_of_test = architecture
    x = torch.rand(3, 4, architecture.dimension, generator=torch.Generator().manual_seed(0))
    heads = batched.encode(x)
    z = heads[..., :3]
    x_hat = batched.decode(z)
    assert x_hat.shape == x.shape
    for member in range(3):
        encoder, decoder = copied(batched, member)
        assert torch.allclose(encoder(x[member]), heads[member], atol=1e-6)
        assert torch.allclose(decoder(z[member]), x_hat[member], atol=1e-6)


@pytest.mark.parametrize("fixed_scale", [False, True])
@pytest.mark.parametrize("name", ARCHITECTURES)
def test_gradients_are_the_numerical_derivatives_and_do_not_add_up(name, fixed_scale):
    architecture = replace(ARCHITECTURES[name], activation="tanh")
    batched = networks(architecture, fixed_scale=fixed_scale)
    x = torch.rand(3, 4, architecture.dimension, generator=torch.Generator().manual_seed(0))

    def loss(part, samples):
        return part.decode(part.encode(samples)[..., :3]).sub(samples).square().sum()

    for _ in range(2):
        batched.parameters.zero_gradients()
        loss(batched, x).backward()
    double = batched.members(slice(None))
    blocks = {key: block.double() for key, block in double.parameters.blocks.items()}
    for key, block in batched.parameters.blocks.items():
        direction = torch.randn(block.shape, generator=torch.Generator().manual_seed(1)).double()
        step = 1e-5 * direction / direction.norm()
        values = []
        for sign in (1, -1):
            double.parameters.blocks = {**blocks, key: blocks[key] + sign * step}
            values.append(loss(double, x.double()).item())
        numerical = (values[0] - values[1]) / 2
        assert (block.grad * step).sum().item() == pytest.approx(numerical, rel=1e-3, abs=1e-9)


@pytest.mark.parametrize("skip", [False, True])
@pytest.mark.parametrize("activation", ["relu", "tanh"])
@pytest.mark.parametrize("name", ["mlp", "conv"])
def test_activating_in_place_changes_no_bit_and_copies_no_gradient(
    name, activation, skip, monkeypatch
):
    """Of a view, autograd would copy the whole gradient to change a part of it."""
    architecture = replace(ARCHITECTURES[name], activation=activation, skip=skip)
    x = torch.rand(3, 4, architecture.dimension, generator=torch.Generator().manual_seed(0))

    def found():
        batched = networks(architecture)
        loss = batched.decode(batched.encode(x)[..., :3]).sub(x).square().sum()
        nodes = graph(loss.grad_fn)
        loss.backward()
        return loss.detach(), batched.parameters.gradients, nodes

    in_place = found()
    monkeypatch.setitem(
        ACTIVATIONS, activation, {"relu": torch.relu, "tanh": torch.tanh}[activation]
    )
    copying = found()
    assert torch.equal(in_place[0], copying[0])
    assert torch.equal(in_place[1], copying[1])
    assert len(in_place[2]) == len(copying[2])
    assert "CopySlices" not in in_place[2]


def graph(node):
    """Names of the nodes behind one of them."""
    seen, todo = {}, [node]
    while todo:
        each = todo.pop()
        if each is not None and each not in seen:
            seen[each] = each.name()
            todo += [before for before, _ in each.next_functions]
    return list(seen.values())


def test_initial_values_are_the_drawn_ones_to_the_last_bit():
    batched = networks(MLP, seeds=(4,))
    stream = generator(4, Purpose.WEIGHTS)
    for layer in ("encoder0", "encoder1", "encoder2", "decoder0", "decoder1", "decoder2"):
        weight = batched.parameters.blocks[f"{layer}.weight"][0]
        for block in (weight, batched.parameters.blocks[f"{layer}.bias"][0]):
            drawn = stream.random(tuple(block.shape), dtype="float32") * 2 - 1
            bound = np.float32(1 / math.sqrt(len(weight)))
            assert block.detach().numpy().tobytes() == (drawn * bound).tobytes()


def test_initial_values_are_uniform_with_torchs_bounds_and_depend_on_the_seed_alone():
    alone, beside = networks(MLP, seeds=(5,)), networks(MLP, seeds=(3, 5))
    for name, block in alone.parameters.blocks.items():
        assert torch.equal(block[0], beside.parameters.blocks[name][1])
        assert not torch.equal(block[0], beside.parameters.blocks[name][0])
    wide = networks(Architecture("mlp", (400,), latent=8, hidden=(300,)), seeds=(0,))
    weight = wide.parameters.blocks["encoder0.weight"]
    assert weight.abs().max().item() == pytest.approx(1 / math.sqrt(400), rel=1e-3)
    assert weight.std().item() == pytest.approx(1 / math.sqrt(3 * 400), rel=0.02)
    assert abs(weight.mean().item()) < 1e-3


def test_a_decoder_of_fixed_scale_has_unit_columns_and_fixed_norms_whatever_its_parameters():
    affine = networks(ARCHITECTURES["affine"], heads=1, fixed_scale=True)
    with torch.no_grad():
        affine.parameters.values.mul_(17)
    at_zero = affine.decode(torch.zeros(3, 1, 3))
    for k in range(3):
        z = torch.zeros(3, 1, 3)
        z[..., k] = 1
        columns = (affine.decode(z) - at_zero).norm(dim=2)
        assert torch.allclose(columns, torch.ones(3, 1), atol=1e-4)
    for architecture in (MLP, ODD):
        deep = networks(architecture, heads=1, fixed_scale=True)
        z = torch.ones(3, 2, 3)
        with torch.no_grad():
            before = deep.decode(z)
            for name, block in deep.parameters.blocks.items():
                if name.endswith("weight"):
                    block.mul_(9)
            assert torch.allclose(deep.decode(z), before, atol=1e-5)


def test_the_scale_of_a_free_decoder_moves_with_its_parameters():
    free = networks(MLP, heads=1)
    z = torch.ones(3, 2, 3)
    with torch.no_grad():
        before = free.decode(z)
        free.parameters.blocks["decoder0.weight"].mul_(9)
        assert not torch.allclose(free.decode(z), before, atol=1e-2)


@pytest.mark.parametrize(
    ("shape", "hidden"), [((1, 28, 28), (4, 8)), ((3, 64, 64), (2,) * 4), ((3, 128, 128), (2,) * 5)]
)
def test_images_of_the_usual_sizes_come_back_in_their_shape(shape, hidden):
    architecture = Architecture("conv", shape, latent=4, hidden=hidden)
    batched = networks(architecture, seeds=(0, 1))
    x = torch.zeros(2, 3, architecture.dimension)
    assert batched.decode(batched.encode(x)[..., :4]).shape == x.shape


def test_images_too_small_for_their_layers_are_refused():
    with pytest.raises(ConfigError, match=r"8 by 8 pixels cannot be halved 4 times"):
        networks(Architecture("conv", (1, 8, 8), latent=2, hidden=(2, 2, 2, 2)))


@pytest.mark.parametrize("activation", ["relu", "tanh", "softplus"])
def test_the_activation_is_the_named_one(activation):
    architecture = Architecture("mlp", (1,), latent=1, hidden=(1,), activation=activation)
    batched = networks(architecture, seeds=(0,), heads=1)
    with torch.no_grad():
        for name, block in batched.parameters.blocks.items():
            block.fill_(1.0 if name.endswith("weight") else 0.0)
        code = batched.encode(torch.tensor([[[-2.0]]])).item()
    expected = {"relu": 0.0, "tanh": math.tanh(-2), "softplus": math.log1p(math.exp(-2))}
    assert code == pytest.approx(expected[activation], rel=1e-5)
