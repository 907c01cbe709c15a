"""Training: networks, losses, steps, checkpoints, evaluation."""
