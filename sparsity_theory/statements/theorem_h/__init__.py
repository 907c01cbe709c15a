"""Theorem H: the affine beta-VAE has no bad local minima."""

ORDER = 187  # of this folder among the others, in the order of the paper
