"""The option parser of all commands: one-line errors, near names, renamed options.

Nothing heavy is imported here, so that ``--help`` costs next to nothing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from numerics.errors import UsageError
from numerics.running.statuses import Exit, described
from sparsity_theory.near import did_you_mean


class Parser(argparse.ArgumentParser):
    """An `argparse` parser for one command, or for one of its subcommands.

    An option's value may start with a minus, as in ``--h -u/(1+u)``.

    Args:
        renamed: old names of options, with what they are called now: they work for one release,
            with a notice.
        statuses: exit statuses beside the usual ones, for the help.
    """

    def __init__(
        self,
        *args: Any,
        renamed: Mapping[str, str] | None = None,
        statuses: dict[Exit, str] | None = None,
        **settings: Any,
    ) -> None:
        settings.setdefault("allow_abbrev", False)
        if statuses is not None:
            settings.setdefault("epilog", described(statuses))
        super().__init__(*args, **settings)
        self.renamed = dict(renamed or {})
        if statuses is not None:
            self.add_argument("--version", action=_Version, help="print the version and exit")

    def add_subparsers(self, **settings: Any) -> Any:
        """As argparse does it; a subcommand's help says what it does, and with what it ends."""
        commands: Any = super().add_subparsers(action=_Subcommands, **settings)
        commands.epilog = self.epilog
        return commands

    def error(self, message: str) -> NoReturn:
        """Raise UsageError: a wrong option is bad input like any other."""
        raise UsageError(f"{message}; see `{self.prog} --help`")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does it, after `prepared`; ``given`` holds the options that are there."""
        words = self.prepared(sys.argv[1:] if args is None else list(args))
        found, unknown = super().parse_known_args(words, namespace)
        named = (self._option_string_actions.get(word.partition("=")[0]) for word in words)
        found.given = frozenset(action.option_strings[-1] for action in named if action)
        return found, unknown

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does it, with near names of what it does not know."""
        given = sys.argv[1:] if args is None else list(args)
        found, unknown = self.parse_known_args(given, namespace)
        if unknown:
            addressed = self._addressed(given)
            words = [word.partition("=")[0] for word in unknown if word.startswith("--")]
            hint = did_you_mean(words[0], addressed._option_string_actions) if words else ""
            shown = " ".join(unknown)
            addressed.error(f"unrecognized arguments: {shown[:200]}{hint}")
        return found

    def prepared(self, given: Sequence[str]) -> list[str]:
        """Options under their present names, each joined to a value that starts with a minus.

        >>> parser = Parser(prog="x", renamed={"--tol": "--tolerance"})
        >>> for name in ("--h", "--tolerance"):
        ...     _ = parser.add_argument(name)
        >>> parser.prepared(["--h", "-u/(1+u)"])
        ['--h=-u/(1+u)']
        """
        words = list(given)
        made: list[str] = []
        while words:
            word = words.pop(0)
            if word == "--":
                return [*made, word, *words]
            name, equals, value = word.partition("=")
            if name in self.renamed:
                name = self._present_name(name)
                word = f"{name}{equals}{value}"
            if self._takes_a_value(word) and words and self._is_negative(words[0]):
                word = f"{word}={words.pop(0)}"
            made.append(word)
        return made

    def _present_name(self, old: str) -> str:
        new = self.renamed[old]
        notice = f"{self.prog}: {old} is now {new}; the old name goes with the next release"
        print(notice, file=sys.stderr)
        return new

    def _takes_a_value(self, word: str) -> bool:
        action = self._option_string_actions.get(word)
        return action is not None and action.nargs is None

    def _is_negative(self, word: str) -> bool:
        """Whether a word is a value that starts with a minus, not an option."""
        single = word.startswith("-") and not word.startswith("--") and len(word) > 1
        return single and word not in self._option_string_actions

    def _addressed(self, given: Sequence[str]) -> argparse.ArgumentParser:
        """The parser of the subcommand that is called, or this one."""
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                named = [action.choices[word] for word in given if word in action.choices]
                return named[0] if named else self
        return self

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        names = [str(choice) for choice in action.choices]
        hint = did_you_mean(str(value), names)
        raise argparse.ArgumentError(
            action, f"invalid choice: {str(value)[:80]!r} (choose from {', '.join(names)}){hint}"
        )


class _Subcommands(argparse._SubParsersAction):  # type: ignore[type-arg]
    """Subcommands that are described by their line in the list, and end as the command does."""

    epilog: str | None = None

    def add_parser(self, name: str, **settings: Any) -> Any:
        said = settings.get("help", "")
        described = {"description": f"{said[:1].upper()}{said[1:]}.", "epilog": self.epilog}
        return super().add_parser(name, **{**described, **settings})


class _Version(argparse.Action):
    """Prints the version of the library, looked up only then."""

    def __init__(self, option_strings: Sequence[str], dest: str, **settings: Any) -> None:
        super().__init__(option_strings, dest, **{**settings, "nargs": 0})

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from sparsity_theory import __version__  # noqa: PLC0415 - for this option only

        print(f"sparsity-theory {__version__}")
        parser.exit()
