"""Which modules cannot be collected here, and a line that says so."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

_ROOT = Path(__file__).parent
_OPTIONAL = (
    "torch",
    "safetensors",
    "sklearn",
    "lightning",
    "pythae",
    "skglm",
    "numba",
    "pyproximal",
    "sphinx",
    "docutils",
    "fontTools",
)
_MISSING = [name for name in _OPTIONAL if find_spec(name) is None]


def _lacks_an_optional_package(path: Path) -> bool:
    """Whether importing the module, or running its examples, needs what is not installed."""
    if path.parent.name == "data":
        return "sklearn" in _MISSING  # the examples load its digits
    name = ".".join(path.relative_to(_ROOT).with_suffix("").parts)
    if name.endswith("__main__"):
        return False
    try:
        import_module(name)
    except ModuleNotFoundError as failure:
        if (failure.name or "").partition(".")[0] in _MISSING:
            return True
        raise
    return False


_NEED_SOME = [
    *(_ROOT / "empirics").rglob("*.py"),
    *(_ROOT / "numerics" / "proximal").rglob("*.py"),
    _ROOT / "numerics" / "solver" / "compiled.py",
    *(_ROOT / "proofs" / "web").rglob("*.py"),
    # What several modules of tests share.
    *(path for path in (_ROOT / "tests").rglob("*.py") if path.name[:5] not in ("test_", "conft")),
]
collect_ignore = [
    str(path) for path in sorted(_NEED_SOME) if _MISSING and _lacks_an_optional_package(path)
]


def pytest_report_header() -> list[str]:
    """Say which doctests are not run."""
    if not collect_ignore:
        return []
    what, count = ", ".join(_MISSING), len(collect_ignore)
    return [f"not installed: {what}; the examples of {count} modules are not run"]
