"""What bounds the checker: its precision, its time, and what it says when it gives up."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flint import ctx

from numerics.errors import CertificateError

BITS = 160  # of every ball; more never makes a wrong statement right, it only proves more
_LIMIT = ContextVar("limit", default=(math.inf, math.inf))


class LimitError(CertificateError):
    """The time allowed has gone: nothing is proved and nothing is refuted."""


class NoInfoError(ArithmeticError):
    """A value that is undefined, or not known to be defined."""


@contextmanager
def checking(seconds: float, bits: int = BITS) -> Iterator[None]:
    """The checker's precision, and the time that may be spent: all that can be long has to `ask`.

    >>> with checking(60):
    ...     ask()

    Raises:
        LimitError: from `ask`, once the time has gone.
        CertificateError: for what nests too deeply for Python.
    """
    precision, ctx.prec = ctx.prec, bits
    before = _LIMIT.set((time.monotonic() + seconds, seconds))
    try:
        yield
    except RecursionError:
        raise CertificateError("what is to be checked nests too deeply") from None
    finally:
        ctx.prec = precision
        _LIMIT.reset(before)


def ask() -> None:
    """Raise LimitError once the time of `checking` has gone; outside of it there is no limit."""
    end, seconds = _LIMIT.get()
    if time.monotonic() > end:
        raise LimitError(f"not settled within {seconds:g} s: allow more with --time")
