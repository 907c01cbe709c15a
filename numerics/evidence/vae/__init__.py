"""Certified evidence: the VAE's loss."""
