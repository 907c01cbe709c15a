"""What every command does alike, as its users and their shells see it."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import numerics
from numerics.counterexample import main
from numerics.running.console import command, commands
from numerics.running.frame import guarded
from numerics.running.statuses import Exit
from numerics.running.tables import table

ROOT = Path(__file__).parents[3]
LIST = ("numerics.counterexample", "--list")
# A shell that runs the tests in the background makes everything below it ignore Ctrl-C.
_EXEC = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)
ATTENTIVE = [sys.executable, "-c", _EXEC]

# A process whose work is done under limits, as in a command.
UNDER_LIMITS = """
import os, sys
from numerics.running.frame import process
from numerics.running.limits import Limits, within

def work():
    print("at work", flush=True)
    {work}
    return 0

if __name__ == "__main__":
    sys.exit(process("test", lambda: within(Limits({limits}), "test", work)))
"""


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return kept | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)} | more


def shell(*arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, capture_output=True, env=environment(**more), check=False)


def limited(work: str, limits: str) -> list[str]:
    return [sys.executable, "-c", UNDER_LIMITS.format(work=work, limits=limits)]


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == Exit.BAD_INPUT
    return capsys.readouterr().err


def test_a_mistyped_option_gets_the_near_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert "did you mean --tolerance?" in said(capsys, "--tolerence", "1")


def test_a_mistyped_choice_gets_the_near_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert "did you mean pair?" in said(capsys, "--theta", "pairs")


def test_a_mistyped_penalty_gets_the_near_names(capsys: pytest.CaptureFixture[str]) -> None:
    assert "did you mean mcp" in said(capsys, "--h", "mpc")
    assert "did you mean sica or scad?" in said(capsys, "--h", "scda(a=4)")


@pytest.mark.parametrize(
    ("option", "value"),
    [("--h", "u +"), ("--g", "x"), ("--dims", "2,3,1"), ("--tolerance", "x"), ("--time", "x")],
)
def test_errors_name_their_option(
    option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = () if option == "--h" else ("--h", "u")
    assert f"{option}: " in said(capsys, *given, option, value)


def test_an_expression_may_start_with_a_minus(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--h: 'x' at position 2" in said(capsys, "--h", "-x")


def test_an_old_name_works_with_a_notice(capsys: pytest.CaptureFixture[str]) -> None:
    from numerics.minimise import main as minimise

    pair = ("--g", "10*u", "--h", "log1p", "--random", "2,1,1,0,0")
    assert minimise([*pair, "--tol", "1e-2", "--seconds", "5"]) == 0
    notice = capsys.readouterr().err
    assert "--tol is now --tolerance" in notice
    assert "--seconds is now --time" in notice


def test_what_is_in_a_pipe_nobody_reads_changes_nothing() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", *LIST]
    done = subprocess.run(
        command, stdout=writing, stderr=subprocess.PIPE, env=environment(), check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (Exit.DONE, b"")


def test_a_full_disk_is_one_line() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", *LIST]
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    assert done.returncode == Exit.UNWRITTEN
    assert done.stderr.decode().strip().count("\n") == 0
    assert b"No space left on device" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_of_standard_output_will_do(encoding: str) -> None:
    arguments = ("numerics.phase", "--design", "--epsilon", "1/10", "--family", "log")
    done = shell(*arguments, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert ("γ" if encoding == "utf-8" else "gamma") in done.stdout.decode(encoding)


@pytest.mark.parametrize("loaded", [b"argparse", b"sympy.core", b"numpy", b"flint", b"mpmath"])
def test_ctrl_c_while_loading_is_one_line(loaded: bytes) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "numerics.counterexample", "--h", "u"]
    with subprocess.Popen(
        ATTENTIVE + command[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env=environment(),
    ) as process:  # fmt: skip
        assert process.stderr is not None
        shown = b""
        for line in process.stderr:
            shown += line
            if line.rstrip().endswith(loaded) or b" " + loaded + b"." in line:
                process.send_signal(signal.SIGINT)
                break
        shown += process.stderr.read()
    assert process.returncode == Exit.INTERRUPTED, shown[-2000:]
    assert b"Traceback" not in shown
    assert b"counterexample: interrupted" in shown


def test_ctrl_c_that_a_library_catches_still_ends_the_command() -> None:
    program = (
        "import signal, sys\n"
        "from numerics.running.frame import process\n"
        "def run():\n"
        "    try: signal.raise_signal(signal.SIGINT)\n"
        "    except: pass\n"
        "    return 0\n"
        "sys.exit(process('loading', run))"
    )
    done = subprocess.run(
        [*ATTENTIVE, "-c", program], capture_output=True, check=False, env=environment()
    )
    assert done.returncode == Exit.INTERRUPTED
    assert done.stderr == b"loading: interrupted\n"


ENDLESS = "while True: pass"


@pytest.mark.parametrize(
    ("work", "limits", "status", "words"),
    [
        (ENDLESS, "0.2, None", Exit.UNDECIDED, "not finished within 0.2 s of work"),
        ("bytes(2**30)", "None, 256", Exit.UNDECIDED, "allow more with --memory"),
        ("os.abort()", "None, 256", Exit.UNDECIDED, "most likely at 256 MiB"),
        ("os.kill(os.getpid(), 11)", "None, None", Exit.INTERNAL, "signal 11"),
        ("raise RecursionError", "None, None", Exit.UNDECIDED, "too deeply"),
        ("raise KeyError('x')", "None, None", Exit.INTERNAL, "internal error, KeyError"),
        ("return 3", "None, None", Exit.UNDECIDED, ""),
    ],
)
def test_limits_hold_whatever_is_computed(work: str, limits: str, status: Exit, words: str) -> None:
    done = subprocess.run(
        limited(work, limits), capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == status, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") <= 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_child_ends_with_its_parent(number: signal.Signals) -> None:
    with subprocess.Popen(
        ATTENTIVE + limited(ENDLESS, "60, None")[1:], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=environment(), text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        process.send_signal(number)
        _, errors = process.communicate()  # ends when no process holds the pipes any more
    assert process.returncode == (Exit.INTERRUPTED if number is signal.SIGINT else -number)
    assert "Traceback" not in errors


def test_every_command_is_found_and_has_light_help() -> None:
    found = commands()
    assert {"counterexample", "minimise", "phase", "empirics", "proofs", "proofs.kernel"} <= set(
        found
    )
    heavy = {"numpy", "sympy", "scipy", "flint", "torch", "matplotlib", "tqdm", "rich"}
    for name in found:
        code = (
            "import sys; from numerics.running import console;"
            f"sys.argv = ['sparsity-theory', {name!r}, '--help']; status = console.main();"
            f"print(status, sorted(set(sys.modules) & {heavy!r}))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env=environment(),
        )  # fmt: skip
        assert f"usage: sparsity-theory {name}" in done.stdout
        assert done.stdout.splitlines()[-1] == "0 []", name


def test_the_users_own_files_do_not_break_the_console_script(tmp_path: Path) -> None:
    (tmp_path / "numerics.py").write_text("raise SystemExit('mine')\n")
    (tmp_path / "proofs").mkdir()
    script = tmp_path / "bin" / "sparsity-theory"
    script.parent.mkdir()
    script.write_text(
        "import sys\nfrom numerics.running.entry import main\n"
        "if __name__ == '__main__':\n    sys.exit(main())\n"
    )
    for arguments, words in (
        (("proofs", "cite", "eq-6"), "@misc{sparsity-theory:eq-6"),
        (("proofs", "run", "eq-6", "--workers", "2"), "not recorded"),
        (("phase", "--family", "power", "--ratio", "2,9,3", "--workers", "2"), "power"),
    ):
        done = subprocess.run(
            [sys.executable, str(script), *arguments], cwd=tmp_path, capture_output=True,
            text=True, env=environment(), check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        assert words in done.stdout


def _hear_interrupts() -> None:
    """As in a terminal: what a shell runs in the background is deaf to them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_while_the_console_script_loads_ends_it_without_a_word() -> None:
    for before, status, said in (
        ("import numerics.running.entry", -signal.SIGINT, ""),
        ("import numerics.running.console", 1, "KeyboardInterrupt"),  # what it would be otherwise
    ):
        code = f"{before}\nimport os, signal\nos.kill(os.getpid(), signal.SIGINT)\nprint()"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, env=environment(),
            check=False, preexec_fn=_hear_interrupts,
        )  # fmt: skip
        assert done.returncode in {status, -signal.SIGINT}
        assert done.stderr.endswith(f"{said}\n" if said else "")
        assert bool(done.stderr) is bool(said)


def test_a_subcommand_says_what_it_does_and_with_what_it_ends(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command("proofs")(["cite", "--help"]) == 0
    said = capsys.readouterr().out
    assert "BibTeX of a claim, and of the paper." in said
    assert "exit status: 0" in said


def test_no_word_of_a_table_is_cut() -> None:
    head, rows = ("threshold", "certified"), (("0.15051499783", "below a threshold"),)
    for width in range(10, 40):
        shown = table(head, rows, width)
        assert "0.15051499783" in shown
        assert "threshold" in shown.replace("below a", "")
        assert "…" not in shown


WIDE = (("a" * 30, "b" * 30), ("one two three four five six seven", "8"))


def test_a_table_is_plain_in_a_pipe_and_fits_a_terminal() -> None:
    head, rows = ("first", "second"), WIDE
    assert len(table(head, rows, width=1000).splitlines()) == 4
    fitted = table(head, rows, width=40).splitlines()
    assert max(map(len, fitted)) <= 40
    assert len(fitted) > 4
    blocks = table(head, rows, width=13)
    assert "a" * 30 in blocks.splitlines()[1]


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _parsers(inner)


def test_every_command_that_takes_a_penalty_keeps_to_limits() -> None:
    """One call of SymPy is not interrupted from within: the system ends the child process."""
    found = []
    for file in sorted(Path(numerics.__file__).parent.glob("*/options.py")):
        module = import_module(f"numerics.{file.parent.name}.options")
        if not hasattr(module, "parser"):
            continue
        for parser in _parsers(module.parser("test")):
            if {"--g", "--h"} & set(parser._option_string_actions):
                found.append(file.parent.name)
                assert parser.get_default("limits") is not None, parser.prog
    assert {"counterexamples", "own_family", "phase_diagrams"} <= set(found)


@pytest.mark.parametrize(
    ("package", "said"),
    [
        ("torch", "this needs the package torch: pip install 'sparsity-theory[empirics]'"),
        ("nowhere", "this needs the package nowhere: pip install nowhere"),
    ],
)
def test_a_package_that_is_not_installed_is_named_in_one_line(
    package: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = ["numpy>=2.0", 'torch>=2.4; extra == "empirics"', 'torchvision; extra == "peers"']
    monkeypatch.setattr("importlib.metadata.requires", lambda _name: listed)

    def failing() -> int:
        raise ModuleNotFoundError(f"No module named {package!r}", name=f"{package}.nn")

    assert guarded("empirics", failing) == Exit.BAD_INPUT
    assert capsys.readouterr().err == f"empirics: {said}\n"


def test_a_module_of_our_own_that_is_missing_is_an_error_of_the_program(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def failing() -> int:
        raise ModuleNotFoundError("No module named 'numerics.nothing'", name="numerics.nothing")

    assert guarded("x", failing) == Exit.INTERNAL
    assert "internal error" in capsys.readouterr().err
