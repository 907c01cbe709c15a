"""Certified global minima with nonlinear decoders: search, certificate, command."""
