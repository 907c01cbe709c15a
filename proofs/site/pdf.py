"""The PDF of all pages: how it is compiled, and what it says.

pdfLaTeX and pdftotext are in Debian's texlive-latex-base, texlive-latex-recommended, poppler-utils.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from proofs.errors import ToolError
from proofs.site.outputs import PDF, TEX

_HINT = (
    "apt-get install --no-install-recommends texlive-latex-base texlive-latex-recommended"
    " poppler-utils"
)
_RUNS = 3  # contents and the widths of long tables settle after the second run
_SECONDS = 300


def _tool(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise ToolError(f"{name} is not installed; on Debian: {_HINT}")
    return found


def compile_pdf(root: Path, source: str = TEX) -> bytes:
    """Compile the LaTeX source that lies in `root`; the bytes of the PDF.

    Raises:
        ToolError: if pdfLaTeX is missing, or stops at an error (the message has its text).
    """
    program = _tool("pdflatex")
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape"]
        command += [f"-output-directory={folder}", source]
        # A fixed clock and no user settings, so that the same sources give the same PDF.
        settings = {**os.environ, "SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}
        for _ in range(_RUNS):
            done = subprocess.run(  # noqa: S603 the program was looked up, the sources are ours
                command, cwd=root, env=settings, capture_output=True, timeout=_SECONDS, check=False
            )
            if done.returncode:
                log = done.stdout.decode(errors="replace")
                raise ToolError(f"pdflatex failed: {_first_error(log)}")
        return Path(folder, source).with_suffix(".pdf").read_bytes()


def _first_error(log: str) -> str:
    lines = log.splitlines()
    starts = [i for i, line in enumerate(lines) if line.startswith("!")]
    return " ".join(lines[starts[0] : starts[0] + 6]) if starts else log[-600:]


def text(pdf: bytes) -> str:
    """What a PDF says, by pdftotext."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / PDF
        path.write_bytes(pdf)
        done = subprocess.run(  # noqa: S603 the program was looked up
            [_tool("pdftotext"), "-layout", str(path), "-"],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    if done.returncode:
        raise ToolError(f"pdftotext failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode(errors="replace")
