"""What a loader is asked for, besides a name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Request:
    """See `empirics.data.load`."""

    folder: Path | None = None
    download: bool = False
    limit: int | None = None
    seed: int = 0
