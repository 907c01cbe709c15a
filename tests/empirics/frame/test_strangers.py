"""Outliers near the data keep their ink; samples are judged by a classifier trained here."""

from __future__ import annotations

import numpy as np
import pytest

from empirics.data import load
from empirics.frame.strangers import patched, strangers, told_apart, turned

pytest.importorskip("torch")

from empirics.frame.experiment import Environment
from empirics.frame.generation import generated
from empirics.frame.images import DIGITS
from empirics.frame.jobs import sample
from empirics.measures import pca
from empirics.training.classifier import classifier
from empirics.training.train import train

DATA = load("digits")


def test_turned_and_patched_images_have_the_ink_of_the_originals() -> None:
    x = DATA.test[:50]
    for changed in (turned(x, DATA.shape), patched(x, DATA.shape)):
        assert changed.shape == x.shape
        np.testing.assert_array_equal(np.sort(changed, axis=1), np.sort(x, axis=1))
        assert (changed != x).any(axis=1).mean() > 0.9
    assert np.array_equal(patched(x, DATA.shape), patched(x, DATA.shape))
    back = turned(turned(turned(turned(x, DATA.shape), DATA.shape), DATA.shape), DATA.shape)
    assert np.array_equal(back, x)


def test_ink_tells_nothing_there_and_a_model_something() -> None:
    config = DIGITS.learned(8, (0,), float(DATA.train.var(axis=0).mean()), epochs=30)
    trained = train(config, DATA.train)
    outside = strangers(DATA, "digits", Environment())
    assert set(outside) == {"turned", "patched"}
    found = told_apart(trained, 0, DATA, outside, pca(DATA.train))
    assert found["ink_turned"] == found["ink_patched"] == pytest.approx(0.5, abs=1e-3)
    assert found["auroc_turned"] > 0.8


def test_the_classifier_is_right_more_often_than_not_and_deterministic() -> None:
    first, second = (classifier(DATA, epochs=20) for _ in range(2))
    assert first.accuracy > 0.85
    features = first.features(DATA.test)
    assert features.shape == (len(DATA.test), 64)
    assert np.array_equal(features, second.features(DATA.test))


def test_real_images_lie_nearer_to_test_images_than_any_samples() -> None:
    config = DIGITS.learned(4, (0,), float(DATA.train.var(axis=0).mean()), epochs=10)
    trained = train(config, DATA.train)
    found = generated(trained, sample("digits"), Environment(), epochs=10, part="learned")
    assert found["frechet_data"] < min(found["frechet_prior"], found["frechet_two_stage"])
    assert 0 < found["accuracy"] <= 1
