r"""What Theorem A says about penalties: jumps, slopes, fixed kappa, the l0 count, the beta-VAE."""

from __future__ import annotations

from collections.abc import Iterator

import sympy
from sympy import exp, log, sqrt

from sparsity_theory.claims import (
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
from sparsity_theory.derivations import identity, positive, step
from sparsity_theory.notation import H_minus, H_plus, beta, c, d, r, u
from sparsity_theory.separable import g_0, g_e, h_0, h_a, h_b, loss
from sparsity_theory.theorem_a import DIMENSIONS, RANGES
from sparsity_theory.verdict import Verdict, all_of

s = sympy.Symbol("s", positive=True)
t = sympy.Symbol("t", positive=True)
delta = sympy.Symbol("delta", positive=True)

_CODES = (r + 1) * (h_b - h_0) - r * (h_a - h_0)
_ERRORS = d * (g_e - g_0) - r * (h_a - h_0)


def _derive_continuity(parts: Parts) -> Report:
    codes, errors = parts["code_gap"], parts["error_gap"]
    rise, fall = {h_a: h_0 + delta}, {h_a: h_0 - delta, h_b: h_0 - delta}
    return Report(
        (
            step(
                "The two numbers of Theorem A are $d$ times differences of losses.",
                codes,
                "eq. (7) on the instances",
                all_of(
                    [
                        identity(d * (loss(g_0, r + 1, h_b) - loss(g_0, r, h_a)), codes),
                        identity(d * (loss(g_e, sympy.S.Zero, h_a) - loss(g_0, r, h_a)), errors),
                    ]
                ),
            ),
            step(
                "If $h(a) = h(0)-\\delta$ for some $a$, $\\delta>0$: $r+1$ rows of power $a$ beat"
                " $r$"
                " of them, whatever $g$ is and wherever $h$ is continuous.",
                codes.subs(fall),
                "negative",
                positive(-codes.subs(fall)),
            ),
            step(
                "If $h(a) = h(0)+\\delta$ and $\\liminf_{u\\downarrow 0} h \\le h(0)$, some $b$ has"
                " $h(b) < h(0) + \\omega$ with this $\\omega$.",
                parts["code_tolerance"],
                "negative with slack $t>0$",
                all_of(
                    [
                        positive(
                            -sympy.expand(
                                codes.subs({**rise, h_b: h_0 + parts["code_tolerance"] - t})
                            )
                        ),
                        positive(parts["code_tolerance"]),
                    ]
                ),
            ),
            step(
                "If $h(a) = h(0)+\\delta$ and $G^- \\le 0$, some $e$ has $g(e) < g(0) + \\omega$"
                " with"
                " this $\\omega$: the zero code wins.",
                parts["error_tolerance"],
                "negative with slack $t>0$",
                all_of(
                    [
                        positive(
                            -sympy.expand(
                                errors.subs({**rise, g_e: g_0 + parts["error_tolerance"] - t})
                            )
                        ),
                        positive(parts["error_tolerance"]),
                    ]
                ),
            ),
        )
    )


def _square_root() -> Report:
    gap = _CODES.subs({h_0: 0, h_a: 1, h_b: sympy.Rational(1, 10), r: 1})
    text = "$h=\\sqrt u$ is continuous at 0: $a=1$, $b=1/100$, $r=1$."
    return Report((step(text, gap, "exact", positive(-gap)),))


def _constant_h() -> Report:
    tie = _CODES.subs({h_a: h_0, h_b: h_0})
    text = "$h$ constant: sparse and dense exact codes tie, none is strictly beaten."
    return Report((step(text, tie, "substitution", identity(tie, 0)),))


def _jump() -> Report:
    values = {h_0: 0, h_a: 1, h_b: 1, g_0: 0, g_e: 1, r: 1, d: 3}
    found = [positive(_CODES.subs(values)), positive(_ERRORS.subs(values))]
    text = "Both penalties jump ($g=h=1[u>0]$): nothing beats the sparse code."
    return Report((step(text, _CODES.subs(values), "exact", all_of(found)),))


CONTINUITY = Claim(
    id="theorem-a-continuity",
    title="Both penalties must jump at zero",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, consequence 1"),
    hypotheses=(
        DIMENSIONS,
        "$h$ is not constant",
        ("$\\liminf_{u \\downarrow 0} h(u) \\le h(0)$ (right-continuity suffices), or $G^- \\le 0$"
        " (right-continuity of $g$ at 0 suffices)"),
    ),
    conclusion=(
        "Optimal sparsity is not guaranteed, for any $d \\ge \\kappa > r > 0$: on some instance"
        " every"
        " optimal sparse representation is strictly beaten. With $h(a)=h(0)+\\delta$: by $r+1$ rows"
        " with $h(b) < h(0)+[[code_tolerance]]$, or by the zero code with $g(e) <"
        " g(0)+[[error_tolerance]]$; with $h(a)=h(0)-\\delta$: by $r+1$ rows of power $a$."
        " (The numbers that are negative then: $[[code_gap]]$, $[[error_gap]]$.)"
    ),
    parts={
        "code_gap": _CODES,
        "error_gap": _ERRORS,
        "code_tolerance": r * delta / (r + 1),
        "error_tolerance": r * delta / d,
    },
    uses=("theorem-a",),
    divergence="Theorem 4 asks bounded gradients; continuity of either penalty at 0 is enough.",
    evidence=(
        Evidence(Kind.SYMBOLIC, "all dimensions and penalties", _derive_continuity, complete=True),
    ),
    controls=(
        Control("tolerance too large", {"code_tolerance": (r + 1) * delta / r}),
        Control("error tolerance without d", {"error_tolerance": r * delta}),
        Control("tolerance of the wrong sign", {"code_tolerance": -r * delta / (r + 1)}),
        Control("dense code with r rows", {"code_gap": r * (h_b - h_a)}),
        Control("error gap without d", {"error_gap": g_e - g_0 - r * (h_a - h_0)}),
        Control("code gap flipped", {"code_gap": -_CODES}),
    ),
    example=Witness("$\\sqrt u$.", _square_root),
    counterexamples=(
        Witness("Constant $h$.", _constant_h, drops="$h$ is not constant"),
        Witness("The l0 pair.", _jump, drops="continuity at 0 of $h$ or of $g$"),
    ),
)


# Penalties that are continuous at 0: expression, a, and the b with h(b)-h(0) half of the way.
power = sympy.Symbol("q", positive=True)  # the exponent in u^q is 1/(1+q), any number in (0, 1)
_SHARE = r / (2 * (r + 1))
# 2^share exceeds 1; SymPy needs a name for the difference to simplify the root of its square.
_growth = sympy.Dummy("x", positive=True)
_GROWTH = {2**_SHARE: 1 + _growth}
_GROWTH_BACK = {_growth: 2**_SHARE - 1}


def _derive_slopes(parts: Parts) -> Report:
    steps = []
    for name, title in _TITLES.items():
        rise, large, small = parts[name]
        small_named = small.xreplace(_GROWTH)
        at_small = rise.subs(u, small_named).xreplace(_GROWTH_BACK)
        steps.append(
            step(
                f"{title}: at these $a$ and $b$, $h(b)-h(0)$ is $r/(2(r+1))$ of $h(a)-h(0) > 0$, so"
                " $r+1$ rows of power $b$ cost half as much as $r$ rows of power $a$.",
                sympy.Eq(sympy.Symbol("b"), small, evaluate=False),
                "substitution; $b$ is positive",
                all_of(
                    [
                        identity(at_small, _SHARE * rise.subs(u, large)),
                        positive(rise.subs(u, large)),
                        positive(small_named),
                    ]
                ),
            )
        )
    return Report((*steps, *_steep(parts)))


_TITLES = {
    "root": "$\\sqrt u$",
    "power": "$u^{1/(1+q)}$, $q > 0$, every exponent in $(0,1)$",
    "log_root": "$\\log(1+\\sqrt u)$",
    "inverse_log": "$1/(1-\\log u)$ on $(0,1]$, 0 at 0, 1 beyond 1",
    "shifted_log": "$\\log(u+c)-\\log c$",
}


def _steep(parts: Parts) -> Iterator[Step]:
    """The slopes (h(u)-h(0))/u are unbounded at 0 for four of them and bounded for the last."""
    x = sympy.Symbol("x", positive=True)
    bound = parts["log_root_slope"]
    steep = parts["inverse_log_slope"]
    tail = 1 + t  # u = exp(-t): 1 - log u
    yield step(
        "$u^{1/(1+q)}$ has chord slope exactly $N$ at this $u$, for every $N$ ($\\sqrt u$: $q=1$).",
        parts["power_point"],
        "substitution",
        identity((parts["power"][0] / u).subs(u, parts["power_point"]), s),
    )
    yield step(
        "$\\log(1+\\sqrt u)/u$ is at least this, which is unbounded as $u\\to0$: with $x=\\sqrt u$,"
        " $\\log(1+x) - x/(1+x)$ is 0 at 0 and increases.",
        bound,
        "sign of a derivative",
        all_of(
            [
                identity((bound * u).subs(u, x**2), x / (1 + x)),
                positive(sympy.factor(sympy.diff(log(1 + x) - x / (1 + x), x))),
            ]
        ),
    )
    yield step(
        "$1/(1-\\log u)$ is steeper than every power $u^\\alpha$: at $u=e^{-t}$ the ratio"
        " $h(u)/u^\\alpha = e^{\\alpha t}/(1+t)$ is at least this, unbounded in $t$.",
        steep,
        "$e^x - 1 - x - x^2/2$ and its first two derivatives vanish at 0, its third is positive",
        all_of(
            [
                positive(sympy.factor(sympy.diff(_taylor_rest(x), x, 3))),
                identity(
                    sum(abs(sympy.diff(_taylor_rest(x), x, k).subs(x, 0)) for k in range(3)), 0
                ),
                identity(steep * tail, (1 + c * t + (c * t) ** 2 / 2)),
            ]
        ),
    )
    yield step(
        "The gradient of $\\log(u+c)$ is bounded, by",
        parts["shifted_log_bound"],
        "a positive difference",
        positive(
            sympy.factor(parts["shifted_log_bound"] - sympy.diff(parts["shifted_log"][0], u)),
        ),
    )


def _taylor_rest(x: sympy.Symbol) -> sympy.Expr:
    return exp(x) - 1 - x - x**2 / 2


def _root_at_two() -> Report:
    rise, large, small = SLOPES.parts["root"]
    cost = (3 * rise.subs(u, small) - 2 * rise.subs(u, large)).subs(r, 2)
    text = "$\\sqrt u$, $r=2$: $a=1$, $b=1/9$ gives $3\\cdot\\frac13 - 2 = -1$."
    return Report((step(text, cost, "exact", identity(cost, -1)),))


def _jumping_root() -> Report:
    """1 + sqrt(u)/(1+sqrt(u)) on u > 0, 0 at 0: a jump of 1, and r = 1 gives a tie at worst."""
    v = sympy.Symbol("v", positive=True)
    value = 1 + sqrt(u) / (1 + sqrt(u))
    worst = sympy.factor(2 * value - value.subs(u, v))
    text = (
        "$1+\\sqrt u/(1+\\sqrt u)$ on $u>0$, 0 at 0, also has unbounded slope, but jumps: $2h(b) >"
        " h(a)$ for all $a,b$, so $r=1$ is safe from denser codes."
    )
    return Report((step(text, worst, "positive terms", positive(worst)),))


class Family(tuple[sympy.Expr, sympy.Expr, sympy.Expr]):
    """The rise h(u)-h(0), a, b; typeset as a list."""

    def __str__(self) -> str:
        return ",\\; ".join(sympy.latex(part) for part in self)


_SHRUNK = 2**_SHARE - 1
SLOPES = Claim(
    id="theorem-a-slopes",
    title="Unbounded slopes are not enough",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, consequence 2"),
    hypotheses=(DIMENSIONS, "$h$ is one of the five penalties below, $g$ is any function"),
    conclusion=(
        "None of them guarantees optimal sparsity, for any $d\\ge\\kappa>r>0$, although the first"
        " four have unbounded slope at 0: $r+1$ rows of power $b$ beat $r$ rows of power $a$."
        " In the order $h(u)-h(0),\\; a,\\; b$: $[[root]]$; $[[power]]$; $[[log_root]]$;"
        " $[[inverse_log]]$; $[[shifted_log]]$. Slopes: $u^{1/(1+q)}/u = s$ at $u ="
        " [[power_point]]$;"
        " $\\log(1+\\sqrt u)/u \\ge [[log_root_slope]]$; $h(u)/u^c \\ge [[inverse_log_slope]]$ at"
        " $u = e^{-t}$ for $h=1/(1-\\log u)$; the last one has gradient at most"
        " $[[shifted_log_bound]]$."
    ),
    parts={
        "root": Family((sqrt(u), sympy.S.One, _SHARE**2)),
        "power": Family((u ** (1 / (1 + power)), sympy.S.One, _SHARE ** (1 + power))),
        "log_root": Family((log(1 + sqrt(u)), sympy.S.One, _SHRUNK**2)),
        "inverse_log": Family((1 / (1 - log(u)), sympy.S.One, exp(1 - 1 / _SHARE))),
        "shifted_log": Family((log(1 + u / c), c, c * _SHRUNK)),
        "power_point": s ** (-(1 + power) / power),
        "log_root_slope": 1 / (sqrt(u) * (1 + sqrt(u))),
        "inverse_log_slope": (1 + c * t + (c * t) ** 2 / 2) / (1 + t),
        "shifted_log_bound": 1 / c,
    },
    uses=("theorem-a", "theorem-a1"),
    divergence=(
        "The paper says an unbounded gradient is necessary, albeit not sufficient. Here: what is"
        " missing is a jump, and no slope replaces it."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all r, exponents and c", _derive_slopes, complete=True),),
    controls=(
        Control("root of the share", {"root": Family((sqrt(u), sympy.S.One, sqrt(_SHARE)))}),
        Control("b as large as a", {"power": Family((u ** (1 / (1 + power)), sympy.S.One, sympy.S.One))}),
        Control("log of u instead of its root", {"log_root": Family((log(1 + u), sympy.S.One, _SHRUNK**2))}),
        Control("square of the log", {"inverse_log": Family((1 / (1 - log(u)) ** 2, sympy.S.One, exp(1 - 1 / _SHARE)))}),
        Control("c forgotten in b", {"shifted_log": Family((log(1 + u / c), c, _SHRUNK))}),
        Control("exponent of the point", {"power_point": s ** (-(1 + power))}),
        Control("gradient bound halved", {"shifted_log_bound": 1 / (2 * c)}),
    ),
    example=Witness("$\\sqrt u$ at $r=2$.", _root_at_two),
    counterexamples=(
        Witness("A root that jumps.", _jumping_root, drops="$h$ is continuous at 0"),
    ),
)  # fmt: skip


extra = sympy.Symbol("j", integer=True, nonnegative=True)
spread = sympy.Symbol("w", nonnegative=True)
G = sympy.Symbol("G^-", real=True)


def _derive_fixed_kappa(parts: Parts) -> Report:
    """With kappa = r + 1 + j the conditions at the largest r imply those at r."""
    dense, imperfect = parts["dense_margin"], parts["imperfect_margin"]
    at_r, error_at_r = (r + 1) * H_minus - r * H_plus, d * G - r * H_plus
    kappa_of_r = r + 1 + extra
    largest = sympy.solve(dense.subs(_kappa, kappa_of_r) - t, H_minus)[0]
    least = sympy.solve(largest.subs(H_plus, H_minus + spread) - H_minus, H_minus)
    return Report(
        (
            step(
                "With $w = H^+-H^- \\ge 0$ and a margin $t>0$ at $r = \\kappa-1$, $H^-$ is"
                " positive.",
                sympy.Eq(H_minus, least[0] if least else sympy.S.Zero, evaluate=False),
                "solve the condition",
                all_of([Verdict.of(bool(least)), positive(least[0] if least else sympy.S.Zero)]),
            ),
            step(
                "At any $r = \\kappa-1-j$ the margin towards denser codes is that at $\\kappa-1$"
                " plus"
                " $jw$.",
                at_r,
                "identity",
                identity(
                    at_r - dense.subs(_kappa, kappa_of_r), extra * (H_plus - H_minus)
                ),
            ),
            step(
                "The margin towards imperfect points is that at $\\kappa-1$ plus $jH^+$.",
                error_at_r,
                "identity",
                identity(error_at_r - imperfect.subs(_kappa, kappa_of_r), extra * H_plus),
            ),
        )
    )  # fmt: skip


_kappa = sympy.Symbol("kappa", integer=True, positive=True)
_DENSE_MARGIN = _kappa * H_minus - (_kappa - 1) * H_plus
_ERROR_MARGIN = d * G - (_kappa - 1) * H_plus


def _kappa_example() -> Report:
    values = {H_plus: sympy.Rational(11, 10), H_minus: 1, G: 1, _kappa: 4, d: 5}
    found = [positive(_DENSE_MARGIN.subs(values)), positive(_ERROR_MARGIN.subs(values))]
    text = "$h = 1 + u/(10(1+u))$ on $u>0$, $\\kappa=4$, $d=5$, $g=1[u>0]$: serves $r=1,2,3$."
    return Report((step(text, _DENSE_MARGIN.subs(values), "exact", all_of(found)),))


def _kappa_dropped() -> Report:
    """H^+ = 1.5, H^- = 1 serves r = 1 but not r = 3."""
    values = {H_plus: sympy.Rational(3, 2), H_minus: 1}
    at = [((r + 1) * H_minus - r * H_plus).subs({**values, r: i}) for i in (1, 3)]
    text = "$H^+=3/2$, $H^-=1$, $\\kappa=4$: $r=1$ is served, $r=3$ is not."
    found = all_of([positive(at[0]), positive(-at[1])])
    return Report((step(text, at[1], "exact", found),))


FIXED_KAPPA = Claim(
    id="theorem-a-fixed-kappa",
    title="One penalty for all manifold dimensions below kappa",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, consequence 3"),
    hypotheses=(
        "$d \\ge \\kappa > 1$; $g$ and $h$ are finite",
        RANGES,
        "$[[dense_margin]] > 0$ and $[[imperfect_margin]] > 0$",
    ),
    conclusion=(
        "$L_{g,h}$ guarantees optimal sparsity for every $r$ with $0 < r < \\kappa$ at once, since"
        " $[[dense_margin]]$ and $[[imperfect_margin]]$ are the least of the margins over these"
        " $r$."
    ),
    parts={"dense_margin": _DENSE_MARGIN, "imperfect_margin": _ERROR_MARGIN},
    uses=("theorem-a3",),
    divergence="Not in the paper: its penalties have no jump.",
    evidence=(
        Evidence(Kind.SYMBOLIC, "all dimensions and penalties", _derive_fixed_kappa, complete=True),
    ),
    controls=(
        Control("condition at r = 1 only", {"dense_margin": 2 * H_minus - H_plus}),
        Control("kappa for kappa-1", {"dense_margin": _kappa * H_minus - _kappa * H_plus}),
        Control("flipped", {"dense_margin": -_DENSE_MARGIN}),
        Control("error condition at kappa", {"imperfect_margin": d * G - _kappa * H_plus}),
        Control("error condition without d", {"imperfect_margin": G - (_kappa - 1) * H_plus}),
        Control("kappa+1", {"dense_margin": (_kappa + 1) * H_minus - _kappa * H_plus}),
    ),
    example=Witness("A jump of 1 and a further rise of 1/10.", _kappa_example),
    counterexamples=(
        Witness("Too wide a range.", _kappa_dropped, drops="$\\kappa H^- > (\\kappa-1)H^+$"),
    ),
)


rise_b = sympy.Symbol(r"\varphi(b)", positive=True)


def _derive_l0(parts: Parts) -> Report:
    jump, further = parts["jump"], sympy.Symbol("q", nonnegative=True)
    threshold = parts["bad_r"]
    gap = (r + 1) * rise_b - r * (rise_b + s)
    error_short = d * (jump - s) - (d - 1) * jump
    return Report(
        (
            step(
                "If two rises differ, $\\varphi(a) = \\varphi(b)+s$ with $s>0$ ($\\varphi ="
                " h-h(0)$),"
                " every $r$ from this number on fails: there the first number of Theorem A is not"
                " positive. So $\\varphi$ has one value $c$ on $u>0$.",
                sympy.Ge(r, threshold, evaluate=False),
                "zero at the bound, decreasing in $r$",
                all_of(
                    [
                        identity(gap.subs(r, threshold), 0),
                        positive(-gap.subs(r, threshold + further), strict=False),
                    ]
                ),
            ),
            step(
                "That value is positive: the first number of Theorem A is then",
                jump,
                "substitution",
                all_of([identity((r + 1) * jump - r * jump, c), positive(jump)]),
            ),
            step(
                "If $G^- \\ge c$, every $d > r$ (written $d = r+1+j$) has $dG^- > rc$.",
                (d - r) * c,
                "positive terms",
                positive(sympy.expand((d * (jump + further) - r * jump).subs(d, r + 1 + extra))),
            ),
            step(
                "If $G^- = c - s$ with $s>0$ then $r=d-1$ fails from this $d$ on.",
                sympy.Ge(d, parts["bad_d"], evaluate=False),
                "zero at the bound, decreasing in $d$",
                all_of(
                    [
                        identity(error_short.subs(d, parts["bad_d"]), 0),
                        positive(-error_short.subs(d, parts["bad_d"] + further), strict=False),
                    ]
                ),
            ),
        )
    )


def _l0_all() -> Report:
    gap = _CODES.subs({h_a: h_0 + c, h_b: h_0 + c})
    text = "$h = h(0)+c\\cdot1[u>0]$: the first number of Theorem A is $c>0$ at every $r$."
    return Report(
        (step(text, gap, "substitution", all_of([identity(gap, c), positive(gap.expand())])),)
    )


def _almost_l0() -> Report:
    gap = ((r + 1) * 1 - r * sympy.Rational(11, 10)).subs(r, 10)
    text = (
        "A rise between 1 and 1.1 serves $r<10$ and fails to be strict at $r=10$ (values attained)."
    )
    return Report((step(text, gap, "exact", identity(gap, 0)),))


L0 = Claim(
    id="theorem-a-l0",
    title="Only the l0 count serves all dimensions",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, consequence 3"),
    hypotheses=("$g$ and $h$ are finite on $[0,\\infty)$",),
    conclusion=(
        "$L_{g,h}$ guarantees optimal sparsity for all $d\\ge\\kappa>r>0$ if and only if $h ="
        " h(0) +"
        " [[jump]]\\cdot 1[u>0]$ with $[[jump]] > 0$, and $G^- \\ge [[jump]]$. If $h(a)-h(0) ="
        " \\varphi(b)+s$ exceeds $h(b)-h(0)=\\varphi(b)$, every $r \\ge [[bad_r]]$ fails; if $G^- ="
        " c-s$, every $d\\ge[[bad_d]]$ with $r=d-1$ fails."
    ),
    parts={"jump": c, "bad_r": rise_b / s, "bad_d": c / s},
    uses=("theorem-a",),
    divergence="Not in the paper.",
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions", _derive_l0, complete=True),),
    controls=(
        Control("negative jump", {"jump": -c}),
        Control("jump twice", {"jump": 2 * c}),
        Control("bad r inverted", {"bad_r": s / rise_b}),
        Control("bad r doubled", {"bad_r": 2 * rise_b / s}),
        Control("bad d inverted", {"bad_d": s / c}),
        Control("bad d one earlier", {"bad_d": c / s - 1}),
    ),
    example=Witness("The l0 count.", _l0_all),
    counterexamples=(Witness("A range of one tenth.", _almost_l0, drops="all $r$ at once"),),
)


def _derive_beta(parts: Parts) -> Report:
    dense, imperfect = parts["dense_margin"], parts["imperfect_margin"]
    l0 = {h_0: 0, g_0: 0, g_e: 1, h_a: _beta, h_b: _beta}
    below, above = d / (r + t), d * (1 + t) / r
    return Report(
        (
            step(
                "An exact code with one row more costs more by this; so $\\beta>0$ is needed, and"
                " $\\beta \\le 0$ fails (a tie at 0).",
                dense,
                "eq. (7); sign of $\\beta$",
                all_of(
                    [
                        identity((loss(g_0, r + 1, h_b) - loss(g_0, r, h_a)).subs(l0), dense),
                        positive(dense.subs(_beta, t)),
                        positive(-dense.subs(_beta, -t)),
                        identity(dense.subs(_beta, 0), 0),
                    ]
                ),
            ),
            step(
                "The zero code costs more by this: positive at $\\beta = d/(r+t)$, $t>0$, that is"
                " for $\\beta<d/r$; negative at $\\beta = (1+t)d/r$.",
                imperfect,
                "eq. (7); the threshold parametrised from both sides",
                all_of(
                    [
                        identity((loss(g_e, sympy.S.Zero, h_a) - loss(g_0, r, h_a)).subs(l0), imperfect),
                        positive(sympy.cancel(imperfect.subs(_beta, below))),
                        positive(-sympy.cancel(imperfect.subs(_beta, above))),
                    ]
                ),
            ),
            step(
                "At the threshold the zero code ties.",
                sympy.Eq(beta, parts["threshold"], evaluate=False),
                "substitution",
                identity(imperfect.subs(_beta, parts["threshold"]), 0),
            ),
        )
    )  # fmt: skip


_beta = sympy.Symbol("beta", real=True)


def _beta_example() -> Report:
    value = (1 - _beta * r / d).subs({_beta: 2, d: 12, r: 3})
    text = "$d=12$, $r=3$, $\\beta=2 < 4$: the zero code costs $1/2$ more."
    found = identity(value, sympy.Rational(1, 2))
    return Report((step(text, value, "exact", found),))


def _beta_large() -> Report:
    value = (1 - _beta * r / d).subs({_beta: 5, d: 12, r: 3})
    text = "$d=12$, $r=3$, $\\beta=5 > 4$: the zero code wins."
    return Report((step(text, value, "exact", positive(-value)),))


def _beta_negative() -> Report:
    value = (_beta / d).subs({_beta: -1, d: 12})
    return Report((step("$\\beta=-1$: more rows win.", value, "exact", positive(-value)),))


BETA = Claim(
    id="theorem-a-beta",
    title="The threshold beta < d/r for the l0 pair",
    mark=Mark.EXTENSION,
    source=Source(OURS, "Theorem A, consequence 4"),
    hypotheses=(
        DIMENSIONS,
        "$g = 1[u>0]$, $h = \\beta \\cdot 1[u>0]$, $0 < \\beta < d/r$",
    ),
    conclusion=(
        "$L_{g,h}$ guarantees optimal sparsity, and for no other $\\beta$: exact codes with one"
        " more"
        " row cost $[[dense_margin]]$ more, the zero code costs $[[imperfect_margin]]$ more, which"
        " is positive exactly for $\\beta < [[threshold]]$; at $\\beta = [[threshold]]$ and at"
        " $\\beta=0$ there is a tie."
    ),
    parts={
        "dense_margin": _beta / d,
        "imperfect_margin": 1 - _beta * r / d,
        "threshold": d / r,
    },
    uses=("theorem-a",),
    divergence=(
        "The paper finds the same threshold for the beta-VAE (section 2.3); here it is exact for"
        " the l0 pair, which is what the VAE tends to."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, "all dimensions and beta", _derive_beta, complete=True),),
    controls=(
        Control("threshold r/d", {"threshold": r / d}),
        Control("threshold d", {"threshold": d}),
        Control("margin without r", {"imperfect_margin": 1 - _beta / d}),
        Control("beta > for beta <", {"imperfect_margin": _beta * r / d - 1}),
        Control("dense margin without 1/d", {"dense_margin": _beta}),
        Control("dense margin flipped", {"dense_margin": -_beta / d}),
    ),
    example=Witness("$d=12$, $r=3$, $\\beta=2$.", _beta_example),
    counterexamples=(
        Witness("$\\beta > d/r$.", _beta_large, drops="$\\beta < d/r$"),
        Witness("$\\beta < 0$.", _beta_negative, drops="$\\beta > 0$"),
    ),
)

CLAIMS = (CONTINUITY, SLOPES, FIXED_KAPPA, L0, BETA)
