"""Certified evidence for the claims of `sparsity_theory.statements.theorem_g`."""
