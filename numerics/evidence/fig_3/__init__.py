"""Certified evidence: Fig. 3."""
