"""Figures, and the results measured on data."""
