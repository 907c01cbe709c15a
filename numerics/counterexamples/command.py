"""What `numerics.counterexample` does."""

from __future__ import annotations

import argparse
from typing import Any

from numerics.certificates.writing import dump
from numerics.counterexamples import infinite, report
from numerics.counterexamples.legend import legend
from numerics.counterexamples.options import DEFAULT_G, INSTANCE, refuse
from numerics.errors import NumericsError
from numerics.running.files import write_atomically
from numerics.running.outputs import check_outputs, is_stdout, write_json
from numerics.running.progress import bar, gap_shown
from numerics.running.statuses import Exit
from numerics.running.tables import prose
from numerics.running.values import GivenParameters, dimensions, positive, read_penalty
from numerics.solver.solve import Answer, Geometry, solve
from sparsity_theory.characterisation import Dimensions, Guarantee
from sparsity_theory.objectives.pairs import objective_of
from sparsity_theory.penalties.catalogue import ENTRIES
from sparsity_theory.penalties.infinite import InfinitePenaltyError
from sparsity_theory.penalties.literature import NAMED
from sparsity_theory.penalties.penalties import Penalty

# The default table: every h of the catalogue against a linear g, then the pairs that are safe.
SAFE_PAIRS = (("l0", "l0"), ("indicator", "l0"))


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit status."""
    if options.list:
        print(_catalogue())
        return Exit.DONE
    if options.coq_check is not None:
        from numerics.kernel.command import check_command  # noqa: PLC0415 - its own room

        return check_command(options.coq_check, options.coq_library)
    if options.objective is not None:
        from numerics.objectives.command import run as run_objective  # noqa: PLC0415 - its own room

        return run_objective(options)
    check_outputs(options.json, pictures=[options.plot], files=[options.certificate, options.coq])
    if options.h is None and (options.certificate or options.plot or options.coq):
        raise NumericsError("--certificate, --plot and --coq are about one pair: give --h, and --g")
    if options.coq is not None:
        from numerics.kernel.command import write_command  # noqa: PLC0415 - its own room

        return write_command(options.coq, *_texts(options), options.dims)
    dims = dimensions(options.dims)
    return _all_ranks(options, dims) if options.ranks else _answer(options, dims)


def _all_ranks(options: argparse.Namespace, dims: Dimensions) -> int:
    """One pair, for every r < kappa."""
    if options.h is None:
        raise NumericsError("--ranks is about one pair or one objective: give --h, or --objective")
    of_one = INSTANCE | {"--certificate", "--plot"}
    refuse(options.given & of_one, "is about one instance, and --ranks about many: leave it out")
    given = GivenParameters(options.param)
    g, h = infinite.read_pair(options.g or DEFAULT_G, options.h, given)
    if isinstance(g, Penalty) and isinstance(h, Penalty):
        given.check_used()  # of an infinite one it is not known
    if not (infinite.is_plain(g) and infinite.is_plain(h)):
        from numerics.objectives.command import run as run_objective  # noqa: PLC0415 - its own room

        refuse(options.given & {"--tolerance"}, infinite.NO_INSTANCE)
        changed = {"objective": objective_of(g, h), "param": None}
        return run_objective(argparse.Namespace(**{**vars(options), **changed}))
    assert isinstance(g, Penalty)
    assert isinstance(h, Penalty)
    limits = {"tolerance": positive("--tolerance", options.tolerance), "seconds": options.time}
    answers = [
        _solve_all([(g, h)], Dimensions(dims.d, dims.kappa, r), None, limits)[0]
        for r in range(1, dims.kappa)
    ]
    write_json(options.json, [report.record(answer) for answer in answers])
    if not is_stdout(options.json):
        print(report.by_rank(answers))
    return _status(answers)


def _status(answers: list[Answer]) -> int:
    if any(answer.verdict is Guarantee.UNDECIDED for answer in answers):
        return Exit.UNDECIDED
    return Exit.UNCHECKED if any(answer.by_prover for answer in answers) else Exit.DONE


def _texts(options: argparse.Namespace) -> tuple[str, str]:
    """G and h with the values of their parameters in them."""
    given = GivenParameters(options.param)
    g, h = options.g or DEFAULT_G, options.h
    if given.values:
        g, h = read_penalty("--g", g, given).text, read_penalty("--h", h, given).text
        given.check_used()
    return g, h


def _answer(options: argparse.Namespace, dims: Dimensions) -> int:
    if options.h is None:
        first = [
            (options.g or DEFAULT_G, entry.name) for entry in ENTRIES if entry.name != "indicator"
        ]
        texts = first + ([] if options.g else list(SAFE_PAIRS))
    else:
        texts = [(options.g or DEFAULT_G, options.h)]
    given = GivenParameters(options.param)
    try:
        pairs = [(read_penalty("--g", g, given), read_penalty("--h", h, given)) for g, h in texts]
    except InfinitePenaltyError:
        if len(texts) > 1:
            raise
        refuse(options.given & infinite.OF_INSTANCES, infinite.NO_INSTANCE)
        return infinite.answer(*texts[0], dims, GivenParameters(options.param), options)
    given.check_used()
    if not all(map(infinite.is_plain, pairs[0])) and not options.given & infinite.OF_INSTANCES:
        return infinite.answer(*texts[0], dims, GivenParameters(options.param), options)
    limits = {
        "tolerance": positive("--tolerance", options.tolerance),
        "seconds": options.time,
    }
    answers = _solve_all(pairs, dims, _geometry(options), limits)
    extra = _elsewhere(answers[0], dims, limits) if len(answers) == 1 else None
    shown = answers + ([extra] if extra else [])
    _write(options, shown)
    if not is_stdout(options.json):
        print(report.table(shown))
        print()
        print(prose(report.summary(shown) if options.h is None else _explain(shown)))
        print()
        print(prose(legend(shown)))
    undecided = any(answer.verdict is Guarantee.UNDECIDED for answer in shown[-1:] + answers[1:])
    if undecided:
        return Exit.UNDECIDED
    return Exit.UNCHECKED if any(answer.by_prover for answer in shown) else Exit.DONE


def _solve_all(
    pairs: list[tuple[Penalty, Penalty]],
    dims: Dimensions,
    geometry: Geometry | None,
    limits: dict[str, Any],
) -> list[Answer]:
    """Solve each pair, with a progress bar that also shows the gap of the pair at work."""
    answers = []
    with bar(total=len(pairs), unit="pair") as shown:
        progress = gap_shown(shown)
        for g, h in pairs:
            shown.set_description(f"h = {h.name[:24]}")
            answers.append(solve(g, h, dims, geometry=geometry, progress=progress, **limits))
            shown.update()
    return answers


def _elsewhere(answer: Answer, dims: Dimensions, limits: dict[str, Any]) -> Answer | None:
    """An instance that fools a failing pair, when the one that was asked for does not."""
    if answer.decision.verdict is not Guarantee.FAILS or answer.verdict is Guarantee.FAILS:
        return None
    return solve(answer.g, answer.h, dims, **limits)


def _write(options: argparse.Namespace, shown: list[Answer]) -> None:
    records = [report.record(answer) for answer in shown]
    if options.json is not None:
        whole = records[-1] if options.h is not None else records
        if options.h is not None and len(records) > 1:
            whole = {**records[-1], "requested": records[0]}
        write_json(options.json, whole)
    if options.certificate is not None:
        write_atomically(options.certificate, dump(shown[-1].certificate))
    if options.plot is not None:
        from numerics.counterexamples.plot import landscape  # noqa: PLC0415 - seldom needed

        landscape(shown[-1], options.plot)


def _explain(shown: list[Answer]) -> str:
    answer = shown[-1]
    lines = []
    if len(shown) > 1 and answer.verdict is not Guarantee.FAILS:
        lines.append(
            "Nothing beats the sparse code by a certified margin, neither on the instance of the"
            " first line nor on the other that was tried (second line)."
        )
    elif len(shown) > 1:
        lines.append(
            "On the instance you asked for (first line) nothing beats the sparse code by a"
            " certified margin, but the pair does fail, on the instance of the second line:"
        )
    dense, sparse = answer.instance.dense_powers[0], answer.instance.sparse_powers[0]
    powers = f"row powers {dense} (dense code) and {sparse} (sparse code)"
    if answer.verdict is Guarantee.FAILS and answer.strictly_beaten:
        lines.append(
            f"Fails: with {powers}, every optimal sparse representation has loss"
            f" {answer.loss_sparse:.6g}; the point at {report.where(answer)} has {answer.loss:.6g}."
        )
    elif answer.verdict is Guarantee.FAILS:
        lines.append("Fails by a tie: some point that is not sparse has the same loss.")
    elif answer.verdict is Guarantee.GUARANTEES:
        lines.append("Guaranteed, on every instance, decoder family and number of samples.")
    else:
        lines.append("Undecided.")
    if answer.by_prover:
        why = "this rests on a symbolic identity" if answer.checked else answer.note
        lines.append(f"The prover's word, not checked: {why}.")
    unconfirmed = Guarantee.UNDECIDED is answer.verdict is not answer.decision.verdict
    theorem = "Theorem A, which the checker did not confirm" if unconfirmed else "Theorem A"
    lines.append(f"{theorem}: {answer.decision.explanation or 'no part of it could be decided'}.")
    if answer.note and answer.checked:
        lines.append(f"The global minimiser of this instance is not certified: {answer.note}.")
    return "\n".join(lines)


def _geometry(options: argparse.Namespace) -> Geometry | None:
    given = (options.dense_power, options.sparse_power, options.samples, options.zero_error)
    if all(value is None for value in given) and options.theta == "interval":
        return None
    default = Geometry()
    return Geometry(
        default.dense_power
        if options.dense_power is None
        else positive("--dense-power", options.dense_power),
        default.sparse_power
        if options.sparse_power is None
        else positive("--sparse-power", options.sparse_power),
        options.samples,
        None if options.zero_error is None else positive("--zero-error", options.zero_error),
        connected=options.theta == "interval",
    )


def _catalogue() -> str:
    lines = ["name with default parameters: formula; slope at 0; reference"]
    for entry in ENTRIES:
        made = entry.make()
        slope = made.facts.right_slope_at_zero
        lines.append(f"  {made.text}: {entry.text}; slope {slope}; {entry.reference}")
    lines.append(
        f"The literature's {len(NAMED)} names, with the field's parameters, are listed by:"
        " sparsity-theory literature"
    )
    lines.append('Or write any penalty in u, such as "log(1+u)" or "1 if u > 0 else 0".')
    return "\n".join(lines)
