"""What ``python -m proofs.kernel`` does."""

from __future__ import annotations

import argparse
import sys

from numerics.running.statuses import Exit
from proofs.checkout import needed_for
from proofs.kernel import compiler, gate, headlines, pins

_WHAT = "everything about Coq's proofs"


def build(_options: argparse.Namespace) -> int:
    """Compile the sources."""
    needed_for(_WHAT)
    compiler.build()
    return Exit.DONE


def check(_options: argparse.Namespace) -> int:
    """Let Coq check everything, and print what each theorem rests on."""
    needed_for(_WHAT)
    problems = gate.check()
    listed = headlines.theorems()
    resting_on = {} if problems else compiler.assumptions()
    for entry in listed if resting_on else []:
        axioms = ", ".join(sorted(resting_on[entry.theorem])) or "no axioms"
        print(f"{entry.claim}: {entry.theorem} ({entry.role}): {axioms}")
    for problem in problems:
        print(f"problem: {problem}", file=sys.stderr)
    print(f"{len(listed)} theorems, {len(problems)} problems")
    return Exit.NOT_VERIFIED if problems else Exit.DONE


def list(_options: argparse.Namespace) -> int:  # noqa: A001 - the name of the subcommand
    """The theorems by claim."""
    needed_for(_WHAT)
    for entry in headlines.theorems():
        print(f"{entry.claim}: {entry.theorem} in {entry.file}.v ({entry.role})")
    return Exit.DONE


def pin(_options: argparse.Namespace) -> int:
    """Accept the statements as they are now."""
    needed_for(_WHAT)
    pins.pin()
    return Exit.DONE
