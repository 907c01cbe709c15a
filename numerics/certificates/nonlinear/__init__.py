"""Certificates of minima with nonlinear decoders: their language, and a checker for them alone."""
