"""Certified evidence: Theorem D."""
