"""What the machine itself can do with a dump, which no reader beats, and what our reader does."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np

OUR_READER = "our reader"
_COPIED = 256 << 20  # bytes


class _Article(msgspec.Struct):
    """All that a reader must know to get at a text."""

    text: str


def _read(dump: Path) -> None:
    with dump.open("rb", buffering=0) as stream:
        while stream.read(1 << 20):
            pass


def _msgspec(dump: Path) -> None:
    decode = msgspec.json.Decoder(_Article).decode
    with dump.open("rb") as lines:
        for line in lines:
            decode(line)


def _arrow(dump: Path) -> None:
    from pyarrow import json

    json.read_json(dump)


def _polars(dump: Path) -> None:
    import polars

    polars.read_ndjson(dump)


def _parsers() -> Iterator[tuple[str, Callable[[Path], None]]]:
    yield "msgspec", _msgspec
    yield "pyarrow", _arrow
    try:
        import polars  # noqa: F401
    except ImportError:
        return
    yield "polars", _polars


def _ours(dump: Path) -> None:
    from provenance.formats import open_sources
    from provenance.formats.intake import Intake

    for _ in Intake(open_sources([dump])):
        pass


def _rate(call: Callable[[], object], size: int, runs: int) -> float:
    """Median MB/s, after one unmeasured call."""
    taken = []
    for turn in range(runs + 1):
        start = time.perf_counter()
        call()
        if turn:
            taken.append(time.perf_counter() - start)
    return size / 1e6 / statistics.median(taken)


def limits(dump: Path, runs: int) -> dict[str, float]:
    """MB/s of reading (from the page cache), of each JSON parser, of our reader, of copying memory.

    Our reader goes as far as a run's does: from the file to Arrow batches in the library's schema,
    every field of every article, each id once. All are called in this process, one after the other.
    """
    size = dump.stat().st_size
    found = {"read": _rate(lambda: _read(dump), size, runs)}
    for name, parse in _parsers():
        found[f"parse JSON, {name}"] = _rate(lambda parse=parse: parse(dump), size, runs)
    found[OUR_READER] = _rate(lambda: _ours(dump), size, runs)
    source = np.ones(_COPIED, np.uint8)
    target = np.empty_like(source)
    found["copy memory"] = _rate(lambda: np.copyto(target, source), _COPIED, runs)
    return found
