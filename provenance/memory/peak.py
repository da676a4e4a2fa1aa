"""How much memory a run has taken."""

from __future__ import annotations

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
