"""The separating bound on the instance with columns of norm 1."""

from __future__ import annotations

from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import ball
from numerics.comparison.decoders import Decoder, Pair
from numerics.comparison.rows import row_cost
from numerics.evidence.comparisons import add, certified, enclose
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.proving.propositions import All, Same
from sparsity_theory.statements.affine.affine_vae_bracket import UNIT
from sparsity_theory.statements.affine.affine_vae_threshold import eta

_ROUNDING = arb(2) ** -100


# --- affine-vae-bracket -----------------------------------------------------------------------


def _bracket(parts: Parts) -> Report:
    pair = Pair(delta=Fraction(parts["delta"]), eta=Fraction(parts["eta"]))
    return Report(
        (
            _weights(parts, pair),
            _edge(parts, pair),
            _dense(parts, pair),
            _one_distance(parts, pair),
        )
    )


def _weights(parts: Parts, pair: Pair) -> Step:
    sine = sympy.Symbol("sine", positive=True)
    values = {sine: ball(pair.eta).sin()}
    first, second, third = (
        enclose(weight.xreplace({sympy.sin(eta): sine}), values) for weight in parts["weights"]
    )
    columns = list(zip(*pair.dense.weights, strict=True))

    def entry(j: int, k: int) -> arb:
        product = add([x * y for x, y in zip(columns[j], columns[k], strict=True)])
        return product if j == k else -abs(product)

    corner, other = entry(0, 0) - first, entry(1, 1) - second
    beside, q1, q2 = entry(0, 1), entry(0, 2), entry(1, 2)
    taken = (q1**2 * other - 2 * q1 * q2 * beside + q2**2 * corner) / (corner * other - beside**2)
    used = pair.dense.separating_weights() or []
    return Step(
        r"The block of the first two rows is dominant, and $v_3$ is what $q^\top B^{-1}q$ leaves;"
        r" the bound is computed with these weights, rounded down.",
        All(
            less(-beside, corner),
            less(-beside, other),
            equal(third, entry(2, 2) - taken),
            *(
                less(abs(v - w), _ROUNDING)
                for v, w in zip(used, (first, second, third), strict=True)
            ),
        ),
        "ball arithmetic at exact rationals",
        shown=parts["weights"],
    )


def _edge(parts: Parts, pair: Pair) -> Step:
    noise = Fraction(parts["edge"] * UNIT)
    winner = "sparse" if pair.sparse_up_to(noise) else None
    winner = "dense" if pair.winner(noise) == "dense" else winner
    return Step(
        r"There the separating bound exceeds the cost of the exact sparse code, and the shares of"
        r" affine-vae-shares sum to more than 2: so it is at every smaller $\gamma$.",
        Same("better decoder up to there", winner, "sparse"),
        "ball arithmetic at exact rationals",
        shown=parts["edge"],
    )


def _dense(parts: Parts, pair: Pair) -> Step:
    winner = pair.winner(Fraction(parts["dense"] * UNIT))
    return Step(
        "A point of the dense decoder, found in floats and evaluated in balls, costs less than the"
        " bound for every point of the sparse decoder.",
        Same("better decoder", winner, "dense"),
        "ball arithmetic at exact rationals",
        shown=parts["dense"],
    )


def _one_distance(parts: Parts, pair: Pair) -> Step:
    noise, distance = Fraction(parts["edge"] * UNIT), ball(Fraction(parts["distance"]))
    bound = distance**2 / ball(noise) + add(_reduced(pair.dense, distance, noise))
    return Step(
        "With the whole error charged to every row, at this $t$, the bound is lower than the exact"
        " sparse code.",
        less(bound, pair.sparse.exact_cost(noise)),
        "ball arithmetic at exact rationals",
        shown=parts["distance"],
    )


def _reduced(decoder: Decoder, distance: arb, noise: Fraction) -> list[arb]:
    """The costs of the rows in the bound of affine-vae-bound at this distance."""
    costs = []
    for power, inverse in zip(decoder.powers, decoder.inverse, strict=True):
        rest = power.sqrt() - add([x * x for x in inverse]).sqrt() * distance
        costs.append(row_cost(rest * rest if rest > 0 else arb(0), noise))
    return costs


EVIDENCE = certified("the whole statement", _bracket, complete=True)
