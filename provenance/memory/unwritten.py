"""How much of new files the system holds in memory before it begins to write them to a disk.

Linux alone says so: a share of the memory that is to be had, or a number of bytes.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

_SETTINGS = Path("/proc/sys/vm")
_MEMORY = Path("/proc/meminfo")
_CONTAINER = Path("/sys/fs/cgroup")


def unwritten_bytes() -> int:
    """Bytes, 0 where no one says; what other programs have not had written is not counted."""
    try:
        fixed = int((_SETTINGS / "dirty_background_bytes").read_text())
        share = int((_SETTINGS / "dirty_background_ratio").read_text())
        found = dict(line.split(":") for line in _MEMORY.read_text().splitlines())
        free = int(found["MemAvailable"].split()[0]) << 10
    except (OSError, ValueError, KeyError):
        return 0
    with suppress(OSError, ValueError):  # of a container that has a limit
        limit, held = ((_CONTAINER / f"memory.{one}").read_text() for one in ("max", "current"))
        free = min(free, max(0, int(limit) - int(held)))
    return fixed or free * share // 100


def disk_bytes(folder: str) -> int:
    """Bytes that are free where a folder stands; 0 where no one says."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0
