"""Limits that hold whatever is computed: the work runs in a child process that the system stops.

Exact arithmetic may spend hours and all memory inside one call of a C library, where no check of
ours is reached.  So the system keeps the limits: of time by alarms that end the child, of memory by
``setrlimit``.  The child is forked before anything heavy is imported.

Time is counted on the processor, so that a busy machine decides the same as an idle one; an alarm
of the clock, ten times as late, is there for what would only wait.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass

from numerics.running.statuses import Exit

_PATIENCE = 5.0  # seconds that an interrupted child has to tidy up
_CLOCK = 10.0  # the clock may show so many times what the processor may


_ALARMS = (signal.SIGPROF, signal.SIGALRM) if hasattr(signal, "SIGPROF") else ()


@dataclass(frozen=True)
class Limits:
    """What a command may use.

    Attributes:
        seconds: on the processor, and ten times as many on the clock; None for no limit.
        memory: of one process, in MiB.
        advice: what to do when the time is up.
    """

    seconds: float | None
    memory: int | None
    advice: str = "allow more with --time"


def within(limits: Limits, name: str, work: Callable[[], int]) -> int:
    """Do the work in a child process that keeps to the limits; the exit status.

    The child returns from here too, with the status of the work, and ends as a process does; what
    the work raises is raised there.  Where a system cannot fork, the work is done without limits.
    """
    if not hasattr(os, "fork"):
        return work()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(writing)
        return _child(limits, reading, work)
    os.close(reading)
    return _parent(limits, name, child)


def _child(limits: Limits, lifeline: int, work: Callable[[], int]) -> int:
    """Keep to the limits; the parent passes Ctrl-C on as SIGTERM, once."""
    handler = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGTERM, handler if callable(handler) else signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, args=(lifeline,), daemon=True).start()
    if limits.memory is not None:
        _limit_memory(limits.memory)
    if limits.seconds is not None:
        for number in _ALARMS:
            signal.signal(number, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, limits.seconds)
        signal.setitimer(signal.ITIMER_REAL, limits.seconds * _CLOCK)
    return work()


def _end_with_parent(lifeline: int) -> None:
    os.read(lifeline, 1)  # returns when the parent has ended, however
    os._exit(Exit.INTERRUPTED)


def _limit_memory(mebibytes: int) -> None:
    import resource  # noqa: PLC0415 - not every system has it, and those cannot fork either

    wanted = mebibytes * 2**20
    # The data segment counts what is written; the address space also what threads only reserve.
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _parent(limits: Limits, name: str, child: int) -> int:
    try:
        _, state = os.waitpid(child, 0)
    except KeyboardInterrupt:
        state = _stopped(child)
        if not os.WIFEXITED(state):
            raise
    if os.WIFEXITED(state):
        return os.WEXITSTATUS(state)
    return _ended_by(os.WTERMSIG(state), limits, name)


def _stopped(child: int) -> int:
    """Interrupt the child, and end it if it does not end."""
    import time  # noqa: PLC0415 - after Ctrl-C only

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.kill(child, signal.SIGTERM)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        found, state = os.waitpid(child, os.WNOHANG)
        if found:
            return state
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _ended_by(number: int, limits: Limits, name: str) -> int:
    """Say why the child was ended; the exit status."""
    if sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write("\r\033[K")  # what is left of a progress bar
    memory = f"{limits.memory} MiB of memory: allow more with --memory"
    if number in _ALARMS:
        why = f"not finished within {limits.seconds:g} s of work; {limits.advice}"
    elif number in (signal.SIGABRT, signal.SIGKILL):
        # Libraries for exact numbers abort where memory ends; the system kills.
        why = f"the computation was stopped, most likely at {memory}"
    else:
        print(f"{name}: the computation crashed (signal {number})", file=sys.stderr)
        return Exit.INTERNAL
    print(f"{name}: undecided: {why}", file=sys.stderr)
    return Exit.UNDECIDED
