"""Claims and derivations: Lemma 3."""
