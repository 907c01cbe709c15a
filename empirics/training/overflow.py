"""Formulas rewritten so that their exponentials do not overflow: log(1 + exp(u)), log cosh u."""

from __future__ import annotations

from functools import reduce
from typing import Any

import sympy
import torch
from sympy import Expr
from torch import Tensor


class LogSumExp(sympy.Function):  # type: ignore[misc]
    """``log(exp(a) + exp(b) + ...)``, whose slopes are shares ``exp(a - LogSumExp(a, b, ...))``."""

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative in one of the arguments."""
        return sympy.exp(self.args[argindex - 1] - self)

    def _torchcode(self, printer: Any) -> str:
        return f"LogSumExp({', '.join(printer.doprint(each) for each in self.args)})"


def stable(formula: Expr) -> Expr:
    """Logarithms and powers of sums of exponentials, by `LogSumExp`; all else as it is.

    >>> u = sympy.Symbol("u", nonnegative=True)
    >>> stable(sympy.log(1 + sympy.exp(u)))
    LogSumExp(u, 0)
    >>> stable(sympy.exp(u) / (1 + sympy.exp(u)))
    exp(u - LogSumExp(u, 0))
    """
    found = formula.replace(
        lambda part: isinstance(part, sympy.cosh | sympy.sech), lambda part: part.rewrite(sympy.exp)
    )
    return joined(found.replace(_is_sum, _by_logarithm))


def joined(formula: Expr) -> Expr:
    """Products of exponentials as one, whose exponent is not large where theirs are."""
    return sympy.powsimp(formula, combine="exp") if formula.has(LogSumExp) else formula


def _is_sum(part: Any) -> bool:
    if isinstance(part, sympy.log):
        return _exponents(part.args[0]) is not None
    return isinstance(part, sympy.Pow) and _exponents(part.base) is not None


def _by_logarithm(part: Any) -> Expr:
    whole = part.args[0] if isinstance(part, sympy.log) else part.base
    logarithm = LogSumExp(*(_exponents(whole) or ()))
    return logarithm if isinstance(part, sympy.log) else sympy.exp(part.exp * logarithm)


def _exponents(whole: Expr) -> list[Expr] | None:
    """The logarithms of the terms of a sum of positive multiples of exponentials, if it is one."""
    terms = sympy.expand_mul(whole).as_ordered_terms()
    if len(terms) < 2 or not any(term.has(sympy.exp) and term.free_symbols for term in terms):
        return None
    logarithms = [_logarithm(term) for term in terms]
    return None if None in logarithms else [each for each in logarithms if each is not None]


def _logarithm(term: Expr) -> Expr | None:
    """Of a positive number, or of such a multiple of an exponential."""
    if not term.free_symbols:
        return sympy.log(term) if term.is_positive else None
    factor, rest = term.as_independent(*term.free_symbols)
    fits = factor.is_positive and isinstance(rest, sympy.exp)
    return sympy.log(factor) + rest.args[0] if fits else None


def logsumexp(*values: float | Tensor) -> Tensor:
    """`LogSumExp` of tensors and numbers."""
    return reduce(torch.logaddexp, (torch.as_tensor(v, dtype=torch.float64) for v in values))
