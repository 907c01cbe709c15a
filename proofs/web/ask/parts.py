"""What the page needs to run Python.

Each part is a script file: a page opened from a folder may load scripts, but not read files.
The parts: Pyodide's engine and our worker as one classic script, its WebAssembly, Python's standard
library, SymPy, mpmath and this project as bytecode, and python-flint.
"""

from __future__ import annotations

import base64
import gzip
import json
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

from proofs.errors import ToolError
from proofs.web import tools

_HERE = Path(__file__).parent
_SHIPPED = ("sparsity_theory", "numerics", "sympy", "mpmath")
_LEFT_OUT = ("tests", "testing", "benchmarks", "parsing/autolev", "parsing/latex", "evidence")


def write(folder: Path, worker: Path) -> None:
    """Write all parts below a folder.

    Args:
        folder: where they go.
        worker: the code that answers questions.

    Raises:
        ToolError: if Pyodide's code is not what this was written for, or a tool is missing.
    """
    pyodide = tools.module("pyodide")
    read = {name: (pyodide / name).read_bytes() for name in _FILES}
    lock = {**json.loads(read["pyodide-lock.json"]), "packages": {}}
    parts = {
        "engine": engine(read["pyodide.asm.mjs"].decode(), read["pyodide.mjs"].decode()).encode(),
        "worker": worker.read_bytes(),
        "lock": json.dumps(lock).encode(),
        "wasm": read["pyodide.asm.wasm"],
        "stdlib": read["python_stdlib.zip"],
        "library": library(),
        "flint": tools.flint_wheel().read_bytes(),
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


def _add(made: zipfile.ZipFile, package: str) -> None:
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    folder = Path(spec.submodule_search_locations[0])
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        if not any(f"{part}/" in name for part in _LEFT_OUT):
            made.write(path, f"{package}/{name}")
