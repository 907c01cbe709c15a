"""What ``numerics.counterexample --check FILE`` does; it loads the checker and nothing else."""

from __future__ import annotations

import argparse
import sys
import time

from numerics.certificates import report
from numerics.certificates.format import is_one
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
    began = time.perf_counter()
    try:
        status, lines = _checked(text, options.time * options.budgets(options))
    except LimitError as late:
        print(f"{options.check}: undecided: {late}", file=sys.stderr)
        return Exit.UNDECIDED
    except CertificateError as problem:
        why = report.in_one_line(str(problem))
        print(f"{options.check}: does not verify: {why}", file=sys.stderr)
        return Exit.NOT_VERIFIED
    print("\n".join(map(report.in_one_line, lines)))
    print(f"{time.perf_counter() - began:.2f} s")
    return status


def _checked(text: str, seconds: float) -> tuple[Exit, list[str]]:
    """The status and what was checked; loads the checker of such certificates alone."""
    if is_one(text, certificate.FAILURE):
        from numerics.objectives import check  # noqa: PLC0415

        failure = certificate.load_failure(text)
        return Exit.DONE, check.lines(failure, check.verify(failure, seconds=seconds))
    if is_one(text, certificate.GUARANTEE):
        from numerics.objectives import guarantee_check  # noqa: PLC0415

        guarantee = certificate.load_guarantee(text)
        guarantee_check.verify(guarantee, seconds=seconds)
        status = Exit.DONE if guarantee.shown else Exit.UNCHECKED
        return status, guarantee_check.lines(guarantee)
    outcome, lines = report.check(text, seconds=seconds)
    return _STATUSES[outcome], lines
