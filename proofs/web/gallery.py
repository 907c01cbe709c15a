"""The gallery: every script of `examples/`, run now, as a page and as a notebook.

A script is plain Python.  Its docstring is the title and the introduction; ``# %%`` begins a cell,
``# %% [markdown]`` a cell of text in comments.  What a cell prints, and the value of its last line,
stand under it on the page and in the notebook.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from proofs.checkout import FOLDER
from proofs.errors import ToolError

EXAMPLES = FOLDER.parent / "examples"
_SECONDS = 600
_END = "\x1e"  # the separator of records
RUNS = re.compile(r"^(# %%|if __name__ ==)", re.MULTILINE)  # others are shared by examples
_CELL = re.compile(r"^# %%(.*)$", re.MULTILINE)


@dataclass
class ExampleCell:
    """A cell: text, or code with what it answered."""

    source: str
    text: bool = False
    output: str = ""


@dataclass
class Example:
    """A script, its cells run; or what is missing here to run it."""

    name: str
    title: str
    introduction: str
    cells: list[ExampleCell] = field(default_factory=list)
    missing: str = ""


def parse(name: str, source: str) -> Example:
    r"""The cells of a script.

    >>> made = parse("one", "'A sum.'\n\n# %%\n1 + 1")
    >>> made.title, made.introduction, [cell.source for cell in made.cells]
    ('A sum', '', ['1 + 1'])

    Raises:
        ToolError: if it has no docstring.
    """
    tree = ast.parse(source)
    said = ast.get_docstring(tree)
    if not said:
        raise ToolError(f"examples/{name}.py needs a docstring: its title and what it shows")
    title, _, introduction = said.partition("\n")
    end = tree.body[0].end_lineno or 0
    rest = "\n".join(source.splitlines()[end:])
    head, *pieces = _CELL.split(rest)
    cells = [ExampleCell(head.strip())] if head.strip() else []
    for kind, body in zip(pieces[::2], pieces[1::2], strict=True):
        if "markdown" in kind:
            words = "\n".join(line.lstrip("#").strip() for line in body.strip().splitlines())
            cells.append(ExampleCell(words, text=True))
        elif body.strip():
            cells.append(ExampleCell(body.strip()))
    return Example(name, title.rstrip("."), introduction.strip(), cells)


def run(example: Example) -> Example:
    """The example with the outputs of its cells, from a process of its own.

    One thread is faster than many for examples of this size, on a busy machine by far.

    Raises:
        ToolError: if a cell raises anything but the lack of an optional package.
    """
    root = str(EXAMPLES.parent)
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder, f"{example.name}.py")
        program.write_text(_program(example), encoding="utf-8")
        done = subprocess.run(  # noqa: S603 - our own scripts
            [sys.executable, str(program)],
            cwd=folder, env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": root},
            capture_output=True, text=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    missing = re.search(r"ModuleNotFoundError: No module named '([\w.]+)'", done.stderr)
    if done.returncode and not missing:
        raise ToolError(f"examples/{example.name}.py: {done.stderr.strip()[-1500:]}")
    example.missing = missing[1] if done.returncode and missing else ""
    outputs = done.stdout.split(_END)
    for cell, output in zip((c for c in example.cells if not c.text), outputs, strict=False):
        cell.output = output.strip("\n")
    return example


def _program(example: Example) -> str:
    """The script with a mark after every cell, and what shows the value of a cell's last line."""
    lines = [
        "def _show(value):",
        "    if value is not None:",
        "        print(value if isinstance(value, str) else repr(value))",
    ]
    for cell in example.cells:
        if not cell.text:
            lines += [_shown(cell.source), f"print({_END!r}, end='')"]
    return "\n".join([*lines, ""])


def _shown(source: str) -> str:
    r"""The source of a cell, its last line shown if it is an expression.

    >>> print(_shown("a = 1\na + 1"))
    a = 1
    _show((a + 1))
    """
    tree = ast.parse(source)
    if not tree.body or not isinstance(tree.body[-1], ast.Expr):
        return source
    lines = source.splitlines()
    last = tree.body[-1]
    shown = ast.get_source_segment(source, last)
    return "\n".join([*lines[: last.lineno - 1], f"_show(({shown}))"])


def read(name: str) -> Example:
    """The cells of an example; what it imports from another is a cell of its own.

    Page and notebook then need nothing but the library, and are what was run.
    """
    source = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
    shared = [other for other in _FROM.findall(source) if (EXAMPLES / f"{other}.py").exists()]
    for other in shared:
        source = re.sub(rf"^from {other} import .*\n", "", source, flags=re.MULTILINE)
    made = parse(name, source)
    cells = [cell for other in shared for cell in read(other).cells]
    made.cells = [*cells, *made.cells]
    return made


_FROM = re.compile(r"^from (\w+) import ", re.MULTILINE)


@cache
def examples() -> tuple[Example, ...]:
    """All of them, run once, each in a process of one thread, as many as there are cores."""
    paths = sorted(EXAMPLES.glob("*.py"))
    names = [path.stem for path in paths if RUNS.search(path.read_text(encoding="utf-8"))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return tuple(pool.map(run, map(read, names)))


def files() -> Iterator[tuple[str, str]]:
    """A page for each example, and their contents."""
    names = []
    for example in examples():
        names.append(example.name)
        yield f"gallery/{example.name}.md", _page(example)
    tree = "\n".join(names)
    yield (
        "gallery/index.md",
        f"# Gallery\n\n{_ABOUT}\n\n```{{toctree}}\n:maxdepth: 1\n\n{tree}\n```\n",
    )


_ABOUT = (
    "Short examples. Each was run when this site was built: what stands under a cell is what it"
    " printed then."
)


def _page(example: Example) -> str:
    lines = [f"# {example.title}", "", example.introduction, ""]
    if example.missing:
        lines += [f"*Not run here: the package `{example.missing}` is not installed.*", ""]
    for cell in example.cells:
        if cell.text:
            lines += [cell.source, ""]
            continue
        lines += ["```python", cell.source, "```", ""]
        if cell.output:
            lines += ["```text", cell.output, "```", ""]
    lines += [
        "```{raw} html",
        f'<p><a href="{example.name}.ipynb" download>This example as a notebook</a></p>',
        "```",
    ]
    return "\n".join(lines) + "\n"


def notebooks(folder: Path) -> None:
    """Write every example as a notebook."""
    for example in examples():
        text = json.dumps(notebook(example), indent=1, ensure_ascii=False) + "\n"
        (folder / f"{example.name}.ipynb").write_text(text, encoding="utf-8")


def notebook(example: Example) -> dict[str, object]:
    """The example in Jupyter's format 4."""
    cells: list[dict[str, object]] = [
        _text(f"# {example.title}\n\n{example.introduction}", "title")
    ]
    for number, cell in enumerate(example.cells, 1):
        name = f"cell-{number}"
        cells.append(_text(cell.source, name) if cell.text else _code(cell, name))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "nbformat": 4, "nbformat_minor": 5, "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
    }  # fmt: skip


def _text(source: str, name: str) -> dict[str, object]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source}


def _code(cell: ExampleCell, name: str) -> dict[str, object]:
    outputs = []
    if cell.output:
        outputs = [{"output_type": "stream", "name": "stdout", "text": cell.output + "\n"}]
    return {
        "cell_type": "code", "id": name, "metadata": {}, "execution_count": None,
        "source": cell.source, "outputs": outputs,
    }  # fmt: skip
