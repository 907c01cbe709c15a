"""From the encoder's second head to log sigma^2: free as in eq. (3), or with a named floor."""

from __future__ import annotations

from torch import Tensor
from torch.nn.functional import softplus

from empirics.training.config import VAE


def log_variance(head: Tensor, loss: VAE) -> Tensor:
    """Return log sigma^2, of the shape of the head.

    >>> import torch
    >>> head = torch.tensor([-9.0, 0.0])
    >>> log_variance(head, VAE(log_variance_floor=-4.0))
    tensor([-4.,  0.])
    >>> log_variance(head, VAE(softplus_floor=1.0)).exp().sqrt()[0] > 1
    tensor(True)
    """
    if loss.softplus_floor is not None:
        return 2 * (softplus(head) + loss.softplus_floor).log()
    if loss.log_variance_floor is not None:
        return head.clamp(min=loss.log_variance_floor)
    return head
