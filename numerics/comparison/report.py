"""The comparison as tables, with the sentences that say what they show, and as a JSON record."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from numerics.certificates.balls import BITS, enclose, precision
from numerics.comparison.comparison import (
    BOUNDED,
    JUMP,
    KINDS,
    LINEAR,
    SHARP,
    SPECTRUM,
    SPECTRUM_DIMENSION,
    SideBySide,
)
from numerics.comparison.decoders import Decoder
from numerics.comparison.spectrum import theorem_a1_minimiser
from numerics.counterexamples.report import where
from numerics.running.tables import table
from sparsity_theory.penalties.expressions import U
from sparsity_theory.penalties.penalties import Penalty, penalty

_LEGEND = """\
slope at 0: of h; row r+1: the power of the row after the r largest, 0 for a sparse code; against
the sparse code: by how much the best point's loss is lower; gamma: decoder variance; beta: weight
of the KL term; active: dimensions whose posterior is not the prior."""


def text(found: SideBySide) -> str:
    """All tables, with the sentences that say what they show."""
    return "\n\n".join(
        (_same_decoders(found), _two_decoders(found), _tested(found), _collapse(found), _LEGEND)
    )


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    return table(rows[0], rows[1:])


def _slope(h: Penalty) -> str:
    return str(h.facts.right_slope_at_zero).replace("oo", "infinite")


def _same_decoders(found: SideBySide) -> str:
    rows = [
        (
            "objective",
            "",
            "slope at 0",
            "best point, certified",
            "row r+1",
            "against the sparse code",
        )
    ]
    for kind, answer in zip(KINDS, found.answers, strict=True):
        beaten = f"{answer.loss_sparse - answer.loss:.2g} lower" if answer.strictly_beaten else "="
        place = where(answer) + ("" if answer.lower is not None else " (not certified)")
        row = f"{sorted(answer.powers, reverse=True)[found.dims.r]:.1e}"
        rows.append((kind, answer.h.text, _slope(answer.h), place, row, beaten))
    for noise in found.noises:
        place = "all theta tie: collapsed" if noise >= 2 else "theta = 1 for every minimiser"
        point = theorem_a1_minimiser(found.dims, noise)
        active = f"{len(point.kept)} active, loss {float(point.loss.mid()):.6g}"
        rows.append(("VAE", f"gamma = {noise}", "infinite", place, "0", active))
    dims, geometry = found.dims, found.geometry
    return f"""\
1. Same data, same decoders: the instance of Theorem A1 at (d, kappa, r) = ({dims.d}, {dims.kappa},\
 {dims.r}),
   row powers {geometry.dense_power} (dense code, theta = 0) and {geometry.sparse_power} (sparse\
 code, theta = 1); g = {LINEAR}, and {JUMP} with l0.

{_aligned(rows)}

   Best point: its loss is within 1e-6 of a certified lower bound over all theta and codes.
   The VAE's column scales are free, so the lever of this instance is nothing to it: theta = 1 at
   every gamma < 2, proved (claim affine-vae-a1)."""


def _two_decoders(found: SideBySide) -> str:
    pair, bracket, exact = found.pair, found.bracket, found.exact_bracket
    rows = [("objective", "", "sparse decoder", "dense decoder")]
    for kind, name in zip(KINDS, BOUNDED + SHARP, strict=True):
        costs = [_exact_penalty(penalty(name), each) for each in (pair.sparse, pair.dense)]
        mark = ("*", "") if costs[0] < costs[1] else ("", "*")
        few, many = (f"{x:.5g}{y}" for x, y in zip(costs, mark, strict=True))
        rows.append((kind, name, few, many))
    for noise in (bracket.sparse, bracket.dense, exact.sparse, exact.dense):
        first, second = (
            f"[{float(each.lower_bound(noise)):.5f}, {float(each.upper_bound(noise)):.5f}]"
            for each in (pair.sparse, pair.dense)
        )
        winner = pair.winner(noise)
        mark = ("*" if winner == "sparse" else "", "*" if winner == "dense" else "")
        rows.append(("VAE", f"gamma = {float(noise):.5e}", first + mark[0], second + mark[1]))
    return f"""\
2. Two decoders with columns of norm 1 (delta = {pair.delta}, eta = {pair.eta}, r = 2); * the\
 better one.
   Penalties: exact codes, any g. VAE: least loss over all codes, scales and deviations, in between.

{_aligned(rows)}

   The VAE prefers the sparse decoder at every gamma up to {float(found.always):.5e} and at\
 {float(bracket.sparse):.5e},
   the dense one at {float(bracket.dense):.5e}: certified from both sides;
   comparing exact codes says {float(exact.sparse):.5e} and {float(exact.dense):.5e}: not the same,\
 as at gamma > 0 the best
   point of a decoder is not exact (claims affine-vae-separating, affine-vae-shares and, for the
   default angles, affine-vae-bracket)."""


def _exact_penalty(h: Penalty, decoder: Decoder) -> float:
    """The penalty of an exact code (each side is far from the other: floats suffice to print)."""
    zero = enclose(h.at_zero, {})
    with precision(BITS):
        values = [
            zero if power == 0 else enclose(h.expression, {U: power}) for power in decoder.powers
        ]
        return float(sum(values, zero * 0).mid())


def _tested(found: SideBySide) -> str:
    rows = [("theorem", "gamma", "has", "may have at most", "")]
    for each in found.bounds:
        verdict = "holds" if each.holds and each.answer.lower is not None else "not certified"
        error, row = each.error, each.row
        rows += [
            ("C2, error", str(each.noise), f"{error[0]:.3g}", f"{error[1]:.3g}", verdict),
            ("C2, row r+1", str(each.noise), f"{row[0]:.3g}", f"{row[1]:.3g}", verdict),
        ]
    for noise in found.noises:
        point = theorem_a1_minimiser(found.dims, noise)
        bound, loss = point.theorem_d_bound(), point.loss
        verdict = "holds" if bound < loss else "not certified"
        has, least = float(loss.mid()), float(bound.mid())
        rows.append(("D, -loss", str(noise), f"{-has:.6g}", f"{-least:.6g}", verdict))
    return (
        "3. Theorems C2 (g = h = log(u + gamma)) and D (the VAE), on certified minimisers of the"
        f" instance of 1.\n\n{_aligned(rows)}"
    )


def _collapse(found: SideBySide) -> str:
    rank = len(SPECTRUM)
    rows = [("beta", "slope in log gamma", "active", "minimising gamma")]
    for weight, result in found.betas:
        slope = SPECTRUM_DIMENSION - weight * rank
        noise = str(result.noise)
        if result.noise is None:
            noise = "every small one" if result.tie else "none: the loss falls without bound"
        rows.append((str(weight), str(slope), f"{result.active} of {rank}", noise))
    return (
        f"4. The affine beta-VAE with learned gamma, d = {SPECTRUM_DIMENSION}, eigenvalues"
        f" {', '.join(SPECTRUM)}: exact; the threshold is beta = d/r ="
        f" {Fraction(SPECTRUM_DIMENSION, rank)}.\n\n{_aligned(rows)}"
    )


def record(found: SideBySide) -> dict[str, Any]:
    """Everything for programs."""
    return {
        "dims": [found.dims.d, found.dims.kappa, found.dims.r],
        "penalties": [
            {
                "h": answer.h.text,
                "g": answer.g.text,
                "bounded_gradient": answer.h.facts.bounded_gradient,
                "minimiser": where(answer),
                "theta": str(answer.theta),
                "loss": answer.loss,
                "loss_sparse": answer.loss_sparse,
                "lower": answer.lower,
                "sparse_is_beaten": answer.strictly_beaten,
            }
            for answer in found.answers
        ],
        "vae": [
            {
                "gamma": str(noise),
                "theta": None if noise >= 2 else 1,
                "loss": float(theorem_a1_minimiser(found.dims, noise).loss.mid()),
            }
            for noise in found.noises
        ],
        "threshold": {
            "sparse_at_every_gamma_up_to": str(found.always),
            "sparse_at": str(found.bracket.sparse),
            "dense_at": str(found.bracket.dense),
            "exact_codes_sparse_at": str(found.exact_bracket.sparse),
            "exact_codes_dense_at": str(found.exact_bracket.dense),
        },
        "theorem_c2": [
            {"gamma": str(x.noise), "error": x.error, "row": x.row, "holds": x.holds}
            for x in found.bounds
        ],
        "beta": [
            {
                "beta": str(weight),
                "active": result.active,
                "gamma": None if result.noise is None else str(result.noise),
            }
            for weight, result in found.betas
        ],
        "decided": found.decided,
    }
