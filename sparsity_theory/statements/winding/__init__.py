"""Winding decoders, which draw the picture of Fig. 2."""

ORDER = 130  # of this folder among the others, in the order of the paper
