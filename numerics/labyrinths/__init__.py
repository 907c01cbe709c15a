"""Labyrinths: local minima counted along winding curves."""
