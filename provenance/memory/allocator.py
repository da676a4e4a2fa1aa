"""How much of what was freed the C library keeps.

Other systems than those of glibc know no such settings, or none that are needed.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

_M_ARENA_MAX, _M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD = -8, -3, -1  # of its malloc.h
_ARENAS = 2  # for any number of threads
_GIVEN_BACK = 1 << 25  # bytes; what is larger goes back to the system at once
_KEPT = 1 << 25  # bytes at the end of an arena: fresh pages take as long as their use
_GIVEN_BACK_LATER = 1 << 20  # once batches are through: few pieces are large, and most stay
_KEPT_LATER = 1 << 22

_asked = False  # whether the settings of this process are ours to choose


def keep_less() -> None:
    """Have the C library keep less in this process from here on: a sixth of a run's peak.

    It learns to keep ever larger pieces, for each thread its own.
    """
    global _asked
    _asked = True
    _set(_M_ARENA_MAX, _ARENAS)
    _keep(_GIVEN_BACK, _KEPT)


def keep_least() -> None:
    """Have it keep less still, where :func:`keep_less` was asked for.

    This is for the time when no batch is at work any more: those take up what was freed again.
    """
    if _asked:
        _keep(_GIVEN_BACK_LATER, _KEPT_LATER)
    give_back()


def give_back() -> None:
    """Have it give back the pages between what is still held.

    By itself it gives back its last ones only.
    """
    with suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _keep(piece: int, end: int) -> None:
    _set(_M_MMAP_THRESHOLD, piece)
    _set(_M_TRIM_THRESHOLD, end)


def _set(setting: int, value: int) -> None:
    with suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).mallopt(setting, value)
