r"""Eqs. (2) and (3): from the variational bound to the loss in closed form, constants included."""

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
from sparsity_theory.notation import d, gamma, i, j, k, kappa, mu, n, sigma
from sparsity_theory.proving.propositions import (
    All,
    Equal,
    NotNegative,
    OnlyMinimum,
    Positive,
)

z, x, m_x = sympy.symbols("z x m_x", real=True)
noise = sympy.Symbol("epsilon", real=True)
error = sympy.IndexedBase("A", nonnegative=True)
mean = sympy.IndexedBase("mu", real=True)
deviation = sympy.IndexedBase("sigma", positive=True)
datum, decoded = sympy.IndexedBase("x", real=True), sympy.IndexedBase("m_x", real=True)
squared_error = sympy.Symbol("A", nonnegative=True)

# Values at one point (x, z) of the densities q(z|x), p(x|z), p(z) and of the evidence p(x).
q, likelihood, prior_value, evidence_value = sympy.symbols("q f p_z p_x", positive=True)
ratio = sympy.Symbol("t", positive=True)

SIZES = {n: 2, d: 3, kappa: 2}


def gaussian(at: sympy.Expr, centre: sympy.Expr, variance: sympy.Expr) -> sympy.Expr:
    """Density of a normal law on the line."""
    return sympy.exp(-((at - centre) ** 2) / (2 * variance)) / sympy.sqrt(2 * sympy.pi * variance)


def kl_to_prior(centre: sympy.Expr, scale: sympy.Expr) -> sympy.Expr:
    """KL divergence of N(centre, scale^2) from N(0, 1)."""
    return (scale**2 - sympy.log(scale**2) + centre**2 - 1) / 2


def per_sample(kl: sympy.Expr) -> sympy.Expr:
    """The KL divergence of sample i: one coordinate's expression summed over the latent ones."""
    entry = kl.xreplace({mu: mean[i, k], sigma: deviation[i, k]})
    return sympy.Sum(entry, (k, 1, kappa))


def average(term: sympy.Expr) -> sympy.Expr:
    """Mean over the samples of an expression in the index i."""
    return sympy.Sum(term, (i, 1, n)) / n


def vae_loss() -> sympy.Expr:
    """The right-hand side of eq. (3)."""
    latent = deviation[i, k] ** 2 - sympy.log(deviation[i, k] ** 2) + mean[i, k] ** 2
    return average(
        error[i] / gamma + d * sympy.log(gamma) + sympy.Sum(latent, (k, 1, kappa)),
    )


def _reconstruction(parts: Parts) -> Step:
    log_density = sympy.log(parts["decoder"].xreplace({x: datum[j], m_x: decoded[j]}))
    squares = sympy.Sum((datum[j] - decoded[j]) ** 2, (j, 1, d))
    return Step(
        r"The decoder's density is a product over the $d$ coordinates; its negative logarithm is a"
        r" sum. $E_q$ of the sum of squares is $A_i$.",
        Equal(
            -sympy.Sum(log_density, (j, 1, d)),
            parts["nll"].xreplace({squared_error: squares}),
            SIZES,
        ),
        "logarithm of a product, termwise; expectation is linear",
        shown=r"-E_q\log p_\theta(x|z) = " + sympy.latex(parts["nll"]),
    )


def _moments(parts: Parts) -> Step:
    density = parts["prior"].xreplace({z: noise})
    first = Equal(sympy.Derivative(-density, noise), noise * density)
    second = Equal(sympy.Derivative(-noise * density, noise), (noise**2 - 1) * density)
    return Step(
        r"With $z = \mu + \sigma\varepsilon$ and $\varepsilon$ standard normal,"
        r" $E\varepsilon = 0$ and $E\varepsilon^2 = 1$: both integrands have antiderivatives that"
        " vanish at infinity.",
        All(first, second),
        "differentiate the density of the prior",
        shown=sympy.Eq(
            sympy.Derivative(-noise * sympy.Function("p")(noise), noise),
            (noise**2 - 1) * sympy.Function("p")(noise),
        ),
    )


def _divergence(parts: Parts) -> Step:
    sample = {z: mu + sigma * noise}
    log_ratio = sympy.log(parts["encoder"].subs(sample)) - sympy.log(parts["prior"].subs(sample))
    polynomial = sympy.Poly(sympy.expand(sympy.expand_log(log_ratio)), noise)
    expected = polynomial.coeff_monomial(1) + polynomial.coeff_monomial(noise**2)
    return Step(
        r"The KL divergence of one latent coordinate: $\log q - \log p$ is a polynomial of degree"
        r" two in $\varepsilon$; take its expectation.",
        Equal(expected, parts["kl"]),
        r"$E\varepsilon = 0$, $E\varepsilon^2 = 1$; a product of laws adds up",
        shown=sympy.Eq(sympy.Symbol(r"\mathrm{KL}"), parts["kl"]),
    )


def _is_a_bound(parts: Parts) -> tuple[Step, Step]:
    posterior = likelihood * prior_value / evidence_value
    bound = -sympy.log(likelihood) + sympy.log(q / prior_value)
    return (
        Step(
            r"At every $(x,z)$ the integrand of eq. (2) is $-\log p_\theta(x)$ plus the log ratio"
            r" of $q(z|x)$ to the true posterior $f p_z / p_x$.",
            Equal(bound, -sympy.log(evidence_value) + parts["gap"]),
            "Bayes' rule",
            shown=sympy.Eq(bound, -sympy.log(evidence_value) + parts["gap"]),
        ),
        Step(
            r"The $q$-mean of that log ratio is a KL divergence, hence at least 0 by"
            r" $-\log t \ge 1-t$ at $t = $ posterior over $q$; so eq. (2) bounds"
            r" $-\log p_\theta(x)$.",
            All(
                Equal(parts["gap"], -sympy.log(posterior / q)),
                OnlyMinimum(ratio - 1 - sympy.log(ratio), ratio, sympy.S.One),
            ),
            r"tangent of the logarithm; $E_q[1-t] = 0$",
            shown=parts["gap"],
        ),
    )


def _assembled(parts: Parts) -> Step:
    bound = average(parts["nll"].xreplace({squared_error: error[i]}) + per_sample(parts["kl"]))
    return Step(
        "Multiply the averaged bound, its terms inserted, by the factor and add the constant.",
        Equal(parts["factor"] * bound + parts["constant"], parts["loss"], SIZES),
        "sums over samples and latent coordinates, term by term",
        shown=sympy.Eq(sympy.Symbol("L"), parts["loss"]),
    )


def _derive(parts: Parts) -> Report:
    return Report(
        (
            *_is_a_bound(parts),
            _reconstruction(parts),
            _moments(parts),
            _divergence(parts),
            _assembled(parts),
        )
    )


def _example() -> Report:
    """One sample, one dimension, the posterior equal to the prior, x = 0, decoder 0, gamma = 1."""
    at = {n: 1, d: 1, kappa: 1, gamma: 1}
    values = {error[1]: 0, mean[1, 1]: 0, deviation[1, 1]: 1}
    loss = vae_loss().subs(at).doit().subs(values)
    bound = sympy.log(2 * sympy.pi) / 2
    return Report(
        (
            Step(
                r"Eq. (2) is $\frac12\log 2\pi$ and eq. (3) is 1.",
                All(Equal(loss, 2 * bound - sympy.log(2 * sympy.pi) + 1), Equal(loss, 1)),
                "substitution",
                shown=sympy.Eq(loss, 2 * bound - sympy.log(2 * sympy.pi) + 1),
            ),
        )
    )


def _other_prior() -> Report:
    """KL of N(0,1) from N(0,4), in which the constant and the weight of the variance differ."""
    log_ratio = sympy.log(gaussian(noise, 0, 1)) - sympy.log(gaussian(noise, 0, 4))
    polynomial = sympy.Poly(sympy.expand(sympy.expand_log(log_ratio)), noise)
    divergence = polynomial.coeff_monomial(1) + polynomial.coeff_monomial(noise**2)
    excess = divergence - kl_to_prior(sympy.S.Zero, sympy.S.One)
    return Report(
        (
            Step(
                r"With the prior $N(0,4)$ and $q = N(0,1)$ the divergence is $\log 2 - 3/8 > 0$,"
                r" while $\frac12(\sigma^2-\log\sigma^2+\mu^2-1) = 0$.",
                All(
                    Equal(divergence, sympy.log(2) - sympy.Rational(3, 8)),
                    Positive(excess),
                ),
                "expectation of a polynomial of degree two",
                shown=sympy.Eq(sympy.Symbol(r"\mathrm{KL}"), divergence),
            ),
        )
    )


def _other_covariance() -> Report:
    """A decoder of unit variance in one of two coordinates is not covered by d log gamma."""
    density = gaussian(x, m_x, gamma) * gaussian(x, m_x, sympy.S.One)
    nll = -sympy.log(density.subs(x, m_x))
    claimed = sympy.log(2 * sympy.pi * gamma)
    return Report(
        (
            Step(
                r"With decoder covariance $\mathrm{diag}(\gamma, 1)$ and no error the negative log"
                r" density falls short of $\log(2\pi\gamma)$ by $\frac12\log\gamma$.",
                Equal(nll - claimed, -sympy.log(gamma) / 2),
                "substitution",
                shown=nll - claimed,
            ),
        )
    )


def _correlated_encoder() -> Report:
    """Unit variances and correlation 3/5: the determinant enters, not the product of variances."""
    covariance = sympy.Matrix([[1, sympy.Rational(3, 5)], [sympy.Rational(3, 5), 1]])
    # KL of N(0, S) from the standard normal law: (tr S - log det S - 2) / 2.
    divergence = (covariance.trace() - sympy.log(covariance.det()) - 2) / 2
    claimed = 2 * kl_to_prior(sympy.S.Zero, sympy.S.One)
    return Report(
        (
            Step(
                r"Two unit variances with correlation $3/5$: the divergence is $\log(5/4)$, the sum"
                " over coordinates 0.",
                All(
                    Equal(divergence, sympy.log(sympy.Rational(5, 4))), Equal(claimed, sympy.S.Zero)
                ),
                "determinant of the covariance",
                shown=sympy.Eq(sympy.Symbol(r"\mathrm{KL}"), divergence),
            ),
        )
    )


def _infinite_error() -> Report:
    integrand = sympy.exp(z**2) ** 2 * gaussian(z, sympy.S.Zero, sympy.S.One)
    floor = gaussian(sympy.S.Zero, sympy.S.Zero, sympy.S.One)
    exponent = sympy.expand_log(sympy.log(integrand / floor))
    return Report(
        (
            Step(
                r"The decoder $e^{z^2}$ at $q = N(0,1)$: the integrand of $E_q\mu_x^2$ is never"
                r" below its value at 0, so the expected error is infinite.",
                All(Equal(exponent, sympy.Rational(3, 2) * z**2), NotNegative(exponent)),
                "the log of the quotient is a multiple of a square",
                shown=integrand,
            ),
        )
    )


_KL = kl_to_prior(mu, sigma)
_REVERSED = (1 / sigma**2 + sympy.log(sigma**2) + mu**2 / sigma**2 - 1) / 2
_LATENT = deviation[i, k] ** 2 + mean[i, k] ** 2

CLAIM = Claim(
    id="eq-2-3",
    title="From the variational bound to the VAE loss",
    mark=Mark.PAPER,
    source=Source(PAPER, "eqs. (2) and (3)"),
    hypotheses=(
        r"the prior of every latent coordinate is standard normal, with density $[[prior]]$",
        r"the encoder $q(z|x_i)$ is a product of normal laws, with densities $[[encoder]]$",
        r"the decoder is a product of normal laws of variance $\gamma$, densities $[[decoder]]$",
        r"$A_i = E_{q(z|x_i)}\Vert x_i-\mu_x(z;\theta)\Vert^2$ is finite; any $d, \kappa, n \ge 1$",
    ),
    conclusion=(
        r"At every $(x,z)$, with $f = p_\theta(x|z)$,"
        r" $-\log f + \log(q/p_z) = -\log p_x + [[gap]]$, and the $q$-mean of the last term is not"
        r" negative, so eq. (2) is a bound on $-\log p_\theta(x)$. In it"
        r" $-E_q\log p_\theta(x|z) = [[nll]]$ with $A = A_i$, each latent coordinate adds"
        r" $\mathrm{KL} = [[kl]]$, and $[[factor]]$ times its average over the samples, plus"
        r" $[[constant]]$, is $L = [[loss]]$."
    ),
    parts={
        "prior": gaussian(z, sympy.S.Zero, sympy.S.One),
        "encoder": gaussian(z, mu, sigma**2),
        "decoder": gaussian(x, m_x, gamma),
        "gap": sympy.log(q * evidence_value / (likelihood * prior_value)),
        "nll": d * sympy.log(2 * sympy.pi * gamma) / 2 + squared_error / (2 * gamma),
        "kl": _KL,
        "factor": sympy.Integer(2),
        "constant": kappa - d * sympy.log(2 * sympy.pi),
        "loss": vae_loss(),
    },
    divergence=(
        "The paper writes eq. (3) as the same bound up to constants; here the factor and the"
        " constant are part of the statement. The finiteness of the expected error, which a"
        " decoder of fast growth violates, is left unsaid there."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all $d$, $\\kappa$, $n$", _derive, complete=True),),
    controls=(
        Control("kappa with the wrong sign", {"constant": -kappa - d * sympy.log(2 * sympy.pi)}),
        Control("one log 2 pi for all coordinates", {"constant": kappa - sympy.log(2 * sympy.pi)}),
        Control("bound not doubled", {"factor": sympy.S.One}),
        Control(
            "log of the deviation, not of the variance",
            {
                "loss": average(
                    error[i] / gamma
                    + d * sympy.log(gamma)
                    + sympy.Sum(_LATENT - sympy.log(deviation[i, k]), (k, 1, kappa))
                )
            },
        ),
        Control("divergence of the prior from the encoder", {"kl": _REVERSED}),
        Control(
            "decoder density not normalised by gamma",
            {"decoder": gaussian(x, m_x, gamma) * sympy.sqrt(gamma)},
        ),
        Control(
            "gap with prior and posterior exchanged",
            {"gap": sympy.log(likelihood * prior_value / (q * evidence_value))},
        ),
    ),
    example=Witness(r"$n=d=\kappa=1$, $q$ the prior, no error, $\gamma=1$", _example),
    counterexamples=(
        Witness("A prior of variance 4.", _other_prior, drops="the prior is standard normal"),
        Witness(
            "A correlated normal encoder.",
            _correlated_encoder,
            drops="the encoder is a product",
        ),
        Witness("A decoder of fast growth.", _infinite_error, drops="$A_i$ is finite"),
        Witness(
            r"Decoder covariance $\mathrm{diag}(\gamma,1)$.",
            _other_covariance,
            drops=r"the decoder has the same variance $\gamma$ in every coordinate",
        ),
    ),
)
