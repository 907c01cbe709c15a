"""Lemma 3: any decoder, as its variance goes to 0."""

ORDER = 90  # of this folder among the others, in the order of the paper
