"""What stationarity alone says of the loss: an entropy."""

ORDER = 50  # of this folder among the others, in the order of the paper
