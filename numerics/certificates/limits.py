"""What bounds the checker: its precision, its time, and what it says when it gives up."""

from __future__ import annotations

import time

from numerics.errors import CertificateError

BITS = 160  # of every ball; more never makes a wrong statement right, it only proves more


class LimitError(CertificateError):
    """The time allowed has gone: nothing is proved and nothing is refuted."""


class NoInfoError(ArithmeticError):
    """A value that is undefined, or not known to be defined."""


class Clock:
    """Time that may be spent; asked between all steps that can be long.

    >>> Clock(60).check()

    Raises:
        LimitError: from `check`, once the time has gone.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise LimitError once the time has gone."""
        if time.monotonic() > self._end:
            raise LimitError(f"not settled within {self.seconds:g} s: allow more with --time")
