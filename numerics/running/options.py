"""The options that commands share, under the same names everywhere.

Nothing heavy is imported here; what needs exact arithmetic is read in `numerics.running.values`.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from numerics.running.parser import Parser

TYPE_CHECKING = False  # typing is loaded by those who need it
if TYPE_CHECKING:
    from typing import Any

    from numerics.running.limits import Limits

DEFAULT_MEMORY = 4096  # MiB
LONGEST = 10**6  # seconds
# What a command needs beside its budget of time: loading, reading, replaying on a busy machine.
_SLACK_FACTOR, _SLACK_SECONDS = 2.0, 20.0
_NUMBER = re.compile(r"\d{1,20}(\.\d{0,20})?([eE][+-]?\d{1,2})?|\d{1,20}/0*[1-9]\d{0,19}")


class Alone(argparse.Action):
    """An option that is other work than the command's: what the command does is not even loaded.

    Args:
        work: what does it instead, as ``module:function``.
        settings: those of every action.
    """

    def __init__(self, *, work: str, **settings: Any) -> None:
        super().__init__(**settings)
        self._work = work

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Remember what was given, and what does the work."""
        del parser, option_string
        setattr(namespace, self.dest, values)
        namespace.work = self._work


def add_json(parser: Parser) -> None:
    """``--json FILE``, or ``-`` for standard output."""
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="write the answer as JSON; - for standard output"
    )


def add_parameters(parser: Parser) -> None:
    """``--param NAME=VALUE ...``, the parameters of penalties."""
    parser.add_argument(
        "--param", nargs="+", metavar="NAME=VALUE",
        help='exact values of parameters in the penalties, as in --h "lam*log(1+u/eps)" --param'
        " lam=0.1 eps=1/100",
    )  # fmt: skip


def add_plot(parser: Parser, what: str) -> None:
    """``--plot FILE``."""
    parser.add_argument(
        "--plot", type=Path, metavar="FILE", help=f"draw {what} (.png, .svg or .pdf)"
    )


def add_certificate(parser: Parser, what: str) -> None:
    """``--certificate FILE``."""
    parser.add_argument("--certificate", type=Path, metavar="FILE", help=what)


def add_tolerance(parser: Parser, default: Fraction, relative: Fraction | None = None) -> None:
    """``--tolerance GAP``, the certified gap; a text, read by `numerics.running.values`.

    ``relative`` is the largest share of the scale of the losses, if there is one.
    """
    more = ""
    if relative is not None:
        more = f", and never more than {relative} of the loss above inf g + (kappa/d) inf h"
    parser.add_argument(
        "--tolerance", default=f"{float(default):g}", metavar="GAP",
        help=f"certified gap asked for (default %(default)s{more})",
    )  # fmt: skip


def add_limits(
    parser: Parser,
    seconds: float | None,
    what: str,
    jobs: Callable[[argparse.Namespace], int] = lambda _options: 1,
) -> None:
    """``--time SECONDS`` and ``--memory MIB``, and the limits that the system keeps.

    Args:
        parser: where to add them.
        seconds: the default budget; None for no limit.
        what: what the budget is for, in the help.
        jobs: how many budgets a call may use.
    """
    default = "none" if seconds is None else f"{seconds:g}"
    parser.add_argument(
        "--time", type=duration, default=seconds, metavar="SECONDS",
        help=f"budget {what} (default {default}); the whole is ended, undecided, after twice that"
        f" and {_SLACK_SECONDS:g} s",
    )  # fmt: skip
    parser.add_argument(
        "--memory", type=memory, default=DEFAULT_MEMORY, metavar="MIB",
        help="memory of a process (default %(default)s)",
    )  # fmt: skip

    def limits(options: argparse.Namespace) -> Limits:
        from numerics.running.limits import Limits  # noqa: PLC0415 - not for --help

        if options.time is None:
            return Limits(None, options.memory)
        total = options.time * jobs(options) * _SLACK_FACTOR + _SLACK_SECONDS
        return Limits(min(total, LONGEST), options.memory)

    parser.set_defaults(limits=limits, budgets=jobs)


def duration(text: str) -> float:
    """Seconds, as `argparse` wants its types.

    >>> duration("1/2"), duration("1e-3")
    (0.5, 0.001)
    """
    if _NUMBER.fullmatch(text.strip()):
        seconds = Fraction(text.strip())
        if 0 < seconds <= LONGEST:
            return float(seconds)
    raise argparse.ArgumentTypeError(
        f"needs a positive number of seconds up to {LONGEST}, not {text[:40]!r}"
    )


def memory(text: str) -> int:
    """MiB, as `argparse` wants its types."""
    return whole(256, 2**24)(text)


def whole(least: int, most: int) -> Callable[[str], int]:
    """A type for `argparse`: a whole number in a range.

    >>> whole(1, 256)("8")
    8
    """

    def number(text: str) -> int:
        digits = text.strip()
        if digits.isascii() and digits.isdecimal() and len(digits) < 20:
            value = int(digits)
            if least <= value <= most:
                return value
        raise argparse.ArgumentTypeError(
            f"needs a whole number from {least} to {most}, not {text[:40]!r}"
        )

    return number
