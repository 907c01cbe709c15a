"""The one variable of every penalty."""

from sympy import Symbol

U = Symbol("u", positive=True)
"""A squared norm (the power of a row) or an error, where it is positive; 0 is treated apart."""
