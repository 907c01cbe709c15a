"""Checking a verdict file: Coq is asked for exactly the claim, and its exit is not trusted.

1. The claim (g, h, dimensions, numbers) is read from the file's first comment.
2. The file must be, to the byte, what this version writes for that claim. Coq's commands can load
   plug-ins, write files, add axioms and redefine tactics, even from inside a proof; so nothing that
   somebody else wrote is ever given to Coq.
3. The file is compiled, alone in a folder, with limits of time and memory.
4. A second file defines g and h again, states each proposition under qualified names, takes the
   first file's proofs for them, draws the conclusion by the lemma of ``Verdict.v`` and asks for all
   assumptions. So an axiom or an admitted proof does not pass, wherever it hides.
"""

from __future__ import annotations

import math
import os
import re
import resource
import signal
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from numerics.errors import NumericsError
from numerics.kernel.claim import PARTS, KernelClaim, read_claim
from numerics.kernel.file import coq_file
from numerics.kernel.language import number
from numerics.kernel.library import Library

DEFAULT_SECONDS = 120.0
MAX_CHARACTERS = 200_000
# A file that waits for the processor is not a file that does not end.
_PATIENCE = 10.0
DEFAULT_BYTES = 4 * 2**30


@dataclass(frozen=True)
class Checked:
    """What the kernel accepted: the claim, and the axioms it rests on."""

    claim: KernelClaim
    axioms: tuple[str, ...]


class NotProvedError(NumericsError):
    """The file does not prove its claim; the message says what Coq, or the comparison, said."""


def check_file(
    path: Path,
    library: Library,
    *,
    seconds: float = DEFAULT_SECONDS,
    memory: int = DEFAULT_BYTES,
) -> Checked:
    """Have Coq's kernel check a verdict file against its own claim.

    Args:
        path: the file.
        library: this project's compiled Coq files, and the axioms that they may use.
        seconds: processor time of each of the two compilations; on a busy machine they may take
            ten times as long by the clock.
        memory: address space of Coq, in bytes.

    Raises:
        NumericsError: the file cannot be read, or its first comment makes no claim.
        NotProvedError: everything else.
    """
    text = _read(path)
    claim = read_claim(text)
    if text != coq_file(claim):
        raise NotProvedError(
            "the file is not what this version writes for the claim in its first comment, and"
            " nothing else is given to Coq: write it anew with --coq, and compare"
        )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "Submitted.v").write_text(text, encoding="utf-8")
        (folder / "Expected.v").write_text(expected(claim), encoding="utf-8")
        _compile(folder, "Submitted.v", library, seconds, memory)
        printed = _compile(folder, "Expected.v", library, seconds, memory)
    axioms = assumptions(printed)
    outside = [axiom for axiom in axioms if axiom not in library.allowed_axioms]
    if outside:
        raise NotProvedError(
            f"the proof rests on {', '.join(outside)}, which the allow list has not"
        )
    return Checked(claim, axioms)


def _read(path: Path) -> str:
    try:
        # Opening a pipe that nobody writes to would never end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise NumericsError(f"cannot read the Coq file {path}: it is not a plain file")
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read(MAX_CHARACTERS + 1)
    except (OSError, UnicodeDecodeError) as failure:
        raise NumericsError(f"cannot read the Coq file {path}: {failure}") from None
    if len(text) > MAX_CHARACTERS:
        raise NumericsError(
            f"{path} is longer than a verdict file can be, {MAX_CHARACTERS} characters: write it"
            " anew with --coq"
        )
    return text


def expected(claim: KernelClaim) -> str:
    """The second file: every proposition again, the submitted proofs for it, the conclusion."""
    lemma = PARTS[claim.part][1]
    names = [name for name, _ in claim.inequalities]
    stated = "\n".join(
        f"Theorem {name} : {statement}.\nProof. exact Submitted.{name}. Qed."
        for name, statement in (("defined", claim.defined), *claim.inequalities)
    )
    values = ["lo", "hi", "jump"] if claim.part == "guaranteed" else ["a", "b"]
    if claim.part.endswith("imperfect"):
        values[1] = "e"
    given = " ".join(
        f"({name} := {number(value)})" for name, value in zip(values, claim.numbers, strict=True)
    )
    if claim.part == "guaranteed":
        goals = f"reflexivity | {' | '.join(f'exact {n}' for n in names)} | rest | rest"
    else:
        goals = f"reflexivity | lra | lra | {' | '.join(f'exact {n}' for n in names)}"
    return (
        "From Coq Require Import Reals Lra.\n"
        "From Sparsity.theory Require BridgeStatements Verdict.\n"
        "Require Submitted.\n"
        "Local Open Scope R_scope.\n"
        "Ltac rest := cbn -[IZR Rmult Rdiv]; lra.\n"
        f"{claim.definitions()}\n{stated}\n"
        f"Theorem verdict : {claim.verdict}.\n"
        f"Proof. apply Verdict.{lemma} with {given}; [{goals}]. Qed.\n"
        "Definition everything := conj verdict defined.\n"
        "Print Assumptions everything.\n"
    )


def _compile(folder: Path, name: str, library: Library, seconds: float, memory: int) -> str:
    command = ["coqc", "-q", "-w", "none", *library.options, "-Q", ".", "", name]
    try:
        run = subprocess.run(  # noqa: S603 - a fixed command; the file can only prove or fail
            command,
            check=False,
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE * seconds,
            stdin=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder)},
            preexec_fn=lambda: _limit(seconds, memory),
        )
    except FileNotFoundError:
        raise NumericsError(
            "coqc is not installed: on Debian, apt-get install coq libcoq-coquelicot"
            " libcoq-mathcomp-algebra libcoq-mathcomp-analysis libcoq-interval"
        ) from None
    except subprocess.TimeoutExpired:
        raise NotProvedError(f"Coq needed more than {seconds:g} seconds for {name}") from None
    if run.returncode == -signal.SIGXCPU:
        raise NotProvedError(f"Coq needed more than {seconds:g} seconds for {name}")
    if run.returncode:
        lines = [line for line in run.stderr.splitlines() if line.strip()]
        raise NotProvedError(f"Coq refuses {name}: {_printable(' '.join(lines[-3:]))}")
    return run.stdout


def _limit(seconds: float, memory: int) -> None:
    processor = math.ceil(seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)[:400]


def assumptions(printed: str) -> tuple[str, ...]:
    r"""Names of the axioms in what ``Print Assumptions`` printed.

    >>> assumptions("Axioms:\nFoo.bar : nat ->\n  nat\nBaz.qux\n  : Prop\n")
    ('Foo.bar', 'Baz.qux')
    >>> assumptions("Closed under the global context\n")
    ()

    Raises:
        NotProvedError: the output has neither form.
    """
    if printed == "Closed under the global context\n":
        return ()
    # One entry for each axiom: its name, and its type on the same line or indented below.
    entry = r"[A-Za-z_][\w.']*(?: :[^\n]*)?\n(?:  [^\n]*\n)*"
    if not re.fullmatch(rf"Axioms:\n(?:{entry})+", printed):
        raise NotProvedError("Coq did not print the assumptions, or not them alone")
    return tuple(
        re.findall(r"^([A-Za-z_][\w.']*)", printed.removeprefix("Axioms:\n"), re.MULTILINE)
    )
