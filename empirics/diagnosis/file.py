"""The arrays of a VAE from a file: numpy's .npz, never pickles."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from empirics.errors import MeasureError

NEEDED = ("mu", "sigma", "x", "x_hat")
OPTIONAL = ("gamma", "beta", "rank", "decoded_from", "split", "seed", "prior")
_ARRAYS = (*NEEDED, "gamma")


def read_arrays(path: Path) -> dict[str, Any]:
    """The arguments of `empirics.diagnose` in a file, by name.

    Raises:
        MeasureError: if it is no .npz file, is damaged, or has other names than those.
    """
    try:
        with path.open("rb") as stream:
            arrays = _read(path, stream)
    except MeasureError:
        raise
    except OSError as problem:
        raise MeasureError(f"cannot read {path}: {problem.strerror or problem}") from None
    except (ValueError, EOFError, KeyError, zipfile.BadZipFile, zlib.error) as problem:
        raise MeasureError(
            f"{path} is no .npz file of plain arrays, or is damaged ({problem}); {_how_to_make()}"
        ) from None
    return {name: _scalar(name, array) for name, array in arrays.items()}


def _read(path: Path, stream: BinaryIO) -> dict[str, Any]:
    loaded = np.load(stream, allow_pickle=False)
    if not isinstance(loaded, np.lib.npyio.NpzFile):
        raise MeasureError(f"{path} holds one array; {_how_to_make()}")
    with loaded as file:
        _check_names(path, file.files)
        return {name: file[name] for name in file.files}


def _how_to_make() -> str:
    return f"write it by numpy.savez(file, {', '.join(f'{name}={name}' for name in _ARRAYS)})"


def _check_names(path: Path, names: list[str]) -> None:
    missing = [name for name in NEEDED if name not in names]
    unknown = [name for name in names if name not in (*NEEDED, *OPTIONAL)]
    if not missing and not unknown:
        return
    raise MeasureError(
        f"{path} lacks {missing} and has unknown names {unknown}: needed are {list(NEEDED)},"
        f" allowed {list(OPTIONAL)}; sigma is a standard deviation, gamma a variance"
    )


def _scalar(name: str, array: np.ndarray[Any, Any]) -> Any:
    """Single values as Python numbers and strings; arrays as they are."""
    if name in _ARRAYS:
        return array
    if name == "prior":
        return tuple(array)
    if array.size != 1:
        raise MeasureError(f"{name} must be a single value; its shape is {array.shape}")
    return array.item()
