"""Certified evidence: Theorem B."""
