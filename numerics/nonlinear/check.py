"""What ``numerics.nonlinear --check FILE`` does; it loads the checker and nothing else."""

from __future__ import annotations

import argparse
import sys
import time

from numerics.certificates.limits import LimitError
from numerics.certificates.nonlinear import report
from numerics.certificates.report import in_one_line
from numerics.errors import CertificateError, NumericsError
from numerics.running.statuses import Exit


def run(options: argparse.Namespace) -> int:
    """Check the certificate; returns the exit status."""
    try:
        text = options.check.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as failure:
        raise NumericsError(f"cannot read the certificate {options.check}: {failure}") from None
    began = time.perf_counter()
    try:
        lines = report.check(text, seconds=options.time * options.budgets(options))
    except LimitError as late:
        print(f"{options.check}: undecided: {late}", file=sys.stderr)
        return Exit.UNDECIDED
    except CertificateError as problem:
        print(f"{options.check}: does not verify: {in_one_line(str(problem))}", file=sys.stderr)
        return Exit.NOT_VERIFIED
    print("\n".join(lines))
    print(f"{time.perf_counter() - began:.2f} s")
    return Exit.DONE
