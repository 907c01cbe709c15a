"""Texts that say the same in other words: rewritings of a penalty that do not change it.

A disguise must never change a fact: it may only hide one. Each takes the text of h on u > 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sparsity_theory.characterisation import Dimensions, Guarantee, characterise
from sparsity_theory.errors import SparsityTheoryError
from sparsity_theory.exact.constants import compare
from sparsity_theory.penalties.expressions import to_text
from sparsity_theory.penalties.facts import FACT_NAMES
from sparsity_theory.penalties.penalties import Penalty, penalty

DISGUISES: dict[str, Callable[[str], str]] = {
    "a zero polynomial added": lambda t: f"({t}) + ((u+1)**2 - u**2 - 2*u - 1)",
    "a zero sum of logarithms added": lambda t: f"({t}) + (log(u**2+2*u+1) - 2*log(1+u))",
    "a logarithm of numbers split": lambda t: f"({t}) + (log(6) - log(2) - log(3))",
    "a factor cancelled": lambda t: f"({t})*((u**2+3*u+2)/((u+1)*(u+2)))",
    "a factor with a hole": lambda t: f"({t})*((u-1)/(u-1)) if u != 1 else ({t})",
    "squared and rooted": lambda t: f"sqrt(({t})**2 + 40*({t}) + 400) - 20",
    "cubed over squared": lambda t: f"(({t})+20)**3/(({t})+20)**2 - 20",
    "a difference of squares": lambda t: f"((({t})+1)**2 - ({t})**2 - 1)/2",
    "cut where nothing happens": lambda t: f"({t}) if u < 3/7 else ({t})",
    "a maximum of itself": lambda t: f"max(({t}), ({t}) - 1)",
    "a maximum by an absolute value": lambda t: f"(2*({t}) - 1 + abs(1 + 0*u))/2",
    "a minimum by an absolute value": lambda t: f"(2*({t}) + u - abs(-u))/2",
    "tanh by exponentials": lambda t: f"({t}) + (tanh(u) - 1 + 2/(exp(2*u)+1))",
    "cosh and sinh": lambda t: f"({t})*(cosh(u)**2 - sinh(u)**2)",
    "a kink cancelled": lambda t: f"({t}) + (abs(u-1) - sqrt(u**2-2*u+1))",
    "an irrational kink cancelled": lambda t: f"({t}) + (abs(u**2-2) - sqrt(u**4-4*u**2+4))",
    "radicals multiplied": lambda t: f"({t})*(sqrt(2)*sqrt(8)/4)",
    "u by a root": lambda t: f"({t}) + (sqrt(u**2+2*u+1) - 1 - u)",
    "conjugate roots": lambda t: f"({t}) + ((sqrt(1+u)-1)*(sqrt(1+u)+1) - u)",
    "log1p and expm1": lambda t: f"({t}) + (expm1(log1p(u)) - u)",
    "erf and erfc": lambda t: f"({t})*(erf(u) + erfc(u))",
    "two logistic functions": lambda t: f"({t}) + (sigmoid(u) - 1/2 - tanh(u/2)/2)",
    "a logistic primitive": lambda t: f"({t}) + (softplus(u) - u - log(1+exp(-u)))",
    "a choice by where": lambda t: f"where(u < 3/7, {t}, {t})",
    "a choice at an irrational point": lambda t: f"({t}) if u < sqrt(2) else ({t})",
    "a sign": lambda t: f"({t})*sign(1+u)",
    "bars": lambda t: f"({t}) + (|u-1| - sqrt(u^2-2*u+1))",
    "a real power": lambda t: f"({t})*(u**pi/u**(pi-1)/u)",
    "a long decimal exponent": lambda t: f"({t})*(u**0.12345*u**0.87655/u)",
    "logarithms to base 2": lambda t: f"({t}) + (log2(1+u)*log(2) - log(1+u))",
    "sine and cosine": lambda t: f"({t})*(sin(min(u,1))**2 + cos(min(u,1))**2)",
    "exponentials multiplied": lambda t: f"({t})*(exp(u)*exp(1-u)/e)",
}
"""Every disguise by its name."""

_OTHERS = ("l0", "u", "indicator")
_DIMENSIONS = (Dimensions(3, 2, 1), Dimensions(9, 5, 4))


@dataclass(frozen=True)
class DisguiseOutcome:
    """A disguised penalty: what it hid, and what it changed (which must be nothing)."""

    name: str
    disguise: str
    hidden: tuple[str, ...]
    changed: tuple[str, ...]


def disguised(original: Penalty, disguise: str) -> str:
    """The text of a penalty in a disguise, with its value at 0.

    >>> disguised(penalty("u"), "a zero polynomial added")
    '0 if u == 0 else ((u) + ((u+1)**2 - u**2 - 2*u - 1))'
    """
    body = DISGUISES[disguise](to_text(original.expression))
    return f"{to_text(original.at_zero)} if u == 0 else ({body})"


def outcomes(names: list[str], disguises: list[str]) -> Iterator[DisguiseOutcome]:
    """Compare facts and verdicts of each penalty with those of its disguises."""
    for name in names:
        original = penalty(name)
        verdicts = _verdicts(original)
        for disguise in disguises:
            hidden, changed = [], []
            try:
                other = penalty(disguised(original, disguise))
            except SparsityTheoryError:
                yield DisguiseOutcome(name, disguise, ("everything: it is refused",), ())
                continue
            for fact in FACT_NAMES:
                told = getattr(original.facts, fact)
                found = getattr(other.facts, fact)
                if found is None and told is not None:
                    hidden.append(fact)
                elif found is not None and told is not None and not _same(told, found):
                    changed.append(f"{fact}: {told} became {found}")
            for key, verdict in _verdicts(other).items():
                if verdict is Guarantee.UNDECIDED and verdicts[key] is not Guarantee.UNDECIDED:
                    hidden.append(key)
                elif verdict is not verdicts[key] and verdicts[key] is not Guarantee.UNDECIDED:
                    changed.append(f"{key}: {verdicts[key].value} became {verdict.value}")
            yield DisguiseOutcome(name, disguise, tuple(hidden), tuple(changed))


def _same(told: object, found: object) -> bool:
    """Not proved to differ: thousands of bits agree where equality cannot be proved."""
    if isinstance(told, bool) or isinstance(found, bool):
        return told is found
    return compare(told, found) in {0, None}


def _verdicts(h: Penalty) -> dict[str, Guarantee]:
    return {
        f"verdict against {g} in {d.d, d.kappa, d.r}": characterise(penalty(g), h, d).verdict
        for g in _OTHERS
        for d in _DIMENSIONS
    }
