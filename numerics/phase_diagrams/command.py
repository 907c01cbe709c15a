"""What `numerics.phase` does: which penalties are steep enough for which geometry (Theorem B).

A grid of parameter and geometry is decided point by point on the two-decoder instance: the sparse
exact code has r rows of amplitude M, the dense one r + 1 of amplitude epsilon, and one decoder
(theta = 1, theta = 0) belongs to each.

- With g the indicator (the default) only the two exact codes count, and the sign of the difference
  of their losses, on exact matrices in ball arithmetic, decides.
- With ``--g`` finite, the loss is minimised over all codes of each decoder by itself, certified.
  Success means that some code of the sparse decoder beats every code of the dense one; failure the
  converse.  The minimiser then reconstructs only nearly: a finite slope of g at 0 always pays for a
  slight error.  Where both decoders do best with the zero code the point is undecided.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from fractions import Fraction

from numerics.errors import NumericsError
from numerics.phase_diagrams.axes import DEFAULT_COUNT, MAX_POINTS, axis, spaced
from numerics.phase_diagrams.decision import FAILURE, SUCCESS, UNDECIDED, decide
from numerics.phase_diagrams.design import design, design_table
from numerics.phase_diagrams.diagram import Diagram, completed
from numerics.phase_diagrams.families import (
    FAMILIES,
    PenaltyFamily,
    against_dense,
    against_error,
    family,
)
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.progress import bar
from numerics.running.statuses import Exit
from numerics.running.sweep import Pool, Store, cluster, inline, processes, sweep
from numerics.running.tables import prose, table
from numerics.running.values import GivenParameters, dimensions, positive, read_penalty

TASK = "phase diagram"
# Around a boundary drawn by exact codes; and by a finite g, which shifts it (see the docstring).
_TOLERANCE, _TOLERANCE_FINITE = Fraction(1, 10**9), Fraction(1, 20)
_SHOWN = 5


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit status."""
    return _design(options) if options.design else _diagrams(options)


def _diagrams(options: argparse.Namespace) -> int:
    check_outputs(options.json, pictures=[options.plot])
    if options.error is not None or options.beta is not None:
        raise NumericsError("--error and --beta belong to --design")
    drafts = _grids(options)
    store = None if options.store is None else Store(options.store, TASK)
    if store is not None and store.damaged:
        print(f"phase: {store.damaged} damaged lines of {store.path} ignored", file=sys.stderr)
    diagrams = _decided(drafts, _pool(options), store)
    write_json(options.json, {"diagrams": [diagram.record() for diagram in diagrams]})
    if options.plot is not None:
        from numerics.phase_diagrams.plot import draw  # noqa: PLC0415 - seldom needed

        draw(diagrams, options.plot)
    if not is_stdout(options.json):
        print(_report(diagrams))
    # A finite g shifts the boundary by an amount that Theorem B does not state: no contradiction.
    wrong = any(diagram.differing() for diagram in diagrams if diagram.g is None)
    return Exit.NOT_VERIFIED if wrong else Exit.DONE


def _decided(drafts: list[Diagram], pool: Pool, store: Store | None) -> list[Diagram]:
    """Fill in the outcomes, with one progress bar for all diagrams."""
    jobs = [job for draft in drafts for job in draft.jobs()]
    slow = drafts[0].g is not None
    with bar(total=len(jobs), unit="point") as shown:
        results = sweep(
            jobs, decide, pool, store=store, progress=shown.update, chunk=4 if slow else 100
        )
    outcomes = iter([result["outcome"] for result in results])
    return [
        replace(
            draft,
            outcomes=tuple(tuple(next(outcomes) for _ in draft.epsilons) for _ in draft.parameters),
        )
        for draft in drafts
    ]


def _grids(options: argparse.Namespace) -> list[Diagram]:
    """The diagrams that are asked for, without outcomes."""
    dims, M = dimensions(options.dims), positive("--M", options.M)
    if options.epsilon is not None and options.ratio is not None:
        raise NumericsError("give --epsilon or --ratio (M/epsilon), not both")
    if options.ratio is not None:
        ratios = axis("--ratio", options.ratio)
        epsilons = tuple(M / ratio for ratio in reversed(ratios))
    elif options.epsilon is not None:
        epsilons = axis("--epsilon", options.epsilon)
    else:
        epsilons = tuple(M * x for x in spaced(Fraction(1, 100), Fraction(4, 5), DEFAULT_COUNT))
    given = GivenParameters(options.param)
    if options.g is not None:
        g = read_penalty("--g", options.g, given)
        options.g = g.text if g.finite else None  # with the indicator the exact codes decide
    given.check_used()
    tolerance = _TOLERANCE if options.g is None else _TOLERANCE_FINITE
    if options.tolerance is not None:
        tolerance = positive("--tolerance", options.tolerance)
    families = _families(options.family)
    parameters = None if options.parameter is None else axis("--parameter", options.parameter)
    count = len(families) * len(epsilons) * len(parameters or range(DEFAULT_COUNT))
    if count > MAX_POINTS:
        raise NumericsError(f"the grid has {count} points, at most {MAX_POINTS} are allowed")
    common = (dims, M, epsilons, parameters or (), (), (), options.g, tolerance)
    return [completed(Diagram(chosen, *common)) for chosen in families]


def _pool(options: argparse.Namespace) -> Pool:
    if options.cluster is not None:
        if options.workers is not None:
            raise NumericsError("give --workers (processes here) or --cluster, not both")
        return cluster(options.cluster)
    count = (os.cpu_count() or 1) if options.workers is None else options.workers
    return inline if count == 1 else processes(count)


def _families(text: str) -> list[PenaltyFamily]:
    if text == "all":
        return list(FAMILIES)
    return list(dict.fromkeys(family(name.strip()) for name in text.split(",")))


def _report(diagrams: list[Diagram]) -> str:
    rows = [
        (
            diagram.family.name,
            diagram.family.formula,
            *(str(diagram.counts[outcome]) for outcome in (SUCCESS, FAILURE, UNDECIDED)),
            str(len(diagram.differing())),
        )
        for diagram in diagrams
    ]
    lines = [table(("family", "penalty", "success", "failure", "undecided", "disagree"), rows)]
    first = diagrams[0]
    wrong = sum(len(diagram.differing()) for diagram in diagrams)
    open_ones = sum(len(diagram.left_open()) for diagram in diagrams)
    how = (
        "the two exact codes" if first.g is None else f"all codes of either decoder, g = {first.g}"
    )
    note = (
        f"Decided by comparing {how}. Farther than {float(first.tolerance):g} (relative) from the"
        f" boundary of Theorem B for exact codes, {wrong} certified outcomes disagree with it and"
        f" {open_ones} points are undecided."
    )
    lines += ["", prose(note)]
    if first.g is not None:
        note = (
            "Here the minimisers reconstruct only nearly, which shifts the boundary: the smaller"
            " the slope of g, the more."
        )
        lines.append(prose(note))
    for diagram in diagrams:
        lines += [
            f"  {diagram.family.name}: {diagram.family.symbol} = {float(parameter):.6g}, epsilon ="
            f" {float(epsilon):.6g}: {outcome}"
            for parameter, epsilon, outcome in diagram.differing()[:_SHOWN]
        ]
    return "\n".join(lines)


def _design(options: argparse.Namespace) -> int:
    """Below which parameter the sparse code wins, certified on both sides."""
    for name in ("ratio", "parameter", "g", "cluster", "workers", "store", "plot", "tolerance"):
        if getattr(options, name) is not None:
            raise NumericsError(f"--{name} does not go with --design")
    if options.epsilon is None or "," in options.epsilon:
        raise NumericsError(
            "--design needs one amplitude of the dense code, such as --epsilon 1/10"
        )
    if options.beta is not None and options.error is None:
        raise NumericsError("--beta weighs h against g: give --error E too")
    check_outputs(options.json)
    dims, M = dimensions(options.dims), positive("--M", options.M)
    epsilon = positive("--epsilon", options.epsilon)
    rivals = {"dense code": against_dense(dims.r, M, epsilon)}
    if options.error is not None:
        beta = positive("--beta", options.beta or "1")
        error = positive("--error", options.error)
        rivals["zero code"] = against_error(dims.d, dims.r, M, error, beta)
    rows = [
        design(chosen, comparison, rival)
        for chosen in _families(options.family)
        for rival, comparison in rivals.items()
    ]
    record = {"dims": [dims.d, dims.kappa, dims.r], "M": str(M), "epsilon": str(epsilon)}
    write_json(options.json, {**record, "design": rows})
    if not is_stdout(options.json):
        print(design_table(rows))
    return Exit.DONE
