"""Remarks 1 and 4: what they say of affine decoders, and of dimensions that are not needed."""

ORDER = 10  # of this folder among the others, in the order of the paper
