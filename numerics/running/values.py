"""What a command reads from the texts of its options: exact numbers, dimensions, penalties."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

from numerics.errors import NumericsError
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.errors import SparsityTheoryError
from sparsity_theory.penalties.expressions import parse
from sparsity_theory.penalties.penalties import Penalty, penalty


@contextmanager
def about(option: str) -> Iterator[None]:
    """Let errors name the option that they are about.

    >>> with about("--tolerance"):
    ...     raise NumericsError("too small")
    Traceback (most recent call last):
        ...
    numerics.errors.NumericsError: --tolerance: too small
    """
    try:
        yield
    except (SparsityTheoryError, NumericsError) as problem:
        raise type(problem)(f"{option}: {problem}") from None


def read_penalty(option: str, text: str) -> Penalty:
    """The penalty that follows an option.

    Raises:
        SparsityTheoryError: if it is none; the message names the option.
    """
    with about(option):
        return penalty(text)


def positive(option: str, text: str) -> Fraction:
    """A positive rational number.

    Raises:
        NumericsError: if it is not positive or not rational.
        SparsityTheoryError: if it is no expression at all, or the language refuses it.

    >>> positive("--M", "1/100"), positive("--M", "1e-2")
    (Fraction(1, 100), Fraction(1, 100))
    """
    with about(option):
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
    with about("--dims"):
        return Dimensions(*(int(part) for part in parts))
