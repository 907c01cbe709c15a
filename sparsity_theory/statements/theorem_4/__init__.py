"""Claims and derivations: Theorem 4."""
