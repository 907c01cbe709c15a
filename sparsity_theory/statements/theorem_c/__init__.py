"""Theorem C: the penalties of small decoder variances, and their limit."""

ORDER = 170  # of this folder among the others, in the order of the paper
