"""Certified global minimisation over a linear family."""
