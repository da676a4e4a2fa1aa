"""The console script ``dedupe``: one file per verb, loaded when it is called."""

from __future__ import annotations

import sys

from provenance.cli.signals import TERMINATED, Terminated, listen


def main(argv: list[str] | None = None) -> None:
    """Run the console script.

    Exit codes: 0 done, 1 ``--check`` found duplicates, 2 usage, 3 bad input, 4 incompatible recipe
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
