"""A certificate: written, checked, and checked in Coq.

The solver finds an instance on which a penalty fails, certifies the global minimum, and writes a
file. The checker reads the file with code of its own and derives everything again.
"""

# %%
import contextlib
import io
import sys
import tempfile
from pathlib import Path

from numerics.counterexample import main

folder = Path(tempfile.mkdtemp())
answer = folder / "answer.json"
status = main(["--h", "log(1+u)", "--g", "1000*u", "--dims", "4,3,1", "--certificate", str(answer)])

# %%
status = main(["--check", str(answer)])

# %% [markdown]
# A file that was changed is refused.

# %%
changed = folder / "changed.json"
changed.write_text(answer.read_text().replace('"log(1+u)"', '"log(1+2*u)"'))
with contextlib.redirect_stderr(sys.stdout):
    status = main(["--check", str(changed)])

# %% [markdown]
# The same question as a file for Coq, whose kernel checks the verdict against the definitions of
# this project. That needs a clone with its proofs compiled: `make -C proofs/coq`.

# %%
proof = folder / "proof.v"
status = main(["--h", "log(1+u)", "--g", "1000*u", "--dims", "4,3,1", "--coq", str(proof)])
print("\n".join(line for line in proof.read_text().splitlines() if "Theorem" in line))

# %%
with contextlib.redirect_stderr(io.StringIO()):  # says what is missing
    status = main(["--coq-check", str(proof)])
"accepted by Coq's kernel" if status == 0 else "not checked: the proofs are not compiled here"
