r"""Decoders that wind a curve into a small square as theta grows, and their exact codes.

The family is that of `numerics.labyrinths.instance`: an affine map, then a rotation of every circle
around the centre of the square by an angle that depends on its radius.
"""

from __future__ import annotations

import sympy

from sparsity_theory.ledger.claims import (
    OURS,
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
from sparsity_theory.notation import epsilon
from sparsity_theory.proving.propositions import All, Equal, Positive, Proposition, Same
from sparsity_theory.proving.terms import named, where

theta = sympy.Symbol("theta", nonnegative=True)
rho = sympy.Symbol("rho", positive=True)
omega = sympy.Symbol("omega", positive=True)
stretch = sympy.Symbol("Lambda", positive=True)
z_1, z_2 = sympy.symbols("z_1 z_2", real=True)

_angle = sympy.Symbol("alpha", real=True)
_y_1, _y_2 = sympy.symbols("y_1 y_2", real=True)
# theta in [0, 1) is x/(x + y) with x >= 0, y > 0.
_x, _y = sympy.Symbol("x", nonnegative=True), sympy.Symbol("y", positive=True)
BELOW_ONE = {theta: _x / (_x + _y)}


def rotation(angle: sympy.Expr) -> sympy.Matrix:
    """The rotation of the plane by an angle."""
    cosine, sine = sympy.cos(angle), sympy.sin(angle)
    return sympy.Matrix([[cosine, -sine], [sine, cosine]])


def before_turning(parts: Parts, code: tuple[sympy.Expr, sympy.Expr]) -> sympy.Matrix:
    """The point y of a code: its image relative to the centre, but for the rotation."""
    shift = parts["shift"] * epsilon / 2
    return sympy.Matrix([(code[0] - shift) / parts["scale"], code[1] - shift])


def _bijection(parts: Parts) -> tuple[Step, ...]:
    scale, y = parts["scale"], sympy.Matrix([_y_1, _y_2])
    turned = rotation(_angle) * y
    code = (parts["shift"] * epsilon / 2 + scale * _y_1, parts["shift"] * epsilon / 2 + _y_2)
    return (
        Step(
            r"For $\theta \in [0,1]$, written $x/(x+y)$ below 1, $\lambda$ is positive: $z \mapsto"
            r" y$ is an affine bijection, and this is its inverse.",
            All(
                Positive(sympy.factor(scale.subs(BELOW_ONE))),
                Positive(where(scale, theta, 1)),
                *(
                    Equal(named(f"y_{i}(z)", a), b)
                    for i, (a, b) in enumerate(zip(before_turning(parts, code), y, strict=True), 1)
                ),
            ),
            "sign, and substitution",
            shown=sympy.Tuple(*code),
        ),
        Step(
            r"A rotation keeps $|y|$, so the rotation of every circle by its own angle is undone by"
            r" the rotation by the opposite angle: $y \mapsto R_{\theta\varphi(|y|)}y$ is a"
            r" bijection of the plane. It and its inverse are continuous, at $y = 0$ since $|y|$ is"
            r" kept: the decoder is a homeomorphism, and exact codes are unique.",
            All(
                Equal(sum(entry**2 for entry in turned), _y_1**2 + _y_2**2),
                *(Equal(a, b) for a, b in zip(rotation(-_angle) * turned, y, strict=True)),
                _of_the_radius(parts["turn"]),
            ),
            "for every angle",
            shown=r"|R_\alpha y| = |y|, \quad R_{-\alpha}R_\alpha = I",
        ),
    )


def _of_the_radius(turn: sympy.Expr) -> Proposition:
    """The angle is a function of theta and the radius: nothing else enters."""
    other = sorted(symbol.name for symbol in turn.free_symbols - {theta, omega, rho})
    return Same("symbols of the angle beside those of radius and theta", other, [])


def _everywhere(lhs: sympy.Expr, rhs: sympy.Expr) -> Proposition:
    """An identity; where it is false this shows at a point whose sines are square roots."""
    half = sympy.Rational(1, 2)
    at = {theta: half, omega: sympy.pi, rho: half, epsilon: 1, stretch: 2}
    return All(Equal(lhs, rhs), Equal(where(lhs, at), where(rhs, at)))


def _codes(parts: Parts) -> tuple[Step, ...]:
    code = (parts["code_1"], parts["code_2"])
    left = (1 - theta) * omega * rho
    y = before_turning(parts, code)
    further = sympy.Symbol("beta", real=True)
    direction = sympy.Matrix([sympy.cos(further), sympy.sin(further)])
    sums = (sympy.cos(_angle + further), sympy.sin(_angle + further))
    return (
        Step(
            r"The code's $y$ has length $\rho$ and the angle $(1-\theta)t$, $t = \omega\rho$.",
            All(
                _everywhere(y[0], rho * sympy.cos(left)),
                _everywhere(y[1], rho * sympy.sin(left)),
                Equal(direction[0] ** 2 + direction[1] ** 2, 1),
            ),
            "substitution",
            shown=r"y = \rho\,(\cos(1-\theta)t, \sin(1-\theta)t)",
        ),
        Step(
            r"Turned by $\theta t$ it is at the angle $t$: the data point.",
            All(
                Equal(parts["turn"] + left, omega * rho),
                *(Equal(a, b) for a, b in zip(rotation(_angle) * direction, sums, strict=True)),
            ),
            "addition theorems",
            shown=parts["turn"],
        ),
    )


def _ends(parts: Parts) -> tuple[Step, ...]:
    image = epsilon / 2 * sympy.ones(2, 1) + before_turning(parts, (z_1, z_2))
    return (
        Step(
            r"At $\theta = 0$ there is no turn and the decoder is the identity. The data and"
            r" their codes lie in $(0,\epsilon)^2$, as $|\rho\cos t|, |\rho\sin t| \le \rho <"
            r" \epsilon/2$.",
            All(
                Equal(where(parts["turn"], theta, 0), 0),
                *(Equal(where(a, theta, 0), z) for a, z in zip(image, (z_1, z_2), strict=True)),
            ),
            "substitution",
            shown=r"\mu_x(z; 0) = z",
        ),
        Step(
            r"At $\theta = 1$ the second row of the code is 0 and the first is not.",
            All(
                Equal(where(parts["code_1"], theta, 1), stretch * rho),
                Equal(where(parts["code_2"], theta, 1), 0),
            ),
            "substitution",
            shown=sympy.Tuple(parts["code_1"].subs(theta, 1), parts["code_2"].subs(theta, 1)),
        ),
    )


def _derive(parts: Parts) -> Report:
    return Report((*_bijection(parts), *_codes(parts), *_ends(parts)))


def _example() -> Report:
    """Checks eps = 2, Lambda = 3, omega = pi, rho = 1/2 at theta = 1/2, where t = pi/2."""
    half = sympy.Rational(1, 2)
    at = {epsilon: 2, stretch: 3, omega: sympy.pi, rho: half, theta: half}
    root = sympy.sqrt(2)
    parts = CLAIM.parts
    y = before_turning(parts, (parts["code_1"], parts["code_2"])).subs(at)
    image = rotation(parts["turn"].subs(at)) * y
    return Report(
        (
            Step(
                r"$\epsilon = 2$, $\Lambda = 3$, $\omega = \pi$, $\rho = 1/2$: $t = \pi/2$. At"
                r" $\theta = 1/2$ both codes are positive; the first is",
                Equal(where(parts["code_1"], at), half + root / 2),
                "value",
            ),
            Step("the second", Equal(where(parts["code_2"], at), half + root / 4), "value"),
            Step(
                r"The decoder sends it to the data point $(1, 3/2)$.",
                All(Equal(1 + image[0], 1), Equal(1 + image[1], 1 + half)),
                "value",
                shown=r"(1,1) + R_{\pi/4}\,y = (1, \tfrac32)",
            ),
        )
    )


def _outside() -> Report:
    scale = CLAIM.parts["scale"].subs({theta: -sympy.Rational(1, 2), stretch: 3})
    text = r"At $\theta = -1/2$ with $\Lambda = 3$ the scale is 0: there is no decoder."
    return Report((Step(text, Equal(named(r"\lambda", scale), 0), "value"),))


_SCALE = 1 - theta + theta * stretch
_LEFT = (1 - theta) * omega * rho

CLAIM = Claim(
    id="winding-family",
    title="Winding decoders: homeomorphisms with known exact codes",
    mark=Mark.EXTENSION,
    source=Source(OURS, "construction of the picture of Fig. 2"),
    hypotheses=(
        r"$d = \kappa = 2$, $\epsilon, \Lambda, \omega > 0$, any $n \ge 1$, and $\theta \in [0,1]$",
        (
            r"$\mu_x(z;\theta) = \tfrac\epsilon2(1,1) + R_\alpha y$ with $R_\alpha$ the rotation by"
            r" $\alpha = [[turn]]$, $\rho = |y|$, and $y = \bigl((z_1 -"
            r" ([[shift]])\tfrac\epsilon2)/\lambda,\; z_2 - ([[shift]])\tfrac\epsilon2\bigr)$,"
            r" $\lambda = [[scale]]$"
        ),
        (
            r"$x_i = \tfrac\epsilon2(1,1) + \rho_i(\cos t_i,\sin t_i)$ with $t_i = \omega\rho_i$"
            r" and $0 < \rho_i < \epsilon/2$"
        ),
    ),
    conclusion=(
        r"At every $\theta$ the decoder is a homeomorphism of the plane, so exact codes are unique,"
        r" and they are $z_{i1} = [[code_1]]$, $z_{i2} = [[code_2]]$ with $\rho = \rho_i$. At"
        r" $\theta = 0$ the decoder is the identity, and $z_i = x_i \in (0,\epsilon)^2$; at"
        r" $\theta = 1$ the code is $(\Lambda\rho_i, 0)$, with one active row."
    ),
    parts={
        "scale": _SCALE,
        "shift": 1 - theta,
        "turn": theta * omega * rho,
        "code_1": (1 - theta) * epsilon / 2 + _SCALE * rho * sympy.cos(_LEFT),
        "code_2": (1 - theta) * epsilon / 2 + rho * sympy.sin(_LEFT),
    },
    uses=("eq-8-9",),
    divergence=(
        "The paper draws two decoders and gives no formula. The labyrinth of claim labyrinth has"
        " the two ends only; here a path leads from one to the other."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC,
            r"all $\epsilon$, $\Lambda$, $\omega$, $\theta$, $n$, $\rho_i$",
            _derive,
            complete=True,
        ),
    ),
    controls=(
        Control("scale that vanishes", {"scale": 1 - 2 * theta + theta * stretch}),
        Control("scale without the path", {"scale": 1 + theta * stretch}),
        Control("shift kept at theta = 1", {"shift": sympy.Integer(1)}),
        Control("turn doubled", {"turn": 2 * theta * omega * rho}),
        Control("turn the other way", {"turn": -theta * omega * rho}),
        Control("turn by the first coordinate", {"turn": theta * omega * z_1}),
        Control("turn at theta = 0", {"turn": omega * rho}),
        Control("code not stretched", {
            "code_1": (1 - theta) * epsilon / 2 + rho * sympy.cos(_LEFT)
        }),
        Control("code of the whole angle", {
            "code_2": (1 - theta) * epsilon / 2 + rho * sympy.sin(omega * rho)
        }),
        Control("code without the centre", {"code_2": rho * sympy.sin(_LEFT)}),
        Control("sine and cosine exchanged", {
            "code_1": (1 - theta) * epsilon / 2 + _SCALE * rho * sympy.sin(_LEFT),
            "code_2": (1 - theta) * epsilon / 2 + rho * sympy.cos(_LEFT),
        }),
    ),
    example=Witness(r"$\epsilon = 2$, $\Lambda = 3$, $\omega = \pi$, $\rho = 1/2$", _example),
    counterexamples=(
        Witness("Theta below 0.", _outside, drops=r"$\theta \in [0,1]$"),
    ),
)  # fmt: skip
