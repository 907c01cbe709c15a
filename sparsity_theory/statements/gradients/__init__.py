"""The gradients that reach the decoder, with its variance fixed or learned."""

ORDER = 60  # of this folder among the others, in the order of the paper
