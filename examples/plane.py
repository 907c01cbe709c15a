"""Samples of the examples: two directions that matter, and noise of variance 0.01 in all eight."""

import numpy as np
import torch


def samples() -> torch.Tensor:
    """512 samples in 8 dimensions."""
    stream = np.random.default_rng(0)
    turn = np.linalg.qr(stream.standard_normal((8, 8)))[0]
    codes = stream.standard_normal((512, 8)) * [1.5, 1.0, 0, 0, 0, 0, 0, 0]
    x = codes @ turn + 0.1 * stream.standard_normal((512, 8))
    return torch.tensor(x, dtype=torch.float32)


class VAE(torch.nn.Module):
    """Any torch module with ``encode`` (mean, log variance) and ``decode``."""

    def __init__(self, d: int = 8, kappa: int = 4) -> None:
        super().__init__()
        self.heads = torch.nn.Linear(d, 2 * kappa)
        self.decoder = torch.nn.Linear(kappa, d)

    def encode(self, x):
        """Mean and log variance."""
        return self.heads(x).chunk(2, dim=1)

    def decode(self, z):
        """The decoder's mean."""
        return self.decoder(z)

    def forward(self, x):
        """Decode one draw."""
        mu, log_variance = self.encode(x)
        z = mu + (log_variance / 2).exp() * torch.randn_like(mu)
        return self.decode(z), mu, log_variance
