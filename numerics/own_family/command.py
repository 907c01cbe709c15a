"""What `numerics.minimise` does."""

from __future__ import annotations

import argparse
from fractions import Fraction
from typing import Any

from numerics.certificates.linear_family import LinearFamily, Theta
from numerics.certificates.writing import dump
from numerics.errors import NumericsError
from numerics.own_family import by_rows
from numerics.own_family.answer import comparison, digits, finite
from numerics.own_family.input import random_from, read_code, read_family
from numerics.running.files import write_atomically
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.progress import bar, gap_shown
from numerics.running.statuses import Exit
from numerics.running.values import GivenParameters, about, positive, read_penalty
from numerics.solver.solve import Minimised, minimise_family
from sparsity_theory.penalties.expressions import parse
from sparsity_theory.penalties.penalties import Penalty


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit status."""
    check_outputs(options.json, files=[options.certificate])
    if (options.random is None) == (options.family is None):
        raise NumericsError("give either --random d,kappa,n,p,seed or --family FILE.json")
    given = GivenParameters(options.param)
    g, h = read_penalty("--g", options.g, given), read_penalty("--h", options.h, given)
    given.check_used()
    tolerance = positive("--tolerance", options.tolerance)
    family = read_family(options.family) if options.family else random_from(options.random)
    given_code = read_code(options.sparse_code, family) if options.sparse_code else None
    with bar(desc=f"h = {h.name[:24]}", unit="batch") as shown:
        found = minimise_family(
            family, g, h, tolerance=tolerance, seconds=options.time, progress=gap_shown(shown)
        )
    thetas = _thetas(options.sparse_theta, family)
    answer = comparison(found, family, g, h, thetas=thetas, given=given_code)
    record = {**_record(found, family, g, h), "sparsest_exact_code": answer.record}
    texts = [_text(found, family, g, h), answer.text]
    if options.by_rows:
        with bar(desc="by rows", unit="choice") as shown:
            curve = by_rows.loss_by_rows(
                family, g, h, found, tolerance=tolerance, seconds=options.time,
                step=lambda _: shown.update(),
            )  # fmt: skip
        record["by_rows"] = by_rows.record(curve)
        texts += ["", by_rows.text(curve)]
    write_json(options.json, record)
    if not is_stdout(options.json):
        print(*texts, sep="\n")
    if options.certificate is not None:
        if not found.closed:
            raise NumericsError(f"no certificate was written: {found.note}")
        write_atomically(options.certificate, dump(found.certificate))
    return Exit.DONE if found.closed else Exit.UNDECIDED


def _thetas(text: str | None, family: LinearFamily) -> list[Theta]:
    """The decoder that follows --sparse-theta."""
    if text is None:
        return []
    parts = text.split(",")
    if len(parts) != family.parameters:
        raise NumericsError(
            f"--sparse-theta needs {family.parameters} numbers with commas between them, not"
            f" {text!r}"
        )
    with about("--sparse-theta"):
        values = [parse(part) for part in parts]
    if not all(value.is_Rational and 0 <= value <= 1 for value in values):
        raise NumericsError(f"--sparse-theta needs numbers from 0 to 1, not {text!r}")
    return [tuple(Fraction(int(value.p), int(value.q)) for value in values)]


def _record(found: Minimised, family: LinearFamily, g: Penalty, h: Penalty) -> dict[str, Any]:
    """The minimum as a JSON-ready record."""
    lower = None if found.lower is None else finite(found.lower)
    return {
        "g": g.text,
        "h": h.text,
        "shape": list(family.shape),
        "parameters": family.parameters,
        "loss": finite(found.value),
        "lower_bound": lower,
        "certified_gap": None if found.lower is None else finite(found.value - found.lower),
        "certified": found.closed,
        "theta": [float(t) for t in found.certificate.best.theta],
        "codes": [[float(z) for z in row] for row in found.certificate.best.codes],
        "row_powers": found.powers,
        "error": found.error,
        "note": found.note,
        "boxes": found.boxes,
        "leaves": found.leaves,
    }


def _text(found: Minimised, family: LinearFamily, g: Penalty, h: Penalty) -> str:
    d, kappa, n = family.shape
    powers = ", ".join(f"{power:.6g}" for power in found.powers)
    theta = ", ".join(f"{float(t):.6g}" for t in found.certificate.best.theta)
    sizes = f"(d, kappa, n) = ({d}, {kappa}, {n}), {family.parameters} parameters theta"
    lines = [
        f"g = {g.text}, h = {h.text}, {sizes}, {kappa * n} code variables",
        f"{'minimum' if found.closed else 'best loss'}: {digits(found.value, 10)}",
    ]
    if found.lower is not None:
        gap = digits(found.value - found.lower, 2)
        lines.append(f"lower bound: {digits(found.lower, 10)}, gap {gap} (certified)")
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
