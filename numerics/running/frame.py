"""What every command does alike, from its first line to its exit status.

A command is a room, that is, a package with two modules: ``options``, which makes the parser and
imports nothing heavy, and ``command``, whose ``run(options)`` does the work and returns the exit
status.  The second is imported after the options were read, so that ``--help`` and a mistyped
option cost next to nothing.  A parser with subcommands says itself what does their work, by
``set_defaults(work="module:function")``.

What goes wrong is one line on standard error and a status of `numerics.running.statuses`; set the
environment variable SPARSITY_TRACEBACK to see where an error of the program itself comes from.
Ctrl-C ends a command at any moment, imports included; closed pipes and full disks are no accidents.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

TYPE_CHECKING = False  # typing is loaded by those who need it
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from numerics.running.parser import Parser

TRACEBACK = "SPARSITY_TRACEBACK"


class Command:
    """One command; call it to run it.

    Args:
        name: what begins its messages, and what ``sparsity-theory`` calls it.
        room: the package with its modules ``options`` and ``command``.
        module: what follows ``python -m``; by default the name, in `numerics`.
    """

    def __init__(self, name: str, room: str, module: str | None = None) -> None:
        self.name = name
        self.room = room
        self.prog = f"python -m {module or f'numerics.{name}'}"

    def __call__(self, arguments: Sequence[str] | None = None, prog: str | None = None) -> int:
        """Run the command; the exit status.

        Args:
            arguments: what a program passes.  None stands for the real command line: then this
                process obeys the command's limits, and its signals and streams are looked after.
            prog: how the command was called, for its help.
        """
        prog = prog or self.prog
        if arguments is None:
            return process(self.name, lambda: self.run(sys.argv[1:], prog))
        return guarded(self.name, lambda: self.run(list(arguments), prog, isolated=False))

    def run(self, arguments: list[str], prog: str, *, isolated: bool = True) -> int:
        """Read the options and do the work; what goes wrong is raised.

        Args:
            arguments: the words of the command line.
            prog: how the command was called.
            isolated: do the work in a child process that keeps to the command's limits.
        """
        parser: Parser = import_module(f"{self.room}.options").parser(prog)
        options = parser.parse_args(arguments)
        if hasattr(options, "refuse"):
            options.refuse(options.given)

        def work() -> int:
            try:
                module, name = getattr(options, "work", f"{self.room}.command:run").split(":")
                loaded = _loaded(module) if isolated else import_module(module)
                run: Callable[[argparse.Namespace], int] = getattr(loaded, name)
                return int(run(options))
            except BaseException as failure:
                if _is_interrupt(failure) and hasattr(options, "kept"):
                    raise Interrupted(options.kept(options)) from None
                raise

        limits = getattr(options, "limits", None)
        if limits is None or not isolated:
            return work()
        from numerics.running.limits import within  # noqa: PLC0415 - it forks before heavy imports

        return within(limits(options), self.name, work)


def _loaded(module: str) -> ModuleType:
    """Import what this process is for; none of it is garbage, so that none is looked for."""
    import gc  # noqa: PLC0415 - for a process of our own

    gc.disable()
    try:
        return import_module(module)
    finally:
        gc.freeze()
        gc.enable()


def guarded(name: str, run: Callable[[], int]) -> int:
    """Run something; what goes wrong becomes one line on standard error and a status.

    Args:
        name: the command's name, to begin that line with.
        run: does the work and returns the exit status.
    """
    try:
        return run()
    except SystemExit as stop:  # --help and --version
        return stop.code if isinstance(stop.code, int) else 0
    except BaseException as failure:
        return _status(name, failure)


def _status(name: str, failure: BaseException) -> int:
    """Say in one line what went wrong; the exit status."""
    from numerics.errors import NumericsError, UndecidedError, WriteError  # noqa: PLC0415
    from numerics.running.statuses import Exit  # noqa: PLC0415 - only where something failed
    from sparsity_theory.errors import SparsityTheoryError  # noqa: PLC0415

    if _is_interrupt(failure):
        kept = f", {failure}" if isinstance(failure, Interrupted) else ""
        _say(f"{name}: interrupted{kept}")
        return Exit.INTERRUPTED
    if isinstance(failure, BrokenPipeError):
        _abandon_stdout()
        return Exit.CLOSED_PIPE
    if isinstance(failure, MemoryError):
        _say(f"{name}: undecided: out of memory; allow more with --memory, or ask for less")
        return Exit.UNDECIDED
    if isinstance(failure, RecursionError):
        _say(f"{name}: undecided: what was given nests too deeply; simplify it")
        return Exit.UNDECIDED
    if isinstance(failure, UndecidedError):
        _say(f"{name}: undecided: {failure}")
        return Exit.UNDECIDED
    if isinstance(failure, WriteError):
        _say(f"{name}: {failure}")
        return Exit.UNWRITTEN
    if isinstance(failure, SparsityTheoryError | NumericsError):
        _say(f"{name}: {failure}")
        return Exit.BAD_INPUT
    if isinstance(failure, OSError) and failure.filename is None:
        _abandon_stdout()
        _say(f"{name}: cannot write standard output: {failure.strerror or failure}")
        return Exit.UNWRITTEN
    if isinstance(failure, OSError):
        _say(f"{name}: {failure.filename}: {failure.strerror}")
        return Exit.BAD_INPUT
    if isinstance(failure, ModuleNotFoundError) and (install := _missing(failure)):
        _say(f"{name}: {install}")
        return Exit.BAD_INPUT
    if os.environ.get(TRACEBACK):
        raise failure
    _say(
        f"{name}: internal error, {type(failure).__name__}: {failure}"[:400]
        + f"; please report it, with what {TRACEBACK}=1 shows"
    )
    return Exit.INTERNAL


def _missing(failure: ModuleNotFoundError) -> str:
    """How to install a package that is not there; empty for a module of our own."""
    from sparsity_theory.lazy import DISTRIBUTION, extra_with  # noqa: PLC0415 - for this only

    package = (failure.name or "").partition(".")[0]
    if package in {"", "sparsity_theory", "numerics", "empirics", "proofs"}:
        return ""
    extra = extra_with(package)
    what = f"'{DISTRIBUTION}[{extra}]'" if extra else package
    return f"this needs the package {package}: pip install {what}"


class Interrupted(KeyboardInterrupt):
    """Ctrl-C where something was kept; the text says what, and how to go on."""


def _is_interrupt(failure: BaseException) -> bool:
    """Whether it is Ctrl-C, or what a library made of it, as when it met it while loading."""
    return _interrupted or isinstance(failure, KeyboardInterrupt)


# --- the process ---------------------------------------------------------------------------------

_interrupted = False


def process(name: str, run: Callable[[], int]) -> int:
    """Run a real command line: signals and streams of this process are looked after."""
    _watch_interrupts(name)
    _prepare_streams()
    return _finished(name, run)


def _finished(name: str, run: Callable[[], int]) -> int:
    """Run, write out what is still in buffers, and let nothing happen afterwards."""
    status = guarded(name, lambda: _heeded(run()))
    status = guarded(name, lambda: _flushed(status))
    _ignore_interrupts(status)
    return status


def _heeded(status: int) -> int:
    """Ctrl-C counts where a library caught it too: what it was loading may be there by half."""
    if _interrupted and status == 0:
        raise KeyboardInterrupt
    return status


def _flushed(status: int) -> int:
    """Write the rest of the output; a reader who has left has seen what he wanted to."""
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            _abandon_stdout()
    return status


def _abandon_stdout() -> None:
    """Let what is still in the buffer go nowhere: the interpreter writes it when it ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (AttributeError, OSError, ValueError):
        return  # there is no such stream


def _say(line: str) -> None:
    try:
        print(line.replace("\n", " "), file=sys.stderr, flush=True)
    except (OSError, ValueError, AttributeError):
        return  # nobody can be told


def _watch_interrupts(name: str) -> None:
    """Ctrl-C raises KeyboardInterrupt, and is not lost where an exception cannot go on."""
    import signal  # noqa: PLC0415 - for processes of our own only

    def interrupt(*_: object) -> None:
        global _interrupted  # noqa: PLW0603 - there is one process
        _interrupted = True
        raise KeyboardInterrupt

    def unraisable(found: sys.UnraisableHookArgs) -> None:
        if issubclass(found.exc_type, KeyboardInterrupt):
            _say(f"{name}: interrupted")
            os._exit(130)
        sys.__unraisablehook__(found)

    # A job in the background of a script ignores Ctrl-C, which is meant for others.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, interrupt)
        sys.unraisablehook = unraisable


def _ignore_interrupts(status: int) -> None:
    """The result is out: Ctrl-C only shortens the end."""
    import signal  # noqa: PLC0415 - see above

    if callable(signal.getsignal(signal.SIGINT)):
        signal.signal(signal.SIGINT, lambda *_: os._exit(status))


def _prepare_streams() -> None:
    """Letters that the terminal's encoding lacks are spelled out instead of raising."""
    from numerics.running.spelling import register  # noqa: PLC0415 - for real command lines only

    errors = register()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)
