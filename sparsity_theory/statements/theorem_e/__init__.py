"""Theorem E: what no decoder, prior or posterior can do better."""

ORDER = 182  # of this folder among the others, in the order of the paper
