"""Answers for people and for programs: table rows, a line that sums them up, JSON records."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import sympy

from numerics.running.tables import table as aligned
from numerics.solver.solve import Answer
from sparsity_theory.characterisation import Guarantee

_COLUMNS = (
    "h(u)", "g(e)", "slope at 0", "verdict", "by", "global minimiser", "its loss", "sparse loss",
    "excess", "gap", "seconds",
)  # fmt: skip


def table(answers: Sequence[Answer]) -> str:
    """The answers as aligned text, one pair a line."""
    return aligned(_COLUMNS, [_row(answer) for answer in answers])


def by_rank(answers: Sequence[Answer]) -> str:
    """One pair at every rank, as aligned text."""
    rows = [
        (
            str(answer.instance.dims.r),
            answer.verdict.value + (" (unchecked)" if answer.by_prover else ""),
            answer.part,
            answer.decision.explanation,
        )
        for answer in answers
    ]
    return aligned(("r", "verdict", "by", "Theorem A"), rows)


def _row(answer: Answer) -> tuple[str, ...]:
    lower = answer.lower
    excess = answer.loss_sparse - answer.loss
    return (
        answer.h.text,
        answer.g.text,
        _slope(answer.h.facts.right_slope_at_zero),
        answer.verdict.value + (" (unchecked)" if answer.by_prover else ""),
        answer.part,
        where(answer),
        f"{answer.loss:.6g}",
        f"{answer.loss_sparse:.6g}",
        f"{excess:.3g}" if answer.strictly_beaten else "0",
        "open" if lower is None else f"{answer.loss - lower:.0e}",
        f"{answer.seconds:.2f}",
    )


def where(answer: Answer) -> str:
    """Where the best point lies, in words.

    An exact code is named only when the point is that code in exact arithmetic.
    """
    theta, codes = answer.theta, answer.best.codes
    for name, at, exact in (
        ("sparse code", Fraction(1), answer.instance.code(sparse=True)),
        ("dense code", Fraction(0), answer.instance.code(sparse=False)),
    ):
        if (theta, codes) == (at, exact):
            return f"{name}, theta = {at}"
    active = sum(power > 0 for power in answer.powers)
    if not active:
        return "zero code"
    rows = f"{active} active row" + "s" * (active > 1)
    return f"theta = {float(theta):.3g}, {rows}, error {answer.error:.1g}"


def _slope(slope: sympy.Expr | None) -> str:
    if slope is None:
        return "?"
    if slope is sympy.oo:
        return "infinite"
    return str(slope) if slope.is_Rational else f"{float(slope):.4g}"


def summary(answers: Sequence[Answer]) -> str:
    """What the table shows, said from its rows alone."""
    by_verdict = {
        verdict: [answer for answer in answers if answer.verdict is verdict]
        for verdict in Guarantee
    }
    fails, sure = by_verdict[Guarantee.FAILS], by_verdict[Guarantee.GUARANTEES]
    bounded = [a for a in answers if a.h.facts.bounded_gradient]
    beaten = [a for a in bounded if a.strictly_beaten]
    steep = [a for a in fails if a.h.facts.right_slope_at_zero is sympy.oo]
    total = f"{len(beaten)} of {len(bounded)}"
    lines = [
        f"{total} penalties h with bounded gradient are strictly beaten on the instance shown."
    ]
    if steep:
        names = ", ".join(dict.fromkeys(f"({a.g.text}, {a.h.name})" for a in steep))
        lines.append(f"An infinite slope of h at 0 is not enough: {names} fail too.")
    if sure:
        pairs = ", ".join(f"(g, h) = ({a.g.text}, {a.h.text})" for a in sure)
        lines.append(f"Guaranteed by Theorem A: {pairs}.")
    if by_verdict[Guarantee.UNDECIDED]:
        lines.append(f"Undecided: {len(by_verdict[Guarantee.UNDECIDED])}.")
    return " ".join(lines)


def record(answer: Answer) -> dict[str, Any]:
    """The answer as a JSON-ready record."""
    instance, found = answer.instance, answer.decision.jumps
    return {
        "g": answer.g.text,
        "h": answer.h.text,
        "dims": [instance.dims.d, instance.dims.kappa, instance.dims.r],
        "verdict": answer.verdict.value,
        "reason": answer.part,
        "explanation": answer.decision.explanation,
        "H_plus": _text(found.H_plus),
        "H_minus": _text(found.H_minus),
        "G_minus": _text(found.G_minus),
        "samples": instance.samples,
        "connected": instance.connected,
        "dense_powers": [str(power) for power in instance.dense_powers],
        "sparse_powers": [str(power) for power in instance.sparse_powers],
        "zero_error": str(instance.family.zero_error),
        "theta": float(answer.theta),
        "codes": [[float(z) for z in row] for row in answer.best.codes],
        "row_powers": answer.powers,
        "error": answer.error,
        "where": where(answer),
        "loss_minimiser": _number(answer.loss),
        "loss_sparse": _number(answer.loss_sparse),
        "excess": _number(answer.loss_sparse - answer.loss),
        "gap": _number(answer.loss_sparse - answer.loss),  # the old name, for one release
        "certified_gap": None if answer.lower is None else _number(answer.loss - answer.lower),
        "strictly_beaten": answer.strictly_beaten,
        "certified": answer.certified,
        "by": "the checker"
        if answer.certified
        else "the prover alone"
        if answer.by_prover
        else None,
        "minimum_certified": answer.lower is not None,
        "lower_bound": _number(answer.lower),
        "relative_gap": answer.relative_gap,
        "note": answer.note,
        "leaves": answer.leaves,
        "boxes": answer.boxes,
        "seconds": round(answer.seconds, 4),
        "replay_seconds": round(answer.replay_seconds, 4),
    }


def _text(value: sympy.Expr | None) -> str | None:
    return None if value is None else str(value)


def _number(value: float | Fraction | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)
