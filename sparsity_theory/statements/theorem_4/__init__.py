"""Theorem 4: separable penalties of bounded gradient."""

ORDER = 110  # of this folder among the others, in the order of the paper
