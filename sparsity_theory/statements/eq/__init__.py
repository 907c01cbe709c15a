"""The numbered equations: the VAE and its variances, separable penalties, generation."""

ORDER = 20  # of this folder among the others, in the order of the paper
