"""Which numba is installed, without loading it, and whether it is known from inside."""

from __future__ import annotations

import os
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_KNOWN = ("0.68",)
_HARMLESS = {"NUMBA_CACHE_DIR", "NUMBA_NUM_THREADS"}


@cache
def numba_folder() -> Path | None:
    """Where numba is installed."""
    found = find_spec("numba")
    return Path(found.origin).parent if found and found.origin else None


@cache
def numba_version() -> str:
    """The version of numba, or nothing where its files do not tell."""
    folder = numba_folder()
    try:
        text = (folder / "_version.py").read_text("utf-8") if folder else ""
    except (OSError, ValueError):
        return ""
    found = re.search(r'"version": "([0-9.]+)"', text)
    return found[1] if found else ""


def knows_numba() -> bool:
    """Whether numba is of a version that is known from inside."""
    return numba_version().rpartition(".")[0] in _KNOWN


def sets_numba() -> bool:
    """Whether the environment asks numba for code other than it makes by itself."""
    return any(name.startswith("NUMBA_") and name not in _HARMLESS for name in os.environ)
