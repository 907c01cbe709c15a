"""The one variable of every penalty."""

from sparsity_theory.notation import u

U = u
"""A squared norm (the power of a row) or an error, where it is positive; 0 is treated apart."""
