"""Theorem B: the thresholds of smooth penalties at a given geometry."""

ORDER = 160  # of this folder among the others, in the order of the paper
