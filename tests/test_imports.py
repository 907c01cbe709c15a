"""Imports go one way, and the theory loads neither torch nor the numerical packages."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ORDER = ["sparsity_theory", "numerics", "empirics", "proofs"]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", ORDER)
def test_a_package_imports_only_those_before_it(package: str) -> None:
    later = {*ORDER[ORDER.index(package) + 1 :], "tests"}
    for path in (ROOT / package).rglob("*.py"):
        assert not imported(path) & later, path


def test_the_theory_imports_sympy_flint_and_the_standard_library_only() -> None:
    allowed = {"sympy", "flint", "sparsity_theory", *sys.stdlib_module_names}
    for path in (ROOT / "sparsity_theory").rglob("*.py"):
        assert imported(path) <= allowed, path


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("sparsity_theory.penalties.penalties", ["numpy", "scipy", "torch"]),
        ("proofs.ledger", ["torch"]),
    ],
)
def test_importing_does_not_load(module: str, absent: list[str]) -> None:
    code = f"import sys, {module}; print([m for m in {absent!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


DIAGNOSED = """
import sys
import numpy as np
import empirics
x = np.random.default_rng(0).standard_normal((50, 3))
sigma = np.full((50, 2), 0.1)
found = empirics.diagnose(x[:, :2], sigma, x, x_hat=0.9 * x, gamma=0.1)
assert "[P]" in found.text()
"""


def test_a_diagnosis_of_arrays_loads_neither_symbols_nor_torch() -> None:
    absent = ["flint", "matplotlib", "mpmath", "scipy", "sympy", "torch", "tqdm"]
    code = f"{DIAGNOSED}print([m for m in {absent!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_one_module_draws_progress_bars() -> None:
    """On a terminal only, and `tqdm` is loaded for no other."""
    packages = ("sparsity_theory", "numerics", "empirics", "proofs")
    files = [path for each in packages for path in (ROOT / each).rglob("*.py")]
    drawn = [path for path in files if "tqdm" in imported(path)]
    assert drawn == [ROOT / "numerics/running/progress.py"]


def test_an_answer_loads_no_more_than_it_needs() -> None:
    absent = [
        "matplotlib",
        "numpy.f2py",
        "numpy.testing",
        "numerics.kernel.check",
        "scipy",
        "torch",
    ]
    code = (
        "import sys\nfrom numerics.counterexample import main\n"
        "main(['--h', 'log(1+u)'])\n"
        f"print([m for m in {[*absent, 'torch', 'tqdm']!r} if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("imported", "needs"), [("empirics", "train"), ("empirics.parts", "RowPenalty")]
)
def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    imported: str, needs: str
) -> None:
    code = f"import sys; sys.modules['torch'] = None\nfrom {imported} import {needs}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = done.stderr.splitlines()[-1]
    assert last == (
        f"ModuleNotFoundError: {imported}.{needs} needs the package torch:"
        " pip install 'sparsity-theory[empirics]'"
    )


def test_no_file_evaluates_text() -> None:
    forbidden = {"eval", "exec", "sympify_text", "parse_expr"}
    for package in ORDER:
        for path in (ROOT / package).rglob("*.py"):
            calls = {
                node.func.id
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            }
            assert not calls & forbidden, path


@pytest.mark.parametrize("package", ORDER)
def test_public_names_are_loaded_when_they_are_used_and_collide_with_no_module(
    package: str,
) -> None:
    folder = ROOT / package
    modules = {path.stem for path in folder.glob("*.py")} | {
        path.name for path in folder.iterdir() if (path / "__init__.py").exists()
    }
    code = (
        f"import sys, {package} as p\n"
        "heavy = {'numpy', 'sympy', 'scipy', 'torch', 'flint'} & set(sys.modules)\n"
        "print(sorted(heavy), sorted(set(dir(p)) - set(p.__all__)))\n"
        "print(*p.__all__)\n"
        "print(p.__version__)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy, names, version = done.stdout.splitlines()
    assert heavy == "[] []"
    assert not set(names.split()) & modules
    assert version[0].isdigit()


@pytest.mark.parametrize("package", ORDER)
def test_every_public_name_is_there(package: str) -> None:
    if package == "empirics":
        pytest.importorskip("torch")
    found = importlib.import_module(package)
    for name in found.__all__:
        assert getattr(found, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = found.nonsense
