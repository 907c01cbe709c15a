"""Claims and derivations: Lemma 2."""
