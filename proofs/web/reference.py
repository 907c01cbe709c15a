"""The reference: public names from their docstrings, commands from their parsers."""

from __future__ import annotations

import argparse
import inspect
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from typing import Any

from numerics.running import console

_WIDTH = 88
PACKAGES = {
    "sparsity_theory": "penalties, their exact facts, and Theorem A's answer",
    "numerics": "certified minima, certificates and their checker",
    "empirics": "training, measures, diagnosis",
    "empirics.parts": "parts for one's own training loop",
}


def files() -> Iterator[tuple[str, str]]:
    """A page for each package, one for the commands, and their contents."""
    names = []
    for package, subject in PACKAGES.items():
        names.append(package.replace(".", "-"))
        yield f"reference/{names[-1]}.md", _package(package, subject)
    yield "reference/commands.md", _commands()
    tree = "\n".join(["commands", *names])
    yield "reference/index.md", f"# Reference\n\n```{{toctree}}\n:maxdepth: 1\n\n{tree}\n```\n"


def _package(package: str, subject: str) -> str:
    module = import_module(package)
    lines = [f"# {package}: {subject}", "", "```{eval-rst}"]
    lines += [f".. automodule:: {package}", "   :no-members:", ""]
    for name in module.__all__:
        if not name.startswith("__"):
            lines += _documented(package, name, getattr(module, name))
    return "\n".join([*lines, "```", ""])


def _documented(package: str, name: str, value: Any) -> list[str]:
    if inspect.isclass(value):
        return [f".. autoclass:: {package}.{name}", "   :members:", ""]
    if callable(value):
        return [f".. autofunction:: {package}.{name}", ""]
    return [f".. autodata:: {package}.{name}", ""]


def _commands() -> str:
    """What ``--help`` of every command says."""
    lines = ["(commands)=", "# Commands", ""]
    for name, what in console.commands().items():
        lines += [f"## {name}", "", f"`sparsity-theory {name}`: {what}", ""]
        for text in _helps(_parser(name)):
            lines += ["```text", text, "```", ""]
    return "\n".join(lines)


def _parser(name: str) -> argparse.ArgumentParser:
    room = console.command(name).room
    made: argparse.ArgumentParser = import_module(f"{room}.options").parser(
        f"{console.NAME} {name}"
    )
    return made


def _helps(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The help of a parser and of those of its subcommands, as wide as a page."""
    parser.formatter_class = partial(argparse.HelpFormatter, width=_WIDTH)
    yield parser.format_help().rstrip()
    for action in parser._actions:  # argparse has no public way to its subcommands
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _helps(inner)
