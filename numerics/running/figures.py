"""Files of pictures: which types there are."""

from __future__ import annotations

from pathlib import Path

from numerics.errors import NumericsError

_FORMATS = (".png", ".svg", ".pdf")


def check_format(path: Path) -> None:
    """Fail early on a file type that cannot be drawn, or without matplotlib.

    Raises:
        NumericsError: saying which types there are, or what to install.
    """
    if path.suffix not in _FORMATS:
        raise NumericsError(f"cannot draw {path}: use a name that ends in {', '.join(_FORMATS)}")
    try:
        import matplotlib  # noqa: F401, PLC0415 - an optional dependency
    except ImportError:
        raise NumericsError(
            "pictures need matplotlib: pip install 'sparsity-theory[plot]'"
        ) from None
