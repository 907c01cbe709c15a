"""The checker of nonlinear certificates stands alone, and its own part is small."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[4]
MOST_CODE = 1400  # beside what it reads penalties with


def shared() -> ModuleType:
    path = ROOT / "tests/numerics/certificates/test_checker_alone.py"
    spec = importlib.util.spec_from_file_location("checker_alone", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_it_loads_no_search_and_no_sympy() -> None:
    alone = shared()
    for entry in ("numerics.certificates.nonlinear.report", "numerics.nonlinear.check"):
        modules = alone.loaded(entry)
        for foreign in ("sympy", "scipy", "mpmath", "numerics.solver", "sparsity_theory.penalties"):
            assert not [m for m in modules if m == foreign or m.startswith(foreign + ".")], foreign
        ours = {m for m in modules if m.startswith("numerics.nonlinear.")}
        assert ours <= {"numerics.nonlinear.check"}


def test_its_own_part_is_small_and_not_loaded_for_others() -> None:
    alone = shared()
    before = set(alone.loaded(alone.MINIMA))
    assert not [m for m in before if m.startswith("numerics.certificates.nonlinear")]
    added = set(alone.loaded("numerics.certificates.nonlinear.report")) - before
    sources = [path.read_text() for path in alone.ours(sorted(added))]
    code = sum(map(alone.lines_of_code, sources))
    print(f"{len(sources)} modules, {code} lines of code")
    assert len(sources) > 10
    assert code <= MOST_CODE
