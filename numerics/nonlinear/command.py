"""What `numerics.nonlinear` does."""

from __future__ import annotations

import argparse
from fractions import Fraction

from numerics.certificates.nonlinear.writing import dump
from numerics.errors import NumericsError
from numerics.nonlinear.answer import record, text
from numerics.nonlinear.examples import examples
from numerics.nonlinear.input import read_problem
from numerics.nonlinear.solve import minimise_nonlinear
from numerics.running.files import write_atomically
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.progress import bar
from numerics.running.statuses import Exit
from numerics.running.tables import table
from numerics.running.values import positive

_TOLERANCES = Fraction(1, 10**4), Fraction(1, 10**3)


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit status."""
    if options.list:
        rows = [
            (name, one.what, "; ".join(one.problem.decoder)) for name, one in examples().items()
        ]
        print(table(("name", "what", "decoder"), rows))
        return Exit.DONE
    check_outputs(options.json, files=[options.certificate], pictures=[options.plot])
    problem, h = read_problem(options)
    tolerance = _TOLERANCES[h is None]
    if options.tolerance is not None:
        tolerance = positive("--tolerance", options.tolerance)
    with bar(desc="boxes", unit="batch") as shown:

        def progress(boxes: int, pending: int) -> None:
            shown.update()
            shown.set_postfix_str(f"{boxes} boxes, {pending} open")

        found = minimise_nonlinear(
            problem, h, tolerance=tolerance, seconds=options.time, progress=progress
        )
    write_json(options.json, record(problem, found, tolerance))
    if not is_stdout(options.json):
        print(text(problem, found, tolerance))
    if options.plot is not None:
        from numerics.nonlinear.plot import draw  # noqa: PLC0415 - matplotlib is optional

        draw(problem, h, found, options.plot)
    if options.certificate is not None:
        if found.certificate is None:
            raise NumericsError(f"no certificate was written: {found.note}")
        write_atomically(options.certificate, dump(found.certificate))
    return Exit.DONE if found.certificate is not None else Exit.UNDECIDED
