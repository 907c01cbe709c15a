"""Theorem G: a fixed decoder variance and a nonlinear decoder."""

ORDER = 186  # of this folder among the others, in the order of the paper
