"""Certified evidence: Lemma 3."""
