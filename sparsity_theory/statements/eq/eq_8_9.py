r"""Eqs. (8) and (9): when one large coordinate is preferred to two small ones."""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import (
    PAPER,
    Claim,
    Control,
    Evidence,
    Kind,
    Mark,
    Parts,
    Report,
    Source,
    Step,
    Witness,
)
from sparsity_theory.notation import epsilon, gamma
from sparsity_theory.proving.propositions import All, Equal, Less, Positive
from sparsity_theory.proving.terms import named, where

h = sympy.Function("h", real=True)
large = sympy.Symbol("z^*", positive=True)
small, other = sympy.symbols("z_1 z_2", positive=True)

# Increments of h over h(0): of the large coordinate and of the two small ones.
rise, first_rise, second_rise = sympy.symbols("Delta phi_1 phi_2", positive=True)
slope_bound = sympy.Symbol("B", positive=True)
flatness = sympy.Symbol("eta", nonnegative=True)
_slack, _more = sympy.symbols("a b", nonnegative=True)
_positive = sympy.Symbol("delta", positive=True)


def _advantage(parts: Parts, arguments: tuple[sympy.Expr, ...], with_h: object) -> sympy.Expr:
    """The advantage of the sparse code for a given h, at (large, small, other) arguments."""
    inserted = parts["advantage"].replace(h, with_h)
    return inserted.subs(
        dict(zip((large, small, other), arguments, strict=True)), simultaneous=True
    )


def _logarithm(parts: Parts, name: str, exponent: int) -> Step:
    """With h = log(u + gamma), u the coordinate or its square."""
    arguments = tuple(symbol**exponent for symbol in (large, small, other))
    threshold = parts[name]
    top, one, two = arguments
    ratio = (one + gamma) * (two + gamma) / ((top + gamma) * gamma)
    excess = (top - one - two) * (threshold - gamma)
    power = "" if exponent == 1 else "^2"
    top_latex = "{z^*}" + power
    return Step(
        rf"$h(u) = \log(u+\gamma)$ at $u = z{power}$: the advantage is the logarithm of a ratio,"
        rf" whose numerator minus denominator is $({top_latex}-z_1{power}-z_2{power})$ times"
        r" (threshold minus $\gamma$).",
        All(
            Equal(_advantage(parts, arguments, lambda u: sympy.log(u + gamma)), sympy.log(ratio)),
            Equal((one + gamma) * (two + gamma) - (top + gamma) * gamma, excess),
        ),
        "logarithm of a product; expansion",
        shown=ratio,
    )


def _reversal(parts: Parts, name: str, exponent: int) -> Step:
    bound = 2 * slope_bound * epsilon**exponent - rise
    square = "" if exponent == 1 else "^2"
    return Step(
        rf"If $h$ rises by at most $Bu$ from 0 and by at least $\Delta$ to the large coordinate,"
        rf" the"
        rf" advantage is at most $2B\epsilon{square}-\Delta$ at $u = z{square}$,"
        rf" $z_1,z_2\le\epsilon$:"
        " it increases in $\\epsilon$ and is 0 at the threshold.",
        All(
            Positive(sympy.Derivative(bound, epsilon)), Equal(where(bound, epsilon, parts[name]), 0)
        ),
        "sign of the derivative; substitution",
        shown=bound,
    )


def _flat(parts: Parts) -> tuple[Step, ...]:
    zero = sympy.Symbol("h_0", real=True)
    values = {h(large): zero + rise, h(0): zero, h(small): zero + first_rise}
    values[h(other)] = zero + second_rise
    inserted = parts["advantage"].xreplace(values)
    # phi_2 = phi_1 + a, Delta = (1 + eta) phi_1 - b and eta = limit - delta.
    flat = (first_rise + second_rise - rise).subs(
        {second_rise: first_rise + _slack, rise: (1 + flatness) * first_rise - _more},
        simultaneous=True,
    )
    return (
        Step(
            r"With $h(u) = h(0) + \phi(u)$, $\phi_1, \phi_2, \Delta$ the values of $\phi$ at the"
            r" small coordinates and at the large one:",
            Equal(
                named(r"h(u_1) + h(u_2) - h(u^*) - h(0)", inserted), first_rise + second_rise - rise
            ),
            "substitution",
        ),
        Step(
            r"Let $\phi_1 \le \phi_2$, and $h$ flat beyond: $\Delta \le (1+\eta)\phi_1$. With $a, b"
            r" \ge 0$ for what is left in these and $\eta = $ limit $-\,\delta$, the advantage is a"
            r" sum of terms that are not negative, one of them positive.",
            Positive(sympy.expand(flat.subs(flatness, parts["flat"] - _positive))),
            "sum of terms of one sign",
            shown=sympy.Gt(flat, 0, evaluate=False),
        ),
    )


def _derive(parts: Parts) -> Report:
    return Report(
        (
            *_flat(parts),
            _logarithm(parts, "log_z", 1),
            _logarithm(parts, "log_squared", 2),
            _reversal(parts, "reversal_z", 1),
            _reversal(parts, "reversal_squared", 2),
        )
    )


def _log_example() -> Report:
    """Checks z* = 10, z_1 = z_2 = 1/10: thresholds 1/980 and 1/999800, and gamma just below."""
    values = {large: 10, small: sympy.Rational(1, 10), other: sympy.Rational(1, 10)}
    advantage = _advantage(
        CLAIM.parts,
        tuple(values.values()),
        lambda u: sympy.log(u + sympy.Rational(1, 1000)),
    )
    return Report(
        (
            Step(
                r"$z^* = 10$, $z_1 = z_2 = 1/10$: the threshold is $1/980$ for $h$ on $z$.",
                Equal(where(CLAIM.parts["log_z"], values), sympy.Rational(1, 980)),
                "substitution",
            ),
            Step(
                r"It is $1/999800$ for $h$ on the square.",
                Equal(where(CLAIM.parts["log_squared"], values), sympy.Rational(1, 999800)),
                "substitution",
            ),
            Step(
                r"At $\gamma = 1/1000$ the sparse code is preferred for $h$ on $z$.",
                Less(0, advantage),
                "enclosure",
            ),
        )
    )


def _root_of_z() -> Report:
    """The square root on z has infinite slope at 0, and prefers the dense code at z* = 10."""
    advantage = _advantage(
        CLAIM.parts, (sympy.Integer(10), sympy.Rational(1, 10), sympy.Rational(1, 10)), sympy.sqrt
    )
    return Report(
        (
            Step(
                r"$h = \sqrt{\cdot}$ on $z$: at $z^* = 10$, $z_1 = z_2 = 1/10$ the dense code is"
                r" preferred although the slope at 0 is infinite: $h$ is not flat beyond.",
                Less(advantage, 0),
                "exact comparison",
            ),
        )
    )


def _count() -> Report:
    """With h = 1[u > 0] the slope is 0 for u > 0 but h rises by more than B u: never reversed."""
    return Report(
        (
            Step(
                r"$h = 1[u>0]$, which is flat with $\eta = 0$ and rises by 1 at once: the advantage"
                r" is $1 + 1 - 1 - 0 = 1$, for every $\epsilon$.",
                Equal(
                    named(
                        r"h(u_1) + h(u_2) - h(u^*) - h(0)",
                        CLAIM.parts["advantage"].replace(h, lambda u: sympy.Integer(u != 0)),
                    ),
                    1,
                ),
                "substitution",
            ),
        )
    )


_ADVANTAGE = h(small) + h(other) - h(large) - h(0)

CLAIM = Claim(
    id="eq-8-9",
    title="One large coordinate against two small ones",
    mark=Mark.PAPER,
    source=Source(PAPER, "eqs. (8) and (9)"),
    hypotheses=(
        (
            r"a sample has the codes $(z^*, 0)$ and $(z_1, z_2)$ with $0 < z_1, z_2 \le \epsilon$,"
            r" and $z^* > 0$; each coordinate costs $h(u)$, with $u = z$ (as in eq. (9)) or $u ="
            r" z^2$ (as in eq. (7))"
        ),
        (
            r"flat case: $\Delta \le (1+\eta)\min(\phi_1,\phi_2)$, $\phi_1, \phi_2 > 0$ and $0 \le"
            r" \eta < [[flat]]$, where $\phi = h - h(0)$ and $\Delta = \phi(u^*)$"
        ),
        r"bounded case: $\phi(u) \le Bu$ for the small coordinates, and $\Delta > 0$",
    ),
    conclusion=(
        r"The sparse code is preferred iff its advantage $[[advantage]]$, at the arguments $u$, is"
        r" positive. It is positive in the flat case. In the bounded case it is negative, for every"
        r" $\epsilon < [[reversal_z]]$ if $u = z$ and every $\epsilon < [[reversal_squared]]$ if $u"
        r" = z^2$. For $h(u) = \log(u+\gamma)$ it is positive iff $\gamma < [[log_z]]$ for $u = z$"
        r" and $z^* > z_1+z_2$, and iff $\gamma < [[log_squared]]$ for $u = z^2$ and ${z^*}^2 >"
        r" z_1^2+z_2^2$ (otherwise for every $\gamma$)."
    ),
    parts={
        "advantage": _ADVANTAGE,
        "flat": sympy.Integer(1),
        "reversal_z": rise / (2 * slope_bound),
        "reversal_squared": sympy.sqrt(rise / (2 * slope_bound)),
        "log_z": small * other / (large - small - other),
        "log_squared": small**2 * other**2 / (large**2 - small**2 - other**2),
    },
    divergence=(
        r"Eq. (9) is a chain of approximations; here each $\approx$ has a bound. The paper applies"
        r" $h$ to $z$ in eq. (9) and to the squared norm in eq. (7): both conventions are stated."
        r" An unbounded slope is necessary and not sufficient, since flatness beyond is needed as"
        r" well."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all $h$, $z^*$, $z_1$, $z_2$, $\gamma$, $B$", _derive, True),
    ),
    controls=(
        Control("zero coordinate free of charge", {"advantage": _ADVANTAGE + h(0)}),
        Control("zero coordinate counted twice", {"advantage": _ADVANTAGE - h(0)}),
        Control("advantage of the dense code", {"advantage": -_ADVANTAGE}),
        Control("any flatness", {"flat": sympy.Integer(2)}),
        Control("reversal up to twice the bound", {"reversal_z": rise / slope_bound}),
        Control(
            "conventions exchanged, reversal",
            {"reversal_squared": rise / (2 * slope_bound)},
        ),
        Control(
            "conventions exchanged, logarithm",
            {"log_squared": small * other / (large - small - other)},
        ),
        Control(
            "sign of the small coordinates", {"log_z": small * other / (large + small + other)}
        ),
        Control(
            "product not squared", {"log_squared": small * other / (large**2 - small**2 - other**2)}
        ),
    ),
    example=Witness(r"$z^* = 10$, $z_1 = z_2 = 1/10$, $h = \log(u+1/1000)$", _log_example),
    counterexamples=(
        Witness(r"$h = \sqrt{\cdot}$ on $z$, $z^* = 10$.", _root_of_z, drops="flat case"),
        Witness(r"$h = 1[u > 0]$.", _count, drops=r"bounded case: $\phi(u) \le Bu$"),
    ),
)
