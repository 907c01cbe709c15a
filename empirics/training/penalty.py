"""Penalties of `sparsity_theory` in torch: the same object, piece by piece."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import sympy
import torch
from sympy import Expr, S
from torch import Tensor

from empirics.errors import ConfigError
from numerics.proximal.compiled import compiled
from numerics.proximal.function import UnsuitableError, smooth_parts
from sparsity_theory.exact.variable import U
from sparsity_theory.penalties.penalties import Penalty, penalty

Function = Callable[[Tensor], Any]


@dataclass(frozen=True)
class _SmoothPiece:
    """A smooth formula and its slope on [left, right); inside is a point of it."""

    left: float
    right: float
    inside: float
    value: Function
    slope: Function


class TorchPenalty:
    """A penalty h on u >= 0 and its slope, elementwise on double tensors.

    Only the selected piece is ever evaluated at a given u, so an undefined branch never leaks a
    nan. The value at a breakpoint and at 0 is the exact one; the slope is taken from the right at
    breakpoints, and at 0 it is the proved right slope, which may be infinite.

    >>> h = torch_penalty("min(u, 1)")
    >>> value, slope = h(torch.tensor([0.0, 0.5, 1.0, 3.0], dtype=torch.float64))
    >>> value.tolist(), slope.tolist()
    ([0.0, 0.5, 1.0, 1.0], [1.0, 1.0, 0.0, 0.0])

    Raises:
        ConfigError: where gradient steps make no sense (the indicator) or the smooth pieces of an
            expression could not be found.
    """

    def __init__(self, source: Penalty) -> None:
        try:
            parts = smooth_parts(source)
        except UnsuitableError as why:
            raise ConfigError(f"{source.text!r} cannot be trained by gradients: {why}") from None
        self._pieces = [_piece(p.left, p.right, p.formula) for p in parts]
        joints = [p.left for p in parts[1:]]
        self._points = [(0.0, float(source.at_zero))]
        self._points += [(float(joint), float(source(joint))) for joint in joints]
        slope = source.facts.right_slope_at_zero
        self._slope_at_zero = None if slope is None else float(slope)
        at_zero = float(self._pieces[0].value(torch.zeros((), dtype=torch.float64)))
        self._finite_at_zero = slope is not None and math.isfinite(slope)
        self._finite_at_zero &= at_zero == self._points[0][1]

    def __call__(self, u: Tensor) -> tuple[Tensor, Tensor]:
        """Values with their gradient, and slopes without.

        A second derivative is refused (ConfigError in the backward pass): `smooth` has it.
        """
        value, slope = self._evaluate(u.detach())
        return cast(Tensor, _WithSlope.apply(u, value, slope)), slope  # type: ignore[no-untyped-call]

    def smooth(self, u: Tensor) -> Tensor:
        """Values by torch's own operations alone: differentiable twice, by vmap and compile too.

        At a u of 0 where the slope is infinite, or unknown, the gradient is 0.
        """
        value = 0 * u  # a penalty that is constant has a gradient, of 0, too
        for piece in self._pieces:
            here = (u >= piece.left) & (u < piece.right)
            if piece.left == 0 and not self._finite_at_zero:
                here = here & (u > 0)
            at = torch.where(here, u, piece.inside)
            value = torch.where(here, piece.value(at), value)
        if self._finite_at_zero:
            return value
        return torch.where(u == 0, self._points[0][1], value)

    def _evaluate(self, u: Tensor) -> tuple[Tensor, Tensor]:
        value, slope = torch.full_like(u, torch.nan), torch.full_like(u, torch.nan)
        for piece in self._pieces:
            here = (u >= piece.left) & (u < piece.right)
            at = torch.where(here, u, piece.inside)
            value = torch.where(here, piece.value(at), value)
            slope = torch.where(here, piece.slope(at), slope)
        for point, exact in self._points:
            value = torch.where(u == point, exact, value)
        if self._slope_at_zero is not None:
            slope = torch.where(u == 0, self._slope_at_zero, slope)
        return value, slope


@lru_cache(maxsize=256)
def torch_penalty(text: str) -> TorchPenalty:
    """A penalty by its name in the catalogue, or an expression in u.

    Raises:
        ConfigError: see `TorchPenalty`.
        ExpressionError, PenaltyError: as `sparsity_theory.penalties.penalties.penalty`.
    """
    return TorchPenalty(penalty(text))


class _WithSlope(torch.autograd.Function):
    """A value whose gradient with respect to u is known; no second one is told, or guessed."""

    @staticmethod
    def forward(ctx: Any, u: Tensor, value: Tensor, slope: Tensor) -> Tensor:
        ctx.save_for_backward(slope)
        return value.clone()

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        if torch.is_grad_enabled():  # a graph of the gradient is wanted, where this is a constant
            raise ConfigError(
                "a penalty evaluated with its slope has no second derivative: drop"
                " create_graph=True, or take `smooth` of the penalty, or RowPenalty"
            )
        (slope,) = ctx.saved_tensors
        return gradients[0] * slope, None, None


def _piece(left: Expr, right: Expr, formula: Expr) -> _SmoothPiece:
    inside = left + 1 if right is S.Infinity else (left + right) / 2
    return _SmoothPiece(
        float(left),
        float(right),
        float(inside),
        compiled(formula, torch),
        compiled(sympy.diff(formula, U), torch),
    )
