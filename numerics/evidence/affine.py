"""The affine VAE on the instances, certified in ball arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import sympy
from flint import arb

from numerics.balls import BITS, Value, ball, compiled, enclose, precision
from numerics.evidence.comparisons import at_most, equal, less
from sparsity_theory import affine_bound, affine_instances
from sparsity_theory.affine_bound import coefficient, distance
from sparsity_theory.claims import Evidence, Kind, Parts, Report, Step
from sparsity_theory.derivations import equation
from sparsity_theory.lemma2 import best_stretch, psi
from sparsity_theory.notation import c, d, gamma, r
from sparsity_theory.verdict import Verdict, all_of

F = Fraction
Balls = Sequence[arb]
Grid = Sequence[Sequence[arb]]

_PSI = psi()


def _step(text: str, formula: sympy.Basic | str, *verdicts: Verdict) -> Step:
    return Step(text, formula, "ball arithmetic at exact rationals", all_of(verdicts))


def _fraction(number: sympy.Rational) -> Fraction:
    return F(int(number.p), int(number.q))


def _rational(number: Fraction | int) -> arb:
    return ball(F(number))


def _psi(at: arb, noise: Fraction) -> arb:
    return compiled(_PSI)({c: at, gamma: _rational(noise)})


def _sum(values: Sequence[arb]) -> arb:
    return sum(values, arb(0))


# --- affine-vae-a1 ----------------------------------------------------------------------------


def _block_cost(a: Fraction, b: Fraction, s: Fraction, q: Fraction, noise: Fraction) -> arb:
    """Cost of the block, y = 1: logarithms of the columns plus 1^T (gamma I + W W^T)^{-1} 1."""
    columns = ((s * a, s * b), (F(0), q))
    (p11, p12), (_, p22) = (
        tuple(
            (noise if i == j else F(0)) + sum((column[i] * column[j] for column in columns), F(0))
            for j in range(2)
        )
        for i in range(2)
    )
    data = (p22 - 2 * p12 + p11) / (p11 * p22 - p12 * p12)
    logs = (_rational(1 + (x * x + y * y) / noise).log() for x, y in columns)
    return _sum(tuple(logs)) + _rational(data)


# theta, s, q: points of the instance with c_0 = 1, c_1 = 2, near and far from the best ones.
_POINTS = (
    (F(0), F(3, 4), F(3, 4)),
    (F(1, 2), F(1, 2), F(0)),
    (F(9, 10), F(1, 2), F(0)),
    (F(9, 10), F(1, 2), F(1, 10)),
    (F(1, 4), F(1), F(1, 3)),
)


def _a1(parts: Parts) -> Report:
    with precision(BITS):
        steps = [_a1_below(parts, noise) for noise in (F(1, 10), F(3, 2))]
        return Report((*steps, _a1_above(parts)))


def _columns(theta: Fraction) -> tuple[Fraction, Fraction]:
    return (1 - theta) + 2 * theta, 2 * theta


def _a1_below(parts: Parts, noise: Fraction) -> Step:
    r_is_2: dict[sympy.Symbol, Value] = {affine_instances.row_power: 1, gamma: noise, r: 2}
    value = enclose(parts["value"], r_is_2)
    threshold = enclose(parts["threshold"], r_is_2)
    # At theta = 1 the columns are 2 s (1, 1); T = 8 s^2 = 2 - gamma gives s^2 up to a square root.
    s = sympy.sqrt(sympy.Rational(2 - noise) / 8)
    best = enclose(
        sympy.log(1 + 8 * s**2 / sympy.Rational(noise)) + 2 / (sympy.Rational(noise) + 8 * s**2),
        {},
    )
    verdicts = [less(_rational(noise), threshold), equal(best, value)]
    for theta, s_, q in _POINTS:
        a, b = _columns(theta)
        at: dict[sympy.Symbol, Value] = {
            affine_instances.first: a,
            affine_instances.second: b,
            affine_instances.scale: s_,
            affine_instances.other: q,
        }
        cost = _block_cost(a, b, s_, q, noise)
        norm, defect = enclose(parts["norm"], at), enclose(parts["defect"], at)
        image = 2 * _rational(noise) + _rational((s_ * (a + b)) ** 2 + q * q)
        level = norm + _rational(noise)
        floor = enclose(parts["floor"], r_is_2 | {affine_instances.level: level})
        lever = enclose(
            parts["lever"],
            {affine_instances.theta: theta, affine_instances.c_0: 1, affine_instances.c_1: 2},
        )
        verdicts += [
            equal(2 * level - image, defect),
            equal(_rational(a - b), lever),
            less(floor, cost),
            at_most(value, floor),
        ]
    return _step(
        f"$y = 1$, $c_0 = 1$, $c_1 = 2$, $\\gamma = {noise}$: the value is attained at"
        r" $\theta = 1$ and exceeded at five other points.",
        parts["value"],
        *verdicts,
    )


def _a1_above(parts: Parts) -> Step:
    noise = F(5, 2)
    y: dict[sympy.Symbol, Value] = {affine_instances.row_power: 1, r: 2}
    collapsed = enclose(parts["collapsed"], y | {gamma: noise})
    costs = [_block_cost(*_columns(theta), s, q, noise) for theta, s, q in _POINTS]
    costs.append(_block_cost(F(2), F(2), F(1, 100), F(0), noise))
    return _step(
        r"$\gamma = 5/2$, above the threshold: zero columns cost this, other points more, $\theta"
        r" = 1$"
        " included.",
        parts["collapsed"],
        less(enclose(parts["threshold"], y), _rational(noise)),
        equal(_block_cost(F(1), F(0), F(0), F(0), noise), collapsed),
        *(less(collapsed, cost) for cost in costs),
    )


# --- affine-vae-bound -------------------------------------------------------------------------


def _bound(parts: Parts) -> Report:
    with precision(BITS):
        return Report((_bound_tight(parts), _bound_general(parts)))


def _bound_tight(parts: Parts) -> Step:
    """W = 2 u in R^2, x = 2 u, z = 3/4: t = 1/2, w = 2, rho = 1/2, b = 1, all exact."""
    b = enclose(parts["coefficient"], {affine_bound.column: 2, affine_bound.row: F(1, 2)})
    at: dict[sympy.Symbol, Value] = {distance: F(1, 2), gamma: F(1, 10), d: 2}
    reduced = enclose(parts["reduced"], {c: 4, coefficient: b, distance: F(1, 2)})
    return _step(
        r"$W = 2u$, $\Vert u\Vert = 1$ in $\mathbb{R}^2$, $x = 2u$, $z = 3/4$: data term and"
        r" power are"
        " those of the bound.",
        parts["reduced"],
        equal(b, arb(1)),
        equal(enclose(parts["data_term"], at), _rational(F(1, 4) / F(1, 10))),
        equal(reduced, _rational(4 * F(9, 16))),
    )


def _bound_general(parts: Parts) -> Step:
    """W with columns (2, 0, 0) and (1, 1, 0), one sample, codes around the exact one (1, 1)."""
    inverse_rows, exact = ((F(1, 2), F(-1, 2)), (F(0), F(1))), (F(1), F(1))
    norms = (_rational(2), _rational(2).sqrt())
    verdicts = []
    for code in ((F(9, 10), F(1)), (F(1), F(7, 10)), (F(11, 10), F(7, 10)), (F(5, 4), F(2, 5))):
        residual = (2 * (1 - code[0]) + (1 - code[1]), 1 - code[1])
        t = _rational(residual[0] ** 2 + residual[1] ** 2).sqrt()
        for z, z_exact, rho, w in zip(code, exact, inverse_rows, norms, strict=True):
            norm = _rational(rho[0] ** 2 + rho[1] ** 2).sqrt()
            b = enclose(parts["coefficient"], {affine_bound.column: w, affine_bound.row: norm})
            power = w * w * _rational(z_exact**2)
            if power.sqrt() > b * t:
                least = enclose(parts["reduced"], {c: power, coefficient: b, distance: t})
                verdicts.append(at_most(least, w * w * _rational(z**2)))
    return _step(
        r"Columns $(2,0,0)$ and $(1,1,0)$, exact code $(1,1)$: at four other codes no $c_k$ is"
        r" below"
        " its bound.",
        parts["reduced"],
        Verdict.of(bool(verdicts)),
        *verdicts,
    )


# --- affine-vae-threshold ---------------------------------------------------------------------

_MAX_DEPTH = 40


def _bounded_below(noise: Fraction, powers: Balls, norms: Balls, target: arb) -> bool:
    """Whether t^2/gamma + sum psi((sqrt c - b t)_+^2) > target for all t >= 0, by bisection.

    On [left, right] the first term is least at the left end, the others at the right end.
    """
    roots = [power.sqrt() for power in powers]
    end = F(1, 1000)
    while not _rational(end * end / noise) > target:  # beyond the end the first term suffices
        end *= 2
    pending = [(F(0), end, 0)]
    while pending:
        left, right, depth = pending.pop()
        low = _rational(left * left / noise)
        for root, norm in zip(roots, norms, strict=True):
            rest = root - norm * _rational(right)
            if rest > 0:
                low += _psi(rest * rest, noise)
        if low > target:
            continue
        if depth == _MAX_DEPTH:
            return False
        middle = (left + right) / 2
        pending += [(left, middle, depth + 1), (middle, right, depth + 1)]
    return True


def _grid(matrix: sympy.Matrix, angles: Mapping[sympy.Symbol, arb]) -> Grid:
    return [[_trigonometric(entry, angles) for entry in matrix.row(j)] for j in range(3)]


def _trigonometric(expression: sympy.Expr, angles: Mapping[sympy.Symbol, arb]) -> arb:
    """A ball around an expression in sines, cosines and tangents of the angles."""
    values: dict[sympy.Symbol, Value] = {}
    functions = {sympy.sin: arb.sin, sympy.cos: arb.cos, sympy.tan: arb.tan}
    for atom in expression.atoms(*functions):
        symbol = sympy.Dummy()
        values[symbol] = functions[atom.func](enclose(atom.args[0], angles))
        expression = expression.xreplace({atom: symbol})
    return enclose(expression, values)


def _product_is(left: Grid, right: Grid, wanted: sympy.Matrix) -> list[Verdict]:
    columns = list(zip(*right, strict=True))
    return [
        equal(_sum([a * b for a, b in zip(row, column, strict=True)]), arb(int(wanted[i, j])))
        for i, row in enumerate(left)
        for j, column in enumerate(columns)
    ]


def _powers(code: Grid) -> list[arb]:
    return [_sum([entry * entry for entry in row]) / len(row) for row in code]


def _threshold(parts: Parts) -> Report:
    with precision(BITS):
        angles = {
            affine_bound.delta: enclose(parts["delta"], {}),
            affine_bound.eta: enclose(parts["eta"], {}),
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
    names = ("SPARSE", "SPARSE_CODE", "SPARSE_INVERSE", "DENSE", "DENSE_CODE", "DENSE_INVERSE")
    w1, z1, v1, w0, z0, v0 = (_grid(getattr(affine_bound, name), angles) for name in names)
    columns = [*zip(*w1, strict=True), *zip(*w0, strict=True)]
    sparse_powers, dense_powers = _powers(z1), _powers(z0)
    return (
        _step(
            "Columns of norm 1, exact codes, inverse decoders.",
            r"W_1Z_1 = W_0Z_0 = (e_1, e_2)",
            *(equal(_sum([x * x for x in column]), arb(1)) for column in columns),
            *_product_is(w1, z1, affine_bound.DATA),
            *_product_is(w0, z0, affine_bound.DATA),
            *_product_is(v1, w1, sympy.eye(3)),
            *_product_is(v0, w0, sympy.eye(3)),
        ),
        _step(
            "Their powers, and the norms of the rows of the inverse.",
            parts["dense"],
            *(equal(power, sparse) for power in sparse_powers[:2]),
            equal(sparse_powers[2], arb(0)),
            *(equal(power, value) for power, value in zip(dense_powers, dense, strict=True)),
            *(
                equal(_sum([x * x for x in row]), norm * norm)
                for row, norm in zip(v0, norms, strict=True)
            ),
        ),
    )


def _penalties(sparse: arb, dense: Balls) -> Step:
    u = sympy.Symbol("u", positive=True)
    verdicts = []
    for h in (u, u / (1 + u), sympy.log(1 + u), sympy.sqrt(u)):
        costs = [enclose(h, {u: power}) for power in dense]
        verdicts.append(less(_sum(costs), 2 * enclose(h, {u: sparse})))
    return _step(
        r"The penalties $u$, $u/(1+u)$, $\log(1+u)$, $\sqrt u$: the dense code is cheaper.",
        r"\sum_k h(p_k)",
        *verdicts,
    )


def _verdict(certified: bool) -> Verdict:
    """A bound that could not be certified may still hold."""
    return Verdict.HOLDS if certified else Verdict.UNKNOWN


def _wins(parts: Parts, sparse: arb, dense: Balls, norms: Balls) -> Step:
    noise, margin = _fraction(parts["low"]), enclose(parts["margin"], {})
    cost = 2 * _psi(sparse, noise)
    exact = _sum([_psi(power, noise) for power in dense])
    if exact < cost + margin:
        found = Verdict.FAILS  # the exact dense code is one of the points
    else:
        found = _verdict(_bounded_below(noise, dense, norms, cost + margin))
    return _step(
        r"At the largest $\gamma$ the bound of affine-vae-bound, minimised over $t$ by bisection,"
        " exceeds the cost of the exact sparse code by the margin.",
        parts["margin"],
        found,
    )


def _every_smaller_variance(parts: Parts, dense: Balls, norms: Balls) -> tuple[Step, ...]:
    """The bound minus the sparse cost does not increase in gamma, so the margin holds below."""
    v = sympy.Symbol("v", positive=True)
    value = sympy.log(1 + v / gamma) + v / (v + gamma)
    # v^2 = c (v + gamma) differentiated in gamma at fixed c = v^2/(v + gamma).
    at_c = v**2 / (v + gamma)
    moving = sympy.diff(value, gamma) + sympy.diff(value, v) * at_c / (2 * v - at_c)
    noise = _fraction(parts["low"])
    t = _rational(2 * noise).sqrt()
    share = v / (v + gamma)
    active = []
    for power, norm in zip(dense, norms, strict=True):
        rest = power.sqrt() - norm * t
        root = enclose(best_stretch(), {c: rest * rest, gamma: noise})
        active.append(enclose(share, {v: root, gamma: noise}) if rest > 0 else arb(0))
    return (
        equation(
            r"$\gamma\,\partial\psi_\gamma(c)/\partial\gamma$ is minus the share $v/(v+\gamma)$,"
            r" which"
            r" is below 1.",
            gamma * moving,
            -share,
            r"$v^2 = c(v+\gamma)$, differentiated at fixed $c$",
        ),
        _step(
            r"So the bound at fixed $t$, minus the sparse cost, changes at the rate"
            r" $-t^2/\gamma - (\text{dense shares}) + (\text{sparse shares})$ in $\log\gamma$. Two"
            r" sparse shares are below 2. If $t^2 \ge 2\gamma$ the first term makes up for them; if"
            r" not, the dense shares do: they are least at $t^2 = 2\gamma$ and the largest"
            r" $\gamma$.",
            parts["low"],
            less(arb(2), _sum(active)),
        ),
    )


# How far the dense point moves against its third row: x - W z = -SHIFT rho_3 for both samples.
_SHIFT = F(7, 2500)


def _loses(parts: Parts, angles: Mapping[sympy.Symbol, arb], sparse: arb, dense: Balls) -> Step:
    noise = _fraction(parts["high"])
    inverse, code = (
        _grid(affine_bound.DENSE_INVERSE, angles),
        _grid(affine_bound.DENSE_CODE, angles),
    )
    direction = inverse[2]
    moved = [
        [
            entry + _rational(_SHIFT) * _sum([x * y for x, y in zip(row, direction, strict=True)])
            for entry in entries
        ]
        for row, entries in zip(inverse, code, strict=True)
    ]
    squared = _rational(_SHIFT**2) * _sum([x * x for x in direction])
    point = squared / _rational(noise) + _sum([_psi(power, noise) for power in _powers(moved)])
    sparse_rows = _grid(affine_bound.SPARSE_INVERSE, angles)
    norms = [_sum([x * x for x in row]).sqrt() for row in sparse_rows[:2]]
    exact = 2 * _psi(sparse, noise)
    better = less(point, exact)
    if better is Verdict.HOLDS:
        better = _verdict(_bounded_below(noise, [sparse, sparse], norms, point))
    return _step(
        "A dense point with a small error is better than the exact sparse code, and than the bound"
        " for every point of the sparse decoder; the exact codes compare the other way.",
        parts["high"],
        better,
        less(exact, _sum([_psi(power, noise) for power in dense])),
    )


def _flips(parts: Parts, sparse: arb, dense: Balls) -> Step:
    before, after = (_fraction(end) for end in parts["flip"])

    def difference(noise: Fraction) -> arb:
        return _sum([_psi(power, noise) for power in dense]) - 2 * _psi(sparse, noise)

    return _step(
        "Exact codes only: the sparse one is better at the first value, the dense one at the"
        " second.",
        parts["flip"],
        less(arb(0), difference(before)),
        less(difference(after), arb(0)),
    )


EVIDENCE: Mapping[str, tuple[Evidence, ...]] = {
    "affine-vae-a1": (Evidence(Kind.CERTIFIED, r"$c_0 = 1$, $c_1 = 2$, three $\gamma$", _a1),),
    "affine-vae-bound": (Evidence(Kind.CERTIFIED, "two decoders, five codes", _bound),),
    "affine-vae-threshold": (
        Evidence(Kind.CERTIFIED, "the whole statement", _threshold, complete=True),
    ),
}
