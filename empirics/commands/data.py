"""``data`` of ``python -m empirics``: which data sets are there."""

from __future__ import annotations

import argparse

from empirics.data import describe, load
from empirics.errors import EmpiricsError
from numerics.running.statuses import Exit


def run(options: argparse.Namespace) -> int:
    """List the data sets, after fetching what was asked for."""
    if options.download and options.data is None:
        raise EmpiricsError("say with --data DIR where the downloaded files shall go")
    for name in options.download:
        load(name, options.data, download=True, limit=1)
    print(describe(options.data))
    return Exit.DONE
