r"""Lemma 2, the limit: what "reduces to (7) with g = I_infinity and h = log" means as gamma -> 0.

(a) an error e > 0 costs everything; (b) among exact codes with as many active rows the order is
that of the sum of log c_k, so h = log; (c) the "constant" that the paper drops depends on the
number of active rows and puts fewer of them first, which is what h(0) = log 0 says formally.
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
    positive,
    positive_after_zero,
    step,
    unique_minimum,
)
from sparsity_theory.lemma2 import (
    DATA_TERM,
    column,
    minimised_over_deviations,
    power,
    psi,
    scale_free,
)
from sparsity_theory.notation import d, e, gamma, kappa, m
from sparsity_theory.row_sums import equal_sums, generic, k, rows, sum_equation, total, vector
from sparsity_theory.sums import instantiate
from sparsity_theory.verdict import Verdict, all_of

error = sympy.Symbol("e", positive=True)
level = sympy.Symbol("M", positive=True)
ratio = sympy.Symbol("y", positive=True)
remainder = vector("R", positive=True)
used_column = vector("w", positive=True)
used = sympy.Symbol("q", integer=True, positive=True)
# More active rows than m: m' = m + extra. C, C' are the sums of log c_k, S the sum of 1/c_k.
extra = sympy.Symbol("j", integer=True, positive=True)
logs, other_logs = sympy.symbols("C C'", real=True)
inverses = sympy.Symbol("S", positive=True)

_c = generic(scale_free[k])


# --- (a) --------------------------------------------------------------------------------------


def _derive_a(parts: Parts) -> Report:
    floor, bound, threshold = parts["floor"], parts["bound"], parts["threshold"]
    tangent = ratio / 2 - 1 + sympy.log(2) - sympy.log(ratio)
    needed = floor - bound
    return Report(
        (
            step(
                r"By lemma-2-variance every row costs at least 1 whatever $s$ is, since"
                r" $s^2 - \log s^2 \ge 1$, and the other terms are not negative: the loss is at"
                " least the floor, before and after the scale is minimised out.",
                sympy.Eq(sympy.Symbol("F"), floor),
                "$q - \\log q$ has its only minimum, 1, at $q = 1$",
                all_of(
                    [
                        unique_minimum(ratio - sympy.log(ratio), ratio, at=sympy.Integer(1)),
                        identity(floor, DATA_TERM.subs(e, error) + kappa * 1),
                    ]
                ),
            ),
            step(
                r"The logarithm lies below its tangent at 2: $\log y \le y/2 - 1 + \log 2$.",
                sympy.Ge(tangent, 0, evaluate=False),
                "its only minimum is at $y = 2$, where it is 0",
                all_of(
                    [
                        unique_minimum(tangent, ratio, at=sympy.Integer(2)),
                        identity(tangent.subs(ratio, 2), sympy.Integer(0)),
                    ]
                ),
            ),
            equation(
                r"With $y = e/\gamma$ this is what floor minus bound amounts to, $d$ times.",
                needed,
                d * tangent.subs(ratio, error / gamma),
                "algebra",
            ),
            equation(
                r"The bound decreases in $\gamma$ and equals $M$ at the threshold.",
                bound.subs(gamma, threshold),
                level,
                "substitution",
            ),
            inequality(
                r"It is strictly decreasing in $\gamma$.",
                sympy.diff(bound, gamma),
                sympy.Integer(0),
                "sign of the derivative",
            ),
        )
    )


def _a_example() -> Report:
    """Checks d = e = kappa = 1, M = 10 at half the threshold."""
    values = {d: 1, error: 1, kappa: 1, level: 10}
    small = LEMMA_2A.parts["threshold"].subs(values) / 2
    floor = LEMMA_2A.parts["floor"].subs(values).subs(gamma, small)
    return Report(
        (
            inequality(
                r"$d = e = \kappa = 1$: at half the threshold for $M = 10$ the loss exceeds 10.",
                sympy.Integer(10),
                floor,
                "enclosure of the value",
            ),
        )
    )


def _a_without_error() -> Report:
    return Report(
        (
            equation(
                r"With $e = 0$ and every row zero the loss is $d\log\gamma + \kappa$, which is $-M$"
                r" at $\gamma = e^{-(M+\kappa)/d}$: it tends to $-\infty$.",
                (DATA_TERM + kappa).subs(e, 0).subs(gamma, sympy.exp(-(level + kappa) / d)),
                -level,
                "substitution",
            ),
        )
    )


_BOUND_A = d * error / (2 * gamma) + d * (1 + sympy.log(error / 2)) + kappa
_SPARE = level - d * (1 + sympy.log(error / 2)) - kappa

LEMMA_2A = Claim(
    id="lemma-2a",
    title="Lemma 2 (a): an imperfect reconstruction costs everything",
    mark=Mark.PAPER,
    source=Source(PAPER, r"Lemma 2, $g = \mathcal{I}_\infty$"),
    hypotheses=(
        "those of lemma-2-variance",
        "$e > 0$ is fixed, or bounded below by $e$ (the bound increases in $e$)",
        r"$M > d(1+\log(e/2)) + \kappa$ where the threshold is used",
    ),
    conclusion=(
        r"For every $s$ and every scale $L \ge [[floor]] \ge [[bound]]$, which tends to $+\infty$"
        r" as $\gamma \to 0$: it is at least $M$ for $\gamma \le [[threshold]]$."
    ),
    parts={
        "floor": DATA_TERM.subs(e, error) + kappa,
        "bound": _BOUND_A,
        "threshold": d * error / (2 * _SPARE),
    },
    uses=("lemma-2-variance",),
    divergence=(
        r"The paper writes $g = \mathcal{I}_\infty$. Here the limit has an explicit rate, and holds"
        " before the scale is minimised out as well as after it."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all $e > 0$, $\gamma$, $d$, $\kappa$, $M$", _derive_a, True),
    ),
    controls=(
        Control("data term bounded", {"floor": d * error + d * sympy.log(gamma) + kappa}),
        Control("sign of the normaliser", {"floor": d * error / gamma - d * sympy.log(gamma)}),
        Control("rate not halved", {"bound": _BOUND_A + d * error / (2 * gamma)}),
        Control("constant too large", {"bound": _BOUND_A + d}),
        Control("rate in the square of gamma", {"bound": _BOUND_A.subs(gamma, gamma**2)}),
        Control("threshold with d squared", {"threshold": d**2 * error / (2 * _SPARE)}),
        Control("threshold twice as large", {"threshold": d * error / _SPARE}),
    ),
    example=Witness(r"$d = e = \kappa = 1$, $M = 10$", _a_example),
    counterexamples=(Witness("$e = 0$, $Z = 0$", _a_without_error, drops="$e > 0$"),),
)


# --- (b) --------------------------------------------------------------------------------------

EXACT = d * sympy.log(gamma) + kappa


def _after(parts: Parts) -> tuple[Step, ...]:
    row = sympy.log(scale_free[k] / gamma) + 1 + remainder[k]
    return (
        sum_equation(
            r"The $m$ active rows cost $\psi_\gamma(c_k) = \log(c_k/\gamma) + 1 + R_k$, the others"
            r" nothing (lemma-2-scale); here $e = 0$.",
            EXACT + total(row, m),
            parts["value"] + total(remainder[k], m),
            "termwise",
        ),
        sum_equation(
            r"Since $0 < R_k < \gamma/c_k$, their sum lies strictly between 0 and the bound.",
            parts["bound"],
            total(gamma / scale_free[k], m),
            "termwise",
        ),
    )


def _before(parts: Parts) -> tuple[Step, ...]:
    unscaled = sympy.log(1 + used_column[k] ** 2 / gamma)
    return (
        sum_equation(
            r"Before the scale is minimised out, with $q$ nonzero columns, the powers"
            r" stay linear.",
            EXACT + total(unscaled, used) + total(power[k], kappa),
            parts["value_before"] + total(sympy.log(1 + gamma / used_column[k] ** 2), used),
            r"$\log(1+w^2/\gamma) = \log w^2 - \log\gamma + \log(1+\gamma/w^2)$",
        ),
        step(
            r"There $0 < \log(1+y) < y$ with $y = \gamma/w_k^2$ bounds the remainder.",
            parts["bound_before"],
            r"$\log(1+y)$ and $y - \log(1+y)$ are 0 at 0 and increase",
            all_of(
                [
                    positive_after_zero(sympy.log(1 + ratio), ratio),
                    positive_after_zero(ratio - sympy.log(1 + ratio), ratio),
                    equal_sums(parts["bound_before"], total(gamma / used_column[k] ** 2, used)),
                ]
            ),
        ),
    )


def _with_sum(value: sympy.Expr, sum_of_logs: sympy.Symbol) -> sympy.Expr:
    """The value of lemma-2b with a symbol for its sum of logarithms."""
    (found,) = value.atoms(sympy.Sum)
    return value.xreplace({found: sum_of_logs})


def _order(parts: Parts) -> Step:
    gap = _with_sum(parts["value"], other_logs) - _with_sum(parts["value"], logs)
    gap -= gamma * inverses
    return step(
        r"For two codes with the same $m$ let $C, C'$ be the sums of $\log c_k$ and"
        r" $S = \sum 1/c_k$ for the first. As the remainder of the second is positive and that of"
        r" the first below"
        r" $\gamma S$, $L' - L$ exceeds this, which is 0 at the threshold and positive before it.",
        sympy.expand(gap),
        r"decreasing in $\gamma$; substitution",
        all_of(
            [
                positive(-sympy.diff(sympy.expand(gap), gamma)),
                identity(gap.subs(gamma, parts["threshold"]), sympy.Integer(0)),
            ]
        ),
    )


def _derive_b(parts: Parts) -> Report:
    return Report((*_after(parts), *_before(parts), _order(parts)))


def _b_example() -> Report:
    """One active row, c = 1/2, gamma = 1: psi = log 2 + 1/2 lies between log c + 1 and + 2."""
    value, half = sympy.log(2) + sympy.Rational(1, 2), sympy.Rational(1, 2)
    lower = sympy.log(half) + 1
    return Report(
        (
            inequality(
                r"$m = 1$, $c = 1/2$, $\gamma = 1$: the remainder is positive.",
                lower,
                value,
                "enclosure",
            ),
            inequality(r"It is below $\gamma/c = 2$.", value, lower + 2, "enclosure"),
        )
    )


def _b_with_error() -> Report:
    return Report(
        (
            inequality(
                r"With $d = 1$, $e = 1$ the loss contains $e/\gamma$, which at $\gamma = 1/100$ is"
                r" above the bound $\gamma/c = 1/100$ for $c = 1$.",
                sympy.Rational(1, 100),
                (d * e / gamma).subs({d: 1, e: 1, gamma: sympy.Rational(1, 100)}),
                "exact comparison",
            ),
        )
    )


_SUM_OF_LOGS = total(sympy.log(scale_free[k]), m)
_VALUE_B = (d - m) * sympy.log(gamma) + kappa + m + _SUM_OF_LOGS
_BEFORE = total(sympy.log(used_column[k] ** 2), used) + total(power[k], kappa)

LEMMA_2B = Claim(
    id="lemma-2b",
    title="Lemma 2 (b): among exact codes with as many active rows the penalty is the logarithm",
    mark=Mark.PAPER,
    source=Source(PAPER, r"Lemma 2, $h = \log$"),
    hypotheses=(
        "those of lemma-2-scale",
        r"$e = 0$",
        (
            r"$m = \#\{k : c_k > 0\} \ge 1$, these rows numbered first; $q$ columns are not zero,"
            " numbered first where only $s$ is minimised out"
        ),
    ),
    conclusion=(
        r"$\inf_{s,D} L = [[value]] + \rho$ with $0 < \rho < [[bound]]$. Of two such codes with the"
        r" same $m$ and $C = \sum\log c_k < C' = \sum\log c'_k$ the first is better for every"
        r" $\gamma \le [[threshold]]$, $S = \sum 1/c_k$. Before the scale is minimised out,"
        r" $\min_s L = [[value_before]] + \rho'$ with $0 < \rho' < [[bound_before]]$: there the row"
        " powers enter linearly, not through a logarithm."
    ),
    parts={
        "value": _VALUE_B,
        "bound": gamma * total(1 / scale_free[k], m),
        "threshold": (other_logs - logs) / inverses,
        "value_before": (d - used) * sympy.log(gamma) + kappa + _BEFORE,
        "bound_before": gamma * total(1 / used_column[k] ** 2, used),
    },
    uses=("lemma-2-variance", "lemma-2-scale"),
    divergence=(
        r"The paper drops everything but $\sum\log$ as 'irrelevant constant factors'. Unsaid there:"
        r" $\theta$ must be free to rescale columns and the scale minimised out, so that $p_k$"
        r" becomes $c_k$; and $(d-m)\log\gamma + m$ is constant only among codes with the same"
        " $m$ (lemma-2c)."
    ),
    evidence=(
        Evidence(Kind.SYMBOLIC, r"all codes, $\gamma$, $d$, $\kappa$, $m$", _derive_b, True),
    ),
    controls=(
        Control("active rows not counted", {"value": _VALUE_B + m * sympy.log(gamma)}),
        Control("active rows counted twice", {"value": _VALUE_B - m * sympy.log(gamma)}),
        Control("constant m forgotten", {"value": _VALUE_B - m}),
        Control("log squared", {"value": _VALUE_B + _SUM_OF_LOGS}),
        Control("bound halved", {"bound": gamma * total(1 / scale_free[k], m) / 2}),
        Control("bound of order gamma squared", {"bound": gamma**2 * total(1 / scale_free[k], m)}),
        Control("threshold doubled", {"threshold": 2 * (other_logs - logs) / inverses}),
        Control(
            "logarithm of the powers before the scale is minimised out",
            {
                "value_before": (d - used) * sympy.log(gamma)
                + kappa
                + total(sympy.log(used_column[k] ** 2), used)
                + total(sympy.log(1 + power[k]), kappa)
            },
        ),
        Control(
            "unused columns counted",
            {"value_before": (d - kappa) * sympy.log(gamma) + kappa + _BEFORE},
        ),
        Control(
            "bound before with the column norm not squared",
            {"bound_before": gamma * total(1 / used_column[k], used)},
        ),
    ),
    example=Witness(r"$m = 1$, $c = 1/2$, $\gamma = 1$", _b_example),
    counterexamples=(Witness("$d = e = c = 1$", _b_with_error, drops="$e = 0$"),),
)


# --- (c) --------------------------------------------------------------------------------------

# gamma S = 1 - a and m' - m = 1 + b with a, b >= 0: how the two conditions are used.
_slack, _more = sympy.symbols("a b", nonnegative=True)
whole = sympy.Symbol("Psi", positive=True)
small = sympy.Symbol("epsilon", positive=True)


def _derive_c(parts: Parts) -> Report:
    value, gap = LEMMA_2B.parts["value"], parts["gap"]
    rest = parts["rest"]
    slack = (gap - rest).subs({gamma: (1 - _slack) * parts["smallness"], extra: 1 + _more})
    dense = 2 * (m + extra) * sympy.sqrt(small / gamma)
    return Report(
        (
            equation(
                r"By lemma-2b, applied to $m$ and to $m' = m + j$ active rows, $L' - L$ exceeds the"
                " gap: the remainder of the first is below $\\gamma S$, the other is positive.",
                _with_sum(value, other_logs).subs(m, m + extra)
                - _with_sum(value, logs)
                - gamma * inverses,
                gap,
                "subtraction",
            ),
            step(
                r"If $\gamma \le 1/S$, write $\gamma S = 1-a$ and $j = 1+b$ with $a,b \ge 0$: the"
                " gap is at least the rest.",
                sympy.Ge(sympy.Symbol("j") - gamma * inverses, 0, evaluate=False),
                "a sum of terms that are not negative",
                positive(sympy.expand(slack), strict=False),
            ),
            equation(
                r"The rest is 0 at the crossing.",
                rest.subs(gamma, parts["crossing"]),
                sympy.Integer(0),
                "substitution",
            ),
            inequality(
                r"It strictly decreases in $\gamma$, so it is not negative up to there.",
                sympy.diff(rest, gamma),
                sympy.Integer(0),
                "sign of the derivative",
            ),
            equation(
                r"Not uniformly: if every $c'_k \le \epsilon$, the dense code costs at most"
                r" $2m'\sqrt{\epsilon/\gamma}$ (lemma-2-scale), which is the cost $\Psi$ of the"
                r" sparse one at this $\epsilon$, and less before it.",
                dense.subs(small, parts["defeat"]),
                whole,
                "substitution",
            ),
        )
    )


def _c_example() -> Report:
    """Checks one row with c = 4 against two with c' = 1/4: the thresholds are 4 and 1/64."""
    sparse, dense, at = psi(sympy.Integer(4)), psi(sympy.Rational(1, 4)), sympy.Rational(1, 64)
    return Report(
        (
            equation(
                r"$c = 4$ against $c' = (1/4, 1/4)$: crossing at $\gamma = 1/64$.",
                LEMMA_2C.parts["crossing"].subs(
                    {logs: sympy.log(4), other_logs: -2 * sympy.log(4), extra: 1}
                ),
                at,
                "substitution",
            ),
            inequality(
                "There the sparse code is better.",
                sparse.subs(gamma, at),
                2 * dense.subs(gamma, at),
                "enclosure",
            ),
        )
    )


def _c_large_gamma() -> Report:
    sparse, dense = psi(sympy.Integer(4)), psi(sympy.Rational(1, 4))
    return Report(
        (
            inequality(
                r"The same two codes at $\gamma = 4$: the dense one is better.",
                2 * dense.subs(gamma, 4),
                sparse.subs(gamma, 4),
                "enclosure",
            ),
        )
    )


_GAP = extra * (1 - sympy.log(gamma)) + other_logs - logs - gamma * inverses
_REST = other_logs - logs - extra * sympy.log(gamma)

LEMMA_2C = Claim(
    id="lemma-2c",
    title="Lemma 2 (c): of two exact codes the one with fewer active rows wins for small gamma",
    mark=Mark.PAPER,
    source=Source(PAPER, "Lemma 2, 'irrelevant constant factors'"),
    hypotheses=(
        "two exact codes as in lemma-2b, with $m \\ge 1$ and $m' = m + j$ active rows, $j \\ge 1$",
        r"$C = \sum\log c_k$ and $S = \sum 1/c_k$ belong to the first, $C'$ to the second",
        r"$\gamma \le [[smallness]]$ and $\gamma \le [[crossing]]$",
    ),
    conclusion=(
        r"$\inf_{s,D} L' - \inf_{s,D} L > [[gap]] \ge [[rest]] \ge 0$: the code with fewer active"
        r" rows is strictly better. The threshold depends on the codes: at fixed $\gamma$, if the"
        r" first costs $\Psi = \sum\psi_\gamma(c_k)$ and every $c'_k < [[defeat]]$, the denser one"
        " is better."
    ),
    parts={
        "gap": _GAP,
        "rest": _REST,
        "smallness": 1 / inverses,
        "crossing": sympy.exp((other_logs - logs) / extra),
        "defeat": gamma * whole**2 / (4 * (m + extra) ** 2),
    },
    uses=("lemma-2b",),
    divergence=(
        r"What the paper calls an irrelevant constant, $(d-m)\log\gamma + m$, differs between codes"
        r" with different $m$ and decides between them; in eq. (7) with $h = \log$ this is the"
        r" formal $h(0) = \log 0 = -\infty$. The explicit threshold is ours."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, r"all codes, $\gamma$, $m$, $j$", _derive_c, True),),
    controls=(
        Control("sign of log gamma", {"gap": _GAP + 2 * extra * sympy.log(gamma)}),
        Control("j not counted", {"gap": _GAP + (extra - 1) * sympy.log(gamma)}),
        Control("S not weighted by gamma", {"gap": _GAP + gamma * inverses - inverses}),
        Control(
            "crossing without the root",
            {"crossing": sympy.exp(other_logs - logs)},
        ),
        Control("crossing inverted", {"crossing": sympy.exp((logs - other_logs) / extra)}),
        Control("condition ten times weaker", {"smallness": 10 / inverses}),
        Control("rest too large", {"rest": _REST + extra}),
        Control("defeat without the count", {"defeat": gamma * whole**2 / 4}),
        Control("count not squared", {"defeat": gamma * whole**2 / (4 * (m + extra))}),
    ),
    example=Witness(r"$c = 4$ against $c' = (1/4, 1/4)$", _c_example),
    counterexamples=(
        Witness(
            r"The same codes at $\gamma = 4$.",
            _c_large_gamma,
            drops=r"$\gamma \le \exp((C'-C)/j)$",
        ),
    ),
)


# --- the literal reading ----------------------------------------------------------------------

other_power = vector("p'", nonnegative=True)


def _derive_literal(parts: Parts) -> Report:
    unit = minimised_over_deviations().xreplace({column[k]: sympy.Integer(1)}).subs(e, 0)
    row, loss = parts["row"], EXACT + total(parts["row"], kappa)
    other = loss.xreplace({power[k]: other_power[k]})
    return Report(
        (
            sum_equation(
                r"lemma-2-variance with $e = 0$ and all column norms 1.", unit, loss, "substitution"
            ),
            sum_equation(
                r"Two exact codes differ by their total powers, whatever $\gamma$ is and however"
                " many rows are active: the penalty is linear.",
                loss - other,
                total(power[k], kappa) - total(other_power[k], kappa),
                "the logarithms cancel",
            ),
            inequality(
                "A row that is zero pays all the same.",
                sympy.Integer(0),
                generic(row).subs(generic(power[k]), 0),
                r"$\log(1+1/\gamma) > 0$",
            ),
            step(
                r"With $u$ a unit vector, $W = (u,u)$ maps both codes to $\sqrt2\,u$; the first has"
                r" one active row, the second two.",
                sympy.Eq(parts["sparse_code"], parts["dense_code"], evaluate=False),
                "sums of the entries; exact squares",
                all_of(
                    [
                        identity(sum(parts[name]), sympy.sqrt(2))
                        for name in ("sparse_code", "dense_code")
                    ]
                    + [Verdict.of(_active(parts[name]) == n) for name, n in _ACTIVE.items()]
                ),
            ),
            equation(
                "Their losses differ by this at every $\\gamma$: the dense code is better.",
                _value_at(loss, parts["sparse_code"]) - _value_at(loss, parts["dense_code"]),
                parts["difference"],
                "substitution",
            ),
        )
    )


_ACTIVE = {"sparse_code": 1, "dense_code": 2}


def _active(code: sympy.Tuple) -> int:
    return sum(entry != 0 for entry in code)


def _value_at(loss: sympy.Expr, code: sympy.Tuple) -> sympy.Expr:
    """The loss at a code of one sample: its row powers are the squares of its entries."""
    powers = rows(power, [entry**2 for entry in code])
    return instantiate(loss, {kappa: len(code)}, powers)


def _literal_example() -> Report:
    """At gamma = 1 the losses, less d log gamma + 2, are 2 + 2 log 2 and 1 + 2 log 2."""
    loss = EXACT + total(LITERAL.parts["row"], kappa)
    at = {gamma: 1}
    return Report(
        (
            equation(
                r"$\gamma = 1$: the sparse code costs $4 + 2\log 2$.",
                _value_at(loss, LITERAL.parts["sparse_code"]).subs(at),
                4 + 2 * sympy.log(2),
                "substitution",
            ),
            equation(
                r"The dense code costs $3 + 2\log 2$.",
                _value_at(loss, LITERAL.parts["dense_code"]).subs(at),
                3 + 2 * sympy.log(2),
                "substitution",
            ),
        )
    )


def _free_scale() -> Report:
    """Checks c = 2 once against c = 1/2 twice, with the scale minimised out."""
    at = sympy.Rational(1, 100)
    return Report(
        (
            inequality(
                r"With the scale minimised out, at $\gamma = 1/100$, the sparse code is better.",
                psi(sympy.Integer(2)).subs(gamma, at),
                2 * psi(sympy.Rational(1, 2)).subs(gamma, at),
                "enclosure",
            ),
        )
    )


_HALF = 1 / sympy.sqrt(2)
_LITERAL_ROW = sympy.log(1 + 1 / gamma) + power[k]

LITERAL = Claim(
    id="lemma-2-literal",
    title="Lemma 2 read literally: with unit columns the penalty is linear",
    mark=Mark.EXTENSION,
    source=Source(OURS, "negative control of Lemma 2"),
    hypotheses=(
        "those of lemma-2-variance, with $e = 0$",
        "all column norms are 1, so the scale is not minimised out",
    ),
    conclusion=(
        r"Every row, active or not, costs $[[row]]$: two exact codes differ by their total powers"
        r" at every $\gamma$. With $W = (u,u)$, $\Vert u\Vert = 1$, $n = 1$, the codes"
        r" $[[sparse_code]]$ and $[[dense_code]]$, of powers $(2,0)$ and"
        r" $(\frac12,\frac12)$, give the same reconstruction, and the loss of the sparse one is"
        r" larger by $[[difference]]$ at every $\gamma$: minimising over $s$ alone does not give"
        r" $h = \log$."
    ),
    parts={
        "row": _LITERAL_ROW,
        "sparse_code": sympy.Tuple(sympy.sqrt(2), 0),
        "dense_code": sympy.Tuple(_HALF, _HALF),
        "difference": sympy.Integer(1),
    },
    uses=("lemma-2-variance",),
    divergence=(
        r"The paper's statement names only the minimum over $s$. It needs, besides, a scale that is"
        " free in eq. (3) and minimised out, and fixed in eq. (7)."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, r"every $\gamma$, $d$, $\kappa$", _derive_literal, True),),
    controls=(
        Control("penalty logarithmic", {"row": sympy.log(1 + power[k] / gamma)}),
        Control("zero rows free of charge", {"row": power[k]}),
        Control("penalty of the square root", {"row": _LITERAL_ROW + sympy.sqrt(power[k])}),
        Control("no difference", {"difference": sympy.Integer(0)}),
        Control("sparse code better", {"difference": sympy.Integer(-1)}),
        Control("logarithmic difference", {"difference": 2 * sympy.log(2)}),
        Control("code that does not reconstruct", {"dense_code": sympy.Tuple(1, 1)}),
        Control("dense code with one row", {"dense_code": sympy.Tuple(0, sympy.sqrt(2))}),
    ),
    example=Witness(r"$\gamma = 1$", _literal_example),
    counterexamples=(
        Witness(
            "The scale minimised out.",
            _free_scale,
            drops="all column norms are 1, so the scale is not minimised out",
        ),
    ),
)

CLAIMS = (LEMMA_2A, LEMMA_2B, LEMMA_2C, LITERAL)
