"""A penalty of the literature: its formula, its parameters under the field's names, its source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sympy import Expr, Rational, S

from sparsity_theory.exact.writer import to_text
from sparsity_theory.penalties.parameters import Parameter, chosen

_WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True)
class Listed:
    """A function f of t >= 0, written with u for t.

    Publications mostly take f of |z|; then a row of power u has the penalty f(sqrt(u)). The name
    alone stands for f(u).

    Attributes:
        name: under which `penalty` knows it.
        title: what it is called.
        text: f, in u and the parameters.
        source: a key of `sources.SOURCES`.
        parameters: with defaults and ranges.
        of_norm: whether the publication takes it of |z|.
        others: other values of parameters that are in use.
        convention: whose parameters these are, where there are several.
    """

    name: str
    title: str
    text: str
    source: str
    parameters: tuple[Parameter, ...] = ()
    of_norm: bool = True
    others: tuple[Mapping[str, str], ...] = ()
    convention: str = ""

    def text_with(self, given: Mapping[str, str]) -> str:
        """The text in u, the parameters replaced by numbers.

        >>> Listed("l", "a line", "a*u", "", (above("a"),)).text_with({"a": "1/2"})
        '(1/2)*u'

        Raises:
            PenaltyError: an unknown parameter, no number, or out of range.
        """
        return substituted(self.text, chosen(self.name, self.parameters, given))


def substituted(text: str, values: Mapping[str, Expr]) -> str:
    """A text with numbers for names."""
    return _WORD.sub(
        lambda word: f"({to_text(values[word[0]])})" if word[0] in values else word[0], text
    )


def above(
    name: str, default: Rational | int | str = 1, bound: int = 0, below: int | None = None
) -> Parameter:
    """A parameter greater than a bound."""
    return Parameter(name, Rational(default), S(bound), None if below is None else S(below))
