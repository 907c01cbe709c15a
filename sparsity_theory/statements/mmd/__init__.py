"""Maximum mean discrepancy to the prior."""

ORDER = 70  # of this folder among the others, in the order of the paper
