"""Affine VAE and autoencoder side by side on one instance."""
