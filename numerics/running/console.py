"""``sparsity-theory COMMAND``: all commands behind one name, from whatever folder it is called.

``python -m`` looks for modules in the working directory first, where a file ``numerics.py`` or a
folder ``proofs`` of the user's own would be taken for ours; a console script does not.

Commands are found by folder: a module whose first line says ``python -m NAME`` is one.
"""

from __future__ import annotations

import re
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

TYPE_CHECKING = False  # typing is loaded by those who need it
if TYPE_CHECKING:
    from typing import Any

NAME = "sparsity-theory"
# In the order of imports; the names of commands of the first need no package before them.
PACKAGES = ("numerics", "empirics", "proofs")
_FIRST_LINE = re.compile(r'"""``python -m ([\w.]+)``: (.+?)(?:"""|$)')


def main() -> int:
    """Run the command that the command line names; the exit status."""
    from numerics.running.frame import process  # noqa: PLC0415 - it is what guards the rest

    return process(NAME, _run)


def _run() -> int:
    words = sys.argv[1:]
    found = commands()
    if not words or words[0] in {"-h", "--help", "help"}:
        print(_listed(found))
        return 0
    if words[0] == "--version":
        from sparsity_theory import __version__  # noqa: PLC0415 - for this option only

        print(f"{NAME} {__version__}")
        return 0
    name = words[0].removeprefix(f"{PACKAGES[0]}.")
    if name not in found:
        from numerics.errors import UsageError  # noqa: PLC0415 - for a mistake only
        from sparsity_theory.near import did_you_mean  # noqa: PLC0415

        hint = did_you_mean(name, found)
        raise UsageError(f"there is no command {words[0]!r}{hint}; `{NAME} --help` lists them all")
    return int(command(name).run(words[1:], f"{NAME} {name}"))


def command(name: str) -> Any:
    """The command of this name, one of `commands`.

    >>> command("scaling").room
    'numerics.growth'
    """
    return import_module(_module(name, commands())).main


def commands() -> dict[str, str]:
    """Every command's name, with what it does in one line.

    >>> commands()["scaling"]
    'how the cost of a certified minimum grows.'
    """
    found = {}
    for package in PACKAGES:
        folder = _folder(package)
        places = [folder / "__main__.py", *sorted(folder.glob("[a-z]*.py"))]
        for path in [*places, *sorted(folder.glob("*/__main__.py"))]:
            if path.exists() and (said := _FIRST_LINE.match(_first_line(path))):
                found[said[1].removeprefix(f"{PACKAGES[0]}.")] = said[2]
    return found


def _folder(package: str) -> Path:
    spec = find_spec(package)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0])


def _first_line(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.readline().rstrip("\n")


def _module(name: str, found: dict[str, str]) -> str:
    """The module of a command: its own, or the ``__main__`` of its package."""
    assert name in found
    root = name.partition(".")[0]
    whole = name if root in PACKAGES else f"{PACKAGES[0]}.{name}"
    spec = find_spec(whole)
    assert spec is not None
    return f"{whole}.__main__" if spec.submodule_search_locations else whole


def _listed(found: dict[str, str]) -> str:
    widest = max(map(len, found))
    lines = [f"  {name.ljust(widest)}  {text}" for name, text in found.items()]
    return "\n".join(
        [f"usage: {NAME} COMMAND ... | --version", "", "commands, each with --help:", *lines]
    )
