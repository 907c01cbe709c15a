"""A labyrinth of decoders.

The paper's Fig. 2 in numbers: decoders that wind a curve, with a sparse code at one end of the
family. Which end has the global minimum depends on the penalty, and is certified.
"""

# %%
from numerics.labyrinth import main

status = main(["--h", "sqrt(u)"])

# %%
status = main(["--h", "u/(1+u)"])
