"""A polite request to end (SIGTERM) cleans up as Ctrl-C does, and neither is lost."""

from __future__ import annotations

import _thread
import signal
import sys
import threading
import time
from typing import Any

TERMINATED = 128 + signal.SIGTERM
"""The exit code that shells expect."""


class Terminated(BaseException):
    """SIGTERM came. It is no ``KeyboardInterrupt``: click takes those for its own."""


def _terminate(number: int, frame: Any) -> None:
    raise Terminated


def _repeat(lost: sys.UnraisableHookArgs) -> None:
    """What came where Python cannot raise (while it imports, or LLVM calls it) comes once more."""
    for kind, number in ((KeyboardInterrupt, signal.SIGINT), (Terminated, signal.SIGTERM)):
        if issubclass(lost.exc_type, kind):
            threading.Thread(target=_soon, args=(number,), daemon=True).start()
            return
    sys.__unraisablehook__(lost)


def _soon(number: signal.Signals) -> None:
    time.sleep(0.01)  # at once would be in the same place
    if sys.platform == "win32":
        _thread.interrupt_main(number)
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, number)


def listen() -> None:
    """Raise :class:`Terminated` at SIGTERM, unless the caller wants something else of it."""
    sys.unraisablehook = _repeat
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminate)
