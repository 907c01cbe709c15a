"""What is generated in bulk and not kept in the repository: the LaTeX of all pages, and its PDF."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from numerics.errors import OutputError
from numerics.running.files import write_atomically
from proofs.site import short as document
from proofs.site.outputs import PDF, Site, current_site
from proofs.site.pdf import compile_pdf


def build(folder: Path, *, pdf: bool = True, site: Site | None = None) -> list[Path]:
    """Write LaTeX, figures and, with ``pdf``, the PDF below a folder; the files of note.

    Raises:
        OutputError: if the folder cannot be made.
        ToolError: if pdfLaTeX is missing or stops.
    """
    site = site or current_site()
    _make(folder)
    for name, text in site.latex.items():
        _make((folder / name).parent)
        write_atomically(folder / name, text)
    for name in site.pictures:
        _make((folder / name).parent)
        shutil.copyfile(site.root / name, folder / name)
    made = [folder / name for name in site.latex if "/" not in name]
    if pdf:
        write_atomically(folder / PDF, compile_pdf(folder))
        made.append(folder / PDF)
    return made


def short(folder: Path, site: Site | None = None) -> Path:
    """Write the short PDF below a folder; its path.

    Raises:
        OutputError: if the folder cannot be made.
        ToolError: if pdfLaTeX is missing or stops.
    """
    _make(folder)
    with tempfile.TemporaryDirectory() as scratch:
        Path(scratch, document.TEX).write_text(document.document(site or current_site()), "utf-8")
        made = compile_pdf(Path(scratch), document.TEX)
    write_atomically(folder / document.PDF, made)
    return folder / document.PDF


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as failure:
        raise OutputError(f"cannot make the folder {folder}: {failure.strerror}") from None
