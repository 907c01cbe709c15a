"""Certified instances of the consequences of Theorem A, of Theorem A0 and of Theorem A4."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import BITS, Value, ball, enclose, precision
from numerics.certificates.instances import Matrix, fooling_instance
from numerics.evidence.comparisons import at_most, equal, less
from numerics.evidence.exact_codes import (
    Function,
    Measured,
    dense,
    function,
    loss,
    measure,
    sparse,
    sparse_code,
    zero,
)
from numerics.evidence.theorem_4.theorem_4 import rational_below
from sparsity_theory.characterisation import Dimensions, Guarantee, characterise
from sparsity_theory.ledger.claims import Evidence, Kind, Parts, Report, Step
from sparsity_theory.ledger.verdict import Verdict, all_of
from sparsity_theory.notation import G_minus, H_minus, H_plus, c, d, kappa, r, u
from sparsity_theory.penalties.penalties import Penalty, penalty
from sparsity_theory.proving.derivations import step
from sparsity_theory.statements.theorem_4.separable import g_0, g_e, h_0, h_a, h_b, s, t
from sparsity_theory.statements.theorem_a import (
    theorem_a0,
    theorem_a4,
    theorem_a_beta,
    theorem_a_continuity,
    theorem_a_l0,
    theorem_a_slopes,
)

_DIMENSIONS = (Dimensions(2, 2, 1), Dimensions(6, 5, 3))
_NEAR = Fraction(99, 100)


def _sizes(dims: Dimensions) -> dict[sympy.Symbol, Value]:
    return {d: dims.d, kappa: dims.kappa, r: dims.r, h_0: 0, g_0: 0}


def _title(dims: Dimensions) -> str:
    return f"$d={dims.d}$, $\\kappa={dims.kappa}$, $r={dims.r}$"


@precision(BITS)
def _check_continuity(parts: Parts) -> Report:
    inverses = {u: lambda v: v, sympy.sqrt(u): lambda v: v * v, u / (1 + u): lambda v: v / (1 - v)}
    return Report(
        tuple(
            _continuous(parts, dims, shape, inverse)
            for dims in _DIMENSIONS
            for shape, inverse in inverses.items()
        )
    )


def _continuous(
    parts: Parts, dims: Dimensions, shape: sympy.Expr, inverse: Callable[[Fraction], Fraction]
) -> Step:
    """Values 1 per cent below the tolerances: both alternatives beat the sparse code."""
    h = function(shape)
    rise = h(Fraction(1))
    tolerances = [
        enclose(parts[name], {**_sizes(dims), theorem_a_continuity.delta: rise})
        for name in ("code_tolerance", "error_tolerance")
    ]
    text = f"{_title(dims)}, $g=h={sympy.latex(shape)}$, $a=1$: both alternatives win."
    usable = all_of(
        [*(less(arb(0), x) for x in tolerances), *(less(x, arb(1)) for x in tolerances)]
    )
    if usable is not Verdict.HOLDS:
        return step(text, parts["code_tolerance"], "tolerances between 0 and 1", usable)
    power, error = (inverse(rational_below(x) * _NEAR) for x in tolerances)
    instance = fooling_instance(dims, power, Fraction(1), zero_error=error)
    few, many, nothing = sparse(instance), dense(instance), zero(instance)
    found = {**_sizes(dims), h_a: rise, h_b: h(many.powers[0]), g_e: h(nothing.error)}
    gains = [(loss(h, h, other) - loss(h, h, few)) * dims.d for other in (many, nothing)]
    return step(
        text,
        parts["code_tolerance"],
        "exact matrices, balls",
        all_of(
            [
                *(less(gain, arb(0)) for gain in gains),
                equal(enclose(parts["code_gap"], found), gains[0]),
                equal(enclose(parts["error_gap"], found), gains[1]),
            ]
        ),
    )


_NAMES = ("root", "power", "log_root", "inverse_log", "shifted_log")


@precision(BITS)
def _check_slopes(parts: Parts) -> Report:
    values: dict[sympy.Symbol, Value] = {theorem_a_slopes.power: Fraction(1, 3), c: Fraction(1, 5)}
    steps = [_witness(parts[name], name, rank, values) for name in _NAMES for rank in (1, 3)]
    return Report((*steps, _slopes(parts, values)))


def _witness(
    family: Iterable[sympy.Expr], name: str, rank: int, values: Mapping[sympy.Symbol, Value]
) -> Step:
    rise, large, small = family
    at = {**values, r: rank}
    a, b = enclose(large, at), enclose(small, at)
    high, low = (enclose(rise, {**at, u: x}) for x in (a, b))
    return step(
        f"{name.replace('_', ' ')}, $r={rank}$: the rise at $b$ is $r/(2(r+1))$ of that at $a$.",
        rise,
        "balls",
        all_of(
            [
                less(arb(0), b),
                equal(low * 2 * (rank + 1), high * rank),
                less(low * (rank + 1), high * rank),
            ]
        ),
    )


def _slopes(parts: Parts, values: Mapping[sympy.Symbol, Value]) -> Step:
    """Chord slopes near 0: at the stated point, and above the stated bounds."""
    steep = Fraction(10**6)
    point = enclose(parts["power_point"], {**values, s: steep})
    chord = enclose(parts["power"][0] / u, {**values, u: point})
    near: dict[sympy.Symbol, Value] = {**values, u: Fraction(1, 10**12), t: Fraction(50)}
    by_exp = sympy.exp(c * t) / (1 + t)
    gradient = sympy.diff(parts["shifted_log"][0], u)
    return step(
        "Slopes near 0.",
        parts["power_point"],
        "balls",
        all_of(
            [
                equal(chord / int(steep), arb(1)),
                less(
                    enclose(parts["log_root_slope"], near),
                    enclose(parts["log_root"][0] / u, near),
                ),
                less(enclose(parts["inverse_log_slope"], near), enclose(by_exp, near)),
                less(enclose(gradient, near), enclose(parts["shifted_log_bound"], near)),
            ]
        ),
    )


def _jumping(low: str, high: str) -> Penalty:
    """Rises between low and high, neither attained."""
    return penalty(f"(0 if u == 0 else ({low} + ({high})*u)/(1 + u))")


def _constant(value: sympy.Expr) -> Penalty:
    return penalty(f"(0 if u == 0 else {value})")


def _guaranteed(g: Penalty, h: Penalty, dims: Dimensions) -> bool:
    return characterise(g, h, dims).verdict is Guarantee.GUARANTEES


def _check_fixed_kappa(parts: Parts) -> Report:
    steps = []
    for high in ("11/10", "13/10", "3/2"):
        for jump, d_ in ((1, 4), (1, 5), (10, 4)):
            steps.append(_all_ranks(parts, high, jump, d_))
    return Report(tuple(steps))


def _all_ranks(parts: Parts, high: str, jump: int, d_: int) -> Step:
    """Kappa = 4: both margins positive iff the library's decision is a guarantee for r = 1,2,3."""
    values = {
        H_plus: sympy.Rational(high),
        H_minus: 1,
        G_minus: jump,
        d: d_,
        kappa: 4,
    }
    margins = [parts[name].subs(values) for name in ("dense_margin", "imperfect_margin")]
    g, h = _constant(sympy.Integer(jump)), _jumping("1", high)
    served = all(_guaranteed(g, h, Dimensions(d_, 4, rank)) for rank in (1, 2, 3))
    return step(
        f"$H^-=1$, $H^+={high}$, $G^-={jump}$, $\\kappa=4$, $d={d_}$: the margins agree with the"
        " decision for $r=1,2,3$.",
        parts["dense_margin"],
        "exact",
        Verdict.of(served == all(margin > 0 for margin in margins)),
    )


def _check_l0(parts: Parts) -> Report:
    three = sympy.Integer(3)
    jump = parts["jump"].subs(c, three)
    steps = []
    for d_, rank in ((2, 1), (5, 4), (9, 2)):
        served = _guaranteed(_constant(three), _constant(jump), Dimensions(d_, rank + 1, rank))
        text = f"$d={d_}$, $r={rank}$: $h=3\\cdot1[u>0]$, $g=3\\cdot1[u>0]$ is guaranteed."
        steps.append(step(text, parts["jump"], "exact", Verdict.of(served)))
    first_r = parts["bad_r"].subs({theorem_a_l0.rise_b: 3, s: 1})
    first_d = parts["bad_d"].subs({c: 3, s: 1})
    two_values = penalty("(0 if u == 0 else (3 if u < 1 else 4))")
    for size in (1, 2, 3, 4, 7):
        dims = Dimensions(size + 1, size + 1, size)
        steps.append(
            _from(size, first_r, _guaranteed(_constant(sympy.Integer(99)), two_values, dims))
        )
        served = _guaranteed(_constant(sympy.Integer(2)), _constant(three), dims)
        steps.append(_from(size + 1, first_d, served))
    return Report(tuple(steps))


def _from(size: int, first: sympy.Expr, served: bool) -> Step:
    text = f"at {size}: a guarantee exactly below the first bad dimension"
    return step(text, first, "exact", Verdict.of(served == bool(size < first)))


def _check_beta(parts: Parts) -> Report:
    steps = []
    for dims in (Dimensions(12, 5, 3), Dimensions(3, 3, 2)):
        limit = parts["threshold"].subs({d: dims.d, r: dims.r})
        tie = sympy.Rational(dims.d, dims.r)
        for weight in (tie * sympy.Rational(99, 100), tie, tie * sympy.Rational(101, 100), -tie):
            steps.append(_beta(parts, dims, weight, limit))
    return Report(tuple(steps))


def _beta(parts: Parts, dims: Dimensions, weight: sympy.Rational, limit: sympy.Expr) -> Step:
    values = {theorem_a_beta.weight: weight, d: dims.d, r: dims.r}
    margins = [parts[name].subs(values) for name in ("dense_margin", "imperfect_margin")]
    instance = fooling_instance(dims, Fraction(1, 4), Fraction(4))
    few, others = sparse(instance), (dense(instance), zero(instance))
    gains = [_l0_loss(other, weight) - _l0_loss(few, weight) for other in others]
    served = _guaranteed(penalty("l0"), _constant(weight), dims)
    return step(
        f"{_title(dims)}, $\\beta={weight}$: margins are differences of losses, and both are"
        f" positive"
        " exactly when the library's decision is a guarantee.",
        parts["imperfect_margin"],
        "exact",
        all_of(
            [
                Verdict.of(margins == gains),
                Verdict.of(served == all(margin > 0 for margin in margins)),
                Verdict.of(served == bool(0 < weight < limit)),
            ]
        ),
    )


def _l0_loss(point: Measured, weight: sympy.Rational) -> sympy.Rational:
    return sympy.Integer(int(point.error > 0)) + weight * point.active / point.d


@precision(BITS)
def _check_a0(parts: Parts) -> Report:
    if not parts["error"].is_positive:
        text = "The error of the second case is positive."
        return Report((step(text, parts["error"], "assumption", Verdict.FAILS),))
    cases = (
        (Dimensions(4, 3, 2), (4, 9, 0), (1, 0, 16), Fraction(1, 3)),
        (Dimensions(5, 3, 1), (1, 0, 0), (1, 0, 0), Fraction(2)),
        (Dimensions(3, 3, 1), (4, 0, 0), (0, 0, 0), Fraction(7)),
    )
    return Report(tuple(_flip(parts, *case) for case in cases))


def _flip(
    parts: Parts, dims: Dimensions, p: tuple[int, ...], q: tuple[int, ...], error: Fraction
) -> Step:
    """The exact code and the other one: their powers, and the error at the stated scale."""
    powers = {theorem_a0.p(k): sympy.Integer(x) for k, x in enumerate(p, 1)}
    powers |= {theorem_a0.q(k): sympy.Integer(x) for k, x in enumerate(q, 1)}
    sizes = {d: dims.d, kappa: dims.kappa, r: dims.r, theorem_a0.more: 0, theorem_a0.y: 1}
    k = theorem_a0.k

    def at(part: sympy.Expr, row: int | None = None) -> sympy.Expr:
        chosen = part if row is None else part.subs(k, row)
        return chosen.subs(sizes).doit().subs(powers)

    rows = range(1, dims.kappa + 1)
    codes = [[at(parts[name], row) for row in rows] for name in ("code", "other_code")]
    squared = enclose(at(parts["scale"]), {theorem_a0.error: error})
    residual = sum(((x - y) ** 2 for x, y in zip(*codes, strict=True)), sympy.S.Zero)
    measured = squared * enclose(residual, {}) / dims.d
    return step(
        f"{_title(dims)}, $p={p}$, $q={q}$, $e={error}$: powers and error are as stated.",
        parts["scale"],
        "exact codes",
        all_of(
            [
                Verdict.of([x**2 for x in codes[0]] == list(p)),
                Verdict.of([x**2 for x in codes[1]] == list(q)),
                Verdict.of(sum((at(parts["term"], row) for row in rows), sympy.S.Zero) == residual),
                equal(measured, ball(error)),
                Verdict.of(bool(at(parts["dense_rows"]) > dims.r)),
            ]
        ),
    )


@precision(BITS)
def _check_a4(parts: Parts) -> Report:
    return Report((_error_bound(parts), _row_bound(parts), _resolution(parts)))


_A4 = Dimensions(3, 2, 1)
_SATURATING = function(u / (u + 1))


def _error_bound(parts: Parts) -> Step:
    """The sparse code halved: g is steep enough that it is just as good, and the bound is met."""
    instance = fooling_instance(_A4, Fraction(1), Fraction(9))
    half: Matrix = tuple(tuple(x / 2 for x in row) for row in sparse_code(instance))
    point = measure(instance.family.data, instance.family.end, half)
    few, h = sparse(instance), _SATURATING
    total, rows = h(few.powers[0]), h(point.powers[0])
    found = []
    for other, rises in ((zero(instance), arb(0)), (point, rows)):
        # an error penalty C e with C such that the point is 1 per cent better than a tie
        per_error = (total - rises) / _A4.d / ball(other.error) * ball(_NEAR)
        g: Function = lambda error, per_error=per_error: per_error * ball(error)  # type: ignore[misc]  # noqa: E731
        values: dict[sympy.Symbol, Value] = {
            d: _A4.d,
            theorem_a4.total: total,
            theorem_a4.rows: rises,
        }
        found.append(less(loss(g, h, other), loss(g, h, few)))
        found.append(at_most(g(other.error), enclose(parts["error_bound"], values)))
    text = f"{_title(_A4)}, $u/(u+1)$, $p^*=9$: points slightly better than the sparse code."
    return step(text, parts["error_bound"], "exact matrices, balls", all_of(found))


def _row_bound(parts: Parts) -> Step:
    """Two rows of power 2/3 are as good as one of power 9, so the bound must not exceed S."""
    power = Fraction(2, 3) * _NEAR
    instance = fooling_instance(_A4, power, Fraction(9))
    few, many, h = sparse(instance), dense(instance), _SATURATING
    values: dict[sympy.Symbol, Value] = {r: _A4.r, theorem_a4.rise: h(many.powers[0])}
    return step(
        f"{_title(_A4)}, $u/(u+1)$: a code with $r+1$ rows of power $\\tau$ that is no worse.",
        parts["rows_bound"],
        "exact matrices, balls",
        all_of(
            [
                less(loss(h, h, many), loss(h, h, few)),
                at_most(enclose(parts["rows_bound"], values), h(few.powers[0])),
            ]
        ),
    )


def _resolution(parts: Parts) -> Step:
    """At the stated resolution r+1 rows cost r, more than any r rows; a lower one would not do."""
    found = []
    for rank, scale in ((1, 1), (3, 2)):
        values: dict[sympy.Symbol, Value] = {r: rank, theorem_a4.tau_0: scale}
        at = enclose(parts["resolution"], values)
        cost = (rank + 1) * enclose(parts["penalty"], {**values, u: at})
        top = enclose(parts["penalty"], {**values, u: Fraction(10**9)})
        found += [equal(cost, arb(rank)), less(top * rank, cost)]
    text = "$r+1$ rows at the resolution cost $r$, which $r$ rows never reach."
    return step(text, parts["resolution"], "balls", all_of(found))


def _evidence(scope: str, check: Callable[[Parts], Report]) -> tuple[Evidence, ...]:
    return (Evidence(Kind.CERTIFIED, scope, check),)


EVIDENCE = {
    "theorem-a-continuity": _evidence("three penalties, two triples", _check_continuity),
    "theorem-a-slopes": _evidence("five penalties, r = 1 and 3", _check_slopes),
    "theorem-a-fixed-kappa": _evidence("nine pairs at kappa = 4", _check_fixed_kappa),
    "theorem-a-l0": _evidence("dimensions up to 8", _check_l0),
    "theorem-a-beta": _evidence("four weights at two triples", _check_beta),
    "theorem-a0": _evidence("three pairs of powers", _check_a0),
    "theorem-a4": _evidence("u/(u+1) on exact instances", _check_a4),
}
