"""What the theorems say about penalties with infinite values: hard limits, barriers, the logarithm.

Theorem A0 allows objectives with the value +oo, so a penalty that is oo for some powers is decided.
The value -oo it does not allow: h = log of the paper is -oo at 0, so L_{g,h} is -oo at every code
with a zero row, the zero code among them. What the paper says with it is a limit: Lemma 2, Lemma 3,
Theorem C.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import S

from sparsity_theory.characterisation import Dimensions, Guarantee, characterise
from sparsity_theory.errors import PenaltyError
from sparsity_theory.penalties.expressions import GRAMMAR
from sparsity_theory.penalties.infinite import Infinite, InfinitePenaltyError
from sparsity_theory.penalties.parameters import Value
from sparsity_theory.penalties.penalties import Penalty, penalty, read_with
from sparsity_theory.penalties.spelling import spelled, with_names

GAMMA = "1/10000"
"""The gamma of the question that can be asked instead."""

_LEMMA_2 = """\
Lemma 2 (affine decoder, variance gamma -> 0, the scales of the latent coordinates minimised out):
the VAE's loss becomes sum_k psi_gamma(c_k), with psi_gamma(c) = log(c/gamma) + 1 + o(1) for c > 0
and psi_gamma(0) = 0. So among exact codes with equally many active rows the order is that of
sum log c_k; between different numbers the fewer wins for every gamma small enough, which is what
log 0 = -oo says formally. In this catalogue: psi(gamma=...)."""
_LEMMA_3 = """\
Lemma 3 (any decoder, encoder variances -> 0, gamma minimised out): g and h become log; the
logarithm in h follows where latent coordinates can be rescaled."""
_THEOREM_C = """\
Theorem C: with log(e + gamma) and beta*log(u + gamma) the minimisers tend to optimal sparse
representations as gamma -> 0 if beta < d/r (on compact sets); for every gamma > 0 it bounds the
error and the number of rows above a threshold."""
LEMMAS = tuple(" ".join(text.split()) for text in (_LEMMA_2, _LEMMA_3, _THEOREM_C))


@dataclass(frozen=True)
class InfiniteAnswer:
    """A verdict with its reason; `lines` say it in full, and what can be asked instead."""

    verdict: Guarantee
    part: str
    lines: tuple[str, ...]


def read_any(text: str, **parameters: Value) -> Penalty | Infinite:
    """A penalty, or what a text with infinite values was understood as.

    >>> read_any("u if u <= 1 else oo").infinite_at
    2
    """
    try:
        return penalty(text, **parameters)
    except InfinitePenaltyError as found:
        return found.question


def answer(g: Penalty | Infinite, h: Penalty | Infinite, dims: Dimensions) -> InfiniteAnswer:
    """Whether minimising L_{g,h} guarantees optimal sparsity, infinite values included.

    >>> found = answer(read_any("u"), read_any("u if u <= 1 else oo"), Dimensions(3, 2, 1))
    >>> found.verdict.value, found.part
    ('fails', 'A1')
    """
    if isinstance(h, Infinite):
        return _of_h(g, h, dims)
    if isinstance(g, Infinite):
        return _of_g(g, h, dims)
    decision = characterise(g, h, dims)
    return InfiniteAnswer(decision.verdict, decision.part, (decision.explanation,))


def _of_h(g: Penalty | Infinite, h: Infinite, dims: Dimensions) -> InfiniteAnswer:
    fails = Guarantee.FAILS
    if h.at_zero is S.NegativeInfinity:
        return _of_logarithm(g, h, dims)
    if h.at_zero is S.Infinity:
        text = (
            "h(0) = oo: every optimal sparse representation has kappa - r zero rows, so its loss is"
            " oo, and no point has a larger one. Theorem A0 asks it to be strictly smallest."
        )
        return InfiniteAnswer(fails, "A0", (text,))
    if h.finite_at is None:
        text = (
            "h is oo for every u > 0: every code with an active row has the loss oo, and no"
            " sparse code is strictly best. Such an h serves as g (the indicator), not as h."
        )
        return InfiniteAnswer(fails, "A0", (text,))
    text = (
        f"h({h.infinite_at}) = oo and h({h.finite_at}) is finite: on the instance of Theorem A1"
        f" with"
        f" {dims.r} sparse rows of power {h.infinite_at} every optimal sparse representation has"
        f" the"
        f" loss oo, and the exact code with {dims.r + 1} rows of power {h.finite_at} a finite one,"
        " for every g that is finite at 0. Where all powers stay below the limit the penalty is"
        " what"
        " it is there: ask about that formula by itself."
    )
    return InfiniteAnswer(fails, "A1", (text,))


def _of_logarithm(g: Penalty | Infinite, h: Infinite, dims: Dimensions) -> InfiniteAnswer:
    # With a g that is finite for e > 0 the zero code has the loss -oo, too.
    finite_g = g.infinite_at is None if isinstance(g, Infinite) else g.finite
    tie = finite_g or dims.kappa > dims.r + 1
    others = "the zero code, which does not reconstruct" if finite_g else ""
    if dims.kappa > dims.r + 1:
        others += f"{', and ' if others else ''}exact codes with {dims.r + 1} active rows"
    literally = (
        f"h = {h.text} is -oo at u = 0, so the loss is -oo at every code with a zero row."
        + (
            f" Taken literally, sparse codes tie with {others}: minimising guarantees nothing."
            if tie
            else " Here kappa = r + 1 and imperfect codes have the loss oo: among exact codes those"
            " with a zero row are the sparse ones; of imperfect ones, oo - oo says nothing."
        )
    )
    verdict = Guarantee.FAILS if tie else Guarantee.UNDECIDED
    part = "a tie at -oo" if tie else ""
    return InfiniteAnswer(verdict, part, (literally, *LEMMAS, _instead(g, h, dims)))


def _of_g(g: Infinite, h: Penalty, dims: Dimensions) -> InfiniteAnswer:
    if g.at_zero is S.NegativeInfinity:
        literally = (
            f"g = {g.text} is -oo at e = 0, so the loss is -oo at every exact code: sparse and"
            f" dense"
            " ones tie, and minimising guarantees nothing."
        )
        lines = (literally, *LEMMAS[1:], _instead(g, h, dims))
        return InfiniteAnswer(Guarantee.FAILS, "a tie at -oo", lines)
    if g.at_zero is S.Infinity:
        text = "g(0) = oo: exact codes have the loss oo, and no point has a larger one."
        return InfiniteAnswer(Guarantee.FAILS, "A0", (text,))
    finite = penalty("indicator" if g.finite_text is None else g.finite_text)
    decision = characterise(finite, h, dims)
    text = (
        "g is oo for some errors. Theorem A needs of g only its infimum over e > 0, which is"
        " that of"
        " its finite values."
    )
    return InfiniteAnswer(decision.verdict, decision.part, (text, decision.explanation))


def _instead(g: Penalty | Infinite, h: Penalty | Infinite, dims: Dimensions) -> str:
    """The question with u + gamma for u, and its answer."""
    pair: list[Penalty | Infinite] = [g, h]
    asked = []
    for i, p in enumerate(pair):
        if isinstance(p, Infinite) and p.at_zero is S.NegativeInfinity:
            text = _shifted(p.text)
            try:
                pair[i], _ = read_with(text, {"gamma": GAMMA})
            except PenaltyError:
                return "Ask about a penalty that is finite at 0."
            asked.append(f'--{"gh"[i]} "{text}"')
    words = f"What can be asked: {' '.join(asked)} --param gamma={GAMMA}, or another gamma > 0"
    found = answer(pair[0], pair[1], dims)
    return f"{words}. At that gamma it {found.verdict.value}: {'; '.join(found.lines)}."


def _shifted(text: str) -> str:
    """The text with u + gamma for u."""
    moved = with_names(spelled(text, GRAMMAR), {"u": "u + gamma"}, GRAMMAR).text
    return moved.replace("((u + gamma))", "(u + gamma)")
