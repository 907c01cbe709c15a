"""Gradient norms: what Section 4 of the paper and Fig. 4 look at."""

from __future__ import annotations

from torch import Tensor

from empirics.training.networks import Networks


def gradient_norms(networks: Networks, gradient_z: Tensor) -> dict[str, list[float]]:
    """Norms of the gradients that are in place, one per member.

    "gradient_encoder" and "gradient_decoder": Euclidean norm of the gradient of the batch loss in
    the parameters.  "gradient_z": root mean square over the samples of the norm of the gradient
    in z of the sample's own loss, through the decoder (the batch loss is a mean over samples).

    Args:
        networks: their parameters hold gradients.
        gradient_z: of the batch loss, (S, B, kappa).
    """
    parameters = networks.parameters
    per_sample = gradient_z.square().sum(dim=(1, 2)).mul(gradient_z.shape[1]).sqrt()
    return {
        "gradient_encoder": parameters.gradient_norms(networks.encoder_blocks).tolist(),
        "gradient_decoder": parameters.gradient_norms(networks.decoder_blocks).tolist(),
        "gradient_z": per_sample.tolist(),
    }


def is_power_of_two(step: int) -> bool:
    """Steps 1, 2, 4, 8, ... are probed: gradients grow or fall fast at the start."""
    return step & (step - 1) == 0
