"""The checker and its formats, and nothing else."""
