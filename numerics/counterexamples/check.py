"""What ``numerics.counterexample --check FILE`` does; it loads the checker and nothing else."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from numerics.certificates import report, verify
from numerics.certificates.limits import LimitError
from numerics.errors import CertificateError, NumericsError
from numerics.objectives import certificate, guarantee
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
    limit = options.limits(options).seconds
    if certificate.is_one(text):
        return _failure(options.check, text, limit or verify.SECONDS)
    if guarantee.is_one(text):
        return _guarantee(options.check, text, limit or verify.SECONDS)
    began = time.perf_counter()
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


def _failure(path: Path, text: str, seconds: float) -> int:
    from numerics.objectives import check  # noqa: PLC0415 - for such certificates only

    try:
        claimed = certificate.load(text)
        lines = check.lines(claimed, check.verify(claimed, seconds=seconds))
    except LimitError as late:
        print(f"{path}: undecided: {late}", file=sys.stderr)
        return Exit.UNDECIDED
    except CertificateError as problem:
        print(f"{path}: does not verify: {report.in_one_line(str(problem))}", file=sys.stderr)
        return Exit.NOT_VERIFIED
    print("\n".join(lines))
    return Exit.DONE


def _guarantee(path: Path, text: str, seconds: float) -> int:
    from numerics.objectives import guarantee_check  # noqa: PLC0415 - for such certificates only

    try:
        claimed = guarantee.load(text)
        guarantee_check.verify(claimed, seconds=seconds)
    except LimitError as late:
        print(f"{path}: undecided: {late}", file=sys.stderr)
        return Exit.UNDECIDED
    except CertificateError as problem:
        print(f"{path}: does not verify: {report.in_one_line(str(problem))}", file=sys.stderr)
        return Exit.NOT_VERIFIED
    print("\n".join(map(report.in_one_line, guarantee_check.lines(claimed))))
    return Exit.DONE if claimed.shown else Exit.UNCHECKED
