"""Tables that are drawn from records into texts written by hand, between two marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from numerics.running.files import write_atomically
from proofs.errors import RecordError

ROOT = Path(__file__).parent.parent.parent
START, END = "<!-- results: begin -->", "<!-- results: end -->"


@dataclass(frozen=True)
class Marked:
    """A file of the repository whose table, between the marks, is drawn.

    Attributes:
        name: of the file, from the root.
        table: draws the table, Markdown.
    """

    name: str
    table: Callable[[], str]

    def render(self, root: Path = ROOT) -> bool:
        """Bring the table up to date; whether it had to change."""
        path = root / self.name
        text = path.read_text(encoding="utf-8")
        fresh = self._fresh(text)
        if fresh != text:
            write_atomically(path, fresh)
        return fresh != text

    def stale(self, root: Path = ROOT) -> bool:
        """Whether the table differs from the records."""
        text = (root / self.name).read_text(encoding="utf-8")
        return self._fresh(text) != text

    def _fresh(self, text: str) -> str:
        before, start, rest = text.partition(START)
        _, end, after = rest.partition(END)
        if not (start and end):
            raise RecordError(f"{self.name} needs the lines {START} and {END} around its table")
        return f"{before}{START}\n{self.table()}\n{END}{after}"
