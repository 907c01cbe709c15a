"""Theorem F: objectives that are not separable, for one known rank and for two."""

ORDER = 184  # of this folder among the others, in the order of the paper
