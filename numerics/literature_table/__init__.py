"""The table of the penalties of the literature: the room of `numerics.literature`."""
