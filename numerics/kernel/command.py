"""The options ``--coq`` and ``--coq-check`` of ``python -m numerics.counterexample``."""

from __future__ import annotations

import sys
from pathlib import Path

from numerics.kernel.check import NotProvedError, check_file
from numerics.kernel.file import claim_for, coq_file
from numerics.kernel.library import Library, default_library, without_integers
from numerics.running.files import write_atomically
from numerics.running.statuses import Exit
from numerics.running.values import dimensions


def write_command(path: Path, g: str, h: str, dims: str) -> int:
    """Write the verdict file and say what it claims; returns the exit status.

    Raises:
        NumericsError: no file can be written for this pair; the message says why.
    """
    claim = claim_for(g, h, dimensions(dims))
    write_atomically(path, coq_file(claim))
    print(f"{path}: claims that {claim.in_words}.")
    print(f"Not checked yet: python -m numerics.counterexample --coq-check {path}")
    return Exit.DONE


def check_command(path: Path, folder: Path | None) -> int:
    """Check a verdict file and print what the kernel accepted; returns the exit status.

    Raises:
        NumericsError: the file makes no claim, or Coq or the library is not there.
    """
    try:
        found = check_file(path, Library(default_library() if folder is None else folder))
    except NotProvedError as problem:
        print(f"{path}: not proved: {problem}", file=sys.stderr)
        return Exit.NOT_VERIFIED
    claim = found.claim
    print(f"kernel-checked: g = {claim.g}, h = {claim.h}:")
    print(f"{claim.in_words}.")
    print(f"It rests on Coq's kernel, this project's definitions and {len(found.axioms)} axioms:")
    shown, integers = without_integers(found.axioms)
    print(f"{', '.join(shown)}" + (f", and {integers} of 63-bit integers" if integers else ""))
    return Exit.DONE
