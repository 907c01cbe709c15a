"""A configuration is checked where it is made; typos are answered with the nearest word."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")

from empirics.errors import ConfigError
from empirics.training.config import (
    VAE,
    Architecture,
    Autoencoder,
    Config,
    Member,
    Optimiser,
    read,
    to_record,
)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: VAE(gamma="learnt"), "did you mean 'learned'"),
        (lambda: VAE(noise="none"), "noise must be one of 'sampled', 'exact'"),
        (lambda: VAE(likelihood="bernouli"), "did you mean 'bernoulli'"),
        (lambda: VAE(free_bits="1"), "free_bits must be of type float"),
        (lambda: Optimiser(name="adamw"), "did you mean 'adam'"),
        (lambda: Optimiser(schedule="cosin"), "did you mean 'cosine'"),
        (lambda: Optimiser(learning_rate="1e-3"), "learning_rate must be of type float"),
        (lambda: Optimiser(learning_rate=True), "learning_rate must be of type float"),
        (lambda: Optimiser(warm_up=1.5), "whole numbers only"),
        (lambda: Architecture("cnn", (3,), 2), "kind must be one of 'mlp', 'conv'"),
        (lambda: Architecture("mlp", (3,), 2, activation="gelu"), "activation must be one of"),
        (lambda: Architecture("mlp", (3,), 2.5), "latent must be of type int, not 2.5"),
        (lambda: Architecture("mlp", 3, 2), "shape must be a list or tuple"),
        (lambda: Architecture("mlp", (3,), 2, hidden=(4.5,)), "hidden must be of type int"),
        (lambda: Architecture("mlp", (3,), 2, skip=1), "skip must be of type bool"),
        (lambda: Member("0"), "seed must be of type int"),
        (lambda: Member(0, beta=None), "beta must be of type float"),
        (lambda: Autoencoder(g=1, h=("u",)), "g must be of type str"),
        (lambda: Autoencoder(g="u", h="log(1+u)"), "h must be a list or tuple"),
    ],
)
def test_a_wrong_field_is_refused_where_it_is_made(make, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        make()


def test_a_config_of_other_things_is_refused() -> None:
    architecture = Architecture("mlp", (3,), 2)
    good = (architecture, (Member(0),), VAE(), Optimiser(), 1, 8)
    for place, wrong in ((0, "mlp"), (1, (3,)), (2, "vae"), (3, None), (4, 1.5), (5, "8")):
        given = [*good]
        given[place] = wrong
        with pytest.raises(ConfigError, match="must be"):
            Config(*given)


def test_numbers_of_numpy_and_lists_are_taken_as_what_they_are() -> None:
    made = Architecture("mlp", [np.int64(3)], np.int32(2), hidden=[4])
    assert made == Architecture("mlp", (3,), 2, hidden=(4,))
    assert Member(0, beta=2) == Member(0, beta=np.float32(2))


def test_an_unknown_field_of_a_record_names_the_nearest() -> None:
    config = Config(Architecture("mlp", (3,), 2), (Member(0),), VAE(), Optimiser(), 1, 8)
    record = to_record(config)
    record["architecture"]["latnt"] = record["architecture"].pop("latent")
    with pytest.raises(ConfigError, match="did you mean 'latent'"):
        read(record)
