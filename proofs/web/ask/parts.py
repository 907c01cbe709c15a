"""What the page needs to run Python.

Each part is a script file: a page opened from a folder may load scripts, but not read files.
The parts: Pyodide's engine and our worker as one classic script, its WebAssembly, Python's standard
library, SymPy, mpmath and this project as bytecode, python-flint, and a snapshot of Python's memory
in which SymPy is imported already.  Where the snapshot cannot be restored Python starts without it.
"""

from __future__ import annotations

import base64
import gzip
import json
import subprocess
import sys
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

from proofs.errors import ToolError
from proofs.web import tools

_HERE = Path(__file__).parent
_WORKER = _HERE.parent / "static" / "ask-worker.js"
_SHIPPED = ("sparsity_theory", "numerics", "sympy", "mpmath")
_LEFT_OUT = ("tests", "testing", "benchmarks", "parsing/autolev", "parsing/latex", "evidence")


def write(folder: Path) -> None:
    """Write all parts below a folder.

    Args:
        folder: where they go.

    Raises:
        ToolError: if Pyodide's code is not what this was written for, or a tool is missing.
    """
    pyodide = tools.module("pyodide")
    read = {name: (pyodide / name).read_bytes() for name in _FILES}
    lock = {**json.loads(read["pyodide-lock.json"]), "packages": {}}
    packages = library()
    parts = {
        "engine": engine(read["pyodide.asm.mjs"].decode(), read["pyodide.mjs"].decode()).encode(),
        "worker": _WORKER.read_bytes(),
        "lock": json.dumps(lock).encode(),
        "wasm": read["pyodide.asm.wasm"],
        "stdlib": read["python_stdlib.zip"],
        "library": packages,
        "flint": tools.flint_wheel().read_bytes(),
        "snapshot": snapshot(packages),
    }
    folder.mkdir(parents=True)
    for name, data in parts.items():
        packed = base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
        (folder / f"{name}.js").write_text(f'sparsityPart("{name}", "{packed}");\n', "utf-8")


_FILES = (
    "pyodide.asm.mjs", "pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json",
)  # fmt: skip


def engine(assembly: str, loader: str) -> str:
    """Pyodide's two modules as one classic script.

    Chromium refuses modules in a worker that was made from a page opened from a folder.

    Raises:
        ToolError: if a place that has to change is not there as often as expected.
    """
    loader = _replaced(loader, "export{dt as loadPyodide,U as version}", "self.loadPyodide=dt", 1)
    assembly = _replaced(
        assembly,
        "export default _createPyodideModule;",
        "self._createPyodideModule=_createPyodideModule;",
        1,
    )
    assembly = _replaced(assembly, "import.meta.url", '"https://site.invalid/"', 3)
    # Pyodide takes a worker that can import scripts for one it does not know.
    strict = '(()=>{"use strict";%s\n})();'
    return f"self.importScripts=()=>{{throw 1}};{strict % assembly}{strict % loader}\n"


def _replaced(text: str, old: str, new: str, times: int) -> str:
    found = text.count(old)
    if found != times:
        raise ToolError(f"this Pyodide is another: {old!r} stands {found} times in it, not {times}")
    return text.replace(old, new)


def library() -> bytes:
    """The Python packages as a zip of bytecode for the Python of the page."""
    with tempfile.TemporaryDirectory() as folder:
        sources, target = Path(folder, "sources.zip"), Path(folder, "library.zip")
        with zipfile.ZipFile(sources, "w") as made:
            for package in _SHIPPED:
                _add(made, package)
            made.write(_HERE / "answers.py", "proofs_web_answers.py")
        tools.script("bytecode.mjs", {"sources": str(sources), "target": str(target)})
        return target.read_bytes()


def snapshot(packages: bytes) -> bytes:
    """The memory of Python with those modules imported that need no extension.

    Args:
        packages: what `library` made.
    """
    with tempfile.TemporaryDirectory() as folder:
        given, target = Path(folder, "library.zip"), Path(folder, "memory")
        given.write_bytes(packages)
        wanted = {"library": str(given), "modules": _imported(), "target": str(target)}
        tools.script("snapshot.mjs", wanted)
        return target.read_bytes()


_ASKED = """\
import json, sys
from proofs.web.ask.answers import answer, threshold
answer("1000*u", "log(1+u)", 8, 5, 3), threshold("log", 1, "1", "1/10")
roots = {"sympy", "mpmath", *sys.stdlib_module_names}
print(json.dumps(sorted(name for name in sys.modules if name.partition(".")[0] in roots)))
"""


def _imported() -> list[str]:
    """The modules of SymPy and of Python that two answers have imported on this machine."""
    command = [sys.executable, "-c", _ASKED]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    found: list[str] = json.loads(done.stdout)
    return found


def _add(made: zipfile.ZipFile, package: str) -> None:
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    folder = Path(spec.submodule_search_locations[0])
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        if not any(f"{part}/" in name for part in _LEFT_OUT):
            made.write(path, f"{package}/{name}")
