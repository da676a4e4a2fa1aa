"""The console script ``dedupe``: one file per verb, loaded when it is called."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn

from provenance.cli.signals import TERMINATED, Terminated, listen


def script() -> NoReturn:
    """What ``dedupe`` is: :func:`main`, and the end of the process at once.

    To take down all that a large run holds takes a third of a second. Files are closed and helpers
    have ended by then; what was printed is all that may be left.
    """
    try:
        main()
    except SystemExit as stop:
        code = stop.code
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code if isinstance(code, int) else 0)


def main(argv: list[str] | None = None) -> NoReturn:
    """Run a command; raises SystemExit with its exit code.

    0 done, 1 ``--check`` found duplicates, 2 usage, 3 bad input, 4 incompatible recipe
    or scheme, 5 engine failed or an extra is missing, 130 interrupted, 143 terminated.
    """
    try:
        listen()
        # Loaded here, so that an interrupt while it loads is one message too.
        from provenance.cli.entry import outcome

        code = outcome(argv)
    except Terminated:
        sys.stderr.write("terminated; nothing was written\n")
        code = TERMINATED
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was written\n")
        code = 130
    sys.exit(code)
