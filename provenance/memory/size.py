"""A budget of memory, as people write it."""

from __future__ import annotations

import re

from provenance.errors import UsageError

LEAST = 256 * 1000**2
"""The smallest budget, in bytes: Python, Arrow, the kernels and a batch at work take that much."""

_UNITS = {"": 1, "k": 1000, "m": 1000**2, "g": 1000**3, "t": 1000**4}
_BINARY = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_WRITTEN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b\s*", re.IGNORECASE)


def memory_size(given: object) -> int:
    """A budget in bytes: of a whole number of bytes, or of a text such as ``4GB`` or ``1.5GiB``.

    Raises:
        UsageError: it is neither, or less than :data:`LEAST`.
    """
    size = _bytes(given)
    if size is None:
        raise UsageError(f"memory={given!r} is no size", hint="write it as 4GB, 512MB or 1.5GiB")
    if size < LEAST:
        raise UsageError(
            f"memory={given!r} is too little for anything",
            hint=f"give {LEAST // 1000**2}MB at least; what more there is saves time",
        )
    return size


def _bytes(given: object) -> int | None:
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    found = _WRITTEN.fullmatch(given) if isinstance(given, str) else None
    if not found:
        return None
    units = _BINARY if found[3] else _UNITS
    return int(float(found[1]) * units[found[2].lower()])
