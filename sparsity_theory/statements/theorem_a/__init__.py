"""Theorem A: the separable penalties that guarantee optimal sparsity."""

ORDER = 140  # of this folder among the others, in the order of the paper
