"""Certified evidence: the affine decoder."""
