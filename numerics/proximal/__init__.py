"""Penalties as numbers that other code can use: values, slopes, proximal operators, adapters."""
