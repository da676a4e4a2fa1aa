"""Texts that are read for the last time, given back while others are still to be read.

What is made of them takes their place at once, which memory that lay free for long cannot: systems
that share a machine are given new pages at the price of a copy. And of a file what has not been
written to disk by then never is.
"""

from __future__ import annotations

import ctypes
import mmap
import sys
from contextlib import suppress
from threading import Lock

import numpy as np
import pyarrow as pa
import pyarrow.types as pt

from provenance.memory.room import Room

_CHUNK = 4 << 20  # bytes that are given back together, once no row in them is wanted any more


class Spent:
    """The texts of some rows of a table, each of which is read once more at most.

    Args:
        table: each column one array, as :class:`~provenance.memory.columns.Columns` makes it.
        rows: those that will be read, int64[k], each once.
        room: where it stands.
    """

    def __init__(self, table: pa.Table, rows: np.ndarray, room: Room) -> None:
        texts = [column for column in table.columns if pt.is_large_string(column.type)]
        held = [column.chunk(0) for column in texts if column.num_chunks == 1]
        self._columns = [_Chunks(one, rows, room) for one in held if one.nbytes > 2 * _CHUNK]

    def read(self, rows: np.ndarray) -> None:
        """These rows have been copied, and are wanted no more."""
        for column in self._columns:
            column.read(rows)


class _Chunks:
    """Those of one column: how many rows are still wanted of each."""

    def __init__(self, column: pa.Array, rows: np.ndarray, room: Room) -> None:
        _, offsets, data = column.buffers()
        self._ends = np.frombuffer(offsets, np.int64)[column.offset :]
        self._data, self._filed = data, room.in_file(np.frombuffer(data, np.uint8))
        self._wanted = np.zeros(data.size // _CHUNK + 1, np.int64)
        np.add.at(self._wanted, self._touched(rows), 1)
        self._lock = Lock()

    def _touched(self, rows: np.ndarray) -> np.ndarray:
        """The chunks in which each row begins, goes on and ends."""
        first, last = self._ends[rows] // _CHUNK, self._ends[rows + 1] // _CHUNK
        size = last - first + 1
        within = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        found: np.ndarray = np.repeat(first, size) + within
        return found

    def read(self, rows: np.ndarray) -> None:
        touched = self._touched(rows)
        with self._lock:
            np.subtract.at(self._wanted, touched, 1)
            done = [chunk for chunk in set(touched.tolist()) if self._wanted[chunk] == 0]
        for chunk in done:
            _give_back(self._data, chunk * _CHUNK, self._filed)


def _give_back(data: pa.Buffer, begin: int, filed: bool) -> None:
    """Give back whole pages from a place on, those of a chunk; nothing else may look at them.

    Where the system cannot, nothing happens.
    """
    size = min(_CHUNK, data.size - begin) // mmap.PAGESIZE * mmap.PAGESIZE
    at = data.address + begin
    if sys.platform != "linux" or size <= 0 or at % mmap.PAGESIZE:
        return
    how = mmap.MADV_REMOVE if filed else mmap.MADV_DONTNEED
    with suppress(OSError, AttributeError):  # the library lets others have the interpreter
        ctypes.CDLL(None).madvise(ctypes.c_void_p(at), ctypes.c_size_t(size), how)
