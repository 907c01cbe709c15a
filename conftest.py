"""Which modules cannot be collected here, and a line that says so."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

_ROOT = Path(__file__).parent
_WITHOUT_TORCH = find_spec("torch") is None


def _needs_torch(path: Path) -> bool:
    return any(line.startswith(("import torch", "from torch")) for line in path.open())


collect_ignore = (
    [str(path) for path in sorted((_ROOT / "empirics").rglob("*.py")) if _needs_torch(path)]
    if _WITHOUT_TORCH
    else []
)


def pytest_report_header() -> list[str]:
    """Say which doctests are not run."""
    if not _WITHOUT_TORCH:
        return []
    return [f"torch is not installed: doctests of {len(collect_ignore)} modules are not run"]
