"""The affine VAE as probabilistic PCA."""

ORDER = 40  # of this folder among the others, in the order of the paper
