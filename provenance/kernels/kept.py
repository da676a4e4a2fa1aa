"""Machine code of kernels on disk: where it lies, and what it holds for.

The name of a file tells for which sources of kernels it is (by their times and sizes), and for
which numba, Python, processor and kinds of arguments. So what does not fit is not found.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from provenance.kernels.known import knows_numba, numba_version, sets_numba

_SOURCES = Path(__file__).parent
_SUM = 16  # bytes


class Code(NamedTuple):
    """Machine code.

    Attributes:
        entry: name of the function that Python calls.
        environment: name of the place for the address of what numba calls an environment.
        machine_code: the whole object file.
    """

    entry: str
    environment: str
    machine_code: bytes


def keeps(function: Callable[..., Any]) -> bool:
    """Whether machine code of a function is looked for on disk, and left there once compiled."""
    ours = str(function.__module__).startswith("provenance.kernels.compiled.")
    return (
        ours and _SOURCES.is_dir() and knows_numba() and not sets_numba() and folder() is not None
    )


@cache
def folder() -> Path | None:
    """The first folder of these that can be written to: the one named, beside the sources, ours."""
    named, home = os.environ.get("NUMBA_CACHE_DIR"), os.environ.get("XDG_CACHE_HOME")
    beside = _SOURCES / "compiled" / "__pycache__"
    caches = Path(home) if home else Path(os.path.expanduser("~")) / ".cache"
    own = f"provenance-{_short(str(_SOURCES))}"
    for one in (Path(named) / own,) if named else (beside, caches / own):
        try:
            one.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(one, os.W_OK):
            return one
    return None


def files(function: Callable[..., Any]) -> list[Path]:
    """The files of a function for these sources, whatever else they hold for."""
    place = folder()
    return sorted(place.glob(f"{_name(function)}.{_stamp()}-*")) if place else []


def file(function: Callable[..., Any], processor: str, kinds: object) -> Path:
    """The file of a function for a processor and kinds of arguments."""
    place = folder()
    assert place
    rest = (numba_version(), sys.implementation.cache_tag, processor, kinds)
    return place / f"{_name(function)}.{_stamp()}-{_short(repr(rest))}"


def read(path: Path) -> Code | None:
    """What lies there, if it is whole."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if data[:_SUM] != _sum(data[_SUM:]):
        return None
    entry, environment, machine_code = data[_SUM:].split(b"\n", 2)
    return Code(entry.decode(), environment.decode(), machine_code)


def write(path: Path, code: Code) -> None:
    """Leave it there, in place of what was made of other sources; a full disk is no fault here."""
    data = b"\n".join((code.entry.encode(), code.environment.encode(), code.machine_code))
    name, _, stamp = path.name.rpartition(".")
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(_sum(data) + data)
        os.replace(beside, path)
        for other in path.parent.glob(f"{name}.*"):
            if not other.name.startswith(f"{name}.{stamp.partition('-')[0]}-"):
                other.unlink(missing_ok=True)
    except OSError:
        beside.unlink(missing_ok=True)


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"


@cache
def _stamp() -> str:
    """Times and sizes of all that kernels are made of: they take functions and tables in."""
    found = []
    for place in (_SOURCES, _SOURCES / "compiled", _SOURCES / "reference"):
        for one in os.scandir(place):
            if one.is_file():
                about = one.stat()
                found.append((one.name, about.st_mtime_ns, about.st_size))
    return _short(repr(sorted(found)))


def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _sum(data: bytes) -> bytes:
    return blake2b(data, digest_size=_SUM).digest()
