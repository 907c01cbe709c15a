"""Remark 1 in floats: principal components are an optimal sparse representation."""

from __future__ import annotations

import numpy as np
import pytest


def test_principal_components_are_the_optimal_sparse_representation() -> None:
    """Remark 1: any exact decoder with rank-many columns spans the principal subspace."""
    rng = np.random.default_rng(7)
    mean, basis, codes = rng.normal(size=5), rng.normal(size=(5, 2)), rng.normal(size=(9, 2))
    data = codes @ basis.T + mean
    centred = data - data.mean(axis=0)
    _, singular, directions = np.linalg.svd(centred, full_matrices=False)
    assert np.sum(singular > 1e-10) == 2
    components = directions[:2].T
    # The projector onto the span of the decoder's columns is that onto the components.
    projector = basis @ np.linalg.pinv(basis)
    assert projector == pytest.approx(components @ components.T, abs=1e-12)
    # Codes agree up to an invertible affine map, and both reconstruct.
    scores = centred @ components
    design = np.column_stack([scores, np.ones(9)])
    change, *_ = np.linalg.lstsq(design, codes, rcond=None)
    assert design @ change == pytest.approx(codes, abs=1e-12)
    assert abs(np.linalg.det(change[:2])) > 1e-3
    assert scores @ components.T + data.mean(axis=0) == pytest.approx(data, abs=1e-12)


def test_principal_components_of_scikit_learn() -> None:
    decomposition = pytest.importorskip("sklearn.decomposition")
    rng = np.random.default_rng(8)
    data = rng.normal(size=(20, 2)) @ rng.normal(size=(2, 6)) + rng.normal(size=6)
    fitted = decomposition.PCA(n_components=2).fit(data)
    assert fitted.inverse_transform(fitted.transform(data)) == pytest.approx(data, abs=1e-12)
    one_less = decomposition.PCA(n_components=1).fit(data)
    residual = data - one_less.inverse_transform(one_less.transform(data))
    assert np.abs(residual).max() > 1e-3
