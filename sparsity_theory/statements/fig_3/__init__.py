"""Claims and derivations: Fig. 3."""
