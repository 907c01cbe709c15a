"""``python -m numerics.minimise``: the certified minimum of L_{g,h} on one linear family.

Exit status: 0 certified, 2 bad input, 3 undecided: the gap did not close in the time given.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from numerics.certificates.certificate import dump
from numerics.certificates.linear_family import LinearFamily
from numerics.errors import NumericsError
from numerics.own_family.input import random_from, read_family
from numerics.running.files import write_atomically
from numerics.running.options import check_outputs, guarded, positive
from numerics.solver.solve import DEFAULT_SECONDS, DEFAULT_TOLERANCE, Minimised, minimise_family
from sparsity_theory.penalties.penalties import Penalty, penalty

CERTIFIED, UNDECIDED = 0, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status."""
    options = _parser().parse_args(arguments)
    return guarded("minimise", lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    check_outputs(None, files=[options.certificate])
    if (options.random is None) == (options.family is None):
        raise NumericsError("give either --random d,kappa,n,p,seed or --family FILE.json")
    g, h = penalty(options.g), penalty(options.h)
    tolerance = positive("--tol", options.tol)
    seconds = float(positive("--seconds", options.seconds))
    family = read_family(options.family) if options.family else random_from(options.random)
    with tqdm(desc=f"h = {h.name[:24]}", unit="batch", file=sys.stderr, leave=False) as bar:
        shown = time.monotonic()

        def progress(upper: float, lower: float, boxes: int) -> None:
            nonlocal shown
            bar.update()
            if time.monotonic() - shown > 0.2:
                bar.set_postfix_str(f"gap {upper - lower:.1e}, {boxes} boxes")
                shown = time.monotonic()

        found = minimise_family(
            family, g, h, tolerance=tolerance, seconds=seconds, progress=progress
        )
    print(_text(found, family, g, h))
    if options.certificate is not None:
        if not found.closed:
            raise NumericsError(f"no certificate was written: {found.note}")
        write_atomically(options.certificate, dump(found.certificate))
    return CERTIFIED if found.closed else UNDECIDED


def _text(found: Minimised, family: LinearFamily, g: Penalty, h: Penalty) -> str:
    d, kappa, n = family.shape
    value = float(found.value)
    powers = ", ".join(f"{power:.6g}" for power in found.powers)
    theta = ", ".join(f"{float(t):.6g}" for t in found.certificate.theta)
    sizes = f"(d, kappa, n) = ({d}, {kappa}, {n}), {family.parameters} parameters theta"
    lines = [
        f"g = {g.text}, h = {h.text}, {sizes}, {kappa * n} code variables",
        f"{'minimum' if found.closed else 'best loss'}: {value:.10g}",
    ]
    if found.lower is not None:
        lower = float(found.lower)
        lines.append(f"lower bound: {lower:.10g}, gap {value - lower:.2g} (certified)")
    else:
        lines.append(f"undecided: {found.note}")
    times = f"search {found.search_seconds:.2f} s, replay {found.replay_seconds:.3f} s"
    lines += [
        f"theta: {theta or 'none, the decoder is fixed'}",
        f"row powers: {powers}",
        f"error: {found.error:.6g}",
        f"{found.boxes} boxes, {found.leaves} leaves, {times}",
    ]
    return "\n".join(lines)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m numerics.minimise",
        description="The certified minimum of L_{g,h}(theta, Z) = g(error) + (1/d) sum_k h(power of"
        " row k) over theta and all codes, for linear decoders W_theta = start + sum_j theta_j"
        " directions[j].",
        epilog="exit status: 0 certified, 2 bad input, 3 undecided",
    )
    add = parser.add_argument
    add("--g", required=True, help="penalty on the error: a catalogue name or an expression in u")
    add("--h", required=True, help="penalty on the row powers")
    add("--random", metavar="D,KAPPA,N,P,SEED", help="a random dense family")
    add(
        "--family", type=Path, metavar="FILE.json",
        help="a family with the keys data, start, directions, connected; entries are exact, such as"
        ' 3, 0.25 or "1/3"',
    )  # fmt: skip
    add("--tol", default=str(DEFAULT_TOLERANCE), help="certified gap (default %(default)s)")
    add("--seconds", default=str(int(DEFAULT_SECONDS)), help="time limit (default %(default)s)")
    add("--certificate", type=Path, metavar="OUT.json", help="write the proof, for"
        " python -m numerics.counterexample --check")  # fmt: skip
    return parser
