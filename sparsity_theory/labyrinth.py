r"""Eqs. (8) and (9): when one large coordinate is preferred to two small ones; and the labyrinth.

The paper's picture is a curve squeezed into a small square, which the identity decoder reproduces
with two small coordinates and a winding decoder with one large one.  The construction here is ours:
polar coordinates around the centre of the square, the radius a strictly increasing function of z_1.
"""

from __future__ import annotations

import sympy

from sparsity_theory.claims import (
    OURS,
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
from sparsity_theory.derivations import equation, identity, inequality, positive, step
from sparsity_theory.notation import epsilon, gamma
from sparsity_theory.verdict import all_of

h = sympy.Function("h", real=True)
large = sympy.Symbol("z^*", positive=True)
small, other = sympy.symbols("z_1 z_2", positive=True)

# Increments of h over h(0): of the large coordinate and of the two small ones.
rise, first_rise, second_rise = sympy.symbols("Delta phi_1 phi_2", positive=True)
slope_bound = sympy.Symbol("B", positive=True)
flatness = sympy.Symbol("eta", nonnegative=True)
_slack, _more = sympy.symbols("a b", nonnegative=True)
_positive = sympy.Symbol("delta", positive=True)


# --- eqs. (8) and (9) -------------------------------------------------------------------------


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
    return step(
        rf"$h(u) = \log(u+\gamma)$ at $u = z{power}$: the advantage is the logarithm of a ratio,"
        rf" whose"
        rf" numerator minus denominator is $({'{z^*}' + power}-z_1{power}-z_2{power})$ times"
        r" (threshold minus $\gamma$).",
        ratio,
        "logarithm of a product; expansion",
        all_of(
            [
                identity(
                    _advantage(parts, arguments, lambda u: sympy.log(u + gamma)), sympy.log(ratio)
                ),
                identity((one + gamma) * (two + gamma) - (top + gamma) * gamma, excess),
            ]
        ),
    )


def _reversal(parts: Parts, name: str, exponent: int) -> Step:
    bound = 2 * slope_bound * epsilon**exponent - rise
    square = "" if exponent == 1 else "^2"
    return step(
        rf"If $h$ rises by at most $Bu$ from 0 and by at least $\Delta$ to the large coordinate,"
        rf" the"
        rf" advantage is at most $2B\epsilon{square}-\Delta$ at $u = z{square}$,"
        rf" $z_1,z_2\le\epsilon$:"
        " it increases in $\\epsilon$ and is 0 at the threshold.",
        bound,
        "sign of the derivative; substitution",
        all_of(
            [
                positive(sympy.diff(bound, epsilon)),
                identity(bound.subs(epsilon, parts[name]), sympy.Integer(0)),
            ]
        ),
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
        equation(
            r"With $h(u) = h(0) + \phi(u)$, $\phi_1, \phi_2, \Delta$ the values of $\phi$ at the"
            r" small"
            " coordinates and at the large one:",
            inserted,
            first_rise + second_rise - rise,
            "substitution",
        ),
        step(
            r"Let $\phi_1 \le \phi_2$, and $h$ flat beyond: $\Delta \le (1+\eta)\phi_1$. With"
            r" $a, b \ge 0$ for what is left in these and $\eta = $ limit $-\,\delta$, the"
            r" advantage"
            " is a sum of terms that are not negative, one of them positive.",
            sympy.Gt(flat, 0, evaluate=False),
            "sum of terms of one sign",
            positive(sympy.expand(flat.subs(flatness, parts["flat"] - _positive))),
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
        EQ_8_9.parts,
        tuple(values.values()),
        lambda u: sympy.log(u + sympy.Rational(1, 1000)),
    )
    return Report(
        (
            equation(
                r"$z^* = 10$, $z_1 = z_2 = 1/10$: the threshold is $1/980$ for $h$ on $z$.",
                EQ_8_9.parts["log_z"].subs(values),
                sympy.Rational(1, 980),
                "substitution",
            ),
            equation(
                r"It is $1/999800$ for $h$ on the square.",
                EQ_8_9.parts["log_squared"].subs(values),
                sympy.Rational(1, 999800),
                "substitution",
            ),
            inequality(
                r"At $\gamma = 1/1000$ the sparse code is preferred for $h$ on $z$.",
                sympy.Integer(0),
                advantage,
                "enclosure",
            ),
        )
    )


def _root_of_z() -> Report:
    """The square root on z has infinite slope at 0, and prefers the dense code at z* = 10."""
    advantage = _advantage(
        EQ_8_9.parts, (sympy.Integer(10), sympy.Rational(1, 10), sympy.Rational(1, 10)), sympy.sqrt
    )
    return Report(
        (
            inequality(
                r"$h = \sqrt{\cdot}$ on $z$: at $z^* = 10$, $z_1 = z_2 = 1/10$ the dense code is"
                " preferred although the slope at 0 is infinite: $h$ is not flat beyond.",
                advantage,
                sympy.Integer(0),
                "exact comparison",
            ),
        )
    )


def _count() -> Report:
    """With h = 1[u > 0] the slope is 0 for u > 0 but h rises by more than B u: never reversed."""
    return Report(
        (
            equation(
                r"$h = 1[u>0]$, which is flat with $\eta = 0$ and rises by 1 at once: the advantage"
                r" is $1 + 1 - 1 - 0 = 1$, for every $\epsilon$.",
                EQ_8_9.parts["advantage"].replace(h, lambda u: sympy.Integer(u != 0)),
                sympy.Integer(1),
                "substitution",
            ),
        )
    )


_ADVANTAGE = h(small) + h(other) - h(large) - h(0)

EQ_8_9 = Claim(
    id="eq-8-9",
    title="One large coordinate against two small ones",
    mark=Mark.PAPER,
    source=Source(PAPER, "eqs. (8) and (9)"),
    hypotheses=(
        (
            r"a sample has the codes $(z^*, 0)$ and $(z_1, z_2)$ with $0 < z_1, z_2 \le"
            r" \epsilon$, and"
            r" $z^* > 0$; each coordinate costs $h(u)$, with $u = z$ (as in eq. (9)) or $u = z^2$"
            r" (as"
            r" in"
            " eq. (7))"
        ),
        (
            r"flat case: $\Delta \le (1+\eta)\min(\phi_1,\phi_2)$, $\phi_1, \phi_2 > 0$ and"
            r" $0 \le \eta < [[flat]]$, where $\phi = h - h(0)$ and $\Delta = \phi(u^*)$"
        ),
        r"bounded case: $\phi(u) \le Bu$ for the small coordinates, and $\Delta > 0$",
    ),
    conclusion=(
        r"The sparse code is preferred iff its advantage $[[advantage]]$, at the arguments $u$, is"
        r" positive. It is positive in the flat case. In the bounded case it is negative, for every"
        r" $\epsilon < [[reversal_z]]$ if $u = z$ and every $\epsilon < [[reversal_squared]]$ if"
        r" $u = z^2$. For $h(u) = \log(u+\gamma)$ it is positive iff $\gamma < [[log_z]]$ for"
        r" $u = z$ and $z^* > z_1+z_2$, and iff $\gamma < [[log_squared]]$ for $u = z^2$ and"
        r" ${z^*}^2 > z_1^2+z_2^2$ (otherwise for every $\gamma$)."
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
        r" An"
        " unbounded slope is necessary and not sufficient, since flatness beyond is needed as well."
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


# --- the labyrinth ----------------------------------------------------------------------------

time = sympy.Symbol("t", real=True)  # z_1 of the winding decoder
across = sympy.Symbol("z", real=True)  # its z_2


def winding_decoder(parts: Parts) -> sympy.Matrix:
    """mu_x((t, z); 1) as a column."""
    angle = time + parts["turn"]
    direction = sympy.Matrix([sympy.cos(angle), sympy.sin(angle)])
    return parts["centre"] * sympy.ones(2, 1) + parts["radius"] * direction


def _recover_time(parts: Parts) -> tuple[Step, ...]:
    radius, centre = parts["radius"], parts["centre"]
    offset = winding_decoder(parts) - centre * sympy.ones(2, 1)
    angle = time + parts["turn"]
    pythagoras = {sympy.sin(angle) ** 2: 1 - sympy.cos(angle) ** 2}
    squared = sympy.expand(sum(entry**2 for entry in offset)).xreplace(pythagoras)
    return (
        step(
            r"The distance of $\mu_x((t,z);1)$ to the centre is the radius, which strictly"
            r" increases"
            r" in $t$: so the data point determines $t$.",
            sympy.diff(radius, time),
            r"$\cos^2+\sin^2 = 1$; sign of the derivative",
            all_of(
                [
                    identity(squared, sympy.expand(radius**2)),
                    positive(sympy.diff(radius, time)),
                ]
            ),
        ),
        step(
            r"The radius lies strictly between 0 and the centre's coordinate $\epsilon/2$: both"
            r" factors of this product have the same sign, and their sum is positive. So the whole"
            r" image lies in the open square $(0,\epsilon)^2$.",
            radius * (centre - radius),
            "the product is positive",
            all_of(
                [
                    positive(sympy.expand(radius * (centre - radius))),
                    positive(centre),
                    identity(centre, epsilon / 2),
                ]
            ),
        ),
    )


def _recover_turn(parts: Parts) -> tuple[Step, ...]:
    turn = parts["turn"]
    sine, cosine = (sympy.expand(function(turn), trig=True) for function in (sympy.sin, sympy.cos))
    return (
        equation(
            r"The direction, rotated back by $t$, is $(\cos,\sin)$ of the turn, and gives $z$: the"
            " decoder is injective on the whole plane.",
            sine / (1 + cosine),
            across,
            "half-angle formula",
        ),
        equation(
            r"On the axis $z = 0$ there is no turn: $\mu_x((t,0);1)$ runs along the curve.",
            turn.subs(across, 0),
            sympy.Integer(0),
            "substitution",
        ),
    )


def _derive_labyrinth(parts: Parts) -> Report:
    return Report((*_recover_time(parts), *_recover_turn(parts)))


def _labyrinth_example() -> Report:
    """Checks epsilon = 1, t = 0: the point (3/4, 1/2), whose dense code has powers 9/16 and 1/4."""
    point = winding_decoder(LABYRINTH.parts).subs({epsilon: 1, time: 0, across: 0})
    return Report(
        (
            equation(
                r"$\epsilon = 1$, $t = 0$: the curve passes through $(3/4, 1/2)$.",
                point[0],
                sympy.Rational(3, 4),
                "substitution",
            ),
            equation("Second coordinate.", point[1], sympy.Rational(1, 2), "substitution"),
        )
    )


def _without_distinct_radii() -> Report:
    """Radius eps t^2/(4 (1 + t^2)): t and -t have the same radius, and meet at t = pi."""
    radius = epsilon * time**2 / (4 * (1 + time**2))
    curve = sympy.Matrix([radius * sympy.cos(time), radius * sympy.sin(time)])
    ends = [curve.subs(time, value) for value in (sympy.pi, -sympy.pi)]
    return Report(
        (
            step(
                r"With the even radius $\epsilon t^2/(4(1+t^2))$ the codes $\pi$ and $-\pi$ give"
                r" the"
                " same point: exact codes are not unique.",
                r"c(\pi) = c(-\pi)",
                "substitution",
                all_of([identity(a, b) for a, b in zip(*ends, strict=True)]),
            ),
        )
    )


_RADIUS = epsilon / 4 * (1 + time / sympy.sqrt(1 + time**2))
_TURN = 2 * sympy.atan(across)

LABYRINTH = Claim(
    id="labyrinth",
    title="The labyrinth: a nonlinear instance with unique exact codes",
    mark=Mark.EXTENSION,
    source=Source(OURS, "construction of the picture of Fig. 2"),
    hypotheses=(
        (
            r"$d = \kappa = 2$, $r = 1$, $\epsilon > 0$, any $n \ge 1$ and distinct"
            r" $t_1,\dots,t_n \ne 0$"
        ),
        (
            r"$\Theta = \{0,1\}$; $\mu_x(z;0) = z$, and $\mu_x((t,z);1)$ is $[[centre]]\,(1,1)$"
            r" plus"
            r" $\rho\,(\cos\alpha, \sin\alpha)$ with $\rho = [[radius]]$ and $\alpha = t +"
            r" [[turn]]$"
        ),
        r"$x_i = \mu_x((t_i, 0); 1)$",
    ),
    conclusion=(
        r"Both decoders are continuous and injective on the plane, and the second maps it into"
        r" $(0,\epsilon)^2$. So exact codes are unique: $z_i = x_i$ for $\theta = 0$, with two"
        r" active"
        r" rows of powers below $\epsilon^2$, and $z_i = (t_i, 0)$ for $\theta = 1$, with one"
        r" active"
        r" row of power $\frac1n\sum_i t_i^2$, which may be as large as we please. The latter is"
        r" the"
        " only optimal sparse representation."
    ),
    parts={"radius": _RADIUS, "centre": epsilon / 2, "turn": _TURN},
    uses=("eq-8-9",),
    divergence=(
        "The paper draws such a curve and gives no formula. The second latent coordinate turns the"
        " curve around the centre, so that the winding decoder uses the whole plane and no code is"
        " left undetermined."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC, r"all $\epsilon$, $n$, $t_i$, $z$", _derive_labyrinth, complete=True
        ),
    ),
    controls=(
        Control("even radius", {"radius": epsilon / 4 * (1 + time**2 / (1 + time**2))}),
        Control("radius twice as large", {"radius": 2 * _RADIUS}),
        Control("radius unbounded", {"radius": epsilon * sympy.sqrt(1 + time**2)}),
        Control("radius constant", {"radius": epsilon / 4}),
        Control("turn of up to two circles", {"turn": 4 * sympy.atan(across)}),
        Control("even turn", {"turn": 2 * sympy.atan(across**2)}),
        Control("centre off the square", {"centre": epsilon}),
        Control("centre too near the corner", {"centre": epsilon / 4}),
    ),
    example=Witness(r"$\epsilon = 1$, $t = 0$", _labyrinth_example),
    counterexamples=(
        Witness(
            "An even radius.", _without_distinct_radii, drops="the radius strictly increases in $t$"
        ),
    ),
)

CLAIMS = (EQ_8_9, LABYRINTH)
