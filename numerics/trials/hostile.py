"""Trials of the limits: hostile expressions in a process with little memory and little time.

Boundedness shows at a fraction of a second as well as at ten: no single step may be long.  The
processes are forked from a server that has loaded the modules.
"""

from __future__ import annotations

import multiprocessing
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection

from flint import fmpq

from numerics.certificates.function import Function
from numerics.certificates.limits import NoInfoError, checking
from numerics.errors import CertificateError
from numerics.trials.texts import hostile_text
from numerics.trials.trial import TrialOutcome, draw
from sparsity_theory.errors import ContradictionError, SparsityTheoryError
from sparsity_theory.exact.effort import allowance
from sparsity_theory.penalties.penalties import penalty

MEGABYTES = 400
"""What a process may use beyond what Python and the libraries take."""
SECONDS = 0.1
"""What the analysis of a text may take, and the checker too."""
GRACE = 2.0
"""Seconds of processor time after which the system ends a process, as it ends that of a command."""


def hostile_cases(seed: int, numbers: range) -> Iterator[TrialOutcome]:
    """An answer, or a refusal, in time and memory; or the system ends the process in time."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    done = numbers.start
    while done < numbers.stop:
        reading, writing = context.Pipe(duplex=False)
        rest = range(done, numbers.stop)
        child = context.Process(target=_endure, args=(writing, seed, rest))
        child.start()
        writing.close()
        with suppress(EOFError):
            while True:
                yield reading.recv()
                done += 1
        child.join()
        if done < numbers.stop:
            yield _ended_early(hostile_text(draw(seed, done)), child.exitcode)
            done += 1


def _ended_early(text: str, status: int | None) -> TrialOutcome:
    # Libraries for exact numbers abort where memory ends.
    if status in (-signal.SIGPROF, -signal.SIGABRT):
        return TrialOutcome("ended by the system", [], GRACE)
    return TrialOutcome("crashed", [f"{text}: the process ended with {status}"], 0.0)


def _endure(outcomes: Connection, seed: int, numbers: range) -> None:
    """The child: one outcome for each text."""
    limit = MEGABYTES * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    for number in numbers:
        text = hostile_text(draw(seed, number))
        signal.setitimer(signal.ITIMER_PROF, GRACE)
        began = time.process_time()
        ended = endured(text)
        seconds = round(time.process_time() - began, 3)
        wrong = [f"{text}: {ended}"] if ended == "contradicted" else []
        outcomes.send(TrialOutcome(ended, wrong, seconds))


def endured(text: str) -> str:
    """How a text ends, read by the analysis and then by the checker.

    >>> endured("u/(1 + u)"), endured("1/0")
    ('all facts', 'refused')
    """
    try:
        with suppress(CertificateError, NoInfoError), checking(SECONDS):
            h = Function(text)
            _ = h.defined, h.pieces, h.infimum(fmpq(0), None)
        with allowance(SECONDS):
            known = list(vars(penalty(text).facts).values())
    except SparsityTheoryError:
        return "refused"
    except ContradictionError:
        return "contradicted"
    except (MemoryError, RecursionError):
        return "undecided"
    return "all facts" if None not in known else "some facts"
