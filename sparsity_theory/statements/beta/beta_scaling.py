r"""Section 2.3: how the beta-VAE loss scales around an optimal sparse representation."""

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
from sparsity_theory.notation import beta, d, gamma, kappa, r
from sparsity_theory.proving.derivations import normal_mean
from sparsity_theory.proving.propositions import All, Equal, Less, OnlyMinimum, Positive
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.eq.eq_2_3 import kl_to_prior

v = sympy.Symbol("v", positive=True)
# A Lipschitz constant of the decoder, from below or from above, in the active coordinates.
ell = sympy.Symbol("ell", positive=True)
power = sympy.Symbol("P", nonnegative=True)
noise = sympy.Symbol("epsilon", real=True)
level = sympy.Symbol("B", positive=True)
extra = sympy.Symbol("a", positive=True)

COORDINATE = ell**2 * v / gamma + beta * (v - sympy.log(v))
BEST = beta * gamma / (beta * gamma + ell**2)
COORDINATE_MINIMUM = beta + beta * sympy.log(1 + ell**2 / (beta * gamma))
EXPONENT = d - beta * r
CONSTANT = beta * kappa + beta * power + beta * r * sympy.log(ell**2 / beta)
REMAINDER = beta * r * sympy.log(1 + beta * gamma / ell**2)
REMAINDER_BOUND = beta**2 * r * gamma / ell**2


def _coordinate(parts: Parts) -> tuple[Step, Step]:
    term = parts["coordinate"]
    squares = ell**2 * normal_mean((sympy.sqrt(v) * noise) ** 2, noise)
    divergence = 2 * kl_to_prior(sympy.S.Zero, sympy.sqrt(v)) + 1
    return (
        Step(
            r"At an exact code $E_q\Vert x_i - \mu_x(z)\Vert^2 = E_q\Vert\mu_x(\mu_z) - \mu_x(z)"
            r"\Vert^2$ lies between $\ell^2\sum_k v_{ik}$ for the lower and for the upper constant,"
            r" the sum over the $r$ active rows; so the loss lies between two sums of such terms.",
            Equal(term, squares / gamma + beta * divergence),
            r"monotone expectation; $E_q(z_k-\mu_k)^2 = v_k$",
            shown=term,
        ),
        Step(
            "Each term has one minimiser over the variance, the same for every sample.",
            All(
                OnlyMinimum(term, v, BEST), Equal(where(term, v, BEST), parts["coordinate_minimum"])
            ),
            "sign of the derivative; substitution",
            shown=parts["coordinate_minimum"],
        ),
    )


def _assembled(parts: Parts) -> tuple[Step, Step]:
    total = (
        d * sympy.log(gamma) + r * parts["coordinate_minimum"] + (kappa - r) * beta + beta * power
    )
    scaling = parts["exponent"] * sympy.log(gamma)
    bound = parts["remainder_bound"]
    return (
        Step(
            r"Add $d\log\gamma$, the $r$ active terms, $\beta$ for each of the $\kappa-r$ others"
            r" (Remark 4) and $\beta P$ for the means.",
            Equal(total, scaling + parts["constant"] + REMAINDER),
            r"$\log(1+\ell^2/(\beta\gamma)) = \log(\ell^2/\beta) - \log\gamma"
            r" + \log(1+\beta\gamma/\ell^2)$",
            shown=scaling + parts["constant"] + REMAINDER,
        ),
        Step(
            r"The last term is positive and below its bound.",
            All(
                Positive(REMAINDER),
                Equal(where(bound - REMAINDER, gamma, 0), sympy.S.Zero),
                Positive(sympy.Derivative(bound - REMAINDER, gamma)),
            ),
            r"both vanish at $\gamma = 0$, and the bound has the larger derivative",
            shown=sympy.Lt(REMAINDER, bound, evaluate=False),
        ),
    )


def _threshold(parts: Parts) -> tuple[Step, Step]:
    exponent, threshold = parts["exponent"], parts["threshold"]
    bound = parts["remainder_bound"].subs(gamma, 1)
    log_gamma = sympy.Symbol(r"\log\gamma", real=True)
    leading = exponent * log_gamma + parts["constant"]
    upper = level + parts["constant"] + bound
    lower = level - parts["constant"]
    return (
        Step(
            r"The exponent is positive below the threshold, 0 at it and negative above it.",
            Equal(exponent, r * (threshold - beta)),
            "factor",
            shown=sympy.Eq(exponent, r * (threshold - beta), evaluate=False),
        ),
        Step(
            r"Write $s$ for the exponent and $\rho$ for the bound at $\gamma=1$. For $s>0$ the loss"
            r" is below $-B$ once $\gamma \le 1$ and $\log\gamma \le -(B+C+\rho)/s$; for $s<0$ it"
            r" is above $B$ once $\log\gamma \le (B-C)/s$; for $s=0$ it lies in $(C, C+\rho)$ for"
            r" $\gamma \le 1$.",
            All(
                Equal(where(leading, log_gamma, -upper / exponent) + bound, -level),
                Equal(where(leading, log_gamma, lower / exponent), level),
                Less(where(exponent, beta, threshold + extra), sympy.S.Zero),
                Positive(_below_threshold(exponent, threshold)),
            ),
            r"$s\log\gamma$ is monotone in $\gamma$; both bounds are attained where said",
        ),
    )


def _below_threshold(exponent: sympy.Expr, threshold: sympy.Expr) -> sympy.Expr:
    """The exponent at a beta of (0, threshold): the threshold divided by 1 + a."""
    return exponent.subs(beta, threshold / (1 + extra))


def _derive(parts: Parts) -> Report:
    return Report((*_coordinate(parts), *_assembled(parts), *_threshold(parts)))


def _example() -> Report:
    """A linear decoder with one column of norm 1, d = 2, kappa = r = 1, beta = 1, power 1."""
    loss = 2 * sympy.log(gamma) + v / gamma + v - sympy.log(v) + 1
    value = sympy.log(gamma) + sympy.log(1 + gamma) + 2
    at = {d: 2, kappa: 1, r: 1, beta: 1, power: 1, ell: 1}
    formula = (EXPONENT * sympy.log(gamma) + CONSTANT + REMAINDER).subs(at)
    return Report(
        (
            Step(
                r"$\mu_x(z) = (z, 0)$, $x = (1, 0)$: the best loss is"
                r" $\log\gamma+\log(1+\gamma)+2$.",
                All(
                    OnlyMinimum(loss, v, gamma / (1 + gamma)),
                    Equal(where(loss, v, gamma / (1 + gamma)), value),
                    Equal(formula, value),
                ),
                "minimise over the variance",
                shown=value,
            ),
        )
    )


def _flat_decoder() -> Report:
    loss = 2 * sympy.log(gamma) + v - sympy.log(v) + 1
    return Report(
        (
            Step(
                r"A decoder that is constant near the code has no lower constant: with $x=\mu_x=0$,"
                r" $d=2$ and one active row the best loss is $2\log\gamma + 2$, not of the form"
                r" $\log\gamma + O(1)$.",
                All(
                    OnlyMinimum(loss, v, sympy.S.One),
                    Equal(where(loss, v, 1), 2 * sympy.log(gamma) + 2),
                ),
                "minimise over the variance",
                shown=loss.subs(v, 1),
            ),
        )
    )


def _jumping_decoder() -> Report:
    # E = 1 for every variance, so only 1/gamma + d log gamma depends on gamma; d = 2.
    loss = 1 / gamma + 2 * sympy.log(gamma)
    return Report(
        (
            Step(
                r"A decoder with a jump of size 1 at the code has no upper constant: the expected"
                r" error is 1 at every variance, and $1/\gamma + 2\log\gamma$ has its minimum at"
                r" $\gamma=1/2$ instead of falling to $-\infty$.",
                OnlyMinimum(loss, gamma, sympy.Rational(1, 2)),
                "sign of the derivative",
                shown=loss,
            ),
        )
    )


def _inexact_code() -> Report:
    # A squared error of 1 at the code; d = 3, one active row, beta = 1, slope 1: least over v.
    loss = 3 * sympy.log(gamma) + (1 + v) / gamma + v - sympy.log(v)
    best = gamma / (1 + gamma)
    value = 1 / gamma + 2 * sympy.log(gamma) + sympy.log(1 + gamma) + 1
    excess = (value - 1 / gamma - 2 * sympy.log(gamma)).subs(gamma, 0)
    return Report(
        (
            Step(
                r"A code with squared error 1, $d=3$, $r=\beta=\ell=1$: the best loss is"
                r" $1/\gamma + 2\log\gamma$ plus a bounded term, and tends to $+\infty$.",
                All(
                    OnlyMinimum(loss, v, best), Equal(where(loss, v, best), value), Equal(excess, 1)
                ),
                "minimise over the variance",
                shown=value,
            ),
        )
    )


def _too_large_beta() -> Report:
    exponent = where(EXPONENT, {d: 12, r: 3, beta: 5})
    return Report(
        (
            Step(
                r"$d=12$, $r=3$, $\beta=5$: the loss grows like $-3\log\gamma$.",
                All(Equal(exponent, -3), Less(exponent, 0)),
                "substitution",
                shown=sympy.Eq(sympy.Symbol("s"), exponent),
            ),
        )
    )


CLAIM = Claim(
    id="beta-scaling",
    title="Scaling of the beta-VAE loss around an optimal sparse representation",
    mark=Mark.PAPER,
    source=Source(PAPER, "Section 2.3"),
    hypotheses=(
        (
            r"an exact code with $r$ active rows, of powers that sum to $P$; the encoder"
            r" variances are free; $\beta, \gamma > 0$"
        ),
        (
            r"the decoder ignores the other $\kappa-r$ dimensions, and in the active ones"
            r" $\ell\Vert z-z'\Vert \le \Vert\mu_x(z)-\mu_x(z')\Vert \le \ell'\Vert z-z'\Vert$,"
            r" $0 < \ell \le \ell' < \infty$"
        ),
        (
            r"the error and the squares of the coordinates of $\mu_x(z)$ have finite means under"
            r" each posterior (for normal laws the second hypothesis says so)"
        ),
    ),
    conclusion=(
        r"The infimum of $L_\beta$ over the encoder variances lies between $F(\ell)$ and"
        r" $F(\ell')$, where $F(\ell) = ([[exponent]])\log\gamma + C + R$, $C = [[constant]]$ and"
        r" $0 < R < [[remainder_bound]]$. So as $\gamma \to 0$ it tends to $-\infty$ if"
        r" $\beta < [[threshold]]$, to $+\infty$ if $\beta > [[threshold]]$, and stays bounded at"
        r" equality."
    ),
    details=(
        r"An active row contributes the minimum $[[coordinate_minimum]]$ of $[[coordinate]]$."
    ),
    parts={
        "coordinate": COORDINATE,
        "coordinate_minimum": COORDINATE_MINIMUM,
        "exponent": EXPONENT,
        "constant": CONSTANT,
        "remainder_bound": REMAINDER_BOUND,
        "threshold": d / r,
    },
    uses=("eq-2-3", "remark-4"),
    divergence=(
        r"The paper infers the scaling $(d-r)\log\gamma$ from an earlier analysis and names neither"
        r" the constant nor the regularity of the decoder that it needs. Here the constant is"
        r" explicit, and a two-sided Lipschitz condition at the code is the hypothesis. What the"
        r" loss does away from such a code is the subject of other claims."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC,
            r"all $d$, $\kappa$, $r$, $n$, $\beta$, $\gamma$, $\ell$",
            _derive,
            complete=True,
        ),
    ),
    controls=(
        Control("exponent without beta", {"exponent": d - r}),
        Control("exponent with the wrong sign", {"exponent": d + beta * r}),
        Control("threshold upside down", {"threshold": r / d}),
        Control("threshold by the latent dimension", {"threshold": d / kappa}),
        Control("constant without the powers", {"constant": CONSTANT - beta * power}),
        Control("constant counts active rows only", {"constant": CONSTANT + beta * (r - kappa)}),
        Control("remainder at half its bound", {"remainder_bound": REMAINDER_BOUND / 2}),
        Control(
            "log of the deviation",
            {"coordinate": ell**2 * v / gamma + beta * v - beta * sympy.log(v) / 2},
        ),
        Control(
            "minimum without the variance's own cost",
            {"coordinate_minimum": COORDINATE_MINIMUM - beta},
        ),
    ),
    example=Witness("a linear decoder, $d=2$, $r=1$", _example),
    counterexamples=(
        Witness("A decoder that is flat at the code.", _flat_decoder, drops=r"$\ell > 0$"),
        Witness("A code with an error.", _inexact_code, drops="the code is exact"),
        Witness("A decoder that jumps.", _jumping_decoder, drops=r"$\ell' < \infty$"),
        Witness(r"$\beta > d/r$.", _too_large_beta, drops=r"$\beta < d/r$"),
    ),
)
