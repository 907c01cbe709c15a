"""The instances of Theorems 4 and A."""

ORDER = 100  # of this folder among the others, in the order of the paper
