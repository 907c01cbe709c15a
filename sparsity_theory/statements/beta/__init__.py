"""The beta-VAE: how its loss scales, its affine case solved, its collapse."""

ORDER = 30  # of this folder among the others, in the order of the paper
