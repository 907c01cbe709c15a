"""Certified evidence: the labyrinth."""
