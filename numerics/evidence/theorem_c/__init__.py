"""Certified evidence: Theorem C."""
