"""Certified evidence: Theorem A."""
