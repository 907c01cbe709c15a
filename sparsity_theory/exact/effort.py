"""How long an analysis may take: a deadline that every loop of it asks.

Undecided is an answer, so an analysis that runs out of time says what it has found so far. The
bounds on sizes (`forms`, `polynomials`) keep a single step short; the deadline counts the seconds
of processor time of its thread, which no number of steps does, and which are the same on a busy
machine.

A single call of SymPy is not interrupted. What makes one long, numbers of very many digits in
powers, roots and exponentials, is not formed (`bounded`), and derivatives, for which SymPy looks
for signs, are made node by node (`derivatives`); where its assumptions take long for another
reason, an analysis takes that much longer.  The commands of the project work in a child
process that the system ends (`numerics.running.limits`); a program that analyses what strangers
type should do so, too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SECONDS = 10.0
"""What the analysis of one penalty may take unless `allowance` says otherwise."""

# A browser's Python counts no processor time.
_clock = getattr(time, "thread_time", time.monotonic)
_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)
_allowance: ContextVar[float] = ContextVar("allowance", default=SECONDS)


class OutOfTimeError(Exception):
    """The deadline has passed; never leaves the package, the answer is UNKNOWN."""


@contextmanager
def allowance(seconds: float) -> Iterator[None]:
    """Give every analysis that starts inside the block this many seconds.

    >>> with allowance(0.5):
    ...     with analysis():
    ...         check()
    """
    token = _allowance.set(seconds)
    try:
        yield
    finally:
        _allowance.reset(token)


@contextmanager
def analysis() -> Iterator[None]:
    """One analysis: it starts its clock, unless it is part of another whose clock runs.

    Where SymPy fails on a huge number, which no float holds or which it factors wrongly, the
    analysis ends as if the time had run out.
    """
    running = _deadline.get()
    token = _deadline.set(running or _clock() + _allowance.get())
    try:
        yield
    except (OverflowError, ValueError) as failure:
        if type(failure) not in (OverflowError, ValueError):
            raise  # an error of this package, which means something
        raise OutOfTimeError from None
    finally:
        _deadline.reset(token)


def check() -> None:
    """Raise OutOfTimeError once the deadline has passed."""
    deadline = _deadline.get()
    if deadline is not None and _clock() > deadline:
        raise OutOfTimeError
