"""Claims and derivations: the affine decoder."""
