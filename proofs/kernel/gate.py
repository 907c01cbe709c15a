"""The kernel-checked proofs in ``coq/``: what is proved, and on which axioms it rests.

What is proved of a claim stands at the claim's place (`sparsity_theory.ledger.places`): statements,
each with one line that refers to its proof.  Definitions and proofs are in ``coq/theory``.

The files ``headlines-*.txt`` list the theorems, one a line: the ledger's claim, the Coq file (its
path in ``coq/`` without the ending), the theorem, its statement, the group of axioms it may use
(``allowed-axioms.txt``), its role.  Nothing here proves anything: `check` lets Coq compile the
sources, compare each theorem with its statement and print its assumptions, and then compares
those with the allow list.

Command line: ``python -m proofs.kernel build | check | list | pin``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from proofs.errors import ToolError

COQ = Path(__file__).parent.parent / "coq"
ROLES = ("theorem", "control", "example")
CACHE = ".kernel-cache.json"
HASHES = "statement-hashes.txt"

# Words by which a source could assume what it claims to prove.
_ASSUMING = re.compile(
    r"\b(Admitted|admit|give_up|Axioms?|Parameters?|Conjectures?|bypass_check|Declare\s+Module"
    r"|Unset\s+(?:Guard|Positivity|Universe)\s+Checking)\b"
)
_SECTION_ONLY = re.compile(r"(?:(?:Local|Global)\s+)?(Variables?|Hypothes[ie]s|Context)\b")
_DEFINITION = re.compile(
    r"(?:(?:Local|Global|Program)\s+)*(?:Definition|Fixpoint|CoFixpoint|Inductive|CoInductive"
    r"|Record|Structure|Class|Notation|Let)\s+([\w']+)"
)
# What is only required, not imported, has to be named with its file: File.name.
_IMPORT = re.compile(r"From\s+Sparsity(?:\.\w+)*\s+Require\s+(?:Import|Export)\b")
_WORD = re.compile(r"[A-Za-z_][\w']*")
_QUALIFIED = re.compile(r"([A-Za-z_][\w']*)\.([A-Za-z_][\w']*)")
# What a source is split at: comments, strings, and the full stops that end sentences.
_TOKEN = re.compile(r'\(\*|\*\)|"[^"]*"|\.(?=\s|$)')


@dataclass(frozen=True)
class HeadlineTheorem:
    """One line of a headline file.

    ``role`` is ``theorem``, ``control`` (a false variant and the proof that it is false) or
    ``example`` (hypotheses that can be met, definitions that say what they should).
    """

    claim: str
    file: str
    theorem: str
    statement: str
    axioms: str
    role: str


@dataclass(frozen=True)
class _Sentence:
    """A Coq sentence without comments, the comment before it, the variables of open sections."""

    text: str
    comment: str
    variables: tuple[str, ...]
    depth: int


@dataclass(frozen=True)
class _Sources:
    """The definitions of all files, the files that each file imports, files by last name."""

    definitions: dict[tuple[str, str], _Sentence]
    imports: dict[str, tuple[str, ...]]
    files: dict[str, str]

    def used(self, text: str, file: str) -> set[tuple[str, str]]:
        """The definitions that a text in a file may refer to, by bare name or as File.name."""
        bare = {found for word in _WORD.findall(text) if (found := self.find(word, file))}
        qualified = {(self.files.get(name, ""), word) for name, word in _QUALIFIED.findall(text)}
        return bare | (qualified & self.definitions.keys())

    def find(self, word: str, file: str) -> tuple[str, str] | None:
        """Where a word that is read in a file is defined: there, or in a file it imports."""
        for place in (file, *self.imports[file]):
            if (place, word) in self.definitions:
                return place, word
        return None


def available() -> bool:
    """Whether the programs that build the proofs are installed."""
    return all(shutil.which(program) for program in ("coqc", "coq_makefile", "make"))


def theorems(folder: Path = COQ) -> list[HeadlineTheorem]:
    """The theorems that the headline files list.

    Raises:
        ToolError: a line is malformed, or a theorem is listed twice.
    """
    groups = {"none"} | {group for group, _ in _allowed(folder)}
    found: dict[str, HeadlineTheorem] = {}
    for path in sorted(folder.glob("headlines-*.txt")):
        for number, fields in _lines(path):
            entry = HeadlineTheorem(*[*fields, "theorem"][:6]) if len(fields) in (5, 6) else None
            if not entry or entry.axioms not in groups or entry.role not in ROLES:
                raise ToolError(
                    f"{path.name}, line {number}: {' '.join(fields)!r}; expected '<claim> <file> "
                    f"<theorem> <statement> <{'|'.join(sorted(groups))}> [control|example]'"
                )
            if entry.theorem in found:
                raise ToolError(f"{path.name}, line {number}: {entry.theorem} is listed twice")
            found[entry.theorem] = entry
    return list(found.values())


def statement_text(theorem: HeadlineTheorem, folder: Path = COQ) -> str:
    """The Coq text of a theorem's statement, with the comment before it."""
    sources = _sources(folder)
    sentence = sources.definitions[_defined(theorem, sources)]
    return f"{sentence.comment}\n{sentence.text}\n" if sentence.comment else f"{sentence.text}\n"


def statement_hash(theorem: HeadlineTheorem, folder: Path = COQ) -> str:
    """A hash of the statement and of every definition of ours that it uses, comments apart."""
    sources = _sources(folder)
    todo, closure = [_defined(theorem, sources)], {}
    while todo:
        file, name = todo.pop()
        sentence = sources.definitions[file, name]
        text = closure[file, name] = "\n".join([*sentence.variables, sentence.text])
        todo += sources.used(text, file) - closure.keys()
    # In the order of the texts: a definition that only moves to another file changes no statement.
    text = "\n".join(sorted(" ".join(text.split()) for text in closure.values()))
    return hashlib.sha256(f"{theorem.theorem}\n{text}".encode()).hexdigest()[:16]


def build(folder: Path = COQ) -> None:
    """Compile the sources that changed.

    Raises:
        ToolError: Coq is not installed, or a source does not compile.
    """
    if not available():
        raise ToolError(
            "the proofs cannot be checked: coqc, coq_makefile or make is missing. Install Coq 8.16 "
            "with Coquelicot and MathComp; proofs/coq/README.md names the Debian packages"
        )
    _run(["make", "-C", str(folder), f"-j{os.cpu_count() or 1}"])


def assumptions(folder: Path = COQ) -> dict[str, frozenset[str]]:
    """The axioms that each headline theorem rests on at most, from Coq.

    Coq prints them for all theorems of a group together, which takes a second instead of minutes;
    it is asked about each theorem of a group alone only where the group exceeds its allowance.
    The answer is remembered while no source changes.

    Raises:
        ToolError: Coq is missing, a source does not compile, or a theorem does not have the type
            that its headline names.
    """
    key = _sources_hash(folder)
    memory = folder / CACHE
    if memory.exists():
        stored = json.loads(memory.read_text())
        if stored.get("sources") == key:
            return {name: frozenset(axioms) for name, axioms in stored["assumptions"].items()}
    build(folder)
    groups: dict[str, list[HeadlineTheorem]] = {}
    for entry in theorems(folder):
        groups.setdefault(entry.axioms, []).append(entry)
    together = _printed(list(groups.values()), folder)
    found: dict[str, frozenset[str]] = {}
    for (group, members), axioms in zip(groups.items(), together, strict=True):
        each = [axioms] * len(members)
        if not axioms <= allowed_axioms(group, folder):
            each = _printed([[entry] for entry in members], folder)
        found |= {entry.theorem: alone for entry, alone in zip(members, each, strict=True)}
    plain = {name: sorted(axioms) for name, axioms in found.items()}
    memory.write_text(json.dumps({"sources": key, "assumptions": plain}, indent=1) + "\n")
    return found


def check(folder: Path = COQ) -> list[str]:
    """Everything that is wrong, in words; an empty list says that the proofs stand.

    Raises:
        ToolError: Coq is missing.
    """
    problems = assuming(folder)
    try:
        listed = theorems(folder)
        resting_on = assumptions(folder)
    except ToolError as error:
        if not available():
            raise
        return [*problems, str(error)]
    for entry in listed:
        beyond = resting_on[entry.theorem] - allowed_axioms(entry.axioms, folder)
        if beyond:
            names = ", ".join(sorted(beyond))
            problems.append(f"{entry.theorem} rests on axioms its group does not allow: {names}")
    return problems + unpinned(folder)


def assuming(folder: Path = COQ) -> list[str]:
    """Places where a source assumes something instead of proving it."""
    problems = []
    for path in sorted(folder.rglob("*.v")):
        name = path.relative_to(folder)
        for sentence in _sentences(path.read_text()):
            first = " ".join(sentence.text.split())[:70]
            if word := _ASSUMING.search(sentence.text):
                problems.append(f"{name}: {word[0]!r} is not allowed: {first}")
            elif not sentence.depth and _SECTION_ONLY.match(sentence.text):
                problems.append(f"{name}: a variable outside a section is an axiom: {first}")
    return problems


def allowed_axioms(group: str, folder: Path = COQ) -> frozenset[str]:
    """The axioms that a group of the allow list permits."""
    return frozenset(axiom for name, axiom in _allowed(folder) if name == group)


def pinned(folder: Path = COQ) -> dict[str, str]:
    """The statement hash that each theorem had when it was last pinned."""
    path = folder / HASHES
    return {f[0]: f[1] for _, f in _lines(path)} if path.exists() else {}


def unpinned(folder: Path = COQ) -> list[str]:
    """Theorems whose name or statement is not the pinned one."""
    now = {entry.theorem: statement_hash(entry, folder) for entry in theorems(folder)}
    then = pinned(folder)
    advice = "if that is meant, run 'python -m proofs.kernel pin' and review the difference"
    return [
        f"{name}: {'the statement has changed' if name in now and name in then else 'not in both'}"
        f" (headlines against {HASHES}); {advice}"
        for name in sorted(now.keys() | then.keys())
        if now.get(name) != then.get(name)
    ]


def pin(folder: Path = COQ) -> None:
    """Write the present statement hashes: a deliberate act, reviewed as a change of the claims."""
    head = "# <theorem> <hash of its statement and of the definitions it uses>; see proofs.kernel\n"
    lines = sorted(
        f"{entry.theorem} {statement_hash(entry, folder)}\n" for entry in theorems(folder)
    )
    (folder / HASHES).write_text(head + "".join(lines))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The fields of the lines that are neither empty nor comments, with their numbers."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line.split()


def _allowed(folder: Path) -> list[tuple[str, str]]:
    return [(f[0], f[1]) for _, f in _lines(folder / "allowed-axioms.txt")]


def _defined(theorem: HeadlineTheorem, sources: _Sources) -> tuple[str, str]:
    """The file and the name of a theorem's statement."""
    if theorem.file not in sources.imports:
        raise ToolError(f"the headline of {theorem.theorem} names no Coq file: {theorem.file}")
    if found := sources.find(theorem.statement, theorem.file):
        return found
    raise ToolError(f"no definition of {theorem.statement} in {theorem.file}.v or its imports")


def _sources(folder: Path) -> _Sources:
    """Read all sources, or take them from memory while the files are the same."""
    paths = sorted(folder.rglob("*.v"))
    return _read(folder, tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=4)
def _read(folder: Path, paths: tuple[tuple[Path, int], ...]) -> _Sources:
    definitions: dict[tuple[str, str], _Sentence] = {}
    imports: dict[str, tuple[str, ...]] = {}
    files: dict[str, str] = {}  # by the last part of the name, by which sources import them
    for path, _ in paths:
        file = path.relative_to(folder).with_suffix("").as_posix()
        if path.stem in files:
            raise ToolError(f"{files[path.stem]}.v and {file}.v have the same name; rename one")
        files[path.stem] = file
    for path, _ in paths:
        file = files[path.stem]
        imported: list[str] = []
        for sentence in _sentences(path.read_text()):
            if head := _DEFINITION.match(sentence.text):
                definitions[file, head[1]] = sentence
            elif _IMPORT.match(sentence.text):
                imported += [files[word] for word in _WORD.findall(sentence.text) if word in files]
        imports[file] = tuple(imported)
    reachable = {file: _reachable(file, imports) for file in imports}
    return _Sources(definitions, reachable, files)


def _reachable(file: str, imports: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The files that a file imports, those that they import, and so on."""
    reached: list[str] = []
    todo = list(imports[file])
    while todo:
        if (name := todo.pop(0)) not in reached:
            reached.append(name)
            todo += imports[name]
    return tuple(reached)


def _sentences(text: str) -> Iterator[_Sentence]:
    """Split a source into sentences.

    >>> [(s.comment, s.text) for s in _sentences('(* one. *) Check "a. b". Check c.')]
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
            yield _Sentence(code, comment, variables, len(open_sections))
            if re.match(r"Section\b", code):
                open_sections.append([])
            elif open_sections and re.match(r"End\b", code):
                open_sections.pop()
            elif open_sections and _SECTION_ONLY.match(code):
                open_sections[-1].append(code)
            code, comment, start = "", "", token.end()


def _sources_hash(folder: Path) -> str:
    sources = [*folder.rglob("*.v"), *folder.glob("headlines-*.txt"), folder / "_CoqProject"]
    total = hashlib.sha256()
    for path in sorted(sources):
        name = path.relative_to(folder)
        total.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    version = _run(["coqc", "--print-version"]) if available() else ""
    return hashlib.sha256(total.digest() + version.encode()).hexdigest()


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise ToolError(f"{' '.join(command)} failed:\n{tail}")
    return done.stdout


def _printed(groups: Sequence[Sequence[HeadlineTheorem]], folder: Path) -> list[frozenset[str]]:
    """Let Coq compare each theorem with its statement and print each group's assumptions."""
    sources = _sources(folder)
    files: set[str] = set()
    source: list[str] = []
    for group in groups:
        typed = []
        for entry in group:
            home = _defined(entry, sources)[0]
            files |= {entry.file, home}
            typed.append(
                f"({_library(entry.file)}.{entry.theorem} : {_library(home)}.{entry.statement})"
            )
        number = len(source)
        source.append(f"Definition group_{number} := ({', '.join(typed)}).\n")
        source.append(f"Print Assumptions group_{number}.\n")
    source = [*(f"Require {_library(file)}.\n" for file in sorted(files)), *source]
    with tempfile.TemporaryDirectory() as scratch:
        gate = Path(scratch) / "gate.v"
        gate.write_text("".join(source))
        printed = _run(["coqc", "-q", "-w", "none", "-Q", str(folder), "Sparsity", str(gate)])
    return _parse_assumptions(printed)


def _library(file: str) -> str:
    """The name of a file's library.

    >>> _library("eq/eq_6")
    'Sparsity.eq.eq_6'
    """
    return f"Sparsity.{file.replace('/', '.')}"


def _parse_assumptions(printed: str) -> list[frozenset[str]]:
    r"""Read the output of a row of ``Print Assumptions``.

    >>> printed = "Closed under the global context\nAxioms:\nA.b\n  : P\nc : Q\n"
    >>> [sorted(axioms) for axioms in _parse_assumptions(printed)]
    [[], ['A.b', 'c']]
    """
    found: list[set[str]] = []
    for line in printed.splitlines():
        if line in ("Closed under the global context", "Axioms:"):
            found.append(set())
        elif name := re.match(r"([\w.']+)(?: :.*)?$", line):
            found[-1].add(name[1])
        elif not line.startswith(" "):
            raise ToolError(f"cannot read what Print Assumptions says: {line!r}")
    return [frozenset(axioms) for axioms in found]
