"""Objectives of the error and the row powers, separable or not: Theorem A0 asked of any of them."""
