"""Lines that a publisher, or the whole pile, prints again and again: templates and footers.

They are known once all is read. By then each article is fingerprinted as if none were repeated,
which is right for most; the few with such a line are fingerprinted again.

A copied article repeats lines too, so an article votes for a line only while most of its own
words are *not* in repeated lines: forty copies of one story make no footer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels.compiled import ascending
from provenance.kernels.contract import Lines
from provenance.kernels.reference import hash_token
from provenance.recipe import Cleaning
from provenance.stages.columns import counted, csr, distinct, in_sorted, list_column, rows_of

_MIX = np.uint64(0x9E3779B97F4A7C15)
_BEGINS, _REST = 1 << 16, np.uint64(48)  # what a hash may begin with, and the bits behind that
_SHORT = 3  # words; shorter lines repeat by chance


class Repeated(NamedTuple):
    """Sorted uint64 hashes: of lines, and of lines mixed with their publisher's key."""

    anywhere: np.ndarray
    by_source: np.ndarray


NOTHING_REPEATED = Repeated(np.empty(0, np.uint64), np.empty(0, np.uint64))


LINES = ("source_key", "line_hash", "line_words")
"""What has to be known of the lines of each article to find those that are repeated."""


def line_columns(lines: Lines, keys: np.ndarray) -> dict[str, pa.Array]:
    """The columns :data:`LINES` of n articles, whose publishers have these ``keys`` (uint64[n])."""
    return {
        "source_key": pa.array(keys),
        "line_hash": list_column((lines.offsets, lines.hash), pa.uint64()),
        "line_words": list_column((lines.offsets, lines.n_tokens), pa.int32()),
    }


@lru_cache(maxsize=4096)
def source_key(name: str | None) -> int:
    """A 64-bit key of a publisher's name; 0 where it is unknown."""
    return hash_token(name.strip().lower().encode()) | 1 if name else 0


def source_keys(names: pa.Array) -> np.ndarray:
    """The keys of publishers, uint64[n]; 0 where one is unknown."""
    return np.fromiter(map(source_key, names.to_pylist()), np.uint64, len(names))


def with_source(line_hash: np.ndarray, key: np.ndarray) -> np.ndarray:
    """A line's hash mixed with its publisher's key (uint64)."""
    mixed = (line_hash ^ key) * _MIX
    folded: np.ndarray = mixed ^ (mixed >> np.uint64(29))
    return folded


def repeated_lines(table: pa.Table, cleaning: Cleaning) -> Repeated:
    """Find the lines that enough otherwise different articles share.

    Args:
        table: the columns :data:`LINES` of the whole pile.
        cleaning: how many articles it takes.
    """
    row, line_hash, key = _each_line(table)
    _, words = csr(table.column("line_words"))
    sourced = np.flatnonzero(key != 0)
    local = with_source(line_hash[sourced], key[sourced])
    return Repeated(
        _voted(line_hash, row, words, cleaning.repeated_anywhere, _SHORT),
        _voted(local, row[sourced], words[sourced], cleaning.repeated_line, 1),
    )


def with_repeated(table: pa.Table, repeated: Repeated) -> np.ndarray:
    """The rows of articles that have a repeated line, int64[k], rising.

    Args:
        table: the columns :data:`LINES` of the whole pile.
        repeated: what :func:`repeated_lines` found in it.
    """
    row, line_hash, key = _each_line(table)
    return distinct(row[among(line_hash, key, repeated)])


def among(line_hash: np.ndarray, key: np.ndarray, repeated: Repeated) -> np.ndarray:
    """Which lines are repeated ones, bool[m], by their hashes and their publishers' keys."""
    hit = _stands(line_hash, repeated.anywhere)
    if len(repeated.by_source):
        hit |= (key != 0) & _stands(with_source(line_hash, key), repeated.by_source)
    return hit


def _stands(values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Which values are among the sorted ``wanted``, bool[m]: hashes, so that few begin as these."""
    found = np.zeros(len(values), bool)
    begins = np.zeros(_BEGINS, bool)
    begins[wanted >> _REST] = True
    maybe = np.flatnonzero(begins[values >> _REST])
    if len(maybe):
        found[maybe] = in_sorted(values[maybe], wanted)
    return found


def _each_line(table: pa.Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each line the row, the hash and the publisher's key."""
    offsets, line_hash = csr(table.column("line_hash"))
    row = rows_of(offsets)
    return row, line_hash, table.column("source_key").to_numpy()[row]


def _voted(
    line: np.ndarray, row: np.ndarray, words: np.ndarray, needed: int, shortest: int
) -> np.ndarray:
    """Lines shared by ``needed`` articles of which each says more in other lines."""
    if len(line) == 0:
        return np.empty(0, np.uint64)
    long_enough = words >= shortest
    first = _often(line[long_enough], row[long_enough], needed)
    in_first = _stands(line, first)
    total = np.bincount(row, words)
    repeated = np.bincount(row[in_first], words[in_first], minlength=len(total))
    votes = long_enough & in_first & (2 * repeated < total)[row]
    return _often(line[votes], row[votes], needed)


def _often(line: np.ndarray, row: np.ndarray, needed: int) -> np.ndarray:
    """Distinct hashes that stand in at least ``needed`` different rows, sorted."""
    ordered = ascending(line)
    again = ordered[needed - 1 :]  # what stands there so often at all is little
    some = _stands(line, distinct(again[again == ordered[: len(again)]]))
    line, row = line[some], row[some]
    order = np.lexsort((row, line))
    line, row = line[order], row[order]
    new = np.ones(len(line), bool)
    new[1:] = (line[1:] != line[:-1]) | (row[1:] != row[:-1])
    value, count = counted(line[new])
    return value[count >= needed]
