"""Benchmarks: time and quality against peers, and how time scales."""
