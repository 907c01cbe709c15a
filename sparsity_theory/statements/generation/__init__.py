"""Claims and derivations: generation."""
