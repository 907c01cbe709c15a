r"""Lemma 3: any decoder, encoder deviations that shrink to 0.

The limit is stated with a bound. With f(z) = ||x - mu_x(z)||^2, z = mu + sigma * eps, all
deviations at most sigma, the expectation is split at ||z - mu|| = sqrt(sigma): inside, f is near
f(mu) by continuity; outside, the growth bound and the tail of the normal law take over.
"""

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
from sparsity_theory.notation import A, d, k, kappa, mu, sigma
from sparsity_theory.proving.propositions import All, Equal, OnlyMinimum, Positive
from sparsity_theory.proving.row_sums import total, vector
from sparsity_theory.proving.terms import named, where

size = sympy.Symbol("x", positive=True)  # ||x||
growth = sympy.Symbol("C", positive=True)
exponent = sympy.Symbol("a", positive=True)
whole = sympy.Symbol("B", positive=True)
weight = sympy.Symbol("lambda", real=True)
error = sympy.Symbol("e", positive=True)
deviation_of_error = sympy.Symbol("eta", nonnegative=True)
power = vector("p", positive=True)

_y, _t = sympy.symbols("y t", positive=True)
_epsilon = sympy.Symbol("epsilon", real=True)


def _density(at: sympy.Expr, variance: sympy.Expr) -> sympy.Expr:
    return sympy.exp(-(at**2) / (2 * variance)) / sympy.sqrt(2 * sympy.pi * variance)


# --- the expectation --------------------------------------------------------------------------


def _growth(parts: Parts) -> tuple[Step, ...]:
    a, b = sympy.symbols("x_j m_j", real=True)
    rise = parts["majorant"] * sympy.exp(_t) - 2 * size**2 - 2 * growth * sympy.exp(_t)
    return (
        Step(
            r"$\Vert x-m\Vert^2 \le 2\Vert x\Vert^2 + 2\Vert m\Vert^2$, coordinate by coordinate.",
            Equal(2 * a**2 + 2 * b**2 - (a - b) ** 2, (a + b) ** 2),
            "the difference is a square",
            shown=sympy.Ge(2 * a**2 + 2 * b**2 - (a - b) ** 2, 0, evaluate=False),
        ),
        Step(
            r"So $f(z) \le$ the majorant times $e^t$, $t = a\Vert z\Vert^2$.",
            Positive(rise, after_zero=_t),
            "the difference is 0 at $t = 0$ and increases",
            shown=sympy.Ge(rise, 0, evaluate=False),
        ),
        Step(
            r"$\Vert\mu + \sigma\epsilon\Vert^2 \le 2\Vert\mu\Vert^2 +"
            r" 2\sigma^2\Vert\epsilon\Vert^2$, coordinate by coordinate: outside the ball $f(z) +"
            r" f(\mu) \le B\exp(2a\sigma^2\Vert\epsilon\Vert^2)$.",
            Equal(_two_squares(), (mu - sigma * _epsilon) ** 2),
            "the difference is a square",
            shown=sympy.Ge(_two_squares(), 0, evaluate=False),
        ),
    )


def _two_squares() -> sympy.Expr:
    return 2 * mu**2 + 2 * sigma**2 * _epsilon**2 - (mu + sigma * _epsilon) ** 2


def _tail(parts: Parts) -> tuple[Step, ...]:
    moment = parts["moment"]
    largest = 2 * parts["small"] + sympy.Rational(1, 8)
    inverse = (1 - _y) / 2  # lambda < 1/2 as (1 - y)/2 with y > 0
    return (
        Step(
            r"$E e^{\lambda\epsilon^2}$ for one coordinate: the integrand is a normal density of"
            r" variance $1/y$, $y = 1-2\lambda > 0$, times the moment. The coordinates are"
            r" independent, so for $\kappa$ of them take the power $\kappa$.",
            Equal(
                sympy.exp(inverse * _epsilon**2) * _density(_epsilon, sympy.Integer(1)),
                where(moment, weight, inverse) * _density(_epsilon, 1 / _y),
            ),
            "complete the square",
        ),
        Step(
            r"Outside the ball $\Vert\epsilon\Vert^2 > T$, with $\sqrt T$ the radius over $\sigma$,"
            r" so the indicator is at most $\exp((\Vert\epsilon\Vert^2-T)/8)$.",
            Positive(sympy.exp(_y / 8) - 1, after_zero=_y),
            r"with $y = \Vert\epsilon\Vert^2 - T$; 0 at 0 and increasing",
            shown=sympy.Gt(sympy.exp(_y / 8), 1, evaluate=False),
        ),
        Step(
            r"The moment increases in $\lambda = 2a\sigma^2 + 1/8$; at the largest $a\sigma^2$ that"
            r" is allowed it is $\sqrt 2$.",
            All(
                Equal(where(moment, weight, largest), sympy.sqrt(2)),
                Positive(where(sympy.Derivative(moment, weight), weight, inverse)),
            ),
            "sign of the derivative; substitution",
        ),
        Step(
            "Together: the part outside the ball is at most this.",
            Equal(
                named(
                    r"B\sqrt2^{\,\kappa}e^{-T/8}",
                    whole
                    * sympy.sqrt(2) ** kappa
                    * sympy.exp(-(parts["radius"] ** 2) / sigma**2 / 8),
                ),
                parts["bound"],
            ),
            r"$e^{-T/8}$ times the moment",
        ),
        Step(
            r"$e^{-y} < 1/y$ at $y = 1/(8\sigma)$ gives the rate.",
            All(
                OnlyMinimum(_y - sympy.log(_y), _y, 1),
                Equal(parts["rate"], parts["bound"] * 8 * sigma * sympy.exp(1 / (8 * sigma))),
            ),
            r"$y - \log y$ has its minimum, 1, at $y = 1$, so $y > \log y$",
            shown=f"{sympy.latex(parts['bound'])} < {sympy.latex(parts['rate'])}",
        ),
    )


# --- the loss ---------------------------------------------------------------------------------


def _loss(parts: Parts) -> tuple[Step, ...]:
    value = d + d * sympy.log(A / d)
    return (
        Step(
            r"Minimising over $\gamma$ gives $d + d\log(A/d)$ (eq-6); with $A = qde$:",
            Equal(where(value, A, _y * d * error), d + d * sympy.log(error) + d * sympy.log(_y)),
            "substitution, $q = y$",
        ),
        Step(
            r"$|\log q| \le 2|q-1|$ for $q \ge 1/2$. For $q = 1+y$ by $\log(1+y) < y$; for $q ="
            r" 1/(1+y)$, $y \le 1$, by the same and $2(1-q) - y = y(1-y)/(1+y) \ge 0$.",
            All(
                Positive(_y - sympy.log(1 + _y), after_zero=_y),
                Equal(2 * (1 - 1 / (1 + _y)) - _y, _y * (1 - _y) / (1 + _y)),
            ),
            "the difference is 0 at 0 and increases; a product of factors of one sign",
            shown=sympy.Lt(sympy.log(1 + _y), _y, evaluate=False),
        ),
        Step(
            r"So $|A - de| \le \eta \le de/2$ and $\frac1n\sum_i\Vert\sigma_z(x_i)\Vert^2 \le"
            r" \kappa\sigma^2$ change the loss by at most this.",
            Equal(
                named(
                    r"2d\,\frac{\eta}{de} + \kappa\sigma^2",
                    2 * d * (deviation_of_error / (d * error)) + kappa * sigma**2,
                ),
                parts["excess"],
            ),
            r"$q - 1 = (A-de)/(de)$",
        ),
        Step(
            r"What is left, after $-\sum_k\log\sigma_k^2$ is dropped: the $\gamma$-part at $A = de$"
            r" and the means.",
            Equal(where(value, A, d * error) + total(power[k], kappa), parts["loss"]),
            "eqs. (3) and (6)",
        ),
        Step(
            r"With each $p_k$ replaced by $\log p_k$ this is $d$ times $L_{\log,\log}$ plus $d$.",
            Equal(parts["loss"].xreplace({power[k]: sympy.log(power[k])}), parts["collapsed"]),
            "eq. (7) with $g = h = \\log$",
        ),
    )


def _derive(parts: Parts) -> Report:
    return Report((*_growth(parts), *_tail(parts), *_loss(parts)))


def _linear_example() -> Report:
    """One coordinate, decoder 2 z, x = 3, mu = 1: E = 1 + 4 sigma^2, which tends to f(mu) = 1."""
    z = mu + sigma * _epsilon
    values = sympy.Poly(sympy.expand((3 - 2 * z.subs(mu, 1)) ** 2), _epsilon)
    mean = values.coeff_monomial(1) + values.coeff_monomial(_epsilon**2)
    return Report(
        (
            Step(
                r"$\mu_x(z) = 2z$, $x = 3$, $\mu = 1$: the expectation exceeds $f(\mu) = 1$ by"
                r" $4\sigma^2$, below $\omega(\sqrt\sigma) = 4\sqrt\sigma + 4\sigma$ for $\sigma"
                r" \le 1$.",
                Equal(named(r"E(3 - 2(1+\sigma\epsilon))^2", mean), 1 + 4 * sigma**2),
                r"$E\epsilon = 0$, $E\epsilon^2 = 1$",
            ),
            Step(
                "The modulus of $f$ at $\\mu = 1$ is attained at $z = 1 - \\delta$.",
                Equal((3 - 2 * (1 - _y)) ** 2 - 1, 4 * _y + 4 * _y**2),
                "expansion",
            ),
        )
    )


def _discontinuous() -> Report:
    """Decoder 1[z > 0], x = 0, mu = 0: f(mu) = 0, but E f = P(eps > 0) = 1/2 for every sigma."""
    half = sympy.integrate(_density(_t, sympy.Integer(1)), (_t, 0, sympy.oo))
    return Report(
        (
            Step(
                r"$\mu_x(z) = 1[z>0]$, $x = \mu = 0$: $f(\mu) = 0$ while $E f = P(\epsilon > 0)$"
                r" for every $\sigma > 0$.",
                Equal(named(r"P(\epsilon > 0)", half), sympy.Rational(1, 2)),
                "half of the normal law",
            ),
        )
    )


def _too_fast() -> Report:
    """Decoder exp(z^4): f = exp(2 z^4), and the integrand grows far out."""
    excess = 2 * _t**4 - _t**2 / (2 * sigma**2)
    beyond = 1 / (2 * sigma) + _y
    return Report(
        (
            Step(
                r"$\mu_x(z) = e^{z^4}$, $x = \mu = 0$: the exponent of the integrand of $Ef$ is"
                r" positive for all $z > 1/(2\sigma)$, so the integral is infinite for every"
                r" $\sigma > 0$.",
                Positive(sympy.expand(excess.subs(_t, beyond))),
                r"$z = 1/(2\sigma) + y$, $y > 0$",
                shown=sympy.Gt(excess, 0, evaluate=False),
            ),
        )
    )


_ROOT_TWO = 2 ** (kappa / 2)
_LOSS = d + d * sympy.log(error) + total(power[k], kappa)

CLAIM = Claim(
    id="lemma-3",
    title="Lemma 3: any decoder, vanishing encoder deviations",
    mark=Mark.PAPER,
    source=Source(PAPER, "Lemma 3"),
    hypotheses=(
        r"$\mu_x(\cdot;\theta)$ is continuous at the codes $\mu_i = \mu_z(x_i)$",
        r"$\Vert\mu_x(z;\theta)\Vert^2 \le C e^{a\Vert z\Vert^2}$ for all $z$",
        r"$\sigma_z(x_i)_k \le \sigma$ for all $i,k$, and $a\sigma^2 \le [[small]]$",
        r"$e > 0$, every $p_k > 0$ where its logarithm is taken",
    ),
    conclusion=(
        r"For one sample let $f(z) = \Vert x-\mu_x(z)\Vert^2$, $\omega$ its modulus of continuity"
        r" at $\mu$, and $B = ([[majorant]])e^{2a\Vert\mu\Vert^2} + f(\mu)$, where $x$ stands for"
        r" $\Vert x\Vert$. Then $|E_q f - f(\mu)| \le \omega([[radius]]) + [[bound]]$, and the last"
        r" term is below $[[rate]]$; here $E e^{\lambda\epsilon^2} = [[moment]]$ was used. So $A"
        r" \to d\,e$, and if $|A - d\,e| \le \eta \le d\,e/2$ then $\min_\gamma L +"
        r" \frac1n\sum_{i,k}\log\sigma_z(x_i)_k^2$ differs from $[[loss]]$ by at most $[[excess]]$."
        r" With $p_k$ replaced by $\log p_k$ the latter is $[[collapsed]]$, that is"
        r" $d\,L_{\log,\log} + d$."
    ),
    corrects=(
        "The paper says any arbitrary decoder. Without continuity at the codes, or with faster"
        " growth, the limit is false; the hypotheses here are what it needs."
    ),
    parts={
        "majorant": 2 * size**2 + 2 * growth,
        "small": sympy.Rational(1, 16),
        "radius": sympy.sqrt(sigma),
        "moment": (1 - 2 * weight) ** sympy.Rational(-1, 2),
        "bound": whole * _ROOT_TWO * sympy.exp(-1 / (8 * sigma)),
        "rate": 8 * whole * _ROOT_TWO * sigma,
        "excess": 2 * deviation_of_error / error + kappa * sigma**2,
        "loss": _LOSS,
        "collapsed": d * (sympy.log(error) + total(sympy.log(power[k]), kappa) / d) + d,
    },
    uses=("eq-2-3", "eq-6"),
    divergence=(
        r"The paper says 'any arbitrary decoder'. Continuity at the codes and a bound on the growth"
        r" are needed. The term $-\sum\log\sigma^2$ is dropped although it diverges, since it is"
        r" the same for all $(\theta,Z)$. The logarithm of the powers is applied, not derived"
        r" (lemma-3-log derives it). Taken literally $L_{\log,\log} = -\infty$ at every code with a"
        r" zero row, $Z = 0$ included: it has no meaningful minimiser, and Theorem C says what the"
        r" limit does."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all decoders, $d$, $\kappa$, $\sigma$, $a$, $C$", _derive, True),
    ),
    controls=(
        Control("growth constant forgotten", {"majorant": 2 * size**2}),
        Control("twice the deviation allowed squared", {"small": sympy.Rational(1, 8)}),
        Control("radius of the order of the deviation", {"radius": sigma}),
        Control(
            "moment with lambda for 2 lambda", {"moment": (1 - weight) ** sympy.Rational(-1, 2)}
        ),
        Control(
            "exponent four times as large",
            {"bound": whole * _ROOT_TWO * sympy.exp(-1 / (2 * sigma))},
        ),
        Control("quadratic rate", {"rate": 8 * whole * _ROOT_TWO * sigma**2}),
        Control("excess halved", {"excess": deviation_of_error / error}),
        Control(
            "logarithm of the error not weighted by d", {"loss": _LOSS - (d - 1) * sympy.log(error)}
        ),
        Control("constant d forgotten", {"loss": _LOSS - d}),
        Control(
            "logarithm of the total power",
            {"collapsed": d * sympy.log(error) + sympy.log(total(power[k], kappa)) + d},
        ),
        Control(
            "logarithms squared",
            {"collapsed": d * sympy.log(error) + total(sympy.log(power[k]) ** 2, kappa) + d},
        ),
    ),
    example=Witness(r"$\mu_x(z) = 2z$, $x = 3$, $\mu = 1$", _linear_example),
    counterexamples=(
        Witness(
            r"$\mu_x(z) = 1[z > 0]$ at $\mu = 0$.",
            _discontinuous,
            drops=r"$\mu_x(\cdot;\theta)$ is continuous at the codes",
        ),
        Witness(
            r"$\mu_x(z) = e^{z^4}$.",
            _too_fast,
            drops=r"$\Vert\mu_x(z;\theta)\Vert^2 \le C e^{a\Vert z\Vert^2}$ for all $z$",
        ),
    ),
)
