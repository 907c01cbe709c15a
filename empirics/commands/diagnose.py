"""``diagnose`` of ``python -m empirics``: what a trained VAE's arrays say."""

from __future__ import annotations

import argparse

from empirics.diagnosis import diagnose_file
from numerics.running.files import write_atomically
from numerics.running.outputs import check_outputs, is_stdout
from numerics.running.statuses import Exit


def run(options: argparse.Namespace) -> int:
    """Diagnose the arrays of a file."""
    check_outputs(options.json, pictures=[options.plot])
    diagnosis = diagnose_file(options.file)
    if options.plot is not None:
        from empirics.frame.figures import save  # noqa: PLC0415 - matplotlib, seldom needed

        save(diagnosis.figure(), options.plot)
    if is_stdout(options.json):
        print(diagnosis.to_json())
        return Exit.DONE
    if options.json is not None:
        write_atomically(options.json, diagnosis.to_json() + "\n")
    print(diagnosis.text())
    return Exit.DONE
