"""What the page answers.  This module is shipped into the browser, and is the same on a machine.

>>> answer("1000*u", "log(1+u)", 8, 5, 3)["verdict"]
'fails'
>>> answer("u", "log(1+", 8, 5, 3)["error"].partition(" (")[0]
"cannot read 'log(1+' at position 4: '(' was never closed"
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from numerics.certificates import proof, report, verify
from numerics.errors import CertificateError, NumericsError
from numerics.phase_diagrams import families
from sparsity_theory import Dimensions, Penalty, characterise, penalty
from sparsity_theory.errors import SparsityTheoryError
from sparsity_theory.exact.constants import resolved
from sparsity_theory.exact.enclosures import enclose
from sparsity_theory.penalties.facts import FACT_NAMES

_BITS = 128


def answer(g_text: str, h_text: str, d: int, kappa: int, r: int) -> dict[str, Any]:
    """The verdict on a pair, the facts of h, points of its graph, the command that certifies.

    What a user got wrong is the answer ``{"error": text}``; anything else is raised.
    """
    try:
        g, h = penalty(g_text), penalty(h_text)
        dims = Dimensions(d, kappa, r)
        found = characterise(g, h, dims)
    except SparsityTheoryError as failure:
        return {"error": str(failure)}
    return {
        "verdict": found.verdict.value,
        "part": found.part,
        "explanation": found.explanation,
        "margin": None if found.margin is None else str(found.margin),
        "penalty": h.description,
        "facts": {name: _word(getattr(h.facts, name)) for name in FACT_NAMES},
        "whole": points(h, Fraction(4)),
        "near_zero": points(h, Fraction(1, 100)),
        "command": (
            f"sparsity-theory counterexample --g {_quoted(g_text)} --h {_quoted(h_text)}"
            f" --dims {d},{kappa},{r} --certificate answer.json"
        ),
    }


def _word(value: object) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _quoted(text: str) -> str:
    """A word of a POSIX shell."""
    return "'" + text.replace("'", "'\\''") + "'"


def points(h: Penalty, end: Fraction, count: int = 81) -> list[tuple[float, float]]:
    """Points of the graph of h on [0, end], each the middle of a narrow ball; others are left out.

    >>> points(penalty("u/(1+u)"), Fraction(1), 3)
    [(0.0, 0.0), (0.5, 0.3333333333333333), (1.0, 0.5)]
    """
    found = []
    for i in range(count):
        u = end * i / (count - 1)
        value = enclose(resolved(h.at_zero), _BITS) if u == 0 else h.enclosed(u)
        if value is not None and value.is_finite():
            found.append((float(u), float(value.mid())))
    return found


def threshold(family: str, r: int, large: str, small: str) -> dict[str, Any]:
    """Theorem B: below which parameter the family prefers the sparse code, certified in balls.

    Args:
        family: a name of `numerics.phase_diagrams.families`.
        r: active rows of the sparse code.
        large: M, the norm of its rows.
        small: epsilon, the norm of the dense code's rows.

    >>> found = threshold("log", 1, "1", "1/10")
    >>> found["wins_at"], found["loses_at"]
    ('2551/25000000', '102041/1000000000')
    """
    try:
        chosen = families.family(family)
        rival = families.against_dense(r, Fraction(large), Fraction(small))
        boundary = chosen.boundary(rival)
        wins, loses = (None, None)
        if boundary.region is families.PreferenceRegion.BELOW:
            wins, loses = families.bracket(boundary)
    except ValueError:
        return {
            "error": f"M and epsilon are numbers such as 1 or 1/10, not {large!r} and {small!r}"
        }
    except ZeroDivisionError:
        return {"error": "a denominator is zero"}
    except NumericsError as failure:
        return {"error": str(failure)}
    return {
        "penalty": chosen.formula,
        "parameter": chosen.symbol,
        "region": boundary.region.value,
        "wins_at": wins and str(wins),
        "loses_at": loses and str(loses),
        "wins_near": wins and f"{float(wins):.6g}",
        "loses_near": loses and f"{float(loses):.6g}",
    }


_NOT_HERE = (
    "NOT CHECKED HERE: that no point has a smaller loss; its proof is replayed with NumPy, on your"
    " machine: sparsity-theory counterexample --check FILE"
)


def check(text: str) -> dict[str, Any]:
    """What `--check` says of a certificate, its proof of a minimum left out: that needs NumPy.

    Losses, sparse code and verdict are checked by the same checker.

    >>> check("{}")
    {'error': "does not verify: not a certificate: its format is not 'sparsity-theory certificate'"}
    """
    try:
        certificate = proof.load(text)
        if certificate.verdict == "minimum":
            return {"error": f"a certificate of a minimum and of no verdict. {_NOT_HERE}"}
        verdict = replace(certificate, minimum=None)
        outcome, lines = report.of(verdict, verify.verify(verdict))
    except CertificateError as failure:
        return {"error": f"does not verify: {report.in_one_line(str(failure))}"}
    if certificate.minimum is not None:
        lines[-1] = _NOT_HERE
    return {"outcome": outcome, "lines": lines}
