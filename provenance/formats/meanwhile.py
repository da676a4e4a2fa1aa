"""Work that goes on beside the run and is asked for at its end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

_T = TypeVar("_T")


def meanwhile(work: Callable[[], _T]) -> Future[_T]:
    """What a function gives that leaves the interpreter alone, in a thread that starts at once.

    Nobody waits for it where the run fails, so Ctrl-C ends at once: an executor would wait.
    """
    made: Future[_T] = Future()

    def run() -> None:
        try:
            made.set_result(work())
        except Exception as error:
            made.set_exception(error)

    Thread(target=run, daemon=True).start()
    return made
