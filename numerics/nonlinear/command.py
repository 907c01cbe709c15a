"""What `numerics.nonlinear` does."""

from __future__ import annotations

import argparse
import json
from fractions import Fraction
from importlib.resources import files

from numerics.certificates.nonlinear.writing import dump
from numerics.errors import NumericsError
from numerics.nonlinear.answer import record, text
from numerics.nonlinear.examples import examples
from numerics.nonlinear.input import read_problem
from numerics.nonlinear.page import page
from numerics.nonlinear.solve import minimise_nonlinear
from numerics.running.files import write_atomically
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.progress import bar
from numerics.running.statuses import Exit
from numerics.running.tables import table
from numerics.running.values import positive

STORED = "stored/nonlinear.json"
_TOLERANCES = Fraction(1, 10**4), Fraction(1, 10**3)


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit status."""
    if options.list:
        rows = [
            (name, one.what, "; ".join(one.problem.decoder)) for name, one in examples().items()
        ]
        print(table(("name", "what", "decoder"), rows))
        return Exit.DONE
    if options.page is not None:
        check_outputs(None, files=[options.page])
        stored = files("numerics").joinpath(STORED).read_text(encoding="utf-8")
        write_atomically(options.page, page(json.loads(stored)))
        return Exit.DONE
    if options.survey:
        from numerics.nonlinear.survey import survey  # noqa: PLC0415 - for that only

        check_outputs(options.json)
        made = survey(options.time)
        write_json(options.json, made)
        return Exit.DONE if all(one["verified"] for one in made["cases"]) else Exit.UNDECIDED
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
