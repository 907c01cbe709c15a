r"""Eq. (10): generation needs the aggregated posterior to equal the prior; that is not enough."""

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
from sparsity_theory.notation import gamma
from sparsity_theory.proving.derivations import normal_mean
from sparsity_theory.proving.propositions import All, Equal, Not, OnlyMinimum, Positive, Proposition
from sparsity_theory.proving.terms import where
from sparsity_theory.statements.eq.eq_2_3 import gaussian

# Densities at one pair (x, z): encoder, decoder, prior, data, model, aggregated posterior.
encoder, decoder, prior, data, model, aggregate = sympy.symbols(
    r"q f p_z \pi p_x \bar{q}", positive=True
)
ratio = sympy.Symbol("t", positive=True)
lam = sympy.Symbol("lambda", positive=True)
omega = sympy.Symbol("omega", nonnegative=True)
noise = sympy.Symbol("epsilon", real=True)

JOINT = sympy.log(encoder * data / (decoder * prior))
AGGREGATE_VARIANCE = gamma / (gamma + omega) + omega * lam / (gamma + omega) ** 2
EXCESS = omega * (lam - gamma - omega) / (gamma + omega) ** 2
GAP = (lam / gamma - 1 - sympy.log(lam / gamma)) / 2


def _chain_rule(parts: Parts) -> tuple[Step, Step]:
    return (
        Step(
            r"The log ratio of the two joint laws $\pi\,q$ and $p_z f$ splits in two ways.",
            All(
                Equal(parts["data_side"], JOINT),
                Equal(parts["latent_side"], JOINT),
                *_terms_are_divergences(parts),
            ),
            "Bayes' rule for the model and for the encoder",
            shown=sympy.Eq(parts["data_side"], parts["latent_side"], evaluate=False),
        ),
        Step(
            r"The mean of each log ratio under its own law is a KL divergence, at least 0 and 0"
            r" only for equal laws: $-\log t \ge 1-t$, and the mean of $1-t$ is 0.",
            OnlyMinimum(ratio - 1 - sympy.log(ratio), ratio, sympy.S.One),
            "tangent of the logarithm at 1",
            shown=sympy.Ge(-sympy.log(ratio), 1 - ratio, evaluate=False),
        ),
    )


def _terms_are_divergences(parts: Parts) -> list[Proposition]:
    """Each side vanishes where both of its ratios are 1."""
    ideal = {data: model, encoder: decoder * prior / model}
    matched = {aggregate: prior, encoder: decoder * prior / data}
    return [
        Equal(where(parts["data_side"], ideal), sympy.S.Zero),
        Equal(where(parts["latent_side"], matched), sympy.S.Zero),
    ]


def _affine(parts: Parts) -> tuple[Step, Step]:
    code = sympy.sqrt(omega) / (gamma + omega)
    second_moment = lam * code**2 + gamma / (gamma + omega)
    divergence = _divergence_of_data()
    return (
        Step(
            r"Affine VAE, one direction: data variance $\lambda$, model variance $\gamma+\omega$,"
            r" encoder at its optimum. The aggregated posterior's variance exceeds 1 by this: it is"
            r" the prior's exactly when the model has the variance of the data, or $\omega = 0$.",
            All(
                Equal(second_moment, parts["aggregate_variance"]),
                Equal(parts["aggregate_variance"] - 1, parts["excess"]),
                Equal(where(parts["excess"], lam, gamma + omega), sympy.S.Zero),
                Equal(where(parts["excess"], omega, 0), sympy.S.Zero),
            ),
            "mean of the squared code plus the encoder variance",
            shown=sympy.Eq(parts["aggregate_variance"] - 1, parts["excess"], evaluate=False),
        ),
        Step(
            r"Not sufficient: at $\omega = 0$ eq. (10) holds and the model is $N(0,\gamma)$. Its"
            r" divergence from the data $N(0,\lambda)$ is this, 0 only at $\gamma = \lambda$.",
            All(
                Equal(divergence, parts["gap"]),
                OnlyMinimum(parts["gap"], lam, gamma),
                Equal(where(parts["gap"], lam, gamma), sympy.S.Zero),
            ),
            "mean of a polynomial; the only minimum is at equality",
            shown=parts["gap"],
        ),
    )


def _divergence_of_data() -> sympy.Expr:
    """KL of N(0, lambda) from N(0, gamma), from the densities."""
    x = sympy.sqrt(lam) * noise
    log_ratio = sympy.log(gaussian(x, sympy.S.Zero, lam)) - sympy.log(
        gaussian(x, sympy.S.Zero, gamma)
    )
    return normal_mean(sympy.expand(sympy.expand_log(log_ratio)), noise)


def _derive(parts: Parts) -> Report:
    return Report((*_chain_rule(parts), *_affine(parts)))


def _example() -> Report:
    found = AGGREGATE_VARIANCE.subs({lam: 3, gamma: 1, omega: 2})
    return Report(
        (
            Step(
                r"$\lambda=3$, $\gamma=1$, $\omega=2$: model and data agree, the aggregated"
                r" variance is 1.",
                Equal(found, 1),
                "substitution",
                shown=found,
            ),
        )
    )


def _wrong_model() -> Report:
    found = AGGREGATE_VARIANCE.subs({lam: 4, gamma: 1, omega: 2})
    return Report(
        (
            Step(
                r"$\lambda=4$, $\gamma=1$, $\omega=2$: the model's variance is 3, the aggregated"
                r" variance $11/9$.",
                Equal(found, sympy.Rational(11, 9)),
                "substitution",
                shown=found,
            ),
        )
    )


def _wrong_encoder() -> Report:
    doubled = (AGGREGATE_VARIANCE + gamma / (gamma + omega)).subs({lam: 3, gamma: 1, omega: 2})
    return Report(
        (
            Step(
                r"$\lambda=3$, $\gamma=1$, $\omega=2$, encoder variance twice the posterior's: the"
                r" aggregated variance is $4/3$ although the model is right.",
                All(Equal(doubled, sympy.Rational(4, 3)), Not(Equal(doubled, 1))),
                "substitution",
                shown=doubled,
            ),
        )
    )


def _posterior_is_prior() -> Report:
    gap = GAP.subs({lam: 4, gamma: 1})
    return Report(
        (
            Step(
                r"Collapse at $\lambda=4$, $\gamma=1$: eq. (10) holds, and the model's divergence"
                r" from the data is $(3-\log 4)/2 > 0$.",
                All(Equal(gap, (3 - sympy.log(4)) / 2), Positive(gap)),
                "substitution",
                shown=gap,
            ),
        )
    )


CLAIM = Claim(
    id="eq-10",
    title="Eq. (10) for laws with densities: necessary, not sufficient",
    mark=Mark.PAPER,
    source=Source(PAPER, "eq. (10), for data with a density"),
    hypotheses=(
        (
            r"data law with density $\pi$, model $p_x = \int f p_z$, aggregated posterior"
            r" $\bar q(z) = \int q(z|x)\,\pi(dx)$; all densities positive, the divergences finite"
        ),
        (
            r"ideal generation: the model is the data law, $p_x = \pi$, and the encoder is the"
            r" model's posterior, $q = f p_z / p_x$"
        ),
    ),
    conclusion=(
        r"The log ratio of the joint laws is $[[data_side]]$ and also $[[latent_side]]$; taking"
        r" means, $\mathrm{KL}[\bar q \Vert p_z] \le \mathrm{KL}[\pi \Vert p_x] +"
        r" E\,\mathrm{KL}[q \Vert p(z|x)]$. So ideal generation forces $\bar q = p_z$, eq. (10),"
        r" and then MMD is 0. It is not sufficient: in the affine VAE the variance"
        r" $[[aggregate_variance]]$ of $\bar q$ exceeds 1 by $[[excess]]$, which is 0 under"
        r" collapse, $\omega = 0$, where the model's divergence from the data is $[[gap]]$,"
        r" positive unless $\lambda = \gamma$."
    ),
    corrects=(
        "Eq. (10) is not sufficient for ideal generation: it holds under full collapse, where"
        " the model is not the law of the data."
    ),
    parts={
        "data_side": sympy.log(data / model) + sympy.log(encoder * model / (decoder * prior)),
        "latent_side": sympy.log(aggregate / prior)
        + sympy.log(encoder * data / (aggregate * decoder)),
        "aggregate_variance": AGGREGATE_VARIANCE,
        "excess": EXCESS,
        "gap": GAP,
    },
    divergence=(
        "The paper says required; here it is a bound, with both of its unsaid conditions (a model"
        " that matches, and an exact posterior), and the converse is refuted by collapse. Weaker"
        " than the paper's claim: positive densities exclude data on a manifold, which is the case"
        " that the paper is about. That eq. (10) is possible only with an optimal sparse"
        " representation is not shown here."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all densities; the affine VAE", _derive, complete=True),),
    controls=(
        Control(
            "model over data",
            {"data_side": sympy.log(model / data) + sympy.log(encoder * model / (decoder * prior))},
        ),
        Control(
            "posterior without the evidence",
            {"data_side": sympy.log(data / model) + sympy.log(encoder / (decoder * prior))},
        ),
        Control(
            "prior over aggregated posterior",
            {
                "latent_side": sympy.log(prior / aggregate)
                + sympy.log(encoder * data / (aggregate * decoder))
            },
        ),
        Control(
            "variance of the codes only",
            {"aggregate_variance": AGGREGATE_VARIANCE - gamma / (gamma + omega)},
        ),
        Control("excess of the wrong sign", {"excess": -EXCESS}),
        Control("gap without its logarithm", {"gap": (lam / gamma - 1) / 2}),
        Control(
            "gap of the reversed divergence",
            {"gap": GAP.subs({lam: gamma, gamma: lam}, simultaneous=True)},
        ),
    ),
    example=Witness(r"$\lambda=3$, $\gamma=1$, $\omega=2$", _example),
    counterexamples=(
        Witness("A model of another variance.", _wrong_model, drops="the model is the data law"),
        Witness(
            "An encoder of twice the variance.",
            _wrong_encoder,
            drops="the encoder is the model's posterior",
        ),
        Witness(
            "Collapse: eq. (10) holds without generation.",
            _posterior_is_prior,
            drops="the model is the data law, though eq. (10) holds",
        ),
    ),
)
