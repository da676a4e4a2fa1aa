"""Arrow columns that grow batch by batch, each in memory of its own or in a file.

A batch is copied into them and let go, so that a pile never stands there twice, and what comes out
is one array a column, whatever the batches were.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.types as pt

from provenance.errors import EngineError
from provenance.memory.room import Room

_NARROW = (1 << 31) - 1


class Column:
    """An Arrow array that grows at its end.

    Args:
        kind: numbers, moments, truth values, texts, and lists, structs and lists of one size of
            these.
        room: where it stands.
    """

    def __init__(self, kind: pa.DataType, room: Room) -> None:
        self._kind = kind
        self._length = 0
        self._nulls = 0
        self._valid = room.vessel()  # a byte for each row; empty while there is no null
        self._inner = [Column(kind.field(k).type, room) for k in range(kind.num_fields)]
        self._values = None if self._inner else room.vessel()
        self._offsets = room.vessel() if _is_ragged(kind) else None
        self._counted = not self._inner or _is_ragged(kind)
        self._wide = _is_wide(kind)
        self._total = 0
        if self._offsets is not None:
            self._offsets.write(np.zeros(1, np.int64 if self._wide else np.int32))

    def append(self, array: pa.Array) -> None:
        """Add the values of an array of this kind, or of the same with narrower offsets.

        While there are nulls alone, as in most columns of most piles, they are only counted. What
        stands below them in structs and lists of one size is written: no null is expected there.

        Raises:
            EngineError: the disk is full or refuses; more than 2 GiB in a narrow column.
        """
        if self._counted and self._length == self._nulls:
            if array.null_count == len(array):
                self._length += len(array)
                self._nulls += len(array)
                return
            before, self._length, self._nulls = self._length, 0, 0
            self._append(pa.nulls(before, self._kind))
        self._append(array)

    def _append(self, array: pa.Array) -> None:
        if array.null_count or self._nulls:
            if not self._nulls:
                self._valid.write(np.ones(self._length, np.uint8))
            self._valid.write(_truth(array.is_valid()))
            self._nulls += array.null_count
        self._length += len(array)
        if pt.is_struct(self._kind):
            for k, inner in enumerate(self._inner):
                inner.append(array.field(k))
        elif pt.is_fixed_size_list(self._kind):
            size = self._kind.list_size
            self._inner[0].append(array.values.slice(array.offset * size, len(array) * size))
        elif self._offsets is not None:
            self._append_ragged(array)
        elif pt.is_boolean(self._kind):
            self._write(_truth(array.fill_null(False)))
        elif len(array):
            width = self._kind.bit_width // 8
            begin = array.offset * width
            self._write(array.buffers()[1].slice(begin, len(array) * width))

    def _append_ragged(self, array: pa.Array) -> None:
        if len(array) == 0:
            return
        found = np.frombuffer(array.buffers()[1], np.int64 if _is_wide(array.type) else np.int32)
        edges = found[array.offset : array.offset + len(array) + 1].astype(np.int64)
        begin, size = int(edges[0]), int(edges[-1] - edges[0])
        rows = edges[1:] + (self._total - begin)
        self._total += size
        if not self._wide and self._total > _NARROW:
            raise EngineError(
                "more than 2 GiB of one kind of detail in all articles together",
                hint="run over parts of the pile",
            )
        assert self._offsets is not None
        self._offsets.write(rows if self._wide else rows.astype(np.int32))
        if self._inner:
            self._inner[0].append(array.values.slice(begin, size))
        elif size:
            self._write(array.buffers()[2].slice(begin, size))

    def _write(self, data: np.ndarray | pa.Buffer) -> None:
        assert self._values is not None
        self._values.write(data)

    def done(self) -> pa.Array:
        """All of it as one array; nothing can be added any more."""
        if self._counted and self._length == self._nulls:
            return pa.nulls(self._length, self._kind)
        valid = self._valid.done()
        buffers = [_packed(valid) if self._nulls else None]
        if self._offsets is not None:
            buffers.append(self._offsets.done())
        if self._values is not None:
            values = self._values.done()
            buffers.append(_packed(values) if pt.is_boolean(self._kind) else values)
        inner = [one.done() for one in self._inner]
        return pa.Array.from_buffers(
            self._kind, self._length, buffers, self._nulls, children=inner or None
        )


def _is_ragged(kind: pa.DataType) -> bool:
    return bool(pt.is_string(kind) or pt.is_list(kind) or _is_wide(kind))


def _is_wide(kind: pa.DataType) -> bool:
    return bool(pt.is_large_string(kind) or pt.is_large_list(kind))


def _truth(array: pa.Array) -> np.ndarray:
    """Truth values, a byte each."""
    found: np.ndarray = array.to_numpy(zero_copy_only=False).astype(np.uint8)
    return found


def _packed(whole: pa.Buffer) -> pa.Buffer:
    """Bytes of 0 and 1 as bits."""
    return pa.py_buffer(np.packbits(np.frombuffer(whole, np.uint8), bitorder="little"))


class Columns:
    """A table that grows at its end.

    Args:
        room: where it stands.
        schema: of the batches; that of the first of them if not given.
    """

    def __init__(self, room: Room, schema: pa.Schema | None = None) -> None:
        self._room = room
        self._columns: dict[str, Column] = {}
        if schema is not None:
            self._begin(schema)

    def _begin(self, schema: pa.Schema) -> None:
        self._columns = {field.name: Column(field.type, self._room) for field in schema}

    def append(self, batch: pa.RecordBatch) -> None:
        """Add the rows of a batch; narrow offsets are widened where the schema says so.

        Raises:
            EngineError: the disk is full or refuses.
        """
        if not self._columns:
            self._begin(batch.schema)
        for name, column in self._columns.items():
            column.append(batch.column(name))

    def pop(self, names: Sequence[str]) -> pa.Table:
        """Some columns, each one array; rows that are added from now on have none of them."""
        return pa.table({name: self._columns.pop(name).done() for name in names})

    def done(self) -> pa.Table:
        """The table, each column one array; nothing can be added any more."""
        return self.pop(list(self._columns))
