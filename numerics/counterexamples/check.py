"""What ``numerics.counterexample --check FILE`` does; it loads the checker and nothing else."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from numerics.certificates import report, verify
from numerics.certificates.limits import LimitError
from numerics.errors import CertificateError, NumericsError
from numerics.objectives import certificate
from numerics.running.statuses import Exit

_STATUSES = {
    report.VERIFIED: Exit.DONE,
    report.UNCHECKED: Exit.UNCHECKED,
    report.UNDECIDED: Exit.UNDECIDED,
}


def run(options: argparse.Namespace) -> int:
    """Check the certificate; returns the exit status."""
    try:
        text = options.check.read_text(encoding="utf-8")
    except OSError as failure:
        why = failure.strerror
        raise NumericsError(f"cannot read the certificate {options.check}: {why}") from None
    except UnicodeDecodeError:
        raise NumericsError(f"{options.check} is no certificate: it is not UTF-8 text") from None
    if certificate.is_one(text):
        return _objective(options.check, text)
    began = time.perf_counter()
    limit = options.limits(options).seconds
    try:
        outcome, lines = report.check(text, seconds=limit or verify.SECONDS)
    except LimitError as late:
        print(f"{options.check}: undecided: {late}", file=sys.stderr)
        return Exit.UNDECIDED
    except CertificateError as problem:
        print(
            f"{options.check}: does not verify: {report.in_one_line(str(problem))}", file=sys.stderr
        )
        return Exit.NOT_VERIFIED
    print("\n".join(lines))
    print(f"{time.perf_counter() - began:.2f} s")
    return _STATUSES[outcome]


def _objective(path: Path, text: str) -> int:
    from numerics.objectives import check  # noqa: PLC0415 - for such certificates only

    try:
        claimed = certificate.load(text)
        lines = check.lines(claimed, check.verify(claimed))
    except CertificateError as problem:
        print(f"{path}: does not verify: {report.in_one_line(str(problem))}", file=sys.stderr)
        return Exit.NOT_VERIFIED
    print("\n".join(lines))
    return Exit.DONE
