"""Work that goes on beside the run and is asked for at its end."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Meanwhile(Generic[_T]):
    """What a function gives that leaves the interpreter alone, in a thread that starts at once.

    Nobody waits for it where the run fails, so Ctrl-C ends at once.
    """

    def __init__(self, work: Callable[[], _T]) -> None:
        self._made: list[_T] = []
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[], _T]) -> None:
        try:
            self._made.append(work())
        except Exception as error:
            self._error = error

    def result(self) -> _T:
        """What it gave, as soon as it has; whatever it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._made[0]
