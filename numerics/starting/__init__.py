"""What it costs to start: the room of `numerics.startup`."""
