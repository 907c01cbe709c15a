"""What `numerics.startup` does: CPU time of starting, here and in another checkout."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from numerics.errors import NumericsError
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.progress import bar
from numerics.running.statuses import Exit
from numerics.running.tables import table

DIAGNOSIS = """
import numpy as np
import empirics
x = np.random.default_rng(0).standard_normal((50, 3))
sigma = np.full((50, 2), 0.1)
empirics.diagnose(x[:, :2], sigma, x, x_hat=0.9 * x, gamma=0.1)
"""
HERE = Path(__file__).parents[2]
# What follows ``python``, and the ratio that is aimed at (None: shown only).
CASES: tuple[tuple[str, tuple[str, ...], float | None], ...] = (
    ("nothing", ("-c", "pass"), None),
    *(
        (f"{name} --help", ("-m", name, "--help"), 0.1)
        for name in (
            "numerics.counterexample", "numerics.phase", "numerics.minimise", "numerics.labyrinth",
            "numerics.landscapes", "numerics.side_by_side", "numerics.scaling",
            "numerics.benchmark", "empirics", "proofs",
        )
    ),
    (
        "counterexample --h log(1+u)",
        ("-m", "numerics.counterexample", "--h", "log(1+u)"),
        2 / 3,
    ),
    ("import empirics", ("-c", "import empirics"), None),
    ("diagnose arrays", ("-c", DIAGNOSIS), None),
)  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Measure, and print the ratios."""
    check_outputs(options.json)
    if not (options.against / "numerics" / "counterexample.py").exists():
        raise NumericsError(f"--against {options.against}: no checkout of this project")
    rows, record = [], []
    with bar(CASES, unit="case") as shown:
        for name, arguments, aim in shown:
            # In turn, so that a change of the machine's load meets both.
            pairs = [
                (_seconds(arguments, HERE), _seconds(arguments, options.against))
                for _ in range(options.rounds)
            ]
            here, there = (min(each) for each in zip(*pairs, strict=True))
            ratio = here / there
            met = "" if aim is None else "met" if ratio <= aim else "NOT MET"
            wanted = "" if aim is None else f"{aim:.2g}"
            rows.append((name, f"{here:.3f}", f"{there:.3f}", f"{ratio:.2f}", wanted, met))
            record.append({"case": name, "here": here, "there": there, "ratio": ratio, "aim": aim})
    write_json(options.json, record)
    if not is_stdout(options.json):
        print(table(("case", "CPU s here", "there", "ratio", "aim", ""), rows))
    return Exit.DONE


def _seconds(arguments: tuple[str, ...], checkout: Path) -> float:
    """CPU time of one process and its children, in a checkout.

    Raises:
        NumericsError: if it does not end well.
    """
    # Who starts commands keeps their bytecode; the first of a checkout pays for it, not the best.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = os.times()
    done = subprocess.run(  # noqa: S603 - the commands above, of checkouts that the user names
        [sys.executable, *arguments], cwd=checkout, env=environment, capture_output=True,
        check=False,
    )  # fmt: skip
    after = os.times()
    if done.returncode:
        shown = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise NumericsError(f"{' '.join(arguments)} fails in {checkout}: {' '.join(shown)}")
    used = after.children_user - before.children_user
    return used + after.children_system - before.children_system
