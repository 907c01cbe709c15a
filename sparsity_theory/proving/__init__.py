"""What derivations are made of: steps, sums over rows, matrices."""
