"""Theorem J: spare active dimensions keep the aggregated posterior away from the prior."""

ORDER = 189  # of this folder among the others, in the order of the paper
