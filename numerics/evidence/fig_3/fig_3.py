"""Fig. 3: every local minimum of both slices enclosed, values compared, bounds tested on them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy

from numerics.certificates.balls import Value, enclose
from numerics.slices.minima import least, minima
from sparsity_theory.ledger.claims import Evidence, Kind, Parts, Report, Step
from sparsity_theory.ledger.verdict import Verdict, all_of
from sparsity_theory.notation import gamma, r, w
from sparsity_theory.proving.derivations import step
from sparsity_theory.statements.fig import fig_3, fig_3_wells
from sparsity_theory.statements.fig.lines import t

_NORMS = (Fraction(0), Fraction(1, 3), Fraction(2))
_NOISES = (Fraction(1), Fraction(1, 10))
_NEAR = (Fraction(9, 10), Fraction(11, 10))


def _price(parts: Parts) -> Step:
    """The price is the least cost over the variance: attained, and not beaten nearby."""
    cost = fig_3.variance * (1 + w**2 / gamma) - sympy.log(fig_3.variance)
    verdicts = []
    for norm in _NORMS:
        for noise in _NOISES:
            values: dict[sympy.Symbol, Value] = {w: norm, gamma: noise}
            best = noise / (noise + norm**2)
            price = 1 + enclose(parts["price"], values)
            at_best = enclose(cost, {**values, fig_3.variance: best})
            beaten = [enclose(cost, {**values, fig_3.variance: best * f}) < price for f in _NEAR]
            verdicts.append(Verdict.of(bool(at_best.overlaps(price)) and not any(beaten)))
    return step(
        r"At six pairs of $w$ and $\gamma$ the ball of one plus the price meets that of the cost at"
        r" $v = \gamma/(\gamma + w^2)$, and variances a tenth off cost no less.",
        parts["price"],
        "ball arithmetic",
        all_of(verdicts),
    )


def _error(parts: Parts, name: str) -> Step:
    """The error from the matrices at rational points of the line, against C times the quartic."""
    on = fig_3.line(parts, name)
    verdicts = []
    for at in (sympy.Rational(1, 3), sympy.Rational(-1, 2), sympy.Rational(7, 4)):
        weights = on.weights(at)
        residual = on.data - weights.decoder * (weights.encoder * on.data)
        error = sum(entry**2 for entry in residual) / on.data.cols
        verdicts.append(Verdict.of(error == on.barrier * parts["quartic"].subs(t, at)))
    return step(
        f"Slice ({name}): the squared error from the matrices at $t = 1/3, -1/2, 7/4$ is $C$ times"
        " the quartic.",
        parts["quartic"],
        "exact rational arithmetic",
        all_of(verdicts),
    )


def _located(parts: Parts, name: str) -> list[Step]:
    """Count and global minimiser at each gamma."""
    steps = []
    for i, noise in enumerate(fig_3.GAMMAS):
        loss = fig_3.slice_loss(parts, name, noise)
        found = minima(loss, t)
        lowest = least(loss, t, found)
        centre = parts[f"at_{name}"][i]
        listed = r",\ ".join(point.str(6, radius=False) for point in found)
        best = "?" if lowest is None else found[lowest].str(6, radius=False)
        verdicts = [Verdict.of(len(found) == parts[f"counts_{name}"][i])]
        verdicts.append(_near(None if lowest is None else found[lowest], centre))
        steps.append(
            step(
                rf"Slice ({name}), $\gamma = {sympy.latex(noise)}$: all local minima, and the"
                " lowest one, $t^*$.",
                rf"t \in \{{{listed}\}},\quad t^* = {best}",
                "isolated roots of the slope; values compared in ball arithmetic",
                all_of(verdicts),
            )
        )
    return steps


def _near(point: Value | None, centre: sympy.Rational) -> Verdict:
    if point is None:
        return Verdict.UNKNOWN
    distance = enclose(abs(t - centre), {t: point})
    bound = enclose(fig_3.TOLERANCE, {})
    if distance < bound:
        return Verdict.HOLDS
    return Verdict.FAILS if distance > bound else Verdict.UNKNOWN


def _slices(parts: Parts) -> Report:
    steps = [_price(parts)]
    if steps[0].verdict is Verdict.FAILS:
        return Report(tuple(steps))  # nothing to locate on a formula that is wrong
    for name in fig_3.SEEDS:
        steps += [_error(parts, name), *_located(parts, name)]
    return Report(tuple(steps))


def _constants(name: str) -> dict[sympy.Symbol, Value]:
    """What the bounds speak of, on slice a or b, exactly."""
    on = fig_3.drawn(name).line(fig_3.SEEDS[name][1])
    ends = [[_fraction(square.subs(t, at)) for square in on.columns] for at in (0, 1)]
    powers = [_fraction(on.power.subs(t, at)) for at in (0, 1)]
    used = [sum(square > 0 for square in end) for end in ends]
    return {
        fig_3_wells.C: _fraction(on.barrier),
        fig_3_wells.a: max(*ends[0], *ends[1]),
        fig_3_wells.b: min(square for square in ends[1] if square > 0),
        fig_3_wells.Q0: powers[0],
        fig_3_wells.Q1: powers[1],
        fig_3_wells.Q: max(powers),
        r: used[0],
        fig_3_wells.more: used[1] - used[0],
    }


def _fraction(value: sympy.Rational) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def _sign_at(bound: sympy.Expr, values: Mapping[sympy.Symbol, Value], noise: Value) -> int | None:
    found = enclose(bound, {**values, gamma: noise})
    return 1 if found > 0 else -1 if found < 0 else None


def _turns(
    bound: sympy.Expr, values: Mapping[sympy.Symbol, Value], threshold: Value, power: Fraction
) -> Verdict:
    """Is the bound positive just below the threshold of gamma and negative just above it?"""
    exponent = sympy.Rational(power.numerator, power.denominator)
    signs = [
        _sign_at(bound, values, enclose((factor * gamma) ** exponent, {gamma: threshold}))
        for factor in (sympy.Rational(99, 100), sympy.Rational(101, 100))
    ]
    if None in signs:
        return Verdict.UNKNOWN
    return Verdict.of(signs == [1, -1])


def _barrier(parts: Parts, name: str) -> Step:
    """The value in the middle, the threshold of the bound, and two minima below it."""
    values = _constants(name)
    on = fig_3.drawn(name).line(fig_3.SEEDS[name][1])
    middle = on.error.subs(t, sympy.Rational(1, 2))
    price = fig_3_wells.m * sympy.sqrt(fig_3_wells.a / gamma)
    bound = fig_3_wells.C / (16 * gamma) - price - fig_3_wells.Q / sympy.sqrt(gamma)
    below = sympy.Rational(1, 10**6)
    loss = on.loss(fig_3_wells.PRICE, w).subs(gamma, below)
    enough = enclose(parts["wells"], values) > enclose(below, {})
    return step(
        f"Slice ({name}): the error at $1/2$ is this multiple of $C$; the bound on the middle"
        r" changes its sign at the threshold; at $\gamma = 10^{-6}$, below it, there are at least"
        " two local minima.",
        sympy.Eq(sympy.Symbol("C") * parts["half"], middle, evaluate=False),
        "exact arithmetic; balls at 0.99 and 1.01 of the threshold; all minima enclosed",
        all_of(
            [
                Verdict.of(middle == parts["half"] * on.barrier),
                _turns(bound, values, enclose(parts["wells"], values), Fraction(1)),
                Verdict.of(bool(enough) and len(minima(loss, t)) >= 2),
            ]
        ),
    )


def _order(parts: Parts, name: str) -> Step:
    """Both thresholds at which the sparser end is sure to be lower, and one that it is."""
    values = _constants(name)
    more = values[fig_3_wells.more]
    assert isinstance(more, int)
    root = Fraction(1, more)
    near = fig_3_wells.order_bound().subs({fig_3_wells.b: fig_3_wells.b / 4, fig_3_wells.Q1: 0})
    on = fig_3.drawn(name).line(fig_3.SEEDS[name][1])
    noise = enclose(parts["order"] ** sympy.Rational(root.numerator, root.denominator), values) / 2
    loss = on.loss(fig_3_wells.PRICE, w)
    lower = enclose(loss.subs(t, 0), {gamma: noise}) < enclose(loss.subs(t, 1), {gamma: noise})
    return step(
        f"Slice ({name}): the bounds on the difference of the ends change sign at their"
        " thresholds, and at half the first one the sparse end is lower.",
        parts["order"],
        "balls at 0.99 and 1.01 of the threshold",
        all_of(
            [
                _turns(fig_3_wells.order_bound(), values, enclose(parts["order"], values), root),
                _turns(near, values, enclose(parts["order_near"], values), root),
                Verdict.of(bool(lower)),
            ]
        ),
    )


def _sublevel(parts: Parts, name: str) -> Step:
    """The lowest point obeys the bound, and the bound is what the argument gives."""
    values = _constants(name)
    on = fig_3.drawn(name).line(fig_3.SEEDS[name][1])
    argument = gamma * (r * sympy.sqrt(fig_3_wells.a / gamma) + fig_3_wells.Q0)
    verdicts = []
    for noise in fig_3.GAMMAS[2:]:
        loss = on.loss(fig_3_wells.PRICE, w).subs(gamma, noise)
        found = minima(loss, t)
        lowest = least(loss, t, found)
        at = {**values, gamma: _fraction(noise)}
        bound = enclose(parts["sublevel"], at)
        verdicts.append(Verdict.of(bool(bound.overlaps(enclose(argument, at)))))
        if lowest is None:
            verdicts.append(Verdict.UNKNOWN)
        else:
            error = enclose(fig_3_wells.C * (t * (1 - t)) ** 2, {**values, t: found[lowest]})
            verdicts.append(Verdict.of(bool(error < bound)))
    return step(
        f"Slice ({name}): at the lowest point the data term obeys the bound, at"
        r" $\gamma = 10^{-2}$ and $10^{-3}$.",
        parts["sublevel"],
        "ball arithmetic at the enclosed minimiser",
        all_of(verdicts),
    )


def _bounds(parts: Parts) -> Report:
    steps = []
    for name in fig_3.SEEDS:
        steps += [_barrier(parts, name), _order(parts, name), _sublevel(parts, name)]
    return Report(tuple(steps))


EVIDENCE = {
    "fig-3": (Evidence(Kind.CERTIFIED, "both slices, on the whole line", _slices, complete=True),),
    "fig-3-wells": (Evidence(Kind.CERTIFIED, "both slices of Fig. 3", _bounds),),
}
