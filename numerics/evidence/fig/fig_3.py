"""Fig. 3: every local minimum of both slices enclosed, values compared."""

from __future__ import annotations

from fractions import Fraction

import sympy

from numerics.certificates.balls import Value
from numerics.evidence.comparisons import certified, enclose
from numerics.evidence.propositions import at_most, equal, less
from numerics.slices.minima import least, minima
from sparsity_theory.ledger.claims import Parts, Report, Step
from sparsity_theory.ledger.verdict import Verdict
from sparsity_theory.notation import gamma, w
from sparsity_theory.proving.propositions import All, Equal, Proposition, Same
from sparsity_theory.proving.terms import named, where
from sparsity_theory.statements.fig import fig_3
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
            verdicts.append(equal(at_best, price))
            verdicts += [
                at_most(price, enclose(cost, {**values, fig_3.variance: best * f})) for f in _NEAR
            ]
    return Step(
        r"At six pairs of $w$ and $\gamma$ the ball of one plus the price meets that of the cost at"
        r" $v = \gamma/(\gamma + w^2)$, and variances a tenth off cost no less.",
        All(*verdicts),
        "ball arithmetic",
        shown=parts["price"],
    )


def _error(parts: Parts, name: str) -> Step:
    """The error from the matrices at rational points of the line, against C times the quartic."""
    on = fig_3.line(parts, name)
    verdicts = []
    for at in (sympy.Rational(1, 3), sympy.Rational(-1, 2), sympy.Rational(7, 4)):
        weights = on.weights(at)
        residual = on.data - weights.decoder * (weights.encoder * on.data)
        error = sum(entry**2 for entry in residual) / on.data.cols
        verdicts.append(
            Equal(
                named(r"\Vert X - WVX\Vert^2/n", error), on.barrier * where(parts["quartic"], t, at)
            )
        )
    return Step(
        f"Slice ({name}): the squared error from the matrices at $t = 1/3, -1/2, 7/4$ is $C$ times"
        " the quartic.",
        All(*verdicts),
        "exact rational arithmetic",
        shown=parts["quartic"],
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
        verdicts: list[Proposition] = [
            Same(
                "local minima",
                len(found),
                parts[f"counts_{name}"][i],
            )
        ]
        verdicts.append(_near(None if lowest is None else found[lowest], centre))
        steps.append(
            Step(
                rf"Slice ({name}), $\gamma = {sympy.latex(noise)}$: all local minima, and the"
                " lowest one, $t^*$.",
                All(*verdicts),
                "isolated roots of the slope; values compared in ball arithmetic",
                shown=rf"t \in \{{{listed}\}},\quad t^* = {best}",
            )
        )
    return steps


def _near(point: Value | None, centre: sympy.Rational) -> Proposition:
    if point is None:
        return Same("the global minimiser is isolated", None, True)
    return less(enclose(abs(t - centre), {t: point}), enclose(fig_3.TOLERANCE, {}))


def _slices(parts: Parts) -> Report:
    steps = [_price(parts)]
    if steps[0].verdict is Verdict.FAILS:
        return Report(tuple(steps))  # nothing to locate on a formula that is wrong
    for name in fig_3.SEEDS:
        steps += [_error(parts, name), *_located(parts, name)]
    return Report(tuple(steps))


EVIDENCE = certified("both slices, on the whole line", _slices, complete=True)
