"""Exact analysis of real functions of one variable: signs, limits, ranges, pieces, domains."""
