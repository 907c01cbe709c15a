"""The font of the formulas has what a browser draws, or it would take another font's glyphs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


def drawn(letter: str) -> int:
    """What a browser draws a variable of this one letter with (MathML Core, `math-auto`)."""
    if letter == "h":
        return 0x210E
    for first, last, italic in (("A", "Z", 0x1D434), ("a", "z", 0x1D44E), ("α", "ω", 0x1D6FC)):
        if first <= letter <= last:
            return italic + ord(letter) - ord(first)
    return ord(letter)


def test_the_font_has_the_italic_of_every_variable(site: Path) -> None:
    fonts = pytest.importorskip("fontTools.ttLib")
    there = fonts.TTFont(site / "_static" / "math.woff2").getBestCmap()
    text = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    variables = set(re.findall(r"<mi>(.)</mi>", text))
    assert set("ghdrκ") <= variables
    assert sorted(letter for letter in variables if drawn(letter) not in there) == []
