"""The compiled loops of `numerics.solver.compiled`, where there are any and they are worth loading.

Loading takes about a second, which most searches do not need in all: a search loads them once it
has bounded `WORTH_LOADING` boxes.  What is loaded is used from the first box on, so that many
small searches in one process gain by ``import numerics.solver.compiled``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

WORTH_LOADING = 4000
_MODULE = "numerics.solver.compiled"


def loaded() -> ModuleType | None:
    """The loops, where they are loaded."""
    return sys.modules.get(_MODULE)


def load() -> None:
    """Load the loops, where numba is installed."""
    if find_spec("numba") is not None:
        import_module(_MODULE)
