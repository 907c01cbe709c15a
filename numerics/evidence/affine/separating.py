"""The separating bound where it is attained, and on the instance with columns of norm 1."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, enclose
from numerics.comparison.decoders import Decoder, Pair, row_cost
from numerics.evidence.comparisons import add, certified, equal, less, rational, step
from sparsity_theory.ledger.claims import Evidence, Parts, Report, Step
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.notation import c, gamma
from sparsity_theory.statements.affine.affine_vae_bracket import UNIT
from sparsity_theory.statements.affine.affine_vae_separating import amplitude, column, inner, weight
from sparsity_theory.statements.affine.affine_vae_threshold import eta

_ROUNDING = arb(2) ** -100


def _fraction(number: sympy.Rational) -> Fraction:
    return Fraction(int(number.p), int(number.q))


# --- affine-vae-separating --------------------------------------------------------------------

# Squared column norms 4 and 1, weights for which M - diag v is singular with null vector (1/2, 1).
_NORMS, _WEIGHTS = (Fraction(2), Fraction(1)), (Fraction(8, 5), Fraction(2, 5))
_CHANGES = (Fraction(1, 4), Fraction(1, 2))


def _attained(parts: Parts) -> Report:
    return Report(tuple(_attained_at(parts, sign) for sign in (1, -1)))


def _attained_at(parts: Parts, sign: int) -> Step:
    """Columns (2, 0) and sign (3/5, 4/5), exact code (1, -sign), moved by (1/4, -sign/2)."""
    first, second = (Fraction(2), Fraction(0)), (sign * Fraction(3, 5), sign * Fraction(4, 5))
    changes = (_CHANGES[0], -sign * _CHANGES[1])
    residual = [x * changes[0] + y * changes[1] for x, y in zip(first, second, strict=True)]
    squared = rational(sum((x * x for x in residual), Fraction(0)))
    noise = Fraction(1, 10)
    product = sum((x * y for x, y in zip(first, second, strict=True)), Fraction(0))
    off = enclose(parts["coupling"], {inner: product})
    form = 2 * off * rational(_CHANGES[0] * _CHANGES[1])
    rows, powers = [], []
    for w, v, a in zip(_NORMS, _WEIGHTS, _CHANGES, strict=True):
        at: dict[sympy.Symbol, Value] = {column: w, weight: v, amplitude: a, gamma: noise, c: w * w}
        form += enclose(parts["diagonal"], at) * rational(a * a)
        rows.append(enclose(parts["row"], at))
        powers.append(equal(enclose(parts["reduced"], at), rational((w * (1 - a)) ** 2)))
    return step(
        rf"Columns $(2,0)$ and ${'' if sign > 0 else '-'}(3/5,4/5)$, $z^* = (1,{-sign})$, $v ="
        r" (8/5, 2/5)$, both entries nearer to 0 by $a = (1/4, 1/2)$: $a^\top Ma$, $\sum_kv_ka_k^2$"
        r" and the powers are $t^2$ and those of the code.",
        parts["row"],
        equal(form, squared),
        equal(add(rows), squared / rational(noise)),
        *powers,
    )


# --- affine-vae-bracket -----------------------------------------------------------------------


def _bracket(parts: Parts) -> Report:
    pair = Pair(delta=_fraction(parts["delta"]), eta=_fraction(parts["eta"]))
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
    values = {sine: rational(pair.eta).sin()}
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
    return step(
        r"The block of the first two rows is dominant, and $v_3$ is what $q^\top B^{-1}q$ leaves;"
        r" the bound is computed with these weights, rounded down.",
        parts["weights"],
        less(-beside, corner),
        less(-beside, other),
        equal(third, entry(2, 2) - taken),
        *(less(abs(v - w), _ROUNDING) for v, w in zip(used, (first, second, third), strict=True)),
    )


def _edge(parts: Parts, pair: Pair) -> Step:
    noise = _fraction(parts["edge"] * UNIT)
    verdict = Verdict.HOLDS if pair.sparse_up_to(noise) else Verdict.UNKNOWN
    if pair.winner(noise) == "dense":
        verdict = Verdict.FAILS
    return step(
        r"There the separating bound exceeds the cost of the exact sparse code, and the shares of"
        r" affine-vae-shares sum to more than 2: so it is at every smaller $\gamma$.",
        parts["edge"],
        verdict,
    )


def _dense(parts: Parts, pair: Pair) -> Step:
    winner = pair.winner(_fraction(parts["dense"] * UNIT))
    verdicts = {"dense": Verdict.HOLDS, "sparse": Verdict.FAILS}
    return step(
        "A point of the dense decoder, found in floats and evaluated in balls, costs less than the"
        " bound for every point of the sparse decoder.",
        parts["dense"],
        verdicts.get(winner, Verdict.UNKNOWN),
    )


def _one_distance(parts: Parts, pair: Pair) -> Step:
    noise, distance = _fraction(parts["edge"] * UNIT), rational(_fraction(parts["distance"]))
    bound = distance**2 / rational(noise) + add(_reduced(pair.dense, distance, noise))
    return step(
        "With the whole error charged to every row, at this $t$, the bound is lower than the exact"
        " sparse code.",
        parts["distance"],
        less(bound, pair.sparse.exact_cost(noise)),
    )


def _reduced(decoder: Decoder, distance: arb, noise: Fraction) -> list[arb]:
    """The costs of the rows in the bound of affine-vae-bound at this distance."""
    costs = []
    for power, inverse in zip(decoder.powers, decoder.inverse, strict=True):
        rest = power.sqrt() - add([x * x for x in inverse]).sqrt() * distance
        costs.append(row_cost(rest * rest if rest > 0 else arb(0), noise))
    return costs


EVIDENCE: Mapping[str, tuple[Evidence, ...]] = {
    "affine-vae-separating": certified("one decoder and its mirror image", _attained),
    "affine-vae-bracket": certified("the whole statement", _bracket, complete=True),
}
