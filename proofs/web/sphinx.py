"""How Sphinx is run: its settings in one place, a warning is an error."""

from __future__ import annotations

import io
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from proofs.errors import ToolError
from sparsity_theory import __version__

_HERE = Path(__file__).parent
SETTINGS = {
    "project": "sparsity-theory",
    "author": "the sparsity-theory authors",
    "version": __version__,
    "release": __version__,
    "extensions": [
        "myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "proofs.web.extension",
    ],
    "myst_enable_extensions": ["dollarmath", "colon_fence"],
    "myst_heading_anchors": 3,
    "myst_dmath_allow_digits": True,
    "default_role": "code",
    "html_theme": "furo",
    "html_title": "sparsity-theory",
    "html_static_path": [str(_HERE / "static")],
    "html_favicon": str(_HERE / "static" / "icon.svg"),
    "html_css_files": ["site.css"],
    "html_js_files": ["site.js"],
    "templates_path": [str(_HERE / "templates")],
    "html_math_renderer": "mathml",
    "html_copy_source": False,
    "html_show_sourcelink": False,
    "html_show_sphinx": False,
    "html_show_copyright": False,
    "html_use_index": False,
    "html_domain_indices": False,
    "html_permalinks_icon": "#",
    "autodoc_member_order": "bysource",
    "autodoc_typehints": "none",  # the signatures have them
    "python_use_unqualified_type_names": True,
    "toc_object_entries": False,
    "pygments_style": "a11y-high-contrast-light",
}  # fmt: skip


def html(sources: Path, target: Path, scratch: Path) -> str:
    """Make the pages; the characters of their formulas.

    Args:
        sources: the folder of MyST files, `index.md` among them.
        target: where the HTML goes.
        scratch: a folder for what Sphinx keeps between reading and writing.

    Raises:
        ToolError: if Sphinx warns of anything: a dead link, a formula or text that it cannot read.
    """
    said = io.StringIO()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            sources, None, target, scratch, "html", confoverrides=SETTINGS, status=None,
            warning=said, freshenv=True, parallel=2,
        )  # fmt: skip
        app.build()
    if said.getvalue().strip():
        raise ToolError(f"Sphinx is not content with the pages:\n{said.getvalue().strip()}")
    formulas: dict[tuple[str, bool], str] = app.env.sparsity_formulas  # type: ignore[attr-defined]
    return "".join(sorted({character for each in formulas.values() for character in each}))
