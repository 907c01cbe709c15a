"""Fig. 3: local minima of the linear VAE's loss on lines."""

ORDER = 150  # of this folder among the others, in the order of the paper
