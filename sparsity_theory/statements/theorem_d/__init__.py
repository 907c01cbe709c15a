"""Claims and derivations: Theorem D."""
