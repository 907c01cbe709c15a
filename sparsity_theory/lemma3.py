r"""Lemma 3: any decoder, encoder deviations that shrink to 0; and the version that derives the log.

The limit is stated with a bound. With f(z) = ||x - mu_x(z)||^2, z = mu + sigma * eps, all
deviations at most sigma, the expectation is split at ||z - mu|| = sqrt(sigma): inside, f is near
f(mu) by continuity; outside, the growth bound and the tail of the normal law take over.
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
from sparsity_theory.derivations import (
    equation,
    identity,
    positive,
    positive_after_zero,
    step,
    unique_minimum,
)
from sparsity_theory.notation import A, d, kappa, n, p, sigma
from sparsity_theory.row_sums import equal_sums, k, sum_equation, total, vector
from sparsity_theory.verdict import all_of

size = sympy.Symbol("x", positive=True)  # ||x||
growth = sympy.Symbol("C", positive=True)
exponent = sympy.Symbol("a", positive=True)
whole = sympy.Symbol("B", positive=True)
weight = sympy.Symbol("lambda", real=True)
error = sympy.Symbol("e", positive=True)
deviation_of_error = sympy.Symbol("eta", nonnegative=True)
power = vector("p", positive=True)
sample_variance = vector("v", positive=True)

_y, _t = sympy.symbols("y t", positive=True)
_epsilon, _mu = sympy.symbols("epsilon mu", real=True)


def _density(at: sympy.Expr, variance: sympy.Expr) -> sympy.Expr:
    return sympy.exp(-(at**2) / (2 * variance)) / sympy.sqrt(2 * sympy.pi * variance)


# --- the expectation --------------------------------------------------------------------------


def _growth(parts: Parts) -> tuple[Step, ...]:
    a, b = sympy.symbols("x_j m_j", real=True)
    rise = parts["majorant"] * sympy.exp(_t) - 2 * size**2 - 2 * growth * sympy.exp(_t)
    return (
        step(
            r"$\Vert x-m\Vert^2 \le 2\Vert x\Vert^2 + 2\Vert m\Vert^2$, coordinate by coordinate.",
            sympy.Ge(2 * a**2 + 2 * b**2 - (a - b) ** 2, 0, evaluate=False),
            "the difference is a square",
            identity(2 * a**2 + 2 * b**2 - (a - b) ** 2, (a + b) ** 2),
        ),
        step(
            r"So $f(z) \le$ the majorant times $e^t$, $t = a\Vert z\Vert^2$.",
            sympy.Ge(rise, 0, evaluate=False),
            "the difference is 0 at $t = 0$ and increases",
            positive_after_zero(rise, _t),
        ),
        step(
            r"$\Vert\mu + \sigma\epsilon\Vert^2 \le 2\Vert\mu\Vert^2"
            r" + 2\sigma^2\Vert\epsilon\Vert^2$, coordinate by coordinate: outside the ball $f(z)"
            r" + f(\mu) \le"
            r" B\exp(2a\sigma^2\Vert\epsilon\Vert^2)$.",
            sympy.Ge(_two_squares(), 0, evaluate=False),
            "the difference is a square",
            identity(_two_squares(), (_mu - sigma * _epsilon) ** 2),
        ),
    )


def _two_squares() -> sympy.Expr:
    return 2 * _mu**2 + 2 * sigma**2 * _epsilon**2 - (_mu + sigma * _epsilon) ** 2


def _tail(parts: Parts) -> tuple[Step, ...]:
    moment = parts["moment"]
    inverse = (1 - _y) / 2  # lambda < 1/2 as (1 - y)/2 with y > 0
    return (
        equation(
            r"$E e^{\lambda\epsilon^2}$ for one coordinate: the integrand is a normal density of"
            r" variance $1/y$, $y = 1-2\lambda > 0$, times the moment. The coordinates are"
            r" independent, so for $\kappa$ of them take the power $\kappa$.",
            sympy.exp(inverse * _epsilon**2) * _density(_epsilon, sympy.Integer(1)),
            moment.subs(weight, inverse) * _density(_epsilon, 1 / _y),
            "complete the square",
        ),
        step(
            r"Outside the ball $\Vert\epsilon\Vert^2 > T = $ (radius$/\sigma)^2$, so the indicator"
            r" is at most $\exp((\Vert\epsilon\Vert^2-T)/8)$.",
            sympy.Gt(sympy.exp(_y / 8), 1, evaluate=False),
            r"with $y = \Vert\epsilon\Vert^2 - T$; 0 at 0 and increasing",
            positive_after_zero(sympy.exp(_y / 8) - 1, _y),
        ),
        step(
            r"The moment increases in $\lambda = 2a\sigma^2 + 1/8$; at the largest $a\sigma^2$ that"
            r" is allowed it is $\sqrt 2$.",
            sympy.Eq(moment.subs(weight, 2 * parts["small"] + sympy.Rational(1, 8)), sympy.sqrt(2)),
            "sign of the derivative; substitution",
            all_of(
                [
                    identity(
                        moment.subs(weight, 2 * parts["small"] + sympy.Rational(1, 8)),
                        sympy.sqrt(2),
                    ),
                    positive(sympy.diff(moment, weight).subs(weight, inverse)),
                ]
            ),
        ),
        equation(
            "Together: the part outside the ball is at most this.",
            whole * sympy.sqrt(2) ** kappa * sympy.exp(-(parts["radius"] ** 2) / sigma**2 / 8),
            parts["bound"],
            r"$e^{-T/8}$ times the moment",
        ),
        step(
            r"$e^{-y} < 1/y$ at $y = 1/(8\sigma)$ gives the rate.",
            sympy.Eq(parts["rate"], parts["bound"] * 8 * sigma * sympy.exp(1 / (8 * sigma))),
            r"$y - \log y$ has its minimum, 1, at $y = 1$, so $y > \log y$",
            all_of(
                [
                    unique_minimum(_y - sympy.log(_y), _y, at=sympy.Integer(1)),
                    identity(
                        parts["rate"], parts["bound"] * 8 * sigma * sympy.exp(1 / (8 * sigma))
                    ),
                ]
            ),
        ),
    )


# --- the loss ---------------------------------------------------------------------------------


def _loss(parts: Parts) -> tuple[Step, ...]:
    value = d + d * sympy.log(A / d)
    return (
        equation(
            r"Minimising over $\gamma$ gives $d + d\log(A/d)$ (eq-6); with $A = qde$:",
            value.subs(A, _y * d * error),
            d + d * sympy.log(error) + d * sympy.log(_y),
            "substitution, $q = y$",
        ),
        step(
            r"$|\log q| \le 2|q-1|$ for $q \ge 1/2$. For $q = 1+y$ by $\log(1+y) < y$; for"
            r" $q = 1/(1+y)$, $y \le 1$, by the same and $2(1-q) - y = y(1-y)/(1+y) \ge 0$.",
            sympy.Lt(sympy.log(1 + _y), _y, evaluate=False),
            "the difference is 0 at 0 and increases; a product of factors of one sign",
            all_of(
                [
                    positive_after_zero(_y - sympy.log(1 + _y), _y),
                    identity(2 * (1 - 1 / (1 + _y)) - _y, _y * (1 - _y) / (1 + _y)),
                ]
            ),
        ),
        equation(
            r"So $|A - de| \le \eta \le de/2$ and $\frac1n\sum_i\Vert\sigma_z(x_i)\Vert^2 \le"
            r" \kappa\sigma^2$ change the loss by at most this.",
            2 * d * (deviation_of_error / (d * error)) + kappa * sigma**2,
            parts["excess"],
            r"$q - 1 = (A-de)/(de)$",
        ),
        sum_equation(
            r"What is left, after $-\sum_k\log\sigma_k^2$ is dropped: the $\gamma$-part at $A = de$"
            r" and the means.",
            value.subs(A, d * error) + total(power[k], kappa),
            parts["loss"],
            "eqs. (3) and (6)",
        ),
        sum_equation(
            r"With each $p_k$ replaced by $\log p_k$ this is $d$ times $L_{\log,\log}$ plus $d$.",
            parts["loss"].xreplace({power[k]: sympy.log(power[k])}),
            parts["collapsed"],
            "eq. (7) with $g = h = \\log$",
        ),
    )


def _derive(parts: Parts) -> Report:
    return Report((*_growth(parts), *_tail(parts), *_loss(parts)))


def _linear_example() -> Report:
    """One coordinate, decoder 2 z, x = 3, mu = 1: E = 1 + 4 sigma^2, which tends to f(mu) = 1."""
    z = _mu + sigma * _epsilon
    values = sympy.Poly(sympy.expand((3 - 2 * z.subs(_mu, 1)) ** 2), _epsilon)
    mean = values.coeff_monomial(1) + values.coeff_monomial(_epsilon**2)
    return Report(
        (
            equation(
                r"$\mu_x(z) = 2z$, $x = 3$, $\mu = 1$: the expectation exceeds $f(\mu) = 1$ by"
                r" $4\sigma^2$, below $\omega(\sqrt\sigma) = 4\sqrt\sigma + 4\sigma$ for"
                r" $\sigma \le 1$.",
                mean,
                1 + 4 * sigma**2,
                r"$E\epsilon = 0$, $E\epsilon^2 = 1$",
            ),
            equation(
                "The modulus of $f$ at $\\mu = 1$ is attained at $z = 1 - \\delta$.",
                (3 - 2 * (1 - _y)) ** 2 - 1,
                4 * _y + 4 * _y**2,
                "expansion",
            ),
        )
    )


def _discontinuous() -> Report:
    """Decoder 1[z > 0], x = 0, mu = 0: f(mu) = 0, but E f = P(eps > 0) = 1/2 for every sigma."""
    half = sympy.integrate(_density(_t, sympy.Integer(1)), (_t, 0, sympy.oo))
    return Report(
        (
            equation(
                r"$\mu_x(z) = 1[z>0]$, $x = \mu = 0$: $f(\mu) = 0$ while $E f = P(\epsilon > 0)$"
                r" for"
                r" every $\sigma > 0$.",
                half,
                sympy.Rational(1, 2),
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
            step(
                r"$\mu_x(z) = e^{z^4}$, $x = \mu = 0$: the exponent of the integrand of $Ef$ is"
                r" positive for all $z > 1/(2\sigma)$, so the integral is infinite for every"
                r" $\sigma > 0$.",
                sympy.Gt(excess, 0, evaluate=False),
                r"$z = 1/(2\sigma) + y$, $y > 0$",
                positive(sympy.expand(excess.subs(_t, beyond))),
            ),
        )
    )


_ROOT_TWO = 2 ** (kappa / 2)
_LOSS = d + d * sympy.log(error) + total(power[k], kappa)

LEMMA_3 = Claim(
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
        r" term is below $[[rate]]$; here $E e^{\lambda\epsilon^2} = [[moment]]$ was used. So"
        r" $A \to d\,e$, and if $|A - d\,e| \le \eta \le d\,e/2$ then"
        r" $\min_\gamma L + \frac1n\sum_{i,k}\log\sigma_z(x_i)_k^2$ differs from $[[loss]]$ by at"
        r" most $[[excess]]$. With $p_k$ replaced by $\log p_k$ the latter is $[[collapsed]]$,"
        r" that is $d\,L_{\log,\log} + d$."
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
        r" the"
        r" same for all $(\theta,Z)$. The logarithm of the powers is applied, not derived"
        r" (lemma-3-log derives it). Taken literally $L_{\log,\log} = -\infty$ at every code with a"
        r" zero row, $Z = 0$ included: it has no meaningful minimiser, and Theorem C says what the"
        " limit does."
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


# --- the logarithm derived --------------------------------------------------------------------

stretch = sympy.Symbol("alpha", positive=True)
squared = sympy.Symbol("b", positive=True)  # alpha^2
mean_variance = sympy.Symbol("v", positive=True)
mean_log = sympy.Symbol("l", real=True)


def _rescaled(parts: Parts) -> tuple[Step, ...]:
    at = {squared: stretch**2}
    return (
        equation(
            r"Dividing $(\mu_z,\sigma_z)_k$ by $\alpha$ and multiplying the decoder's coordinate by"
            r" $\alpha$ leaves the reconstruction alone. The row costs this, with $b = \alpha^2$,"
            r" $v$ the mean of $\sigma_k^2$ and $l$ the mean of $\log\sigma_k^2$.",
            p / stretch**2 + mean_variance / stretch**2 - (mean_log - sympy.log(stretch**2)),
            parts["loss"].subs(at),
            "eq. (3), termwise",
        ),
        step(
            "It decreases before its minimiser and increases after it.",
            sympy.Eq(squared, parts["minimiser"]),
            "its derivative is $b$ minus the minimiser times a positive factor",
            unique_minimum(parts["loss"], squared, at=parts["minimiser"]),
        ),
        equation(
            "Its value.",
            parts["loss"].subs(squared, parts["minimiser"]),
            parts["value"],
            "substitution",
        ),
    )


def _jensen(parts: Parts) -> tuple[Step, ...]:
    ratios = total(sample_variance[k] / mean_variance - 1, n)
    summed = total(sample_variance[k], n)
    return (
        step(
            r"$\log y \le y - 1$ at $y = \sigma_i^2/v$, with equality only at 1.",
            sympy.Ge(_y - 1 - sympy.log(_y), 0, evaluate=False),
            "the only minimum of the difference is 0, at $y = 1$",
            all_of(
                [
                    unique_minimum(_y - 1 - sympy.log(_y), _y, at=sympy.Integer(1)),
                    identity((_y - 1 - sympy.log(_y)).subs(_y, 1), sympy.Integer(0)),
                ]
            ),
        ),
        step(
            r"The right sides sum to 0 over the samples, since $v$ is the mean: so $l \le \log v$,"
            r" with equality iff all $\sigma_i$ are equal.",
            sympy.Eq(ratios, summed / mean_variance - n, evaluate=False),
            r"termwise; the sum of the variances is $nv$",
            all_of(
                [
                    equal_sums(ratios, summed / mean_variance - n),
                    identity(n * mean_variance / mean_variance - n, sympy.Integer(0)),
                ]
            ),
        ),
        equation(
            r"Value minus floor is $\log v - l \ge 0$.",
            parts["value"] - parts["floor"],
            sympy.log(mean_variance) - mean_log,
            r"$\log(p+v) - \log v = \log(1+p/v)$",
        ),
    )


def _small_variance(parts: Parts) -> tuple[Step, ...]:
    row = sympy.Symbol("p", positive=True)
    constant = parts["value"].subs({mean_variance: sigma**2, mean_log: sympy.log(sigma**2), p: row})
    rest = constant - parts["limit"].subs(p, row)
    return (
        equation(
            r"For a constant $\sigma$ and $p > 0$ the remainder over the logarithm of $p$ is"
            r" $\log(1+y)$, $y = \sigma^2/p$.",
            rest,
            sympy.log(1 + sigma**2 / row),
            "subtraction",
        ),
        step(
            "It lies between 0 and the bound.",
            parts["rest"],
            r"$\log(1+y)$ and $y - \log(1+y)$ are 0 at 0 and increase",
            all_of(
                [
                    positive_after_zero(sympy.log(1 + _y), _y),
                    positive_after_zero(_y - sympy.log(1 + _y), _y),
                    identity(parts["rest"].subs(p, row), sigma**2 / row),
                ]
            ),
        ),
        equation(
            r"For $p = 0$ it is this, whatever $\sigma$ is.",
            parts["value"].subs({mean_variance: sigma**2, mean_log: sympy.log(sigma**2), p: 0}),
            parts["zero_row"],
            "substitution",
        ),
    )


def _derive_log(parts: Parts) -> Report:
    return Report((*_rescaled(parts), *_jensen(parts), *_small_variance(parts)))


def _log_example() -> Report:
    """Checks p = 1, sigma = 1: alpha^2 = 2 and value 1 + log 2."""
    loss = LEMMA_3_LOG.parts["loss"].subs({p: 1, mean_variance: 1, mean_log: 0})
    return Report(
        (
            step(
                r"$p = \sigma = 1$: the minimum is at $\alpha^2 = 2$.",
                loss,
                "sign of the derivative",
                unique_minimum(loss, squared, at=sympy.Integer(2)),
            ),
            equation(
                r"Its value is $1 + \log 2$.", loss.subs(squared, 2), 1 + sympy.log(2), "value"
            ),
        )
    )


def _no_rescaling() -> Report:
    fixed = LEMMA_3_LOG.parts["loss"].subs(squared, 1)
    return Report(
        (
            equation(
                r"With the scale fixed at 1 the rows of power 2 and 1 differ in cost by 1 at every"
                r" $\sigma$, and not by about $\log 2$.",
                fixed.subs(p, 2) - fixed.subs(p, 1),
                sympy.Integer(1),
                "substitution",
            ),
        )
    )


_VALUE = 1 + sympy.log(p + mean_variance) - mean_log

LEMMA_3_LOG = Claim(
    id="lemma-3-log",
    title="Lemma 3, the logarithm derived",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Lemma 3 with a free scale of each latent coordinate"),
    hypotheses=(
        (
            "the decoder family is closed under rescaling single latent coordinates, and the scale"
            r" $\alpha$ of each is minimised out"
        ),
        (
            r"for row $k$: $p \ge 0$ its power, $v > 0$ the mean over the samples of"
            r" $\sigma_k^2$, $l$"
            r" the mean of $\log\sigma_k^2$; any $n \ge 1$"
        ),
    ),
    conclusion=(
        r"With $b = \alpha^2$ the row costs $[[loss]]$; the only minimiser is $b = [[minimiser]]$"
        r" and the value is $[[value]] \ge [[floor]]$, with equality iff $\sigma_k$ is the same for"
        r" all samples. In that case it is $[[zero_row]]$ for $p = 0$, and for $p > 0$ it is"
        r" $[[limit]] + \rho$ with $0 < \rho < [[rest]]$: as $\sigma \to 0$ the penalty is"
        r" $\log p$ up to a constant, and lower by an unbounded amount for a zero row."
    ),
    parts={
        "loss": (p + mean_variance) / squared - mean_log + sympy.log(squared),
        "minimiser": p + mean_variance,
        "value": _VALUE,
        "floor": 1 + sympy.log(1 + p / mean_variance),
        "limit": sympy.log(p) + 1 - sympy.log(sigma**2),
        "rest": sigma**2 / p,
        "zero_row": sympy.Integer(1),
    },
    uses=("eq-2-3",),
    divergence=(
        r"The paper's Lemma 3 applies a log transformation to $\Vert z_k\Vert^2$. It need not be"
        " assumed: it is what minimising over the scale does."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, r"all $p$, $\sigma_i$, $n$", _derive_log, True),),
    controls=(
        Control("minimiser without the power", {"minimiser": mean_variance}),
        Control("deviation for variance", {"minimiser": sympy.sqrt(p + mean_variance)}),
        Control(
            "log of the scale halved",
            {"loss": (p + mean_variance) / squared - mean_log + sympy.log(squared) / 2},
        ),
        Control("value without the constant", {"value": _VALUE - 1}),
        Control("log squared", {"value": 1 + sympy.log(p + mean_variance) ** 2 - mean_log}),
        Control("floor with the power alone", {"floor": 1 + sympy.log(p / mean_variance + 2)}),
        Control(
            "limit with half the logarithm", {"limit": sympy.log(p) / 2 + 1 - sympy.log(sigma**2)}
        ),
        Control("rest of the wrong order", {"rest": sigma**4 / p**2}),
        Control("a zero row free of charge", {"zero_row": sympy.Integer(0)}),
    ),
    example=Witness(r"$p = \sigma = 1$", _log_example),
    counterexamples=(
        Witness(
            "Scale fixed at 1, powers 2 and 1.",
            _no_rescaling,
            drops="the decoder family is closed under rescaling single latent coordinates",
        ),
    ),
)

CLAIMS = (LEMMA_3, LEMMA_3_LOG)
