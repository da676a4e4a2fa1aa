"""A polite request to end (SIGTERM) cleans up as Ctrl-C does."""

from __future__ import annotations

import signal
from typing import Any

TERMINATED = 128 + signal.SIGTERM
"""The exit code that shells expect."""


class Terminated(BaseException):
    """SIGTERM came. It is no ``KeyboardInterrupt``: click takes those for its own."""


def _terminate(number: int, frame: Any) -> None:
    raise Terminated


def listen() -> None:
    """Raise :class:`Terminated` at SIGTERM, unless the caller wants something else of it."""
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _terminate)
