"""Lemma 2: the affine decoder, as its variance goes to 0."""

ORDER = 80  # of this folder among the others, in the order of the paper
