"""Certified evidence: generation."""
