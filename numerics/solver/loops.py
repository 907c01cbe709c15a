"""The compiled loops of `numerics.solver.compiled`, where there are any and they are worth loading.

Loading takes about a second, which most searches do not need in all: a search loads them once it
has bounded `WORTH_LOADING` boxes.  What is loaded is used from the first box on, so that many
small searches in one process gain by `load`.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

WORTH_LOADING = 4000
_MODULE = "numerics.solver.compiled"
_LOADED: list[ModuleType] = []


def loaded() -> ModuleType | None:
    """The loops, where `load` has loaded them."""
    return _LOADED[0] if _LOADED else None


def load() -> None:
    """Load the loops, where numba is installed."""
    if not _LOADED and find_spec("numba") is not None:
        _LOADED.append(import_module(_MODULE))
