"""Fig. 3 with every local minimum of both slices enclosed, and their values compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import sympy

from numerics.balls import Value, enclose
from numerics.landscape import least, minima
from sparsity_theory import fig_3 as theory
from sparsity_theory.claims import Evidence, Kind, Parts, Report, Step
from sparsity_theory.derivations import step
from sparsity_theory.landscape import t
from sparsity_theory.notation import gamma, w
from sparsity_theory.verdict import Verdict, all_of

_NORMS = (Fraction(0), Fraction(1, 3), Fraction(2))
_NOISES = (Fraction(1), Fraction(1, 10))
_NEAR = (Fraction(9, 10), Fraction(11, 10))


def _price(parts: Parts) -> Step:
    """The price is the least cost over the variance: attained, and not beaten nearby."""
    cost = theory.variance * (1 + w**2 / gamma) - sympy.log(theory.variance)
    verdicts = []
    for norm in _NORMS:
        for noise in _NOISES:
            values: dict[sympy.Symbol, Value] = {w: norm, gamma: noise}
            best = noise / (noise + norm**2)
            price = 1 + enclose(parts["price"], values)
            at_best = enclose(cost, {**values, theory.variance: best})
            beaten = [enclose(cost, {**values, theory.variance: best * f}) < price for f in _NEAR]
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
    on = theory.line(parts, name)
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
    for i, noise in enumerate(theory.GAMMAS):
        loss = theory.slice_loss(parts, name, noise)
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
    bound = enclose(theory.TOLERANCE, {})
    if distance < bound:
        return Verdict.HOLDS
    return Verdict.FAILS if distance > bound else Verdict.UNKNOWN


def _slices(parts: Parts) -> Report:
    steps = [_price(parts)]
    for name in theory.SEEDS:
        steps += [_error(parts, name), *_located(parts, name)]
    return Report(tuple(steps))


_CHECKS: Mapping[str, Callable[[Parts], Report]] = {"fig-3": _slices}

EVIDENCE = {
    id_: (Evidence(Kind.CERTIFIED, "both slices, on the whole line", check, complete=True),)
    for id_, check in _CHECKS.items()
}
