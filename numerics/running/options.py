"""What the commands share: exact numbers from the command line, errors in one line, exit status."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from numerics.errors import NumericsError, OutputError
from numerics.running.figures import check_format
from numerics.running.files import check_writable
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.errors import SparsityTheoryError
from sparsity_theory.penalties.expressions import parse

DONE, BAD_INPUT, INTERRUPTED = 0, 2, 130


def guarded(name: str, run: Callable[[], int], interrupted: str = "nothing was written") -> int:
    """Run a command; what a user did wrong becomes one line on standard error, not a traceback.

    Args:
        name: the command's name, to begin that line with.
        run: does the work and returns the exit status.
        interrupted: what to say after Ctrl-C.
    """
    try:
        return run()
    except (SparsityTheoryError, NumericsError) as problem:
        print(f"{name}: {problem}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print(f"{name}: interrupted, {interrupted}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of the output has gone, as in `... | head`
        sys.stderr.close()
        return DONE


def check_outputs(
    json: Path | None,
    *,
    pictures: Sequence[Path | None] = (),
    files: Sequence[Path | None] = (),
) -> None:
    """Fail before the work starts where a result could not be written after it.

    Only JSON may go to standard output, as ``-``; None is an output that was not asked for.

    Raises:
        OutputError: if a file cannot be written where it was asked for.
        NumericsError: if a picture is of no known type, or matplotlib is missing.
    """
    if json is not None and str(json) != "-":
        check_writable(json)
    for path in (*pictures, *files):
        if path is None:
            continue
        if str(path) == "-":
            raise OutputError("only --json can write to standard output: give a file name, not -")
        check_writable(path)
    for path in pictures:
        if path is not None:
            check_format(path)


def positive(option: str, text: str) -> Fraction:
    """A positive rational number.

    Raises:
        NumericsError: if it is not positive or not rational.
        SparsityTheoryError: if it is no expression at all, or the language refuses it.

    >>> positive("--M", "1/100"), positive("--M", "1e-2")
    (Fraction(1, 100), Fraction(1, 100))
    """
    value = parse(text)
    if not value.is_Rational or value <= 0:
        raise NumericsError(f"{option} needs a positive number such as 1/100 or 1e-6, not {text!r}")
    return Fraction(int(value.p), int(value.q))


def positives(option: str, text: str, most: int) -> list[Fraction]:
    """Positive rational numbers with commas between them.

    Raises:
        NumericsError: if there are none or more than ``most``, or one is not positive.

    >>> positives("--gammas", "1, 1/10", most=5)
    [Fraction(1, 1), Fraction(1, 10)]
    """
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > most or not all(parts):
        raise NumericsError(
            f"{option} needs 1 to {most} numbers with commas between them, not {len(parts)}"
            f" such as {text[:40]!r}"
        )
    return [positive(option, part) for part in parts]


def dimensions(text: str) -> Dimensions:
    """The dimensions d,kappa,r that follow --dims.

    Raises:
        NumericsError: if these are not three whole numbers.
        SparsityTheoryError: if they are none of an instance.

    >>> dimensions("8,5,3")
    Dimensions(d=8, kappa=5, r=3)
    """
    parts = text.split(",")
    if len(parts) != 3 or not all(part.strip().isdecimal() and len(part) < 7 for part in parts):
        raise NumericsError(
            f"--dims needs three whole numbers d,kappa,r such as 8,5,3, not {text!r}"
        )
    return Dimensions(*(int(part) for part in parts))
