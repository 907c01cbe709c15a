r"""Lemma 2 read literally: the minimum over s alone gives a linear penalty, not a logarithm."""

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
from sparsity_theory.notation import e, gamma, k, kappa
from sparsity_theory.proving.propositions import All, Equal, Less, Same
from sparsity_theory.proving.row_sums import generic, rows, total, vector
from sparsity_theory.proving.sums import instantiate
from sparsity_theory.proving.terms import named, where
from sparsity_theory.statements.lemma_2.lemma_2_scale import psi
from sparsity_theory.statements.lemma_2.lemma_2_variance import (
    column,
    minimised_over_deviations,
    power,
)
from sparsity_theory.statements.lemma_2.lemma_2b import EXACT

other_power = vector("p'", nonnegative=True)


def _derive_literal(parts: Parts) -> Report:
    unit = minimised_over_deviations().xreplace({column[k]: sympy.Integer(1)}).subs(e, 0)
    row, loss = parts["row"], EXACT + total(parts["row"], kappa)
    other = loss.xreplace({power[k]: other_power[k]})
    return Report(
        (
            Step(
                r"lemma-2-variance with $e = 0$ and all column norms 1.",
                Equal(named(r"\min_s L", unit), loss),
                "substitution",
            ),
            Step(
                r"Two exact codes differ by their total powers, whatever $\gamma$ is and however"
                r" many rows are active: the penalty is linear.",
                Equal(loss - other, total(power[k], kappa) - total(other_power[k], kappa)),
                "the logarithms cancel",
            ),
            Step(
                "A row that is zero pays all the same.",
                Less(0, where(generic(row), generic(power[k]), 0)),
                r"$\log(1+1/\gamma) > 0$",
            ),
            Step(
                r"With $u$ a unit vector, $W = (u,u)$ maps both codes to $\sqrt2\,u$; the first has"
                r" one active row, the second two.",
                All(
                    *[
                        Equal(sum(parts[name]), sympy.sqrt(2))
                        for name in ("sparse_code", "dense_code")
                    ]
                    + [
                        Same(
                            f"active rows of the {name.replace('_', ' ')}", _active(parts[name]), n
                        )
                        for name, n in _ACTIVE.items()
                    ]
                ),
                "sums of the entries; exact squares",
                shown=sympy.Eq(parts["sparse_code"], parts["dense_code"], evaluate=False),
            ),
            Step(
                "Their losses differ by this at every $\\gamma$: the dense code is better.",
                Equal(
                    named(
                        r"\min_s L(\text{sparse}) - \min_s L(\text{dense})",
                        _value_at(loss, parts["sparse_code"])
                        - _value_at(loss, parts["dense_code"]),
                    ),
                    parts["difference"],
                ),
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
    loss = EXACT + total(CLAIM.parts["row"], kappa)
    at = {gamma: 1}
    return Report(
        (
            Step(
                r"$\gamma = 1$: the sparse code costs $4 + 2\log 2$.",
                Equal(where(_value_at(loss, CLAIM.parts["sparse_code"]), at), 4 + 2 * sympy.log(2)),
                "substitution",
            ),
            Step(
                r"The dense code costs $3 + 2\log 2$.",
                Equal(where(_value_at(loss, CLAIM.parts["dense_code"]), at), 3 + 2 * sympy.log(2)),
                "substitution",
            ),
        )
    )


def _free_scale() -> Report:
    """Checks c = 2 once against c = 1/2 twice, with the scale minimised out."""
    at = sympy.Rational(1, 100)
    return Report(
        (
            Step(
                r"With the scale minimised out, at $\gamma = 1/100$, the sparse code is better.",
                Less(
                    where(psi(sympy.Integer(2)), gamma, at),
                    2 * where(psi(sympy.Rational(1, 2)), gamma, at),
                ),
                "enclosure",
            ),
        )
    )


_HALF = 1 / sympy.sqrt(2)
_LITERAL_ROW = sympy.log(1 + 1 / gamma) + power[k]

CLAIM = Claim(
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
        r" $[[sparse_code]]$ and $[[dense_code]]$, of powers $(2,0)$ and $(\frac12,\frac12)$, give"
        r" the same reconstruction, and the loss of the sparse one is larger by $[[difference]]$ at"
        r" every $\gamma$: minimising over $s$ alone does not give $h = \log$."
    ),
    parts={
        "row": _LITERAL_ROW,
        "sparse_code": sympy.Tuple(sympy.sqrt(2), 0),
        "dense_code": sympy.Tuple(_HALF, _HALF),
        "difference": sympy.Integer(1),
    },
    uses=("lemma-2-variance",),
    divergence=(
        "The paper's statement names only the minimum over $s$. It needs, besides, a scale that is"
        " free in eq. (3) and minimised out, and fixed in eq. (7)."
    ),
    evidence=(Evidence(Kind.SYMBOLIC, r"every $\gamma$, $d$, $\kappa$", _derive_literal, True),),
    controls=(
        Control("sparse code that does not reconstruct", {"sparse_code": sympy.Tuple(1, 0)}),
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
