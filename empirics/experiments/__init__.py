"""The experiments: each states its predictions and their tests before it runs."""
