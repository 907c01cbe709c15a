"""Programs that the site is made with: Node and the packages of `node/package-lock.json`.

The packages are installed once, with the versions and digests of the lock file, in a folder of the
user's cache that is named after that file; nothing is written beside the code.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from proofs.errors import ToolError

FOLDER = Path(__file__).parent / "node"
_LOCK = FOLDER / "package-lock.json"
_HINT = "on Debian: apt-get install --no-install-recommends nodejs npm"
_SECONDS = 300


def packages() -> Path:
    """The folder that holds `node_modules` and our scripts; installed when it is not there yet.

    Raises:
        ToolError: if npm is missing, or cannot install.
    """
    digest = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        digest.update(path.read_bytes())
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(root) / "sparsity-theory" / f"node-{digest.hexdigest()[:16]}"
    if not (folder / "complete").exists():
        folder.mkdir(parents=True, exist_ok=True)
        for path in FOLDER.iterdir():
            shutil.copyfile(path, folder / path.name)
        _run([_program("npm"), "ci", "--no-audit", "--no-fund", "--silent"], folder, "")
        (folder / "complete").touch()
    return folder


def module(name: str) -> Path:
    """A file or folder of an installed package.

    Raises:
        ToolError: as `packages`.
    """
    return packages() / "node_modules" / name


# The wheel for the Python of Pyodide's version in `package.json`.
_FLINT = "python-flint==0.9.0"
_FLINT_TAGS = (
    "--platform",
    "pyemscripten_2026_0_wasm32",
    "--python-version",
    "3.14",
    "--abi",
    "cp314",
)
_FLINT_DIGEST = "b31f5c00e0e36040ab58d00b3025156e20869b990d776e4bf90f870b1ee11ad3"


def flint_wheel() -> Path:
    """python-flint for the Python in the page, from PyPI, by its digest.

    Raises:
        ToolError: if it cannot be had.
    """
    folder = packages()
    found = list(folder.glob("python_flint-*.whl"))
    if not found:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", _FLINT]
        command += ["--only-binary", ":all:", "--implementation", "cp", *_FLINT_TAGS]
        _run([*command, "--dest", str(folder)], folder, "")
        found = list(folder.glob("python_flint-*.whl"))
    digest = hashlib.sha256(found[0].read_bytes()).hexdigest()
    if digest != _FLINT_DIGEST:
        found[0].unlink()
        raise ToolError(f"python-flint for the page has the digest {digest}, not {_FLINT_DIGEST}")
    return found[0]


def script(name: str, given: Any) -> Any:
    """What one of our scripts makes of a value; both travel as JSON.

    Raises:
        ToolError: if Node is missing, or the script fails (the message has what it printed).
    """
    folder = packages()
    return json.loads(_run([_program("node"), str(folder / name)], folder, json.dumps(given)))


def _program(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise ToolError(f"{name} is not installed; {_HINT}")
    return found


def _run(command: list[str], folder: Path, given: str) -> str:
    done = subprocess.run(  # noqa: S603 - our scripts and the packages of the lock file
        command, cwd=folder, input=given, capture_output=True, text=True, timeout=_SECONDS,
        check=False,
    )  # fmt: skip
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-1500:]
        raise ToolError(f"{Path(command[0]).name} {' '.join(command[1:2])} failed: {said}")
    return done.stdout
