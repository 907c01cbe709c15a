"""Silence for libraries that write to the C streams, past `sys.stdout`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_STREAMS = (1, 2)


@contextmanager
def silenced() -> Iterator[None]:
    """Send file descriptors 1 and 2 to nowhere inside the block, and only there.

    What Python had buffered before is written out first, so that none of our own lines is lost.

    >>> import os
    >>> with silenced():
    ...     _ = os.system("echo a library's banner")
    """
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(stream) for stream in _STREAMS]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for stream in _STREAMS:
            os.dup2(nowhere, stream)
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for stream, copy in zip(_STREAMS, kept, strict=True):
            os.dup2(copy, stream)
            os.close(copy)
        os.close(nowhere)
