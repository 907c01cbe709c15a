"""Certified evidence: Lemma 2."""
