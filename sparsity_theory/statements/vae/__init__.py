"""Claims and derivations: the VAE's loss."""
