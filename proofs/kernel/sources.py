"""The Coq sources as text: sentences, definitions, imports, and words that assume."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from proofs.errors import ToolError

COQ = Path(__file__).parent.parent / "coq"

# Words by which a source could assume what it claims to prove.
_ASSUMING = re.compile(
    r"\b(Admitted|admit|give_up|Axioms?|Parameters?|Conjectures?|bypass_check|Declare\s+Module"
    r"|Unset\s+(?:Guard|Positivity|Universe)\s+Checking)\b"
)
# Words by which a source could make a statement mean something else than it reads like.
_RENAMING = re.compile(
    r"(?:#\[\w+\]\s*)?(?:(?:Local|Global)\s+)?(Notation|Infix|Reserved|Coercion|Canonical|Variant"
    r"|Module|Declare|Delimit|Bind)\b"
)
# What files of statements are made of; all else is for the files of proofs.
_STATING = re.compile(
    r"(?:From|Import|Set|Unset|(?:Local\s+)?Open\s+Scope|Definition|Theorem|Fixpoint|Record|Section"
    r"|End|Variables?|Implicit|Proof)\b"
)
_SECTION_ONLY = re.compile(r"(?:(?:Local|Global)\s+)?(Variables?|Hypothes[ie]s|Context)\b")
_DEFINITION = re.compile(
    r"(?:(?:Local|Global|Program)\s+)*(?:Definition|Fixpoint|CoFixpoint|Inductive|CoInductive"
    r"|Record|Structure|Class|Notation|Let)\s+([\w']+)"
)
# What is only required, not imported, has to be named with its file: File.name.
_IMPORT = re.compile(r"(?:From\s+[\w.]+\s+)?(?:Require\s+)?(?:Import|Export)\b")
_REQUIRE = re.compile(r"(?:From\s+[\w.]+\s+)?Require\b")
_WORD = re.compile(r"[A-Za-z_][\w']*")
_QUALIFIED = re.compile(r"([A-Za-z_][\w']*)\.([A-Za-z_][\w']*)")
# What a source is split at: comments, strings, and the full stops that end sentences.
_TOKEN = re.compile(r'\(\*|\*\)|"[^"]*"|\.(?=\s|$)')


@dataclass(frozen=True)
class Sentence:
    """A Coq sentence without comments, the comment before it, the variables of open sections."""

    text: str
    comment: str
    variables: tuple[str, ...]
    depth: int


@dataclass(frozen=True)
class Sources:
    """What there is in all files.

    Attributes:
        definitions: by file and name.
        imports: the files that each file imports, directly or not.
        requires: the files that each one needs to be compiled, imported or not.
        files: by last name.
        digests: a hash of what each file says, without comments.
        homes: the files that define each name.
        flags: what else Coq is told.
    """

    definitions: dict[tuple[str, str], Sentence]
    imports: dict[str, tuple[str, ...]]
    requires: dict[str, tuple[str, ...]]
    files: dict[str, str]
    digests: dict[str, str]
    homes: dict[str, set[str]]
    flags: str

    def used(self, text: str, file: str) -> set[tuple[str, str]]:
        """The definitions that a text in a file may refer to, by bare name or as File.name.

        Where two files that it imports define a name, the later import counts in Coq: both here.
        """
        seen = {file, *self.imports[file]}
        words = set(_WORD.findall(text)) & self.homes.keys()
        bare = {(home, word) for word in words for home in self.homes[word] if home in seen}
        qualified = {(self.files.get(name, ""), word) for name, word in _QUALIFIED.findall(text)}
        return bare | (qualified & self.definitions.keys())

    def find(self, word: str, file: str) -> tuple[str, str] | None:
        """Where a word that is read in a file is defined: there, or in a file it imports."""
        for place in (file, *self.imports[file]):
            if (place, word) in self.definitions:
                return place, word
        return None


def read_sources(folder: Path = COQ) -> Sources:
    """Read all sources, or take them from memory while the files are the same."""
    paths = sorted(folder.rglob("*.v"))
    flags = folder / "_CoqProject"
    told = flags.read_text() if flags.exists() else ""
    return _read(folder, tuple((path, path.stat().st_mtime_ns) for path in paths), told)


@lru_cache(maxsize=4)
def _read(folder: Path, paths: tuple[tuple[Path, int], ...], flags: str) -> Sources:
    definitions: dict[tuple[str, str], Sentence] = {}
    imports: dict[str, tuple[str, ...]] = {}
    requires: dict[str, tuple[str, ...]] = {}
    digests: dict[str, str] = {}
    files: dict[str, str] = {}  # by the last part of the name, by which sources import them
    for path, _ in paths:
        file = path.relative_to(folder).with_suffix("").as_posix()
        if path.stem in files:
            raise ToolError(f"{files[path.stem]}.v and {file}.v have the same name; rename one")
        files[path.stem] = file
    for path, _ in paths:
        file = files[path.stem]
        imported: list[str] = []
        needed: list[str] = []
        said: list[str] = []
        for sentence in sentences(path.read_text()):
            said.append(" ".join(sentence.text.split()))
            if _REQUIRE.match(sentence.text):
                needed += [files[word] for word in _WORD.findall(sentence.text) if word in files]
            if head := _DEFINITION.match(sentence.text):
                definitions[file, head[1]] = sentence
            elif _IMPORT.match(sentence.text):
                imported += [files[word] for word in _WORD.findall(sentence.text) if word in files]
        imports[file], requires[file] = tuple(imported), tuple(needed)
        digests[file] = hashlib.sha256("\n".join(said).encode()).hexdigest()
    homes: dict[str, set[str]] = {}
    for file, name in definitions:
        homes.setdefault(name, set()).add(file)
    return Sources(
        definitions,
        {file: _reachable(file, imports) for file in imports},
        {file: _reachable(file, requires) for file in requires},
        files,
        digests,
        homes,
        flags,
    )


def _reachable(file: str, imports: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The files that a file imports, those that they import, and so on."""
    reached: list[str] = []
    todo = list(imports[file])
    while todo:
        if (name := todo.pop(0)) not in reached:
            reached.append(name)
            todo += imports[name]
    return tuple(reached)


def sentences(text: str) -> Iterator[Sentence]:
    """Split a source into sentences.

    >>> [(s.comment, s.text) for s in sentences('(* one. *) Check "a. b". Check c.')]
    [('(* one. *)', 'Check "a. b".'), ('', 'Check c.')]
    """
    open_sections: list[list[str]] = []
    code = comment = ""
    level = start = 0
    for token in _TOKEN.finditer(text):
        if token[0] == "(*":
            if level == 0:
                code, start = code + text[start : token.start()], token.start()
            level += 1
        elif token[0] == "*)":
            level -= 1
            if level == 0:
                if not code.strip():
                    comment = text[start : token.end()]
                start = token.end()
        elif level == 0 and token[0] == ".":
            code = (code + text[start : token.end()]).strip()
            variables = tuple(line for section in open_sections for line in section)
            yield Sentence(code, comment, variables, len(open_sections))
            if re.match(r"Section\b", code):
                open_sections.append([])
            elif open_sections and re.match(r"End\b", code):
                open_sections.pop()
            elif open_sections and _SECTION_ONLY.match(code):
                open_sections[-1].append(code)
            code, comment, start = "", "", token.end()


def assuming(folder: Path = COQ) -> list[str]:
    """Places where a source assumes something, or lets a statement mean what it does not read."""
    problems = []
    for path in sorted(folder.rglob("*.v")):
        name = path.relative_to(folder)
        problems += [f"{name}: {each}" for each in _unlike_it_reads(path, folder)]
        for sentence in sentences(path.read_text()):
            first = " ".join(sentence.text.split())[:70]
            if word := _ASSUMING.search(sentence.text):
                problems.append(f"{name}: {word[0]!r} is not allowed: {first}")
            elif not sentence.depth and _SECTION_ONLY.match(sentence.text):
                problems.append(f"{name}: a variable outside a section is an axiom: {first}")
    return problems


def _unlike_it_reads(path: Path, folder: Path) -> Iterator[str]:
    """What could change the meaning of a statement without changing its text."""
    states = path.parent.name != "theory" or path.stem.endswith("Statements")
    states = states and path.parent != folder
    defined: set[str] = set()
    for sentence in _outside_proofs(path.read_text()):
        first = " ".join(sentence.text.split())[:70]
        if (head := _DEFINITION.match(sentence.text)) and head[1] in defined:
            yield f"{head[1]!r} is defined twice: {first}"
        elif head:
            defined.add(head[1])
        local = sentence.text.startswith(("Local", "#[local]"))
        if (word := _RENAMING.match(sentence.text)) and (states or not local):
            yield f"{word[1]!r} is not allowed here: {first}"
        elif states and not _STATING.match(sentence.text):
            yield f"a file of statements holds no such sentence: {first}"


def _outside_proofs(text: str) -> Iterator[Sentence]:
    inside = False
    for sentence in sentences(text):
        if re.match(r"(Qed|Defined|Abort)\b", sentence.text):
            inside = False
        elif not inside:
            inside = re.match(r"Proof\b", sentence.text) is not None
            yield sentence
