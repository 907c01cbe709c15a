"""Certified global minimisation of autoencoder losses, and the counterexamples it finds."""
