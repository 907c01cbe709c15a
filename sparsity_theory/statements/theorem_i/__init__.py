"""Theorem I: which rows a penalty resolves on every instance."""

ORDER = 188  # of this folder among the others, in the order of the paper
