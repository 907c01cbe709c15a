"""Benchmarks of training: peers, networks, the roofline."""
