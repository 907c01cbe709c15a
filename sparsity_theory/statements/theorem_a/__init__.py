"""Claims and derivations: Theorem A."""
