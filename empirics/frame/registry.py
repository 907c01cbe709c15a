"""The experiments by name; a module is loaded when its experiment is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from empirics.errors import EmpiricsError
from empirics.frame.experiment import Experiment

# Each module has an `EXPERIMENT`; its name on the command line has - where the module has _.
NAMES = (
    "fig-4",
    "fig-4-images",
    "components",
    "spiral-codes",
    "spiral",
    "pruning",
    "popular",
    "affine",
    "beta",
)


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
