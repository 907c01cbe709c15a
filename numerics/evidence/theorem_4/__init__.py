"""Certified evidence: Theorem 4."""
