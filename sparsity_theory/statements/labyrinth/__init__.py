"""The labyrinth of Fig. 2."""

ORDER = 120  # of this folder among the others, in the order of the paper
