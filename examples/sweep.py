"""A sweep over several processes.

Where one geometry prefers the sparse code, for a grid of parameters, on two processes. The same
command takes `--cluster ADDRESS` for a dask scheduler, and resumes where it was stopped.
"""

# %%
from numerics.phase import main

status = main(["--family", "power", "--ratio", "2,9,4", "--workers", "1"])
