"""``diagnose`` of ``python -m empirics``: what a trained VAE's arrays say."""

from __future__ import annotations

import argparse
import importlib
from typing import Any

from empirics.diagnosis import diagnose_file
from empirics.errors import MeasureError
from empirics.training.fields import nearest
from numerics.running.files import write_atomically
from numerics.running.outputs import check_outputs, is_stdout
from numerics.running.statuses import Exit


def run(options: argparse.Namespace) -> int:
    """Diagnose the arrays of a file."""
    check_outputs(options.json, pictures=[options.plot], files=[options.html])
    diagnosis = diagnose_file(
        options.file,
        gamma=options.gamma,
        beta=options.beta,
        rank=options.rank,
        decoded_from=options.decoded_from,
        split=options.split,
        seed=options.seed,
        decode=None if options.decoder is None else _decoder(options.decoder),
    )
    if options.html is not None:
        write_atomically(options.html, diagnosis.html())
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


def _decoder(name: str) -> Any:
    """What a word such as ``mine.models:decode`` names; its module is imported, that is, run."""
    module, _, inner = name.partition(":")
    if not module or not inner:
        raise MeasureError(f"--decoder needs MODULE:NAME, such as mine:decode, not {name!r}")
    try:
        found: Any = importlib.import_module(module)
    except Exception as problem:
        raise MeasureError(
            f"--decoder: importing {module!r} failed ({type(problem).__name__}: {problem}); it is"
            " looked for in the current folder and among installed packages"
        ) from None
    for part in inner.split("."):
        if not hasattr(found, part):
            names = [each for each in dir(found) if not each.startswith("_")]
            raise MeasureError(f"--decoder: {module!r} has no {inner!r}{nearest(part, names)}")
        found = getattr(found, part)
    return found
