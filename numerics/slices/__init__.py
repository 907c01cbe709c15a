"""Slices of a loss: minima along lines, counted and drawn."""
