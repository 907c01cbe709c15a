"""What a command reads from the texts of its options: exact numbers, dimensions, penalties."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

from numerics.errors import NumericsError
from sparsity_theory.characterisation import Dimensions
from sparsity_theory.errors import SparsityTheoryError
from sparsity_theory.penalties.expressions import parse
from sparsity_theory.penalties.infinite import InfinitePenaltyError
from sparsity_theory.penalties.parameters import as_text
from sparsity_theory.penalties.penalties import Penalty, check_used, read_with


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
        if isinstance(problem, InfinitePenaltyError):
            raise  # it is made of its question
        raise type(problem)(f"{option}: {problem}") from None


class GivenParameters:
    """What follows --param: values by name, and which of them a penalty has used."""

    def __init__(self, texts: list[str] | None) -> None:
        self.values: dict[str, str] = {}
        self.used: set[str] = set()
        for text in texts or []:
            name, equals, value = (part.strip() for part in text.partition("="))
            if not equals or not name or not value:
                raise NumericsError(f"--param needs NAME=VALUE such as lam=0.1, not {text[:40]!r}")
            if name in self.values:
                raise NumericsError(f"--param gives {name} twice")
            with about("--param"):
                self.values[name] = as_text(name, value)

    def check_used(self) -> None:
        """Raise PenaltyError unless every parameter occurred in some penalty."""
        with about("--param"):
            check_used(self.values, self.used)


def read_penalty(option: str, text: str, given: GivenParameters | None = None) -> Penalty:
    """The penalty that follows an option.

    >>> given = GivenParameters(["lam=0.1", "eps=1/2"])
    >>> read_penalty("--h", "lam*log(1 + u/eps)", given).name
    'log(2*u + 1)/10'

    Raises:
        SparsityTheoryError: if it is none; the message names the option.
    """
    with about(option):
        found, used = read_with(text, {} if given is None else given.values)
    if given is not None:
        given.used |= used
    return found


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
