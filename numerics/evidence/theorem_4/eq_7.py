"""Eqs. (7), (8), (9) and the labyrinth at concrete rationals, in ball arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import sympy
from flint import arb

from numerics.certificates.balls import Value, ball, enclose
from numerics.evidence.comparisons import certified, equal, evaluate, less, step
from sparsity_theory.ledger.claims import Evidence, Parts, Report, Step
from sparsity_theory.notation import d, e, epsilon, gamma, kappa, n
from sparsity_theory.proving.row_sums import rows
from sparsity_theory.statements.eq import eq_7, eq_8_9
from sparsity_theory.statements.labyrinth import labyrinth

F = Fraction


# --- eq-7 -------------------------------------------------------------------------------------

_DATA = sympy.ImmutableMatrix([[1, 2, 4], [3, 5, -1], [0, 1, 1]])
_DECODER = sympy.ImmutableMatrix([[1, 2], [0, sympy.Rational(1, 3)], [1, 1]])
_CODES = sympy.ImmutableMatrix([[1, 0, 2], [sympy.Rational(1, 2), 1, 1]])
_RESIDUALS = _DATA - _DECODER * _CODES


def _mean_square(entries: sympy.Matrix) -> sympy.Expr:
    return sum(x**2 for x in entries) / len(entries)


def _generic_loss(parts: Parts) -> Report:
    sizes: dict[sympy.Symbol, Value] = {d: 3, kappa: 2, n: 3}
    blocks = [_RESIDUALS, *(_CODES.row(j) for j in range(2))]
    squares = [_mean_square(block) for block in blocks]
    table = rows(eq_7.power, squares[1:])
    steps = []
    for name, penalty in (("\\log(1+u)", lambda u: sympy.log(1 + u)), ("\\sqrt u", sympy.sqrt)):
        direct = enclose(eq_7.loss(_DATA, _DECODER * _CODES, _CODES, penalty, penalty), {})
        formula = parts["loss"].replace(eq_7.g, penalty).replace(eq_7.h, penalty)
        by_blocks = [
            enclose(parts["group_weight"], sizes | {eq_7.entries: len(block)})
            * enclose(penalty(square), {})
            for block, square in zip(blocks, squares, strict=True)
        ]
        steps.append(
            step(
                rf"$d = n = 3$, $\kappa = 2$, $g = h = {name}$: the loss from the matrices, by the"
                " formula, and by blocks.",
                parts["loss"],
                equal(direct, evaluate(formula.subs(e, squares[0]), sizes, table)),
                equal(direct, sum(by_blocks, arb(0))),
            )
        )
    return Report((*steps, *_roots(parts)))


def _roots(parts: Parts) -> tuple[Step, ...]:
    def norms(
        samples: int,
    ) -> tuple[arb, dict[sympy.Indexed, sympy.Expr], dict[sympy.Symbol, Value]]:
        data, codes = _DATA[:, :samples], _CODES[:, :samples]
        decoded = _DECODER * codes
        direct = enclose(eq_7.loss(data, decoded, codes, sympy.sqrt, sympy.sqrt), {})
        lengths = [sympy.sqrt(sum(x**2 for x in codes.row(j))) for j in range(2)]
        residual = enclose(sympy.sqrt(sum(x**2 for x in data - decoded)), {})
        at: dict[sympy.Symbol, Value] = {d: 3, kappa: 2, n: samples}
        return direct, rows(eq_7.norm, lengths), at | {eq_7.frobenius: residual}

    direct, table, at = norms(3)
    single, single_table, single_at = norms(1)
    u, step_size = F(1, 100), F(1, 10**12)
    slope = enclose(parts["slope"], {eq_7.argument: u})
    quotients = [
        (ball(u + change).sqrt() - ball(u).sqrt()) / ball(change)
        for change in (step_size, -step_size)
    ]
    constant = enclose(parts["lipschitz"], {n: 3})
    return (
        step(
            "The norms' formula for three samples, the square-root lasso for one.",
            parts["lasso"],
            equal(direct, evaluate(parts["square_root"], at, table)),
            equal(single, evaluate(parts["lasso"], single_at, single_table)),
        ),
        step(
            r"The slope of $\sqrt u$ at $1/100$ lies between two difference quotients; for $n = 3$"
            r" the rows $(1,1,1)$ and $(2,2,2)$ differ by the Lipschitz constant times the"
            r" distance.",
            parts["slope"],
            less(quotients[0], slope),
            less(slope, quotients[1]),
            equal(ball(4).sqrt() - ball(1), constant * ball(3).sqrt()),
        ),
    )


# --- eq-8-9 -----------------------------------------------------------------------------------

Penalty = Callable[[sympy.Expr], sympy.Expr]


def _advantage(
    parts: Parts,
    penalty: Penalty,
    arguments: tuple[sympy.Expr, ...],
    values: Mapping[sympy.Symbol, Value] | None = None,
) -> arb:
    """The advantage of the sparse code, for a penalty at (large, small, other) arguments."""
    places = dict(zip((eq_8_9.large, eq_8_9.small, eq_8_9.other), arguments, strict=True))
    inserted = parts["advantage"].subs(places, simultaneous=True)
    return enclose(inserted.replace(eq_8_9.h, penalty), values or {})


_Z = (F(10), F(1, 10), F(1, 20))


def _one_against_two(parts: Parts) -> Report:
    return Report((*_logarithms(parts), *_bounded(parts), _flat(parts)))


def _logarithms(parts: Parts) -> tuple[Step, ...]:
    steps = []
    places = (eq_8_9.large, eq_8_9.small, eq_8_9.other)
    for name, exponent in (("log_z", 1), ("log_squared", 2)):
        threshold = enclose(parts[name], dict(zip(places, _Z, strict=True)))
        arguments = tuple(sympy.Rational(value) ** exponent for value in _Z)
        below, above = (
            _advantage(
                parts,
                lambda u: sympy.log(u + gamma),
                arguments,
                {gamma: threshold * ball(factor)},
            )
            for factor in (F(999, 1000), F(1001, 1000))
        )
        steps.append(
            step(
                "$z^* = 10$, $z_1 = 1/10$, $z_2 = 1/20$: the sign of the advantage just below and"
                " just above the threshold.",
                parts[name],
                less(arb(0), below),
                less(above, arb(0)),
            )
        )
    return tuple(steps)


def _bounded(parts: Parts) -> tuple[Step, ...]:
    """With h = min(u, 1/2) both bounds are equalities: B = 1, Delta = 1/2."""
    at: dict[sympy.Symbol, Value] = {eq_8_9.slope_bound: 1, eq_8_9.rise: F(1, 2)}
    half, x = sympy.Rational(1, 2), sympy.Symbol("x", positive=True)
    steps = []
    for name, exponent in (("reversal_z", 1), ("reversal_squared", 2)):
        limit = enclose(parts[name], at)
        arguments = (sympy.Integer(5), x**exponent, x**exponent)

        def advantage(place: arb, arguments: tuple[sympy.Expr, ...] = arguments) -> arb:
            return _advantage(parts, lambda u: sympy.Min(u, half), arguments, {x: place})

        steps.append(
            step(
                r"$h(u) = \min(u, 1/2)$, $B = 1$, $\Delta = 1/2$: no advantage at the threshold,"
                r" and a disadvantage below it.",
                parts[name],
                equal(advantage(limit), arb(0)),
                *(less(advantage(limit * ball(part)), arb(0)) for part in (F(9, 10), F(1, 10))),
            )
        )
    return tuple(steps)


def _flat(parts: Parts) -> Step:
    """Values 1, 1 at the small coordinates and 1 + eta at the large one: advantage 1 - eta."""
    limit = F(int(parts["flat"].p), int(parts["flat"].q))
    verdicts = []
    for eta in (limit * F(9, 10), limit * F(1, 2), F(0)):
        rise = sympy.Rational(1 + eta)

        def penalty(u: sympy.Expr, top: sympy.Rational = rise) -> sympy.Expr:
            return sympy.Integer(7) + (top if u == 10 else sympy.Integer(int(u != 0)))

        arguments = (sympy.Integer(10), sympy.Integer(1), sympy.Integer(1))
        verdicts.append(less(arb(0), _advantage(parts, penalty, arguments)))
    return step(
        r"$h = 7$ at 0, 8 at the small coordinates, $8 + \eta$ at the large one, $\eta$ up to nine"
        r" tenths of the limit: an advantage.",
        parts["flat"],
        *verdicts,
    )


# --- labyrinth --------------------------------------------------------------------------------


def _at_point(parts: Parts, t: Fraction, z: Fraction) -> Step:
    """Decode (t, z), and find t and z again from the point."""
    at: dict[sympy.Symbol, Value] = {epsilon: F(1, 5), labyrinth.time: t, labyrinth.across: z}
    radius, centre = enclose(parts["radius"], at), enclose(parts["centre"], at)
    angle = ball(t) + enclose(parts["turn"], at)
    x, y = centre + radius * angle.cos(), centre + radius * angle.sin()
    side = ball(F(1, 5))
    # From the point alone: the distance to the centre of the square, and the direction.
    across, up = x - side / 2, y - side / 2
    distance = (across * across + up * up).sqrt()
    share = 4 * distance / side - 1
    found = share / (1 - share * share).sqrt()
    cosine, sine = across / distance, up / distance
    back = ball(t)
    turned = (cosine * back.cos() + sine * back.sin(), sine * back.cos() - cosine * back.sin())
    return step(
        rf"$\epsilon = 1/5$, code $({t}, {z})$: the point lies in the square and gives the code"
        " back.",
        parts["radius"],
        *(less(arb(0), value) for value in (x, y)),
        *(less(value, side) for value in (x, y)),
        equal(found, back),
        equal(turned[1] / (1 + turned[0]), ball(z)),
    )


_CODES_OF_THE_CURVE = ((F(1), F(0)), (F(50), F(0)), (F(-3), F(0)), (F(2), F(5, 2)), (F(7), F(-3)))


def _winding(parts: Parts) -> Report:
    return Report(tuple(_at_point(parts, *code) for code in _CODES_OF_THE_CURVE))


EVIDENCE: Mapping[str, tuple[Evidence, ...]] = {
    "eq-7": certified("one point with $d = n = 3$, $\\kappa = 2$", _generic_loss),
    "eq-8-9": certified("one triple of coordinates, five penalties", _one_against_two),
    "labyrinth": certified("$\\epsilon = 1/5$, five codes", _winding),
}
