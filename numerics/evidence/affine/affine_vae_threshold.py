"""The instance with a threshold, certified by bisection in ball arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball, compiled
from numerics.evidence.comparisons import add, certified, enclose
from numerics.evidence.propositions import equal, less
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.notation import c, gamma, u
from sparsity_theory.proving.propositions import All, Equal, Proposition, Same
from sparsity_theory.statements.affine.affine_vae_threshold import (
    DATA,
    DENSE,
    DENSE_CODE,
    DENSE_INVERSE,
    SPARSE,
    SPARSE_CODE,
    SPARSE_INVERSE,
    delta,
    eta,
)
from sparsity_theory.statements.lemma_2.lemma_2_scale import best_stretch, psi

Balls = Sequence[arb]
Grid = Sequence[Sequence[arb]]

_PSI = psi()


def _psi(at: arb, noise: Fraction) -> arb:
    return compiled(_PSI)({c: at, gamma: ball(noise)})


_MAX_DEPTH = 40


def _bounded_below(noise: Fraction, powers: Balls, norms: Balls, target: arb) -> bool:
    """Whether t^2/gamma + sum psi((sqrt c - b t)_+^2) > target for all t >= 0, by bisection.

    On [left, right] the first term is least at the left end, the others at the right end.
    """
    roots = [power.sqrt() for power in powers]
    end = Fraction(1, 1000)
    while not ball(end * end / noise) > target:  # beyond the end the first term suffices
        end *= 2
    pending = [(Fraction(0), end, 0)]
    while pending:
        left, right, depth = pending.pop()
        low = ball(left * left / noise)
        for root, norm in zip(roots, norms, strict=True):
            rest = root - norm * ball(right)
            if rest > 0:
                low += _psi(rest * rest, noise)
        if low > target:
            continue
        if depth == _MAX_DEPTH:
            return False
        middle = (left + right) / 2
        pending += [(left, middle, depth + 1), (middle, right, depth + 1)]
    return True


def _bounded(noise: Fraction, powers: Balls, norms: Balls, target: arb) -> Proposition:
    """Every point costs more than the target; a bound that is not certified may still hold."""
    found = _bounded_below(noise, powers, norms, target) or None
    return Same(f"all points cost more than {target.str(12, radius=False)}", found, True)


def _grid(matrix: sympy.Matrix, angles: Mapping[sympy.Symbol, arb]) -> Grid:
    return [[_trigonometric(entry, angles) for entry in matrix.row(j)] for j in range(3)]


def _trigonometric(expression: sympy.Expr, angles: Mapping[sympy.Symbol, arb]) -> arb:
    """A ball around an expression in sines, cosines and tangents of the angles."""
    values: dict[sympy.Symbol, Value] = {}
    functions = {sympy.sin: arb.sin, sympy.cos: arb.cos, sympy.tan: arb.tan}
    for atom in expression.atoms(*functions):
        # Named as it is written, so that what is shown is the formula, and the same every time.
        symbol = sympy.Symbol(sympy.latex(atom))
        values[symbol] = functions[atom.func](enclose(atom.args[0], angles))
        expression = expression.xreplace({atom: symbol})
    return enclose(expression, values)


def _product_is(left: Grid, right: Grid, wanted: sympy.Matrix) -> list[Proposition]:
    columns = list(zip(*right, strict=True))
    return [
        equal(add([a * b for a, b in zip(row, column, strict=True)]), arb(int(wanted[i, j])))
        for i, row in enumerate(left)
        for j, column in enumerate(columns)
    ]


def _powers(code: Grid) -> list[arb]:
    return [add([entry * entry for entry in row]) / len(row) for row in code]


def _threshold(parts: Parts) -> Report:
    angles = {
        delta: enclose(parts["delta"], {}),
        eta: enclose(parts["eta"], {}),
    }
    sparse = _trigonometric(parts["sparse"], angles)
    dense = [_trigonometric(entry, angles) for entry in parts["dense"]]
    norms = [_trigonometric(entry, angles).sqrt() for entry in parts["row_norms"]]
    quick = (
        *_geometry(parts, angles, sparse, dense, norms),
        _penalties(sparse, dense),
        _flips(parts, sparse, dense),
    )
    if Report(quick).verdict is not Verdict.HOLDS:
        return Report(quick)  # no bisection for another instance
    return Report(
        (
            *quick,
            _wins(parts, sparse, dense, norms),
            *_every_smaller_variance(parts, dense, norms),
            _loses(parts, angles, sparse, dense),
        )
    )


def _geometry(
    parts: Parts, angles: Mapping[sympy.Symbol, arb], sparse: arb, dense: Balls, norms: Balls
) -> tuple[Step, ...]:
    w1, z1, v1 = (_grid(matrix, angles) for matrix in (SPARSE, SPARSE_CODE, SPARSE_INVERSE))
    w0, z0, v0 = (_grid(matrix, angles) for matrix in (DENSE, DENSE_CODE, DENSE_INVERSE))
    columns = [*zip(*w1, strict=True), *zip(*w0, strict=True)]
    sparse_powers, dense_powers = _powers(z1), _powers(z0)
    return (
        Step(
            "Columns of norm 1, exact codes, inverse decoders.",
            All(
                *(equal(add([x * x for x in column]), arb(1)) for column in columns),
                *_product_is(w1, z1, DATA),
                *_product_is(w0, z0, DATA),
                *_product_is(v1, w1, sympy.eye(3)),
                *_product_is(v0, w0, sympy.eye(3)),
            ),
            "ball arithmetic at exact rationals",
            shown=r"W_1Z_1 = W_0Z_0 = (e_1, e_2)",
        ),
        Step(
            "Their powers, and the norms of the rows of the inverse.",
            All(
                *(equal(power, sparse) for power in sparse_powers[:2]),
                equal(sparse_powers[2], arb(0)),
                *(equal(power, value) for power, value in zip(dense_powers, dense, strict=True)),
                *(
                    equal(add([x * x for x in row]), norm * norm)
                    for row, norm in zip(v0, norms, strict=True)
                ),
            ),
            "ball arithmetic at exact rationals",
            shown=parts["dense"],
        ),
    )


def _penalties(sparse: arb, dense: Balls) -> Step:
    verdicts = []
    for h in (u, u / (1 + u), sympy.log(1 + u), sympy.sqrt(u)):
        costs = [enclose(h, {u: power}) for power in dense]
        verdicts.append(less(add(costs), 2 * enclose(h, {u: sparse})))
    return Step(
        r"The penalties $u$, $u/(1+u)$, $\log(1+u)$, $\sqrt u$: the dense code is cheaper.",
        All(*verdicts),
        "ball arithmetic at exact rationals",
        shown=r"\sum_k h(p_k)",
    )


def _wins(parts: Parts, sparse: arb, dense: Balls, norms: Balls) -> Step:
    verdicts: list[Proposition] = []
    for name, margin in (("low", enclose(parts["margin"], {})), ("edge", arb(0))):
        noise = Fraction(parts[name])
        target = 2 * _psi(sparse, noise) + margin
        # The exact dense code is one of the points.
        verdicts.append(less(target, add([_psi(power, noise) for power in dense])))
        if verdicts[-1].decide() is Verdict.HOLDS:
            verdicts.append(_bounded(noise, dense, norms, target))
    return Step(
        r"At the two largest $\gamma$ the bound of affine-vae-bound, minimised over $t$ by"
        r" bisection, exceeds the cost of the exact sparse code, by the margin at the first.",
        All(*verdicts),
        "ball arithmetic at exact rationals",
        shown=parts["margin"],
    )


def _every_smaller_variance(parts: Parts, dense: Balls, norms: Balls) -> tuple[Step, ...]:
    """The bound minus the sparse cost does not increase in gamma, so the margin holds below."""
    v = sympy.Symbol("v", positive=True)
    value = sympy.log(1 + v / gamma) + v / (v + gamma)
    # v^2 = c (v + gamma) differentiated in gamma at fixed c = v^2/(v + gamma).
    at_c = v**2 / (v + gamma)
    moving = sympy.diff(value, gamma) + sympy.diff(value, v) * at_c / (2 * v - at_c)
    noise = max(Fraction(parts["low"]), Fraction(parts["edge"]))
    t = ball(2 * noise).sqrt()
    share = v / (v + gamma)
    active = []
    for power, norm in zip(dense, norms, strict=True):
        rest = power.sqrt() - norm * t
        root = enclose(best_stretch(), {c: rest * rest, gamma: noise})
        active.append(enclose(share, {v: root, gamma: noise}) if rest > 0 else arb(0))
    return (
        Step(
            r"$\gamma\,\partial\psi_\gamma(c)/\partial\gamma$ is minus the share $v/(v+\gamma)$,"
            r" which is below 1.",
            Equal(gamma * moving, -share),
            r"$v^2 = c(v+\gamma)$, differentiated at fixed $c$",
        ),
        Step(
            r"So the bound at fixed $t$, minus the sparse cost, changes at the rate $-t^2/\gamma -"
            r" (\text{dense shares}) + (\text{sparse shares})$ in $\log\gamma$. Two sparse shares"
            r" are below 2. If $t^2 \ge 2\gamma$ the first term makes up for them; if not, the"
            r" dense shares do: they are least at $t^2 = 2\gamma$ and the largest $\gamma$.",
            less(arb(2), add(active)),
            "ball arithmetic at exact rationals",
            shown=parts["edge"],
        ),
    )


# How far the dense point moves against its third row: x - W z = -SHIFT rho_3 for both samples.
_SHIFT = Fraction(7, 2500)


def _loses(parts: Parts, angles: Mapping[sympy.Symbol, arb], sparse: arb, dense: Balls) -> Step:
    noise = Fraction(parts["high"])
    inverse, code = (
        _grid(DENSE_INVERSE, angles),
        _grid(DENSE_CODE, angles),
    )
    direction = inverse[2]
    moved = [
        [
            entry + ball(_SHIFT) * add([x * y for x, y in zip(row, direction, strict=True)])
            for entry in entries
        ]
        for row, entries in zip(inverse, code, strict=True)
    ]
    squared = ball(_SHIFT**2) * add([x * x for x in direction])
    point = squared / ball(noise) + add([_psi(power, noise) for power in _powers(moved)])
    sparse_rows = _grid(SPARSE_INVERSE, angles)
    norms = [add([x * x for x in row]).sqrt() for row in sparse_rows[:2]]
    exact = 2 * _psi(sparse, noise)
    better: Proposition = less(point, exact)
    if better.decide() is Verdict.HOLDS:
        better = All(better, _bounded(noise, [sparse, sparse], norms, point))
    return Step(
        "A dense point with a small error is better than the exact sparse code, and than the bound"
        " for every point of the sparse decoder; the exact codes compare the other way.",
        All(better, less(exact, add([_psi(power, noise) for power in dense]))),
        "ball arithmetic at exact rationals",
        shown=parts["high"],
    )


def _flips(parts: Parts, sparse: arb, dense: Balls) -> Step:
    before, after = (Fraction(end) for end in parts["flip"])

    def difference(noise: Fraction) -> arb:
        return add([_psi(power, noise) for power in dense]) - 2 * _psi(sparse, noise)

    return Step(
        "Exact codes only: the sparse one is better at the first value, the dense one at the"
        " second.",
        All(less(arb(0), difference(before)), less(difference(after), arb(0))),
        "ball arithmetic at exact rationals",
        shown=parts["flip"],
    )


EVIDENCE = certified("the whole statement", _threshold, complete=True)
