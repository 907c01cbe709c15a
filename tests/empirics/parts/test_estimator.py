"""The estimator keeps scikit-learn's rules, and finds the dimension of a plane."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("sklearn")

from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from empirics.parts.estimator import SparseVAE


@pytest.mark.filterwarnings("ignore")
def test_scikit_learns_own_checks_pass() -> None:
    results = check_estimator(
        SparseVAE(n_components=2, hidden=(), epochs=3, random_state=0), on_fail=None, on_skip=None
    )
    failed = [each["check_name"] for each in results if each["status"] == "failed"]
    assert failed == []
    assert sum(each["status"] == "passed" for each in results) > 30


def plane() -> np.ndarray:
    stream = np.random.default_rng(0)
    codes = stream.standard_normal((500, 2)) * [3, 2]
    x = codes @ np.linalg.qr(stream.standard_normal((8, 8)))[0][:2]
    return x + 0.2 * stream.standard_normal(x.shape)


def test_a_plane_has_two_active_dimensions_and_its_noise_is_gamma() -> None:
    x = plane()
    vae = SparseVAE(4, hidden=(), epochs=300, learning_rate=0.02, random_state=0).fit(x)
    assert vae.n_active_ == 2
    assert vae.gamma_ == pytest.approx(0.04, rel=0.15)
    again = vae.inverse_transform(vae.transform(x))
    assert ((x - again) ** 2).mean() < 0.05
    worse = clone(vae).set_params(epochs=1).fit(x)
    assert vae.score(x) > worse.score(x)


def test_it_is_a_step_of_a_pipeline_and_repeats_itself() -> None:
    x = plane()
    line = make_pipeline(StandardScaler(), SparseVAE(2, hidden=(8,), epochs=3, random_state=1))
    one, two = line.fit_transform(x), clone(line).fit_transform(x)
    assert np.array_equal(one, two)
    assert list(line.get_feature_names_out()) == ["sparsevae0", "sparsevae1"]
