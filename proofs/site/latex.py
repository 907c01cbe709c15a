r"""Documents as LaTeX for pdfLaTeX, with only the packages of Debian's small TeX.

>>> inline("100% of $x_i$ & `a_b`")
'100\\% of $x_i$ \\& \\texttt{a\\_\\allowbreak{}b}'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from proofs.errors import DocumentError
from proofs.site.document import (
    Block,
    Code,
    Display,
    Fold,
    Heading,
    Items,
    Paragraph,
    Picture,
    Span,
    Table,
    spans,
)

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "#": r"\#",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "^": r"\^{}",
    "~": r"\~{}",
    "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}",
    "|": r"\ensuremath{|}",
    "–": "--",
    "—": "---",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "…": r"\dots{}",
    "·": r"\ensuremath{\cdot}",
    "×": r"\ensuremath{\times}",
    "±": r"\ensuremath{\pm}",
    "≤": r"\ensuremath{\le}",
    "≥": r"\ensuremath{\ge}",
    "≠": r"\ensuremath{\ne}",
    "≈": r"\ensuremath{\approx}",
    "→": r"\ensuremath{\to}",
    "∞": r"\ensuremath{\infty}",
    "√": r"\ensuremath{\surd}",
    "ℓ": r"\ensuremath{\ell}",
    "²": r"\ensuremath{^2}",
    "§": r"\S{}",
}
_SECTION = {1: "section", 2: "subsection*", 3: "subsubsection*", 4: "paragraph*"}


_LONG = 60  # characters of LaTeX from which a formula may fill a line


def _character(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character.isascii():
        return character
    name = unicodedata.name(character, "")
    if name.startswith("LATIN"):
        return character
    if name.startswith("GREEK"):
        command = name.split()[-1].lower()
        command = command.capitalize() if "CAPITAL" in name else command
        return rf"\ensuremath{{\{command}}}"
    raise DocumentError(f"no LaTeX form for {character!r} ({name}); write it as $...$ or in words")


def plain(text: str) -> str:
    """Text with LaTeX's special characters escaped.

    Raises:
        DocumentError: on a character that pdfLaTeX cannot set.
    """
    return "".join(map(_character, text))


def inline(text: str) -> str:
    """Inline Markdown as LaTeX."""
    return "".join(map(_span, spans(text)))


def _span(span: Span) -> str:
    match span.kind:
        case "math":
            return rf"\within{{{span.text}}}" if len(span.text) > _LONG else f"${span.text}$"
        case "code":
            # Long identifiers and paths may break after each of these.
            breakable = re.sub(r"(\\_|[/.-])", r"\1\\allowbreak{}", plain(span.text))
            return rf"\texttt{{{breakable}}}"
        case "bold":
            return rf"\textbf{{{inline(span.text)}}}"
        case "emphasis":
            return rf"\emph{{{inline(span.text)}}}"
        case "link":
            return _link(inline(span.text), span.target)
        case _:
            return plain(span.text)


def _link(text: str, target: str) -> str:
    kind, _, name = target.partition(":")
    if kind == "claim":
        return rf"\hyperlink{{claim:{name}}}{{{text}}}"
    return text


def write(blocks: Iterable[Block]) -> str:
    """The document as LaTeX, without preamble."""
    return "\n\n".join(map(_block, blocks)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level, anchor):
            target = rf"\hypertarget{{claim:{anchor}}}{{}}" if anchor else ""
            return rf"\{_SECTION[level]}{{{_heading(text)}}}{target}"
        case Paragraph(text):
            return inline(text)
        case Display(latex):
            return rf"\fitted{{{latex}}}"
        case Items(items, numbered):
            kind = "enumerate" if numbered else "itemize"
            lines = "\n".join(rf"\item {inline(item)}" for item in items)
            return f"\\begin{{{kind}}}\n{lines}\n\\end{{{kind}}}"
        case Table(head, rows, widths):
            return _table(head, rows, widths)
        case Code(_, text):
            return f"\\begin{{lstlisting}}\n{text}\n\\end{{lstlisting}}"
        case Picture(path, _):
            return rf"\begin{{center}}\includegraphics[width=\linewidth]{{{path}}}\end{{center}}"
        case Fold(summary, blocks):
            return "\n\n".join(map(_block, (Paragraph(summary), *blocks)))


def _heading(text: str) -> str:
    """A heading whose formulas have a plain form for the PDF's bookmarks."""
    return "".join(
        rf"\texorpdfstring{{{_span(span)}}}{{{_bookmark(span.text)}}}"
        if span.kind == "math"
        else _span(span)
        for span in spans(text)
    )


def _bookmark(latex: str) -> str:
    return plain(re.sub(r"[\\{}$]", "", latex))


def _table(
    head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], widths: tuple[float, ...]
) -> str:
    total = sum(widths)
    # \tabcolsep stands twice for every column; what is left of the line is shared out.
    columns = "".join(
        rf">{{\raggedright\arraybackslash}}p{{\dimexpr {w / total:.4f}\linewidth-2\tabcolsep}}"
        for w in widths
    )
    lines = [
        " & ".join(rf"\textbf{{{inline(cell)}}}" for cell in head)
        + r" \\ \hline \noalign{\smallskip} \endhead"
    ]
    lines += [" & ".join(map(inline, row)) + r" \\" for row in rows]
    body = "\n".join(lines)
    return f"{{\\small\n\\begin{{longtable}}{{{columns}}}\n{body}\n\\end{{longtable}}}}"


def preamble(title: str, source_hash: str) -> str:
    """Everything before the text; the hash lets `check` tell which source a PDF was made from."""
    return _PREAMBLE.replace("@TITLE@", plain(title)).replace("@HASH@", source_hash)


_PREAMBLE = r"""\documentclass[10pt,a4paper]{article}
\usepackage[margin=25mm]{geometry}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb,array,graphicx,longtable,listings,microtype,xcolor}
\usepackage[colorlinks,linkcolor=blue!50!black,urlcolor=blue!50!black]{hyperref}
\hypersetup{pdftitle={@TITLE@}}\pdfinfo{/Source (source @HASH@)}
\pdfcompresslevel=9 \pdfobjcompresslevel=1
\pdfinfoomitdate=1 \pdftrailerid{} \pdfsuppressptexinfo=-1
\setlength{\parindent}{0pt}\setlength{\parskip}{4pt plus 1pt}
% Numbers of three digits in the contents.
\makeatletter\renewcommand*\l@section{\@dottedtocline{1}{0em}{2.6em}}\makeatother
\setcounter{tocdepth}{1}\sloppy\allowdisplaybreaks
\lstset{basicstyle=\small\ttfamily,breaklines=true,columns=fullflexible,keepspaces=true}
\providecommand{\lt}{<}\providecommand{\gt}{>}
% A formula wider than the line is shrunk to it.
\newsavebox{\formula}
\newcommand{\fitted}[1]{\sbox{\formula}{$\displaystyle #1$}%
  \par\smallskip\noindent\hfil
  \ifdim\wd\formula>\linewidth \resizebox{\linewidth}{!}{\usebox{\formula}}\else\usebox{\formula}\fi
  \hfil\par\smallskip}
% A long formula in a text goes on a line of its own when it fills most of one.
\newcommand{\within}[1]{\sbox{\formula}{$#1$}%
  \ifdim\wd\formula>.6\linewidth \fitted{#1}\else$#1$\fi}
\title{@TITLE@}\date{}
"""
