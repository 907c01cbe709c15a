"""The theory of sparsity-inducing autoencoder penalties: statements, derivations, penalties."""
