"""The experiments by name; a module is loaded when its experiment is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from empirics.errors import EmpiricsError
from empirics.frame.experiment import Experiment

# In this order they are shown; what is not named here comes after them.
_FIRST = (
    "fig-4", "fig-4-images", "fig-4-conv", "starts", "constants", "components", "dimensions",
    "strokes", "spiral-codes", "spiral-orthonormal", "spiral", "pruning", "loops", "popular",
    "affine", "beta",
)  # fmt: skip


def _found() -> tuple[str, ...]:
    """Every module of the folder is an experiment, with - for _ in its name."""
    folder = Path(__file__).parent.parent / "experiments"
    found = [path.stem.replace("_", "-") for path in sorted(folder.glob("[a-z]*.py"))]
    return (
        *(name for name in _FIRST if name in found),
        *(name for name in found if name not in _FIRST),
    )


NAMES = _found()


def experiment(name: str) -> Experiment:
    """The experiment of this name.

    >>> experiment("affine").name
    'affine'

    Raises:
        EmpiricsError: if there is none.
    """
    if name not in NAMES:
        raise EmpiricsError(f"there is no experiment {name!r}; there are {', '.join(NAMES)}, all")
    module = import_module(f"empirics.experiments.{name.replace('-', '_')}")
    found: Experiment = module.EXPERIMENT
    return found


def experiments(names: Sequence[str]) -> list[Experiment]:
    """The experiments of these names, each once; "all" stands for every one.

    Raises:
        EmpiricsError: if a name is unknown.
    """
    wanted = [each for name in names for each in (NAMES if name == "all" else (name,))]
    return [experiment(name) for name in dict.fromkeys(wanted)]
