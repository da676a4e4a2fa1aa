"""How much of what was freed the C library keeps.

Other systems than those of glibc know no such settings, or none that are needed.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

_M_ARENA_MAX, _M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD = -8, -3, -1  # of its malloc.h
_ARENAS = 2  # for any number of threads
_GIVEN_BACK = 1 << 25  # bytes; what is larger goes back to the system at once
_KEPT = 1 << 26  # bytes at the end of an arena: fresh pages take as long as their use


def keep_less() -> None:
    """Have the C library keep less in this process from here on: a sixth of a run's peak.

    It learns to keep ever larger pieces, for each thread its own.
    """
    with suppress(OSError, TypeError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_ARENA_MAX, _ARENAS)
        mallopt(_M_MMAP_THRESHOLD, _GIVEN_BACK)
        mallopt(_M_TRIM_THRESHOLD, _KEPT)


def give_back() -> None:
    """Have it give back the pages between what is still held.

    By itself it gives back its last ones only.
    """
    with suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
