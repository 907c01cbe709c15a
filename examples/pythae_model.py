"""A model of pythae, whose loss has gamma = 1, with a learned decoder variance in its place."""

import tempfile

import torch
from plane import samples
from pythae.data.datasets import BaseDataset
from pythae.models import VAE, VAEConfig
from pythae.models.base.base_utils import ModelOutput
from pythae.models.nn import BaseDecoder, BaseEncoder
from pythae.trainers import BaseTrainer, BaseTrainerConfig

import empirics
from empirics.parts import GaussianVAELoss
from empirics.parts.pythae import LatentCallback


class Encoder(BaseEncoder):
    """An affine encoder."""

    def __init__(self) -> None:
        super().__init__()
        self.heads = torch.nn.Linear(8, 8)

    def forward(self, x):
        """Mean and log variance, by the names that pythae wants."""
        mean, log_variance = self.heads(x).chunk(2, dim=1)
        return ModelOutput(embedding=mean, log_covariance=log_variance)


class Decoder(BaseDecoder):
    """An affine decoder."""

    def __init__(self) -> None:
        super().__init__()
        self.affine = torch.nn.Linear(4, 8)

    def forward(self, z):
        """The decoder's mean."""
        return ModelOutput(reconstruction=self.affine(z))


class LearnedGamma(VAE):
    """pythae's VAE with eq. (3) as its loss."""

    def __init__(self) -> None:
        super().__init__(VAEConfig(input_dim=(8,), latent_dim=4), Encoder(), Decoder())
        self.eq_3 = GaussianVAELoss(units="nats")

    def loss_function(self, recon_x, x, mu, log_var, z):
        """Loss, error and KL."""
        terms = self.eq_3(x, recon_x, mu, log_var)
        return terms.loss, terms.error, terms.kl


def main() -> empirics.Diagnosis:
    """Train and diagnose."""
    x = samples()
    torch.manual_seed(0)
    model = LearnedGamma()
    watched = LatentCallback(x, every=16)
    with tempfile.TemporaryDirectory() as folder:
        settings = BaseTrainerConfig(
            output_dir=folder, num_epochs=80, learning_rate=0.05, per_device_train_batch_size=64,
            scheduler_cls="CosineAnnealingLR", scheduler_params={"T_max": 80}, no_cuda=True,
        )  # fmt: skip
        trainer = BaseTrainer(
            model=model, train_dataset=BaseDataset(x, torch.zeros(len(x))),
            training_config=settings, callbacks=[watched],
        )  # fmt: skip
        trainer.train()
    print(f"active dimensions over time: {[line['active'] for line in watched.history]}")
    return empirics.diagnose(model, x, model.eq_3.variance.current)


if __name__ == "__main__":
    print(main().text())
