"""Theorem A0 decided: whether an objective of error and row powers guarantees optimal sparsity.

A0 asks whether Psi(0, p) < Psi(e, q) for all p with exactly r positive entries and all (e, q) with
e > 0, or with e = 0 and more than r positive entries. With

    S = sup Psi(0, p) over r active rows,
    D = inf Psi(0, q) over more active rows,      I = inf Psi(e, q) over e > 0 and all q,

that is so iff S < D or S = D with one of the two not attained, and the same for I. The three are
known exactly where the objective, on each set with a given number m of active rows, is a function
of e plus one of the following functions of the powers (`regions`, `sums`):

- sum_k h_k(p_k), a penalty of its own for every row: S is the sum of the values at 0 and of the r
  largest sup h_k - h_k(0); D and I take the m smallest inf h_k - h_k(0);
- sum_k f_k(s_k) of the sorted powers, as in SLOPE, kappa max p and trimmed sums: powers may all be
  large, or all be small, so monotone f_k reach their extremes together;
- ratios such as (sum sqrt p)^2 / sum p, which range over (1, m] (`ratios`);
- sums of products of j rows at a time, f(0) = 0 <= f.

What depends on m alone is a constant on each of these sets. Anything else is bounded where that
can be done, and fails only where two points are found that A0 forbids (`witness`).
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from sympy import S

from sparsity_theory.characterisation import Dimensions, Guarantee
from sparsity_theory.errors import ContradictionError, DimensionError
from sparsity_theory.exact.constants import sign
from sparsity_theory.objectives.extremes import Bound, both, order_of, smallest_of
from sparsity_theory.objectives.language import read
from sparsity_theory.objectives.monotone import Need, stripped
from sparsity_theory.objectives.nodes import Node
from sparsity_theory.objectives.regions import Region, extreme
from sparsity_theory.objectives.witness import ATTACK, SEARCH, ForbiddenPair, find_forbidden_pair


@dataclass(frozen=True)
class ObjectiveDecision:
    """The answer for one objective at (d, kappa, r).

    Attributes:
        verdict: FAILS also where sparse codes are only tied.
        reason: "too dense" or "imperfect" names what is as good as a sparse code; "guarantee",
            or "" where undecided.
        explanation: one sentence with the numbers.
        sparse: S of the module's text.
        dense: D.
        imperfect: I.
        witness: two points that A0 forbids, where they were found.
        objective: scalar by scalar, as it was understood.
    """

    verdict: Guarantee
    reason: str
    explanation: str
    sparse: Bound
    dense: Bound
    imperfect: Bound
    witness: ForbiddenPair | None
    objective: str

    def __repr__(self) -> str:
        by = f": {self.reason}" if self.reason else ""
        return f"<ObjectiveDecision: {self.verdict.value}{by}>"

    def _repr_html_(self) -> str:
        """How notebooks show it."""
        return f"<b>{self.verdict.value}</b>: {escape(self.explanation)}"


def characterise_objective(objective: str, dims: Dimensions) -> ObjectiveDecision:
    """Decide by Theorem A0 whether minimising Psi(error, row powers) guarantees optimal sparsity.

    Args:
        objective: Psi, in the language of `sparsity_theory.objectives.language`.
        dims: (d, kappa, r).

    >>> characterise_objective("e + p1 + p2", Dimensions(3, 2, 1))
    <ObjectiveDecision: fails: too dense>
    >>> characterise_objective("e + sum(s[r:])", Dimensions(5, 4, 2))
    <ObjectiveDecision: guarantees: guarantee>
    >>> characterise_objective("e + p1*p2", Dimensions(3, 3, 1))
    <ObjectiveDecision: fails: too dense>

    Raises:
        ObjectiveError: the text is not in the language, or has no value at some point.
    """
    return decide(read(objective, dims.d, dims.kappa, dims.r), dims)


def characterise_ranks(objective: str, d: int, kappa: int) -> dict[int, ObjectiveDecision]:
    """The answers for every r < kappa, for one objective that does not name r.

    >>> {r: a.verdict.value for r, a in characterise_ranks("e + sum(s[1:])", 4, 3).items()}
    {1: 'guarantees', 2: 'fails'}

    Raises:
        ObjectiveError: as `characterise_objective`; also where the objective names r.
        DimensionError: unless d >= kappa > 1.
    """
    if not d >= kappa > 1:
        raise DimensionError(f"all ranks below kappa need d >= kappa > 1, got {d} and {kappa}")
    node = read(objective, d, kappa, None)
    return {r: decide(node, Dimensions(d, kappa, r)) for r in range(1, kappa)}


def decide(node: Node, dims: Dimensions) -> ObjectiveDecision:
    """The decision about an objective that was read."""
    found = stripped(node)
    sparse, dense, imperfect = _three(found.inner, dims)
    reason, verdict = "", Guarantee.UNDECIDED
    explanation = f"{_named(sparse, dense, 'D')}; {_named(sparse, imperfect, 'I')}"
    if all(_met(inside, need, dims) for inside, need in found.needs):
        wins = [_wins(sparse, other) for other in (dense, imperfect)]
        if False in wins:
            verdict = Guarantee.FAILS
            reason = "too dense" if wins[0] is False else "imperfect"
            explanation = _named(sparse, *((dense, "D") if wins[0] is False else (imperfect, "I")))
        elif wins == [True, True]:
            verdict, reason = Guarantee.GUARANTEES, "guarantee"
    witness = find_forbidden_pair(node, dims, ATTACK if verdict is Guarantee.GUARANTEES else SEARCH)
    if witness is not None and verdict is Guarantee.GUARANTEES:
        raise ContradictionError(
            f"{node.text} was taken to guarantee optimal sparsity, but {witness}. This is an error"
            " of this package, not of the input; please report it"
        )
    if witness is not None and verdict is Guarantee.UNDECIDED:
        verdict, reason, explanation = Guarantee.FAILS, witness.reason, str(witness)
    elif found.inner != node:
        explanation = (
            f"Psi is an increasing function of {_short(found.inner.text)}, where {explanation}"
        )
    return ObjectiveDecision(
        verdict, reason, explanation, sparse, dense, imperfect, witness, node.text
    )


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:77] + "..."


def _three(node: Node, dims: Dimensions) -> tuple[Bound, Bound, Bound]:
    """S, D and I."""
    kappa, r = dims.kappa, dims.r
    denser = [Region(m, exact=True) for m in range(r + 1, kappa + 1)]
    wrong = [Region(m, exact=False) for m in range(kappa + 1)]
    sparse = extreme(node, kappa, Region(r, exact=True), above=True)
    dense, imperfect = (
        smallest_of([extreme(node, kappa, region, above=False) for region in regions])
        for regions in (denser, wrong)
    )
    return sparse, dense, imperfect


def _met(node: Node, need: Need, dims: Dimensions) -> bool:
    """Whether a node is proved to be positive, or nonnegative, wherever A0 looks."""
    least = [extreme(node, dims.kappa, Region(dims.r, exact=True), above=False)]
    least += _three(node, dims)[1:]
    for bound in least:
        value = bound.bracket.low if bound.value is None else bound.value
        side = sign(value) if value is not S.NegativeInfinity else -1
        if side in (None, -1) or (
            side == 0 and need is Need.POSITIVE and bound.attained is not False
        ):
            return False
    return True


def _wins(sparse: Bound, other: Bound) -> bool | None:
    """Whether every sparse code is strictly better than every point of the other kind."""
    order = order_of(sparse, other)
    if order != 0:
        return None if order is None else order < 0
    tied = both(sparse.attained, other.attained)
    return None if tied is None else not tied


def _named(sparse: Bound, other: Bound, name: str) -> str:
    order = order_of(sparse, other)
    relation = {1: ">", 0: "=", -1: "<"}.get(order or 0, "=")
    text = f"S = {sparse} {relation} {name} = {other}"
    if order is None:
        return f"S is {sparse}, {name} is {other}: the order is not known"
    if order == 0:
        tied = both(sparse.attained, other.attained)
        met = {True: "both attained: a tie", False: "not both attained, so never met"}
        text += f", {met.get(tied, 'whether both are attained is not known')}"  # type: ignore[arg-type]
    return text
