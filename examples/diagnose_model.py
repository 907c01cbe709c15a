"""A model whose loss has a fixed, too large variance, diagnosed from the module and its loader."""

import torch
from plane import VAE, samples

import empirics


def main() -> empirics.Diagnosis:
    """Train with the usual mean squared error and a KL weight, then diagnose."""
    torch.manual_seed(0)
    model, x = VAE(), samples()
    optimiser = torch.optim.Adam(model.parameters(), lr=0.05)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x), 64, shuffle=True)
    for _ in range(40):
        for (batch,) in loader:
            x_hat, mu, log_variance = model(batch)
            kl = (mu**2 + log_variance.exp() - log_variance - 1) / 2
            loss = torch.nn.functional.mse_loss(x_hat, batch) + 0.3 * kl.sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    # The page your-loss.md: mean MSE + w KL is gamma = w d / 2 at beta = 1.
    return empirics.diagnose(model, loader, 0.3 * 8 / 2)


if __name__ == "__main__":
    print(main().text())
