"""What the table of the main command means, in plain words, and Theorem B's answer for it."""

from __future__ import annotations

from collections.abc import Sequence

from numerics.phase_diagrams.families import FAMILIES, PreferenceRegion, against_dense, bracket
from numerics.solver.solve import Answer
from sparsity_theory.characterisation import Guarantee

LEGEND = (
    "u is the power of a latent row, (1/n) sum of its squares over n samples, so |row| is"
    " sqrt(u n): a penalty on the norm is written with sqrt(u), a weight as a factor, as in"
    " 3*log(1+u).\n"
    "H+ and H- are the largest and the least rise h(u) - h(0) over u > 0; G- is the least of"
    " g(e) - g(0).\n"
    "A1: r H+ > (r+1) H-, exact codes with r+1 active rows beat the sparse ones; A2: r H+ > d G-,"
    " the zero code, which does not reconstruct, beats them; A3: neither, with room: guaranteed.\n"
    "excess: the sparse code's loss minus that of the best point; gap: certified distance of the"
    " best point from the minimum."
)


def legend(answers: Sequence[Answer]) -> str:
    """The legend, and where one failing pair is shown, how steep h would have to be."""
    lines = [LEGEND]
    if len(answers) == 1 and answers[0].verdict is Guarantee.FAILS:
        lines.append(_steepness(answers[0]))
    return "\n".join(lines)


def _steepness(answer: Answer) -> str:
    """Theorem B at the geometry of an answer: of exact codes, two decoders, one power each."""
    instance = answer.instance
    dims = instance.dims
    M, epsilon = instance.sparse_amplitudes[0], instance.dense_amplitudes[0]
    ask = (
        f"sparsity-theory phase --design --dims {dims.d},{dims.kappa},{dims.r} --M {M} --epsilon"
        f" {epsilon}"
    )
    text = (
        "A finite but steep h is beaten on some geometry, and wins on a given one once it is steep"
        " enough: Theorem B"
    )
    chosen = [family for family in FAMILIES if family.name == answer.h.name]
    if answer.h.declared is not None and chosen and epsilon < M:
        boundary = chosen[0].boundary(against_dense(dims.r, M, epsilon))
        if boundary.region is PreferenceRegion.BELOW:
            wins, _ = bracket(boundary)
            return (
                f"{text} says that on exact codes of this geometry {chosen[0].formula} wins for"
                f" {chosen[0].symbol} up to {float(wins):.6g}. Ask:\n  {ask}"
            )
    return f"{text}. Ask:\n  {ask}"
