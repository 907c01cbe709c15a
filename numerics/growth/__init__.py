"""How the cost of a certified minimum grows: the room of `numerics.scaling`."""
