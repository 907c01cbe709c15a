"""The wells of Fig. 3: bounds tested at every local minimum of both slices."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import at_most, equal, less
from numerics.slices.minima import least, minima
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.notation import gamma, r, w
from sparsity_theory.proving.propositions import All, Equal, Proposition, Same
from sparsity_theory.proving.terms import named
from sparsity_theory.statements.fig import fig_3, fig_3_wells
from sparsity_theory.statements.fig.lines import t


def _constants(name: str) -> dict[sympy.Symbol, Value]:
    """What the bounds speak of, on slice a or b, exactly."""
    on = fig_3.drawn(name).line(fig_3.SEEDS[name][1])
    ends = [[Fraction(square.subs(t, at)) for square in on.columns] for at in (0, 1)]
    powers = [Fraction(on.power.subs(t, at)) for at in (0, 1)]
    used = [sum(square > 0 for square in end) for end in ends]
    return {
        fig_3_wells.C: Fraction(on.barrier),
        fig_3_wells.a: max(*ends[0], *ends[1]),
        fig_3_wells.b: min(square for square in ends[1] if square > 0),
        fig_3_wells.Q0: powers[0],
        fig_3_wells.Q1: powers[1],
        fig_3_wells.Q: max(powers),
        r: used[0],
        fig_3_wells.more: used[1] - used[0],
    }


def _sign_at(bound: sympy.Expr, values: Mapping[sympy.Symbol, Value], noise: Value) -> int | None:
    found = enclose(bound, {**values, gamma: noise})
    return 1 if found > 0 else -1 if found < 0 else None


def _turns(
    bound: sympy.Expr, values: Mapping[sympy.Symbol, Value], threshold: Value, power: Fraction
) -> Proposition:
    """Is the bound positive just below the threshold of gamma and negative just above it?"""
    exponent = sympy.Rational(power)
    signs = [
        _sign_at(bound, values, enclose((factor * gamma) ** exponent, {gamma: threshold}))
        for factor in (sympy.Rational(99, 100), sympy.Rational(101, 100))
    ]
    if None in signs:
        return Same("signs below and above the threshold", None, [1, -1])
    return Same("signs below and above the threshold", signs, [1, -1])


def _barrier(parts: Parts, name: str) -> Step:
    """The value in the middle, the threshold of the bound, and two minima below it."""
    values = _constants(name)
    on = fig_3.drawn(name).line(fig_3.SEEDS[name][1])
    middle = on.error.subs(t, sympy.Rational(1, 2))
    price = fig_3_wells.m * sympy.sqrt(fig_3_wells.a / gamma)
    bound = fig_3_wells.C / (16 * gamma) - price - fig_3_wells.Q / sympy.sqrt(gamma)
    below = sympy.Rational(1, 10**6)
    loss = on.loss(fig_3_wells.PRICE, w).subs(gamma, below)
    return Step(
        f"Slice ({name}): the error at $1/2$ is this multiple of $C$; the bound on the middle"
        r" changes its sign at the threshold; at $\gamma = 10^{-6}$, below it, there are at least"
        " two local minima.",
        All(
            Equal(named(r"\text{error at }1/2", middle), parts["half"] * on.barrier),
            _turns(bound, values, enclose(parts["wells"], values), Fraction(1)),
            less(enclose(below, {}), enclose(parts["wells"], values)),
            at_most(arb(2), arb(len(minima(loss, t)))),
        ),
        "exact arithmetic; balls at 0.99 and 1.01 of the threshold; all minima enclosed",
        shown=sympy.Eq(sympy.Symbol("C") * parts["half"], middle, evaluate=False),
    )


def _order(parts: Parts, name: str) -> Step:
    """Both thresholds at which the sparser end is sure to be lower, and one that it is."""
    values = _constants(name)
    more = values[fig_3_wells.more]
    assert isinstance(more, int)
    root = Fraction(1, more)
    near = fig_3_wells.order_bound().subs({fig_3_wells.b: fig_3_wells.b / 4, fig_3_wells.Q1: 0})
    on = fig_3.drawn(name).line(fig_3.SEEDS[name][1])
    noise = enclose(parts["order"] ** sympy.Rational(root), values) / 2
    loss = on.loss(fig_3_wells.PRICE, w)
    ends = [enclose(loss.subs(t, end), {gamma: noise}) for end in (0, 1)]
    return Step(
        f"Slice ({name}): the bounds on the difference of the ends change sign at their"
        " thresholds, and at half the first one the sparse end is lower.",
        All(
            _turns(fig_3_wells.order_bound(), values, enclose(parts["order"], values), root),
            _turns(near, values, enclose(parts["order_near"], values), root),
            less(*ends),
        ),
        "balls at 0.99 and 1.01 of the threshold",
        shown=parts["order"],
    )


def _sublevel(parts: Parts, name: str) -> Step:
    """The lowest point obeys the bound, and the bound is what the argument gives."""
    values = _constants(name)
    on = fig_3.drawn(name).line(fig_3.SEEDS[name][1])
    argument = gamma * (r * sympy.sqrt(fig_3_wells.a / gamma) + fig_3_wells.Q0)
    verdicts: list[Proposition] = []
    for noise in fig_3.GAMMAS[2:]:
        loss = on.loss(fig_3_wells.PRICE, w).subs(gamma, noise)
        found = minima(loss, t)
        lowest = least(loss, t, found)
        at = {**values, gamma: Fraction(noise)}
        bound = enclose(parts["sublevel"], at)
        verdicts.append(equal(bound, enclose(argument, at)))
        if lowest is None:
            verdicts.append(Same("the lowest point is isolated", None, True))
        else:
            error = enclose(fig_3_wells.C * (t * (1 - t)) ** 2, {**values, t: found[lowest]})
            verdicts.append(less(error, bound))
    return Step(
        f"Slice ({name}): at the lowest point the data term obeys the bound, at"
        r" $\gamma = 10^{-2}$ and $10^{-3}$.",
        All(*verdicts),
        "ball arithmetic at the enclosed minimiser",
        shown=parts["sublevel"],
    )


def _bounds(parts: Parts) -> Report:
    steps = []
    for name in fig_3.SEEDS:
        steps += [_barrier(parts, name), _order(parts, name), _sublevel(parts, name)]
    return Report(tuple(steps))


EVIDENCE = certified("both slices of Fig. 3", _bounds)
