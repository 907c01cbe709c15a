"""Data sets: real ones from checked files, and manifolds of known dimension."""

from empirics.data.dataset import Dataset
from empirics.data.sources import State, describe, load, states

__all__ = ["Dataset", "State", "describe", "load", "states"]
