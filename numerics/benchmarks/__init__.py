"""Benchmarks: time and quality against peers."""
