"""How much memory a run holds, and has held."""

from __future__ import annotations

import mmap
import platform


def peak_bytes(helpers: int = 0) -> int | None:
    """The most memory that this process has held so far, and so many helpers that have ended.

    A helper counts as the largest of all processes that this one has started.

    Returns:
        ``None`` where no one counts it.
    """
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak += helpers * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak if platform.system() == "Darwin" else peak << 10  # bytes there, else KiB


def held_bytes() -> tuple[int, int]:
    """Bytes that this process holds, and those of mapped files among them; 0 if no one counts."""
    try:
        with open("/proc/self/statm", "rb") as file:
            _, resident, mapped, *_ = map(int, file.read().split())
    except OSError:
        return 0, 0
    return resident * mmap.PAGESIZE, mapped * mmap.PAGESIZE
