"""Where the console script ``sparsity-theory`` begins; only that script imports this module.

From here on Ctrl-C ends the process without a word, until `numerics.running.frame` knows better.
"""

from __future__ import annotations

import signal

# A job in the background of a script ignores Ctrl-C, which is meant for others.
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def main() -> int:
    """Run the command that the command line names; the exit status."""
    from numerics.running.console import main as run  # noqa: PLC0415 - after the line above

    return run()
