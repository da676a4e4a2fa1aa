"""Lines that a publisher, or the whole pile, prints again and again: templates and footers.

A copied article repeats lines too, so an article votes for a line only while most of its own
words are *not* in repeated lines: forty copies of one story make no footer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels import compiled
from provenance.kernels.contract import Lines
from provenance.kernels.reference import hash_token
from provenance.recipe import Cleaning
from provenance.stages.columns import csr, ends, list_column, rows_of, slices, text_bytes

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHORT = 3  # words; shorter lines repeat by chance


class Repeated(NamedTuple):
    """Sorted uint64 hashes: of lines, and of lines mixed with their publisher's key."""

    anywhere: np.ndarray
    by_source: np.ndarray


NOTHING_REPEATED = Repeated(np.empty(0, np.uint64), np.empty(0, np.uint64))


def line_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The lines of each article: ``id, source_key`` uint64 (0: unknown), ``hash, words``."""
    parts = [_lines(part.column("text")) for part in slices(batch)]
    offsets = ends(np.concatenate([np.diff(x.offsets) for x in parts]))
    names = batch.column("source").to_pylist()
    keys = np.array([source_key(name) for name in names], np.uint64)
    return pa.RecordBatch.from_arrays(
        [
            batch.column("id").cast(pa.large_string()),
            pa.array(keys),
            list_column((offsets, np.concatenate([x.hash for x in parts])), pa.uint64()),
            list_column((offsets, np.concatenate([x.n_tokens for x in parts])), pa.int32()),
        ],
        names=["id", "source_key", "hash", "words"],
    )


def _lines(text: pa.Array) -> Lines:
    offsets, data = text_bytes(text)
    return compiled.line_hashes(compiled.tokenize(data, offsets))


@lru_cache(maxsize=4096)
def source_key(name: str | None) -> int:
    """A 64-bit key of a publisher's name; 0 where it is unknown."""
    return hash_token(name.strip().lower().encode()) | 1 if name else 0


def with_source(line_hash: np.ndarray, key: np.ndarray) -> np.ndarray:
    """A line's hash mixed with its publisher's key (uint64)."""
    mixed = (line_hash ^ key) * _MIX
    folded: np.ndarray = mixed ^ (mixed >> np.uint64(29))
    return folded


def repeated_lines(table: pa.Table, cleaning: Cleaning) -> Repeated:
    """Find the lines that enough otherwise different articles share.

    Args:
        table: the rows of :func:`line_batch` for the whole pile.
        cleaning: how many articles it takes.
    """
    offsets, line_hash = csr(table.column("hash"))
    _, words = csr(table.column("words"))
    row = rows_of(offsets)
    key = table.column("source_key").to_numpy()[row]
    sourced = np.flatnonzero(key != 0)
    local = with_source(line_hash[sourced], key[sourced])
    return Repeated(
        _voted(line_hash, row, words, cleaning.repeated_anywhere, _SHORT),
        _voted(local, row[sourced], words[sourced], cleaning.repeated_line, 1),
    )


def _voted(
    line: np.ndarray, row: np.ndarray, words: np.ndarray, needed: int, shortest: int
) -> np.ndarray:
    """Lines shared by ``needed`` articles of which each says more in other lines."""
    if len(line) == 0:
        return np.empty(0, np.uint64)
    long_enough = words >= shortest
    first = _often(line[long_enough], row[long_enough], needed)
    in_first = np.isin(line, first)
    total = np.bincount(row, words)
    repeated = np.bincount(row[in_first], words[in_first], minlength=len(total))
    votes = long_enough & in_first & (2 * repeated < total)[row]
    return _often(line[votes], row[votes], needed)


def _often(line: np.ndarray, row: np.ndarray, needed: int) -> np.ndarray:
    """Distinct hashes that stand in at least ``needed`` different rows, sorted."""
    order = np.lexsort((row, line))
    line, row = line[order], row[order]
    new = np.ones(len(line), bool)
    new[1:] = (line[1:] != line[:-1]) | (row[1:] != row[:-1])
    value, count = np.unique(line[new], return_counts=True)
    return value[count >= needed]
