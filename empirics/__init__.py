"""VAEs on real data (to come): nothing is claimed here yet."""
