"""Shared settings of the tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, database=None)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture
def data_dir() -> Path:
    """Folder with the real data files, from SPARSITY_DATA; skips visibly without it."""
    folder = os.environ.get("SPARSITY_DATA")
    if not folder:
        pytest.skip("real data not tested: set SPARSITY_DATA to a folder that holds it")
    return Path(folder)
