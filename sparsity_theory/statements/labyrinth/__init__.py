"""Claims and derivations: the labyrinth."""
