r"""Lemma 2, the two minimisations: over the encoder's deviations, and over the decoder's scale.

The decoder is affine, ``mu_x(z) = W z + b``, and the encoder's deviation is one vector s for all
samples. ``w_k`` is the norm of column k of W, ``p_k`` the power of row k of the code, and
``c_k = w_k^2 p_k``, which no rescaling of a latent coordinate changes.
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
    inequality,
    normal_mean,
    positive,
    positive_after_zero,
    step,
    unique_minimum,
)
from sparsity_theory.notation import beta, c, d, e, gamma, kappa, p
from sparsity_theory.row_sums import (
    equal_sums,
    generic,
    generic_term,
    k,
    sum_equation,
    total,
    vector,
)
from sparsity_theory.verdict import all_of

column = vector("w", nonnegative=True)
deviation = vector("s", positive=True)
power = vector("p", nonnegative=True)
scale_free = vector("c", positive=True)

variance = sympy.Symbol("q", positive=True)
stretched = sympy.Symbol("v", positive=True)
angle = sympy.Symbol("t", positive=True)
stretch = sympy.Symbol("alpha", positive=True)
width = sympy.Symbol("w", positive=True)
psi_gamma = sympy.Function(r"\psi_\gamma", real=True)

# One entry of each vector, as the symbol that stands for all of them.
_w, _s, _p = (generic(base[k]) for base in (column, deviation, power))

DATA_TERM = d * e / gamma + d * sympy.log(gamma)


def psi(at: sympy.Expr = c, noise: sympy.Expr = gamma) -> sympy.Expr:
    """The penalty of one row at scale-free power ``at`` > 0 and decoder variance ``noise``."""
    root = best_stretch(at, noise)
    return sympy.log(1 + root / noise) + root / (root + noise)


def best_stretch(at: sympy.Expr = c, noise: sympy.Expr = gamma) -> sympy.Expr:
    """The squared column norm, v, of the best scale when the row power is ``at``/v."""
    return (at + sympy.sqrt(at**2 + 4 * at * noise)) / 2


def minimised_over_deviations() -> sympy.Expr:
    """The loss after s is minimised out, as a sum over the latent dimensions."""
    row = sympy.log(1 + column[k] ** 2 / gamma) + power[k]
    return DATA_TERM + kappa + total(row, kappa)


# --- over the encoder's deviations ------------------------------------------------------------


def _expected_error(parts: Parts) -> Step:
    entry, rest, noise = sympy.symbols("W_jk R epsilon", real=True)
    added = generic(parts["noise"]).subs(_w, entry)
    return equation(
        r"In coordinate $j$ let $R$ be the residual of the first $k-1$ latent dimensions. Adding"
        r" dimension $k$, with $z_k = \mu_k + s_k\varepsilon$, adds its variance; by induction on"
        r" $k$, and summed over $j$, $E_q\Vert x-Wz-b\Vert^2 = \Vert x-W\mu-b\Vert^2 +"
        r" \sum_k w_k^2 s_k^2$. The mean over the samples of the first term is $d\,e$.",
        normal_mean((rest - entry * _s * noise) ** 2, noise),
        rest**2 + added,
        r"moments of a standard normal $\varepsilon$ that is independent of $R$",
    )


def _eq_3(parts: Parts) -> Step:
    row = parts["noise"] / gamma + deviation[k] ** 2 - sympy.log(deviation[k] ** 2) + power[k]
    return sum_equation(
        r"Eq. (3) with this error; the mean over the samples of $\Vert\mu_z(x_i)\Vert^2$ is"
        r" $\sum_k p_k$. It splits into one term for each latent dimension.",
        parts["loss"],
        DATA_TERM + total(row, kappa),
        "termwise",
    )


def _derive_variance(parts: Parts) -> Report:
    term = generic_term(parts["loss"]).subs(_s, sympy.sqrt(variance))
    best = generic(parts["minimiser"])
    inserted = parts["loss"].xreplace({deviation[k]: sympy.sqrt(parts["minimiser"])})
    return Report(
        (
            _expected_error(parts),
            _eq_3(parts),
            step(
                r"In $q = s_k^2$ the term decreases before its minimiser and increases after it.",
                sympy.Eq(sympy.Symbol("s_k^2"), best),
                "its derivative is $(q - s_k^2)$ times a positive factor",
                unique_minimum(term, variance, at=best),
            ),
            sum_equation("Insert the minimiser.", inserted, parts["value"], "termwise"),
        )
    )


def _variance_example() -> Report:
    """Checks d = kappa = 1, w = 1, p = 1, gamma = 1: the variance 1/2 and the penalty log 2 + 1."""
    term = variance / 1 + variance - sympy.log(variance) + 1
    half = sympy.Rational(1, 2)
    return Report(
        (
            step(
                r"$\gamma = w = p = 1$: the best variance is $1/2$.",
                term,
                "sign of the derivative",
                unique_minimum(term, variance, at=half),
            ),
            equation(
                "Its value is $2 + \\log 2$.", term.subs(variance, half), 2 + sympy.log(2), "value"
            ),
        )
    )


def _deviation_by_sample() -> Report:
    """Two samples may have different deviations only at a cost: log is strictly concave."""
    return Report(
        (
            inequality(
                r"Deviations with $s^2 = 1$ for one sample and $s^2 = 4$ for another cost more"
                r" than the same mean $5/2$ for both: $\sigma_z$ that depends on the sample has"
                " a different, larger loss at the same mean variance.",
                -sympy.log(sympy.Rational(5, 2)),
                -(sympy.log(1) + sympy.log(4)) / 2,
                "exact comparison",
            ),
        )
    )


_ROW = column[k] ** 2 * deviation[k] ** 2 / gamma + deviation[k] ** 2
_ROW_VALUE = sympy.log(1 + column[k] ** 2 / gamma) + power[k]

VARIANCE = Claim(
    id="lemma-2-variance",
    title="Lemma 2: the minimum over the encoder's deviations",
    mark=Mark.PAPER,
    source=Source(PAPER, "Lemma 2"),
    hypotheses=(
        r"the decoder is affine, $\mu_x(z) = Wz + b$, with column norms $w_k = \Vert W e_k\Vert$",
        r"$\sigma_z(x) = s \in \mathbb{R}^\kappa_{>0}$ for all $x$; $\gamma > 0$",
        (
            r"$e$ is the reconstruction error of the means, $p_k$ the power of their row $k$; any"
            r" $d, \kappa, n \ge 1$"
        ),
    ),
    conclusion=(
        r"Latent dimension $k$ adds $[[noise]]$ to the expected squared error, the loss of eq. (3)"
        r" is $[[loss]]$, its only minimiser in $s$ is $s_k^2 = [[minimiser]]$, and its value"
        r" there is $[[value]]$."
    ),
    parts={
        "noise": column[k] ** 2 * deviation[k] ** 2,
        "loss": DATA_TERM + total(_ROW - sympy.log(deviation[k] ** 2) + power[k], kappa),
        "minimiser": gamma / (gamma + column[k] ** 2),
        "value": minimised_over_deviations(),
    },
    uses=("eq-2-3",),
    divergence=(
        r"The paper minimises over $s$ on the way to Lemma 2 and does not display the result. The"
        r" row powers enter it linearly: this minimum alone does not give $h = \log$"
        r" (lemma-2-literal)."
    ),
    evidence=(
        Evidence(
            Kind.SYMBOLIC,
            r"all $W$, $b$, codes, $\gamma$, $d$, $\kappa$, $n$",
            _derive_variance,
            complete=True,
        ),
    ),
    controls=(
        Control("column norm not squared", {"minimiser": gamma / (gamma + column[k])}),
        Control(
            "deviation for variance",
            {"minimiser": sympy.sqrt(gamma / (gamma + column[k] ** 2))},
        ),
        Control("gamma and column exchanged", {"minimiser": column[k] ** 2 / (gamma + 1)}),
        Control("value without kappa", {"value": DATA_TERM + total(_ROW_VALUE, kappa)}),
        Control(
            "value with half the logarithm",
            {
                "value": DATA_TERM
                + kappa
                + total(sympy.log(1 + column[k] ** 2 / gamma) / 2 + power[k], kappa)
            },
        ),
        Control(
            "value with the powers inside the logarithm",
            {"value": DATA_TERM + kappa + total(sympy.log(1 + power[k] / gamma), kappa)},
        ),
        Control("noise linear in the deviation", {"noise": column[k] ** 2 * deviation[k]}),
        Control(
            "log of the deviation, not of the variance",
            {"loss": DATA_TERM + total(_ROW - sympy.log(deviation[k]) + power[k], kappa)},
        ),
    ),
    example=Witness(r"$d = \kappa = 1$, $w = p = \gamma = 1$", _variance_example),
    counterexamples=(
        Witness(
            "Two samples with variances 1 and 4.",
            _deviation_by_sample,
            drops=r"$\sigma_z(x) = s$ for all $x$",
        ),
    ),
)


# --- over the decoder's scale -----------------------------------------------------------------

# c as a function of the best v: the inverse of `best_stretch`, free of square roots.
_c_of_v = stretched**2 / (stretched + gamma)
# c, v as functions of the angle t.
_c_of_t = gamma * (sympy.exp(angle) - sympy.exp(-angle)) ** 2
_v_of_t = gamma * (sympy.exp(2 * angle) - 1)


def _profile(parts: Parts) -> tuple[Step, ...]:
    rescaled = sympy.log(1 + stretch**2 * width**2 / gamma) + p / stretch**2
    root, x = parts["scale"], sympy.Symbol("x", positive=True)
    return (
        equation(
            r"Reconstructions are the same for $(WD, D^{-1}Z)$. With column $\alpha w$ and power"
            r" $p/\alpha^2$ the term of one dimension depends on $v = \alpha^2w^2$ and $c = w^2p$"
            " only.",
            rescaled,
            parts["profile"].subs({stretched: stretch**2 * width**2, c: width**2 * p}),
            "substitution",
        ),
        step(
            r"For $c>0$ the equation $v^2 = c(v+\gamma)$ has one positive root, since the product"
            r" of its roots is $-c\gamma < 0$.",
            sympy.Eq(stretched, root),
            "the root satisfies it, and is positive",
            all_of([identity(root**2, c * (root + gamma)), positive(root)]),
        ),
        step(
            r"It is the only minimiser: with $c = v^2/(v+\gamma)$, the slope at $x$ is $(x-v)$"
            " times a positive factor.",
            sympy.Eq(c, _c_of_v, evaluate=False),
            "sign of the derivative",
            unique_minimum(
                parts["profile"].subs({stretched: x, c: _c_of_v}, simultaneous=True),
                x,
                at=stretched,
            ),
        ),
        equation(
            "Its value.",
            parts["profile"].subs(c, _c_of_v),
            parts["psi"],
            r"$c/v = v/(v+\gamma)$",
        ),
    )


def _boundary(parts: Parts) -> tuple[Step, ...]:
    unused = parts["profile"].subs(c, 0)
    return (
        step(
            r"When the row is zero and the column is not, the term is"
            r" $\log(1+v/\gamma) < v/\gamma$, arbitrarily small as $v \to 0$; when the column"
            r" is zero, $p/\alpha^2$ is, as"
            r" $\alpha \to \infty$. So $\psi_\gamma(0) = 0$ as an infimum, attained when both"
            " vanish.",
            sympy.Lt(unused, stretched / gamma, evaluate=False),
            "the difference is 0 at 0 and increases",
            positive_after_zero(stretched / gamma - unused, stretched),
        ),
        step(
            "Sum over the dimensions, the constants of lemma-2-variance included.",
            parts["value"],
            "termwise",
            equal_sums(
                minimised_over_deviations() - total(_ROW_VALUE, kappa),
                parts["value"] - total(psi_gamma(scale_free[k]), kappa),
            ),
        ),
    )


def _shape(parts: Parts) -> tuple[Step, ...]:
    in_t = parts["psi"].subs(stretched, _v_of_t)
    root_of_c = sympy.sqrt(gamma) * (sympy.exp(angle) - sympy.exp(-angle))
    slope = sympy.diff(parts["psi_asinh"], angle) / sympy.diff(root_of_c, angle)
    return (
        equation(
            r"The slope of $\psi_\gamma$ in $c$, through $c = v^2/(v+\gamma)$; it is positive, and"
            r" exceeds $M$ iff $v < 1/M$, that is iff $c < 1/(M(1+\gamma M))$.",
            sympy.diff(parts["psi"], stretched) / sympy.diff(_c_of_v, stretched),
            parts["slope"],
            "chain rule",
        ),
        step(
            r"Put $c = 4\gamma\sinh^2 t$, so that $v = \gamma(e^{2t}-1)$.",
            sympy.Eq(angle, parts["angle"]),
            r"$\sinh^2 t = c/(4\gamma)$, and $v^2 = c(v+\gamma)$",
            all_of(
                [
                    identity(sympy.sinh(parts["angle"]) ** 2, c / (4 * gamma)),
                    identity(_v_of_t**2, _c_of_t * (_v_of_t + gamma)),
                ]
            ),
        ),
        equation("The same penalty.", in_t, parts["psi_asinh"], r"$1+v/\gamma = e^{2t}$"),
        equation(
            r"Its slope in $\sqrt c = 2\sqrt\gamma\sinh t$.",
            slope,
            parts["root_slope"],
            "chain rule",
        ),
        step(
            r"That slope decreases in $t$, hence in $\sqrt c$: $\psi_\gamma$ is concave in"
            r" $\sqrt c$. At $c = 0$ it is $2/\sqrt\gamma$, so"
            r" $\psi_\gamma(c) \le 2\sqrt{c/\gamma}$.",
            sympy.Lt(sympy.diff(parts["root_slope"], angle), 0, evaluate=False),
            "sign of the derivative; value at $t = 0$",
            all_of(
                [
                    positive(-sympy.diff(parts["root_slope"], angle)),
                    identity(parts["root_slope"].subs(angle, 0), 2 / sympy.sqrt(gamma)),
                ]
            ),
        ),
    )


def _remainder(parts: Parts) -> tuple[Step, ...]:
    y = sympy.Symbol("y", positive=True)
    in_y = parts["remainder"].subs(stretched, gamma / y)
    bound = parts["bound"].subs(stretched, gamma / y)
    return (
        equation(
            "What the logarithm leaves over.",
            parts["psi"],
            sympy.log(_c_of_v / gamma) + 1 + parts["remainder"],
            r"$c = v^2/(v+\gamma)$",
        ),
        step(
            r"With $y = \gamma/v$ the remainder is 0 at $y = 0$ and increases.",
            sympy.Gt(in_y, 0, evaluate=False),
            "sign of the derivative",
            positive_after_zero(in_y, y),
        ),
        step(
            "So does the bound minus the remainder.",
            sympy.Lt(in_y, bound, evaluate=False),
            "sign of the derivative",
            positive_after_zero(bound - in_y, y),
        ),
        inequality(
            r"And $v > c$.",
            parts["bound"],
            gamma / _c_of_v,
            r"$v^2 = cv + c\gamma$",
        ),
    )


def _beta(parts: Parts) -> Step:
    row = _s**2 - sympy.log(_s**2) + _p
    weighted = _w**2 * _s**2 / gamma + beta * row
    noise = parts["effective"]
    return equation(
        r"With the KL term weighted by $\beta$ the term of one dimension is that of $\beta = 1$ at"
        r" another variance, times a weight: so its infimum is $\beta(1+\psi_{\beta\gamma}(c))$.",
        weighted,
        parts["weight"] * (_w**2 * _s**2 / noise + row),
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
            equation(
                r"$c = 1/2$, $\gamma = 1$: $v = 1$.",
                best_stretch(half, sympy.Integer(1)),
                sympy.Integer(1),
                "value",
            ),
            equation(
                r"$\psi_1(1/2) = \log 2 + 1/2$.",
                psi(half, sympy.Integer(1)),
                sympy.log(2) + half,
                "value",
            ),
        )
    )


def _fixed_scale() -> Report:
    """With the column norm fixed at 1 the penalty is log(1 + 1/gamma) + c, larger than psi."""
    fixed = sympy.log(1 + 1 / gamma) + _c_of_v
    return Report(
        (
            step(
                r"A column norm fixed at 1 costs $\log(1+1/\gamma) + c$, which is linear in $c$ and"
                r" exceeds $\psi_\gamma(c)$ at $c = 2$, $\gamma = 1$, where $v = 1+\sqrt 3$.",
                sympy.Gt(fixed, psi(), evaluate=False),
                "exact comparison",
                positive(
                    (sympy.log(1 + 1 / gamma) + c - psi()).subs({c: 2, gamma: 1}),
                ),
            ),
        )
    )


SCALE = Claim(
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
        r" with value $\psi_\gamma(c) = [[psi]]$, and $\psi_\gamma(0) = 0$; so"
        r" $\inf_{s,D} L = [[value]]$. Further $d\psi_\gamma/dc = [[slope]] > 0$, and with"
        r" $t = [[angle]]$ one has $\psi_\gamma = [[psi_asinh]]$ and"
        r" $d\psi_\gamma/d\sqrt c = [[root_slope]]$: $\psi_\gamma$ increases, is concave in"
        r" $\sqrt c$, and has infinite slope in $c$ and slope $2/\sqrt\gamma$ in $\sqrt c$ at 0."
        r" $\psi_\gamma(c) = \log(c/\gamma) + 1 + R$ with $R = [[remainder]]$ and"
        r" $0 < R < [[bound]] < \gamma/c$. With KL weight $\beta$ replace"
        r" $\kappa + \sum\psi_\gamma$ by $[[weight]]\,(\kappa + \sum\psi_{\gamma'})$,"
        r" $\gamma' = [[effective]]$."
    ),
    parts={
        "profile": sympy.log(1 + stretched / gamma) + c / stretched,
        "scale": best_stretch(),
        "psi": sympy.log(1 + stretched / gamma) + stretched / (stretched + gamma),
        "value": DATA_TERM + kappa + total(psi_gamma(scale_free[k]), kappa),
        "slope": 1 / stretched,
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
        "Not in the paper, whose Lemma 2 goes to the limit at once. The closed form holds at every"
        r" $\gamma$; the infimum is attained when $c_k > 0$ or when row and column vanish together,"
        " and otherwise lies in the closure."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all $c$, $\gamma$, $\beta$, $\kappa$", _derive_scale, True),
    ),
    controls=(
        Control("root of another equation", {"scale": (c + sympy.sqrt(c**2 + 2 * c * gamma)) / 2}),
        Control("negative root", {"scale": (c - sympy.sqrt(c**2 + 4 * c * gamma)) / 2}),
        Control("penalty without the power's share", {"psi": sympy.log(1 + stretched / gamma)}),
        Control("slope 1/c", {"slope": (stretched + gamma) / stretched**2}),
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

CLAIMS = (VARIANCE, SCALE)
