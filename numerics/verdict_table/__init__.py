"""Times of kernel-checked verdicts over the literature: the room of `numerics.verdicts`."""
