"""What layers have in common, the affine layer, and how eq. (7) fixes the scale of a decoder."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeAlias, cast

import torch
from torch import Tensor

from empirics.training.parameters import Block

Values: TypeAlias = Mapping[str, Tensor]
Constraint: TypeAlias = Callable[[Tensor], Tensor]


class Layer(Protocol):
    """A map of samples, with its parameters."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Its parameters."""

    def __call__(self, values: Values, x: Tensor) -> Tensor:
        """Inputs of all members (S, B, inputs) to their outputs (S, B, outputs)."""


@dataclass(frozen=True)
class Dense:
    """An affine layer, (S, B, inputs) to (S, B, outputs); initial values as `torch.nn.Linear`'s."""

    name: str
    inputs: int
    outputs: int
    constraint: Constraint | None = None
    backward: torch.dtype = torch.float32

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Weight (inputs, outputs) and bias (outputs)."""
        bound, direct = 1 / math.sqrt(self.inputs), self.constraint is None
        return (
            Block(f"{self.name}.weight", (self.inputs, self.outputs), bound, direct),
            Block(f"{self.name}.bias", (self.outputs,), bound, direct),
        )

    def __call__(self, values: Values, x: Tensor) -> Tensor:
        """One layer forward."""
        weight, bias = values[f"{self.name}.weight"], values[f"{self.name}.bias"]
        if self.constraint is None:
            return affine(x, weight, bias, self.backward)
        return torch.baddbmm(bias.unsqueeze(1), x, self.constraint(weight))


@dataclass(frozen=True)
class Normalised(Dense):
    """An affine layer whose outputs are normalised over the batch, as `torch.nn.BatchNorm1d` does.

    Gain and variance are stored less 1, so that all of its own blocks start at 0; running averages
    are blocks whose gradient stays 0.
    """

    MOMENTUM: ClassVar[float] = 0.1
    EPSILON: ClassVar[float] = 1e-5

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Those of the affine layer, then gain, shift and the running averages."""
        names = ("gain", "shift", "mean", "variance")
        own = tuple(Block(f"{self.name}.{name}", (self.outputs,), 0.0) for name in names)
        return (*super().blocks, *own)

    def normalise(self, values: Values, x: Tensor, training: bool) -> Tensor:
        """Outputs (S, B, outputs), by the batch's moments or by the running averages."""
        gain, shift, mean, variance = (
            values[f"{self.name}.{name}"] for name in ("gain", "shift", "mean", "variance")
        )
        if training:
            centre, spread = x.mean(dim=1), x.var(dim=1, unbiased=False)
            # `data` has a version of its own: the views of all parameters share one, and autograd
            # would take the weights to be changed too.
            mean.data.lerp_(centre.detach(), self.MOMENTUM)
            variance.data.lerp_(spread.detach() - 1, self.MOMENTUM)
        else:
            centre, spread = mean.detach(), variance.detach() + 1
        scale = (1 + gain) / (spread + self.EPSILON).sqrt()
        return (x - centre.unsqueeze(1)) * scale.unsqueeze(1) + shift.unsqueeze(1)


def affine(
    x: Tensor, weight: Tensor, bias: Tensor, backward: torch.dtype = torch.float32
) -> Tensor:
    """``x W + b`` for every member: x (S, B, in), W (S, in, out), b (S, out).

    With ``backward`` in fewer bits the factors of the backward products, and what comes out, are
    rounded to it; values, gradients and their sums stay in single precision.

    The backward pass writes the gradients of W and b over their ``.grad``: they must be leaves,
    used once between two steps.  Left to autograd, each step would allocate gradients as large as
    the parameters, zero the kept ones and add the two.
    """
    return cast(Tensor, _AffineFunction.apply(x, weight, bias, backward))  # type: ignore[no-untyped-call]


class _AffineFunction(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, bias: Tensor, backward: torch.dtype) -> Tensor:
        ctx.save_for_backward(x, weight)
        ctx.gradients, ctx.factors = (weight.grad, bias.grad), backward
        return torch.baddbmm(bias.unsqueeze(1), x, weight)

    @staticmethod
    def backward(ctx: Any, *outputs: Tensor) -> tuple[Tensor | None, None, None, None]:
        weight_gradient, bias_gradient = ctx.gradients
        torch.sum(outputs[0], dim=1, out=bias_gradient)
        x, weight = ctx.saved_tensors
        needed = ctx.needs_input_grad[0]
        if ctx.factors == torch.float32:
            torch.bmm(x.transpose(1, 2), outputs[0], out=weight_gradient)
            inward = torch.bmm(outputs[0], weight.transpose(1, 2)) if needed else None
        else:
            low = outputs[0].to(ctx.factors)
            weight_gradient.copy_(torch.bmm(x.to(ctx.factors).transpose(1, 2), low))
            back = weight.to(ctx.factors).transpose(1, 2) if needed else None
            inward = None if back is None else torch.bmm(low, back).float()
        return inward, None, None, None


def unit_columns(weight: Tensor) -> Tensor:
    """Weights (S, in, out) of a layer whose answer to each single input has norm 1."""
    norm: Tensor = torch.linalg.vector_norm(weight, dim=2, keepdim=True)
    return weight / norm


def isometric_norm(weight: Tensor) -> Tensor:
    """Weights (S, in, out, ...) with a partial isometry's Frobenius norm, sqrt(min(in, out))."""
    axes = tuple(range(1, weight.dim()))
    norm: Tensor = torch.linalg.vector_norm(weight, dim=axes, keepdim=True)
    return weight * (math.sqrt(min(weight.shape[1:3])) / norm)


def scale_constraint(fixed_scale: bool, *, first: bool) -> Constraint | None:
    """What fixes the scale of one decoder layer, if anything does."""
    if not fixed_scale:
        return None
    return unit_columns if first else isometric_norm
