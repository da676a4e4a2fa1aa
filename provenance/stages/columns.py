"""Arrow list columns as CSR arrays and back, without a Python object per value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.kernels.compiled import ascending

Csr = tuple[np.ndarray, np.ndarray]
"""``offsets int64[n+1]`` and ``values``; row i is ``values[offsets[i]:offsets[i+1]]``."""

_ARTICLES = 512
_AT_WORK = 1 << 19  # values of rows that are at work at once
_AT_ONCE = 2


def text_bytes(column: pa.Array) -> Csr:
    """The UTF-8 bytes of a string column: offsets int64[n+1] and data uint8, without a copy."""
    column = column.cast(pa.large_string())
    _, offsets, data = column.buffers()
    ends = np.frombuffer(offsets, np.int64)[column.offset : column.offset + len(column) + 1]
    if data is None:
        return np.zeros(len(column) + 1, np.int64), np.empty(0, np.uint8)
    return ends, np.frombuffer(data, np.uint8)


def sliced(
    batch: pa.RecordBatch, function: Callable[[pa.RecordBatch], dict[str, pa.Array]]
) -> pa.RecordBatch:
    """The columns that a function makes of a batch of articles, part by part, in one batch.

    So the tokens of articles take little room at once. A token takes 26 bytes; so many articles'
    fit in a cache that is near, and in memory that is taken up again rather than asked for.
    """
    size = -(-batch.num_rows // max(round(batch.num_rows / _ARTICLES), 1))  # and none of but a few
    starts = range(0, max(batch.num_rows, 1), max(size, 1))
    parts = [pa.RecordBatch.from_pydict(function(batch.slice(at, size))) for at in starts]
    if len(parts) == 1:
        return parts[0]
    return pa.Table.from_batches(parts).combine_chunks().to_batches()[0]


def csr(column: pa.Array | pa.ChunkedArray) -> Csr:
    """A list column of numbers as CSR; null lists are empty."""
    if isinstance(column, pa.ChunkedArray):
        # One chunk is taken as it stands: combining it would copy it.
        column = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
        if isinstance(column, pa.ChunkedArray):
            parts = [csr(chunk) for chunk in column.chunks]
            lengths = np.concatenate([np.diff(o) for o, _ in parts] or [np.empty(0, np.int64)])
            values = np.concatenate([v for _, v in parts]) if parts else np.empty(0)
            return ends(lengths), values
    offsets = column.offsets.to_numpy().astype(np.int64)
    values = column.values.to_numpy(zero_copy_only=False)
    if len(offsets) == 0:
        return np.zeros(1, np.int64), values[:0]
    return offsets - offsets[0], values[offsets[0] : offsets[-1]]


def ends(lengths: np.ndarray) -> np.ndarray:
    """Offsets int64[n+1] of rows with these lengths."""
    out = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=out[1:])
    return out


def list_column(column: Csr, kind: pa.DataType) -> pa.Array:
    """A CSR column as an Arrow large_list."""
    offsets, values = column
    return pa.LargeListArray.from_arrays(pa.array(offsets), pa.array(values, kind))


def rows_of(offsets: np.ndarray) -> np.ndarray:
    """The row number of each value of a CSR column, int64."""
    return np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))


def distinct(values: np.ndarray) -> np.ndarray:
    """The distinct ones of some integers, none of them negative, sorted.

    ``np.unique`` would hash them first, which takes ten times as long.
    """
    return counted(values)[0]


def counted(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same, and how often each stands there: int64."""
    values = ascending(values)
    first = np.flatnonzero(np.r_[True, values[1:] != values[:-1]][: len(values)])
    return values[first], np.diff(first, append=len(values))


def in_sorted(values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Which values are among some that are sorted, of which there is one at least: bool[m]."""
    found: np.ndarray = wanted[np.searchsorted(wanted[:-1], values)] == values
    return found


def rows_in(pairs: np.ndarray) -> np.ndarray:
    """The rows that stand in pairs (int[m, 2]), sorted: int64[k]; O(m + largest row)."""
    found = np.zeros(int(pairs.max(initial=-1)) + 1, bool)
    found[pairs.ravel()] = True
    return np.flatnonzero(found)


def select(column: Csr, keep: np.ndarray) -> Csr:
    """The CSR rows where ``keep`` (bool[n]) holds, in their order; a copy, unless it is all."""
    if keep.all():
        return column
    offsets = ends(np.diff(column[0])[keep])
    runs = np.flatnonzero(np.diff(keep, prepend=False, append=False)).reshape(-1, 2)
    found = [column[1][begin:end] for begin, end in column[0][runs].tolist()]
    return offsets, np.concatenate([column[1][:0], *found])


def row_parts(offsets: np.ndarray, most: int = _AT_WORK) -> Iterator[slice]:
    """The rows of a CSR column in parts of about ``most`` values, or of one row."""
    begin, rows = 0, len(offsets) - 1
    while begin < rows:
        end = int(np.searchsorted(offsets, offsets[begin] + most, side="right")) - 1
        end = min(max(end, begin + 1), rows)
        yield slice(begin, end)
        begin = end


def part_of(column: Csr, rows: slice) -> Csr:
    """Some rows of a CSR column, one behind the other; the values are not copied."""
    offsets = column[0][rows.start : rows.stop + 1]
    return offsets - offsets[0], column[1][offsets[0] : offsets[-1]]


def at_once(*work: Callable[[], Any]) -> list[Any]:
    """What a few independent pieces of work give that leave the interpreter alone: two at a time.

    The price of a whole step that no engine cuts into slices.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return [one.result() for one in [pool.submit(piece) for piece in work]]


def single(table: pa.Table, name: str) -> Any:
    """A column of a table as one array."""
    column = table.column(name)
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)


def seconds_of(features: pa.Table, name: str = "published_at") -> np.ndarray:
    """A column of moments in seconds since 1970 as float64[n]; NaN where unknown."""
    micros = pc.cast(single(features, name), pa.int64())
    seconds: np.ndarray = micros.to_numpy(zero_copy_only=False).astype(np.float64) / 1e6
    return seconds


def replaced(table: pa.Table, columns: Mapping[str, Any]) -> pa.Table:
    """The table with other values in some of its columns: arrays of n rows, by name."""
    for name, values in columns.items():
        place = table.schema.get_field_index(name)
        table = table.set_column(place, table.schema.field(name), pa.array(values))
    return table
