"""Claims and derivations: Theorem C."""
