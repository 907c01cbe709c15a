"""Claims and derivations: Theorem B."""
