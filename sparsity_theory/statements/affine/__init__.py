"""Instances of the affine VAE, and the thresholds of finite penalties on them."""

ORDER = 190  # of this folder among the others, in the order of the paper
