"""The penalties of eq. (7) as a torch module."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from empirics.errors import ConfigError
from empirics.training.penalty import torch_penalty


class RowPenalty(nn.Module):
    """``sum_k h(p_k)`` of codes (n, kappa), p_k the mean square of row k over the batch: eq. (7).

    A row that is exactly 0 is a kink of a penalty with infinite slope there (sqrt(u), u^p): it
    adds h(0) and has gradient 0, the least of its subgradients.  Second derivatives are those of
    the smooth pieces; at such a dead row none exists, and 0 is given.

    Args:
        penalty: by its name in the catalogue, or an expression in u.

    >>> codes = torch.tensor([[1.0, 0.0], [1.0, 0.0]], requires_grad=True)
    >>> value = RowPenalty("sqrt(u)")(codes)
    >>> value.backward()
    >>> value.item(), codes.grad.tolist()
    (1.0, [[0.5, 0.0], [0.5, 0.0]])

    Raises:
        ConfigError: where gradient steps make no sense, as for the indicator.
        ExpressionError, PenaltyError: as `sparsity_theory.penalties.penalties.penalty`.
    """

    def __init__(self, penalty: str) -> None:
        super().__init__()
        self.penalty = penalty
        self._h = torch_penalty(penalty)

    def forward(self, codes: Tensor) -> Tensor:
        """Codes (n, kappa), or with further axes that are flattened, to one number.

        Raises:
            ConfigError: if codes has no axis of latent dimensions.
        """
        if codes.ndim < 2:
            raise ConfigError(f"codes must be (n, kappa), not {tuple(codes.shape)}")
        with torch.autocast(codes.device.type, enabled=False):
            powers = codes.double().flatten(1).square().mean(dim=0)
            found = self._h.smooth(powers).sum()
        return found.to(torch.promote_types(codes.dtype, torch.float32))

    def extra_repr(self) -> str:
        """The penalty, in `repr`."""
        return repr(self.penalty)
