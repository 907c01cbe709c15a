"""A sweep on dask.

Where one geometry prefers the sparse code, for a grid of parameters, on two workers of a dask
cluster that is started here; with `--cluster ADDRESS` any other does it. Without one, `--workers`
says how many processes of this machine. Stopped, it resumes where it was (`--help`).
"""

# %%
from dask.distributed import SubprocessCluster

from numerics.phase import main

with SubprocessCluster(n_workers=2, threads_per_worker=1) as cluster:
    address = cluster.scheduler_address
    status = main(["--family", "power", "--ratio", "2,9,4", "--cluster", address])
