r"""Why theta = 1 beats everything near it for a sharp penalty: the argument near the sparse code.

Subdivision cannot show this, since the loss is continuous and equal to its value at theta = 1
there.  `numerics.labyrinths.bounds.ExactCodeLoss.local_proof` checks the hypotheses in ball
arithmetic.
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
from sparsity_theory.notation import d
from sparsity_theory.proving.propositions import All, Equal, Less, NotNegative, Positive
from sparsity_theory.proving.terms import named, where

delta = sympy.Symbol("delta", positive=True)
width = sympy.Symbol("w", positive=True)
quotient = sympy.Symbol("q", positive=True)
slope = sympy.Symbol("K", nonnegative=True)
gain = sympy.Symbol("G", real=True)

_H_far, _H_zero = sympy.symbols("H(w\\sqrt{q}) H(0)", real=True)


def _concavity(parts: Parts) -> tuple[Step, ...]:
    jump, behind = sympy.symbols("J b", nonnegative=True)
    share = 1 / (1 + behind)  # in (0, 1]
    near = delta * sympy.sqrt(quotient)
    part = sympy.Symbol("s", positive=True)
    far = where(part * width * sympy.sqrt(quotient), part, delta / width)
    below = (1 - delta / width) * _H_zero + delta / width * _H_far - _H_zero
    return (
        Step(
            r"$H'' \le 0$ makes $H$ concave on $(0,\infty)$. For $0 < \eta < b$ and $0 < s \le 1$,"
            r" $H((1-s)\eta + sb) \ge (1-s)H(\eta) + sH(b)$; as $\eta \to 0$, $H(sb) \ge (1-s)H(0+)"
            r" + sH(b)$, and $H(0+) = H(0) + J$, $J \ge 0$: $H$ is concave on $[0,\infty)$ too.",
            NotNegative((1 - share) * (_H_zero + jump - _H_zero)),
            "continuity on $(0,\\infty)$",
            shown=r"(1-s)H(0+) \ge (1-s)H(0)",
        ),
        Step(
            r"As $\sqrt{p_2} \ge \delta\sqrt q$ and $H$ does not decrease, the second row gains at"
            r" least $H(\delta\sqrt q) - H(0)$. With $s = \delta/w$, concavity makes this at least",
            All(
                Equal(near**2, parts["power"]),
                Equal(far, near),
                Equal(below, where(parts["second"], gain, parts["gain"])),
            ),
            r"$\delta\sqrt q = s\,w\sqrt q$, $G = H(w\sqrt q) - H(0)$",
            shown=parts["second"],
        ),
    )


def _derive(parts: Parts) -> Report:
    slack = sympy.Symbol("S", positive=True)  # G > w K
    total = (parts["second"] - parts["first"]) / d
    return Report(
        (
            *_concavity(parts),
            Step(
                r"By the mean value theorem $h(p_1(\delta)) - h(p_1(0)) \ge -\delta K$: what the"
                r" first row loses.",
                Equal(delta * slope, parts["first"]),
                "$K$ bounds the derivative between 0 and $\\delta$",
            ),
            Step("Together:", Equal(total, parts["margin"]), "substitution"),
            Step(
                r"That is positive when $G = wK + S$ with $S > 0$.",
                Positive(sympy.expand(parts["margin"].subs(gain, width * slope + slack))),
                "hypothesis",
                shown=sympy.Gt(parts["margin"], 0, evaluate=False),
            ),
        )
    )


# Toy powers for the examples: p_1 = (2 - delta)^2 and p_2 = 9 delta^2, with w = 1/2 and q = 9.
_HALF = sympy.Rational(1, 2)
_FIRST, _SECOND = (2 - delta) ** 2, 9 * delta**2


def _example() -> Report:
    """Checks h = sqrt(u): H(a) = a, K = 1, G = 3/2 > w K."""
    change = (2 - delta) + 3 * delta - 2  # the roots of both powers, delta <= 1/2
    margin = CLAIM.parts["margin"].subs({gain: 3 * _HALF, width: _HALF, slope: 1, d: 2})
    return Report(
        (
            Step(
                r"$h(u) = \sqrt u$, $p_1 = (2-\delta)^2$, $p_2 = 9\delta^2$: with $w = 1/2$, $q ="
                r" 9$ one has $K = 1$ and $G = 3/2$, and the bound is the change of the loss, $d ="
                r" 2$.",
                Equal(named(r"\tfrac12\bigl((2-\delta) + 3\delta - 2\bigr)", change / 2), margin),
                "substitution",
            ),
        )
    )


def _convex() -> Report:
    """Checks h = u, so that H(a) = a^2 is convex: G/w = 9/2 > 4 = K, and delta = 1/5 is better."""
    loss = _FIRST + _SECOND
    return Report(
        (
            Step(
                r"$h(u) = u$, $p_1 = (2-\delta)^2$, $p_2 = 9\delta^2$, $w = 1/2$, $q = 9$: $G ="
                r" 9/4$ exceeds $wK$, $K = 4$,",
                Less(4 * _HALF, where(_SECOND, delta, _HALF)),
                "substitution",
            ),
            Step(
                r"but $\delta = 1/5$ is better than 0.",
                Less(where(loss, delta, sympy.Rational(1, 5)), where(loss, delta, 0)),
                "substitution",
            ),
        )
    )


def _value_above_the_limit() -> Report:
    """Checks h = sqrt(u) but for h(0) = 1/4: the second row falls when it becomes active."""
    quarter = sympy.Rational(1, 4)
    at = sympy.Rational(1, 16)
    return Report(
        (
            Step(
                r"$h(u) = \sqrt u$ for $u > 0$ and $h(0) = 1/4$, with the same powers: $G = 3/2 -"
                r" 1/4$ exceeds $wK$, $K = 1$,",
                Less(_HALF, 3 * _HALF - quarter),
                "substitution",
            ),
            Step(
                r"but $\delta = 1/16$ is better than 0.",
                Less(2 - at + 3 * at, 2 + quarter),
                "substitution",
            ),
        )
    )


def _decreasing() -> Report:
    """Checks H(a) = a (2 - a), p_1 constant, p_2 = 100 delta^2 >= delta^2: K = 0, w = 1/2."""
    amplitude = sympy.Symbol("a", nonnegative=True)
    curve = amplitude * (2 - amplitude)
    return Report(
        (
            Step(
                r"$h(u) = \sqrt u(2 - \sqrt u)$, $p_1$ constant, $p_2 = 100\delta^2$, with $q = 1$,"
                r" $w = 1/2$: $K = 0$ and $G = 3/4$,",
                Less(0, where(curve, amplitude, _HALF)),
                "substitution",
            ),
            Step(
                r"but $\delta = 1/2$ is better than 0.",
                Less(where(curve, amplitude, 5), 0),
                "substitution",
            ),
        )
    )


_MARGIN = delta / d * (gain / width - slope)

CLAIM = Claim(
    id="winding-local",
    title="Near the sparse code of the winding decoders",
    mark=Mark.EXTENSION,
    source=Source(OURS, "construction of the picture of Fig. 2"),
    hypotheses=(
        r"$h$ does not decrease on $[0,\infty)$; in particular $h(0) \le h(0+)$",
        r"$H(a) = h(a^2)$ has $H'' \le 0$ on $(0,\infty)$",
        (
            r"on $0 < \delta \le w$ the row powers of the exact code at $\theta = 1-\delta$ are"
            r" $p_1 > 0$ with $|\tfrac{d}{d\delta}h(p_1)| \le K$, also at $\delta = 0$, and $p_2"
            r" \ge [[power]]$, $q > 0$; at $\delta = 0$, $p_2 = 0$"
        ),
        r"$G > wK$, where $G = h(w^2q) - h(0)$",
    ),
    conclusion=(
        r"For $0 < \delta \le w$ the loss $L = \frac1d(h(p_1) + h(p_2))$ of the exact code, the"
        r" only code for $g = I_\infty$, satisfies $L(\delta) - L(0) \ge [[margin]] > 0$: the first"
        r" row loses at most $[[first]]$, and the second gains at least $[[second]]$. So $\theta ="
        r" 1$ is strictly better than every other $\theta \ge 1-w$."
    ),
    parts={
        "power": delta**2 * quotient,
        "gain": _H_far - _H_zero,
        "second": delta / width * gain,
        "first": delta * slope,
        "margin": _MARGIN,
    },
    uses=("winding-family",),
    divergence=(
        "Not in the paper. The hypotheses do not hold for a penalty of finite, positive slope at 0,"
        " for which $H$ is nearly a multiple of $a^2$ near 0."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all $h$, $w$, $q$, $K$, $d$", _derive, complete=True),),
    controls=(
        Control("power linear in delta", {"power": delta * quotient}),
        Control("gain with the value at 0 added", {"gain": _H_far + _H_zero}),
        Control("gain without the value at 0", {"gain": _H_far}),
        Control("gain of the whole width", {"second": gain}),
        Control("gain the other way round", {"second": width / delta * gain}),
        Control("gain as if quadratic", {"second": delta**2 / width**2 * gain}),
        Control("loss of the first row squared", {"first": delta**2 * slope}),
        Control("loss of the first row halved", {"first": delta * slope / 2}),
        Control("margin not divided by d", {"margin": d * _MARGIN}),
        Control("margin without the first row", {"margin": delta / d * gain / width}),
    ),
    example=Witness(r"$h(u) = \sqrt u$", _example),
    counterexamples=(
        Witness("A convex $H$.", _convex, drops=r"$H'' \le 0$ on $(0,\infty)$"),
        Witness("A value at 0 above the limit.", _value_above_the_limit, drops=r"$h(0) \le h(0+)$"),
        Witness(
            "A penalty that falls again.",
            _decreasing,
            drops=r"$h$ does not decrease on $[0,\infty)$",
        ),
    ),
)
