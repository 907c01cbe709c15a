"""Penalties: expressions, the catalogue, what is known of each, its analysis."""
