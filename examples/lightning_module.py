"""A Lightning module with a learned decoder variance, watched by a callback."""

import lightning.pytorch as lightning
import torch
from plane import VAE, samples

import empirics
from empirics.parts import GaussianVAELoss
from empirics.parts.lightning import LatentCallback


class Module(lightning.LightningModule):
    """The VAE of the other examples, and its loss."""

    def __init__(self) -> None:
        super().__init__()
        self.vae, self.loss = VAE(), GaussianVAELoss()

    def training_step(self, batch, _index):
        """The loss of one batch."""
        (x,) = batch
        x_hat, mu, log_variance = self.vae(x)
        return self.loss(x, x_hat, mu, log_variance).loss

    def configure_optimizers(self):
        """Adam; gamma is among the parameters."""
        optimiser = torch.optim.Adam(self.parameters(), lr=0.05)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, 80)
        return {"optimizer": optimiser, "lr_scheduler": schedule}

    def encode(self, x):
        """What the callback and `empirics.diagnose` call."""
        return self.vae.encode(x)

    def decode(self, z):
        """What the callback and `empirics.diagnose` call."""
        return self.vae.decode(z)


def main() -> empirics.Diagnosis:
    """Train and diagnose."""
    lightning.seed_everything(0, verbose=False)
    x, module = samples(), Module()
    watched = LatentCallback(x, gamma=lambda each: each.loss.variance.current, every=16)
    trainer = lightning.Trainer(
        max_epochs=80, callbacks=[watched], accelerator="cpu", logger=False,
        enable_checkpointing=False, enable_progress_bar=False, enable_model_summary=False,
    )  # fmt: skip
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x), 64, shuffle=True)
    trainer.fit(module, loader)
    print(f"active dimensions over time: {[line['active'] for line in watched.history]}")
    return empirics.diagnose(module, loader, module.loss.variance.current)


if __name__ == "__main__":
    print(main().text())
