r"""Lemma 2, second minimisation: over the decoder's scale.

With ``c_k = w_k^2 p_k``, which no rescaling of a latent coordinate changes, the cost of an active
row is psi_gamma(c_k), in closed form at every gamma.
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
from sparsity_theory.notation import beta, c, gamma, k, kappa, p
from sparsity_theory.proving.propositions import All, Equal, Less, OnlyMinimum, Positive
from sparsity_theory.proving.row_sums import total, vector
from sparsity_theory.proving.terms import named, where
from sparsity_theory.statements.lemma_2.lemma_2_variance import (
    DATA_TERM,
    minimised_over_deviations,
    p_k,
    row_value,
    s_k,
    w_k,
)

scale_free = vector("c", positive=True)

stretched = sympy.Symbol("v", positive=True)
angle = sympy.Symbol("t", positive=True)
stretch = sympy.Symbol("alpha", positive=True)
width = sympy.Symbol("w", positive=True)
level = sympy.Symbol("M", positive=True)
psi_gamma = sympy.Function(r"\psi_\gamma", real=True)


def psi(at: sympy.Expr = c, noise: sympy.Expr = gamma) -> sympy.Expr:
    """The penalty of one row at scale-free power ``at`` > 0 and decoder variance ``noise``."""
    root = best_stretch(at, noise)
    return sympy.log(1 + root / noise) + root / (root + noise)


def best_stretch(at: sympy.Expr = c, noise: sympy.Expr = gamma) -> sympy.Expr:
    """The squared column norm, v, of the best scale when the row power is ``at``/v."""
    return (at + sympy.sqrt(at**2 + 4 * at * noise)) / 2


# c as a function of the best v: the inverse of `best_stretch`, free of square roots.
_c_of_v = stretched**2 / (stretched + gamma)
# c, v as functions of the angle t.
_c_of_t = gamma * (sympy.exp(angle) - sympy.exp(-angle)) ** 2
_v_of_t = gamma * (sympy.exp(2 * angle) - 1)


def _profile(parts: Parts) -> tuple[Step, ...]:
    rescaled = sympy.log(1 + stretch**2 * width**2 / gamma) + p / stretch**2
    root, x = parts["scale"], sympy.Symbol("x", positive=True)
    return (
        Step(
            r"Reconstructions are the same for $(WD, D^{-1}Z)$. With column $\alpha w$ and power"
            r" $p/\alpha^2$ the term of one dimension depends on $v = \alpha^2w^2$ and $c = w^2p$"
            r" only.",
            Equal(
                named(r"\frac{c}{v} + \log(1 + \tfrac{v}{\gamma})", rescaled),
                where(parts["profile"], {stretched: stretch**2 * width**2, c: width**2 * p}),
            ),
            "substitution",
        ),
        Step(
            r"For $c>0$ the equation $v^2 = c(v+\gamma)$ has one positive root, since the product"
            r" of its roots is $-c\gamma < 0$.",
            All(Equal(root**2, c * (root + gamma)), Positive(root)),
            "the root satisfies it, and is positive",
            shown=sympy.Eq(stretched, root),
        ),
        Step(
            r"It is the only minimiser: with $c = v^2/(v+\gamma)$, the slope at $x$ is $(x-v)$"
            r" times a positive factor.",
            OnlyMinimum(where(parts["profile"], {stretched: x, c: _c_of_v}), x, stretched),
            "sign of the derivative",
            shown=sympy.Eq(c, _c_of_v, evaluate=False),
        ),
        Step(
            "Its value.",
            Equal(where(parts["profile"], c, _c_of_v), parts["psi"]),
            r"$c/v = v/(v+\gamma)$",
        ),
    )


def _boundary(parts: Parts) -> tuple[Step, ...]:
    unused = parts["profile"].subs(c, 0)
    return (
        Step(
            r"When the row is zero and the column is not, the term is $\log(1+v/\gamma) <"
            r" v/\gamma$, arbitrarily small as $v \to 0$; when the column is zero, $p/\alpha^2$ is,"
            r" as $\alpha \to \infty$. So $\psi_\gamma(0) = 0$ as an infimum, attained when both"
            r" vanish.",
            Positive(stretched / gamma - unused, after_zero=stretched),
            "the difference is 0 at 0 and increases",
            shown=sympy.Lt(unused, stretched / gamma, evaluate=False),
        ),
        Step(
            "Sum over the dimensions, the constants of lemma-2-variance included.",
            Equal(
                minimised_over_deviations() - total(row_value(), kappa),
                parts["value"] - total(psi_gamma(scale_free[k]), kappa),
            ),
            "termwise",
            shown=parts["value"],
        ),
    )


def _shape(parts: Parts) -> tuple[Step, ...]:
    in_t = parts["psi"].subs(stretched, _v_of_t)
    root_of_c = sympy.sqrt(gamma) * (sympy.exp(angle) - sympy.exp(-angle))
    slope = sympy.diff(parts["psi_asinh"], angle) / sympy.diff(root_of_c, angle)
    return (
        Step(
            r"The slope of $\psi_\gamma$ in $c$, through $c = v^2/(v+\gamma)$, is positive.",
            Equal(
                sympy.Derivative(parts["psi"], stretched) / sympy.Derivative(_c_of_v, stretched),
                parts["slope"],
            ),
            "chain rule",
        ),
        Step(
            "As $c$ increases with $v$, the slope exceeds $M$ exactly while $v < 1/M$, that is"
            " below this $c$.",
            All(
                Positive(sympy.Derivative(_c_of_v, stretched)),
                Equal(where(parts["slope"], stretched, 1 / level), level),
                Equal(where(_c_of_v, stretched, 1 / level), parts["steep"]),
            ),
            "sign of the derivative; substitution",
            shown=parts["steep"],
        ),
        Step(
            r"Put $c = 4\gamma\sinh^2 t$, so that $v = \gamma(e^{2t}-1)$.",
            All(
                Equal(sympy.sinh(parts["angle"]) ** 2, c / (4 * gamma)),
                Equal(_v_of_t**2, _c_of_t * (_v_of_t + gamma)),
            ),
            r"$\sinh^2 t = c/(4\gamma)$, and $v^2 = c(v+\gamma)$",
            shown=sympy.Eq(angle, parts["angle"]),
        ),
        Step("The same penalty.", Equal(in_t, parts["psi_asinh"]), r"$1+v/\gamma = e^{2t}$"),
        Step(
            r"Its slope in $\sqrt c = 2\sqrt\gamma\sinh t$.",
            Equal(slope, parts["root_slope"]),
            "chain rule",
        ),
        Step(
            r"That slope decreases in $t$, hence in $\sqrt c$: $\psi_\gamma$ is concave in $\sqrt"
            r" c$. At $c = 0$ it is $2/\sqrt\gamma$, so $\psi_\gamma(c) \le 2\sqrt{c/\gamma}$.",
            All(
                Positive(-sympy.Derivative(parts["root_slope"], angle)),
                Equal(where(parts["root_slope"], angle, 0), 2 / sympy.sqrt(gamma)),
            ),
            "sign of the derivative; value at $t = 0$",
            shown=sympy.Lt(sympy.diff(parts["root_slope"], angle), 0, evaluate=False),
        ),
    )


def _remainder(parts: Parts) -> tuple[Step, ...]:
    y = sympy.Symbol("y", positive=True)
    in_y = parts["remainder"].subs(stretched, gamma / y)
    bound = parts["bound"].subs(stretched, gamma / y)
    return (
        Step(
            "What the logarithm leaves over.",
            Equal(parts["psi"], sympy.log(_c_of_v / gamma) + 1 + parts["remainder"]),
            r"$c = v^2/(v+\gamma)$",
        ),
        Step(
            r"With $y = \gamma/v$ the remainder is 0 at $y = 0$ and increases.",
            Positive(in_y, after_zero=y),
            "sign of the derivative",
            shown=sympy.Gt(in_y, 0, evaluate=False),
        ),
        Step(
            "So does the bound minus the remainder.",
            Positive(bound - in_y, after_zero=y),
            "sign of the derivative",
            shown=sympy.Lt(in_y, bound, evaluate=False),
        ),
        Step(r"And $v > c$.", Less(parts["bound"], gamma / _c_of_v), r"$v^2 = cv + c\gamma$"),
    )


def _beta(parts: Parts) -> Step:
    row = s_k**2 - sympy.log(s_k**2) + p_k
    weighted = w_k**2 * s_k**2 / gamma + beta * row
    noise = parts["effective"]
    return Step(
        r"With the KL term weighted by $\beta$ the term of one dimension is that of $\beta = 1$ at"
        r" another variance, times a weight: so its infimum is $\beta(1+\psi_{\beta\gamma}(c))$.",
        Equal(weighted, parts["weight"] * (w_k**2 * s_k**2 / noise + row)),
        "algebra",
    )


def _derive_scale(parts: Parts) -> Report:
    return Report(
        (*_profile(parts), *_boundary(parts), *_shape(parts), *_remainder(parts), _beta(parts))
    )


def _scale_example() -> Report:
    """Checks c = 1/2, gamma = 1: v = 1, psi = log 2 + 1/2."""
    half = sympy.Rational(1, 2)
    return Report(
        (
            Step(
                r"$c = 1/2$, $\gamma = 1$: $v = 1$.",
                Equal(
                    named(
                        r"\tfrac12(c + \sqrt{c^2+4c\gamma})", best_stretch(half, sympy.Integer(1))
                    ),
                    1,
                ),
                "value",
            ),
            Step(
                r"$\psi_1(1/2) = \log 2 + 1/2$.",
                Equal(
                    named(r"\log(1+v) + \frac{v}{1+v}", psi(half, sympy.Integer(1))),
                    sympy.log(2) + half,
                ),
                "value",
            ),
        )
    )


def _fixed_scale() -> Report:
    """With the column norm fixed at 1 the penalty is log(1 + 1/gamma) + c, larger than psi."""
    fixed = sympy.log(1 + 1 / gamma) + _c_of_v
    return Report(
        (
            Step(
                r"A column norm fixed at 1 costs $\log(1+1/\gamma) + c$, which is linear in $c$ and"
                r" exceeds $\psi_\gamma(c)$ at $c = 2$, $\gamma = 1$, where $v = 1+\sqrt 3$.",
                Positive(where(sympy.log(1 + 1 / gamma) + c - psi(), {c: 2, gamma: 1})),
                "exact comparison",
                shown=sympy.Gt(fixed, psi(), evaluate=False),
            ),
        )
    )


CLAIM = Claim(
    id="lemma-2-scale",
    title="Lemma 2, sharp: the minimum over the decoder's scale",
    mark=Mark.EXTENSION,
    source=Source(OURS, "the penalty psi of the affine VAE"),
    hypotheses=(
        "those of lemma-2-variance",
        (
            r"the decoder family is closed under $W \to WD$, $D$ diagonal and positive, and $D$ is"
            r" minimised out"
        ),
        r"$c_k = w_k^2 p_k$; in what follows $c > 0$ is one of them, and $v = [[scale]]$",
    ),
    conclusion=(
        r"One dimension costs $[[profile]]$ at squared column norm $v$, least at $v = [[scale]]$,"
        r" with value $\psi_\gamma(c) = [[psi]]$, and $\psi_\gamma(0) = 0$; so $\inf_{s,D} L ="
        r" [[value]]$. Further $d\psi_\gamma/dc = [[slope]] > 0$, which exceeds $M$ iff $c <"
        r" [[steep]]$, so it is unbounded at 0; with $t = [[angle]]$ one has $\psi_\gamma ="
        r" [[psi_asinh]]$ and $d\psi_\gamma/d\sqrt c = [[root_slope]]$, so $\psi_\gamma$ is concave"
        r" in $\sqrt c$, with slope $2/\sqrt\gamma$ at 0. $\psi_\gamma(c) = \log(c/\gamma) + 1 + R$"
        r" with $R = [[remainder]]$ and $0 < R < [[bound]] < \gamma/c$. With KL weight $\beta$"
        r" replace $\kappa + \sum\psi_\gamma$ by $[[weight]]\,(\kappa + \sum\psi_{\gamma'})$,"
        r" $\gamma' = [[effective]]$."
    ),
    parts={
        "profile": sympy.log(1 + stretched / gamma) + c / stretched,
        "scale": best_stretch(),
        "psi": sympy.log(1 + stretched / gamma) + stretched / (stretched + gamma),
        "value": DATA_TERM + kappa + total(psi_gamma(scale_free[k]), kappa),
        "slope": 1 / stretched,
        "steep": 1 / (level * (1 + gamma * level)),
        "angle": sympy.asinh(sympy.sqrt(c / gamma) / 2),
        "psi_asinh": 2 * angle + 1 - sympy.exp(-2 * angle),
        "root_slope": 2 * sympy.exp(-angle) / sympy.sqrt(gamma),
        "remainder": 2 * sympy.log(1 + gamma / stretched) - gamma / (gamma + stretched),
        "bound": gamma / stretched,
        "weight": beta,
        "effective": beta * gamma,
    },
    uses=("lemma-2-variance",),
    divergence=(
        r"Not in the paper, whose Lemma 2 goes to the limit at once. The closed form holds at every"
        r" $\gamma$; the infimum is attained when $c_k > 0$ or when row and column vanish together,"
        r" and otherwise lies in the closure."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all $c$, $\gamma$, $\beta$, $\kappa$", _derive_scale, True),
    ),
    controls=(
        Control(
            "value without the constant",
            {"value": DATA_TERM + total(psi_gamma(scale_free[k]), kappa)},
        ),
        Control("root of another equation", {"scale": (c + sympy.sqrt(c**2 + 2 * c * gamma)) / 2}),
        Control("negative root", {"scale": (c - sympy.sqrt(c**2 + 4 * c * gamma)) / 2}),
        Control("penalty without the power's share", {"psi": sympy.log(1 + stretched / gamma)}),
        Control("slope 1/c", {"slope": (stretched + gamma) / stretched**2}),
        Control("steep as if gamma were 0", {"steep": 1 / level**2}),
        Control("angle not halved", {"angle": sympy.asinh(sympy.sqrt(c / gamma))}),
        Control("sign of the exponent", {"psi_asinh": 2 * angle - 1 + sympy.exp(-2 * angle)}),
        Control("slope in the root halved", {"root_slope": sympy.exp(-angle) / sympy.sqrt(gamma)}),
        Control(
            "remainder with a single logarithm",
            {"remainder": sympy.log(1 + gamma / stretched) - gamma / (gamma + stretched)},
        ),
        Control("bound squared", {"bound": (gamma / stretched) ** 2}),
        Control("gamma not multiplied by beta", {"effective": gamma}),
        Control("gamma divided by beta", {"effective": gamma / beta}),
        Control("weight forgotten", {"weight": sympy.Integer(1)}),
    ),
    example=Witness(r"$c = 1/2$, $\gamma = 1$", _scale_example),
    counterexamples=(
        Witness("Column norm fixed at 1.", _fixed_scale, drops="$D$ is minimised out"),
    ),
)
