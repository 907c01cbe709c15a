"""Report and plot of the main command, `numerics.counterexample`."""
