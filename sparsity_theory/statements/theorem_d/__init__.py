"""Theorem D: the VAE itself, with a nonlinear decoder."""

ORDER = 180  # of this folder among the others, in the order of the paper
