"""A training loop in plain torch with a learned decoder variance, and its diagnosis."""

import torch
from plane import VAE, samples

import empirics
from empirics.parts import DecoderVariance, GaussianVAELoss


def main() -> empirics.Diagnosis:
    """Train and diagnose."""
    torch.manual_seed(0)
    model, x = VAE(), samples()
    loss = GaussianVAELoss(DecoderVariance("learned"))  # the one line
    optimiser = torch.optim.Adam([*model.parameters(), *loss.parameters()], lr=0.05)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, 80)
    for _ in range(80):
        for batch in torch.split(x[torch.randperm(len(x))], 64):
            x_hat, mu, log_variance = model(batch)
            optimiser.zero_grad()
            loss(batch, x_hat, mu, log_variance).loss.backward()
            optimiser.step()
        schedule.step()
    return empirics.diagnose(model, x, loss.variance.current)


if __name__ == "__main__":
    print(main().text())
