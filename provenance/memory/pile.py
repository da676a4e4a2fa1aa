"""The rows of a pile as whole columns, to be had batch by batch in any order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.types as pt

from provenance.memory.columns import Columns
from provenance.memory.room import Room
from provenance.memory.spent import Spent

_BYTES = 4 << 20  # of text that is at work at once, where it is more than one row


class Pile:
    """Rows in an order; made by :class:`Piling` and :meth:`take`.

    Attributes:
        num_rows: how many.
        schema: of each batch.
    """

    def __init__(
        self,
        table: pa.Table,
        schema: pa.Schema,
        cuts: Sequence[int],
        rows: np.ndarray | None,
        beside: pa.Table | None = None,
        *,
        room: Room,
        last: bool = False,
    ) -> None:
        self.num_rows = table.num_rows if rows is None else len(rows)
        self._own, self._room = schema, room
        self._table, self._cuts, self._rows = table, cuts, rows
        self._spent = Spent(table, rows, room) if last and rows is not None else None
        self._beside = pa.table({}) if beside is None else beside
        self.schema = pa.schema([*schema, *self._beside.schema])

    def take(
        self,
        rows: np.ndarray,
        beside: pa.Table | None = None,
        *,
        names: Sequence[str] | None = None,
        last: bool = False,
    ) -> Pile:
        """The rows of these numbers (int[k]), in this order; nothing is copied.

        Args:
            rows: of a pile that has nothing beside it.
            beside: more columns for them, k rows.
            names: the columns wanted; all if left out.
            last: each of these rows will be asked for once, and nothing else of this pile: its
                texts are let go meanwhile.
        """
        rows = rows if self._rows is None else self._rows[rows]
        table, own = self._table, self._own
        if names is not None:
            table, own = table.select(names), pa.schema([own.field(name) for name in names])
        return Pile(table, own, (0,), rows, beside, room=self._room, last=last)

    def batches(self, most: int) -> Iterator[pa.RecordBatch]:
        """Batches of at most so many rows, at least one; none goes over the end of one that came.

        One of several rows has some megabytes of text at most.
        """
        return map(self.batch, self.spans(most))

    def spans(self, most: int) -> Iterator[slice]:
        """The rows of each of the :meth:`batches`."""
        size = text_sizes(self._table)
        size = size if self._rows is None else size[self._rows]
        for begin, end in pairwise([*self._cuts, self.num_rows]):
            for rows in parts(size[begin:end], most):
                yield slice(begin + rows.start, begin + rows.stop)

    def table(self) -> pa.Table:
        """All rows."""
        if self._rows is None and self._table.schema.equals(self.schema):
            return self._table
        return pa.Table.from_batches(self.batches(self.num_rows), self.schema)

    def batch(self, rows: slice) -> pa.RecordBatch:
        """Some rows that stand one behind the other, in a batch of their own."""
        begin, end = rows.start, rows.stop
        if self._rows is None:
            part = self._table.slice(begin, end - begin)
        else:
            self._room.trim()  # a row that is read maps many pages: a look now and then is too late
            part = self._table.take(pa.array(self._rows[begin:end]))
            if self._spent is not None:
                self._spent.read(self._rows[begin:end])
        found = part.cast(self._own)
        for field in self._beside.schema:
            more = self._beside.column(field.name).slice(begin, end - begin)
            found = found.append_column(field, more)
        batches = found.combine_chunks().to_batches()
        return batches[0] if batches else pa.RecordBatch.from_pylist([], self.schema)


def text_sizes(rows: pa.Table | pa.RecordBatch) -> np.ndarray:
    """Bytes of text in each row, int64[n]."""
    size = np.zeros(rows.num_rows, np.int64)
    for column in rows.columns:
        texts = pt.is_string(column.type) or pt.is_large_string(column.type)
        if texts and column.null_count < len(column):  # most fields stand in no record
            size += pc.binary_length(column).fill_null(0).to_numpy().astype(np.int64)
    return size


def parts(size: np.ndarray, most: int) -> Iterator[slice]:
    """Rows of these sizes in parts: at most so many, and of some megabytes; at least one part."""
    ends = np.concatenate([[0], np.cumsum(size)])
    begin = 0
    while True:
        end = int(np.searchsorted(ends, ends[begin] + _BYTES, side="right")) - 1
        end = min(max(end, begin + 1), begin + most, len(size))
        yield slice(begin, end)
        if end >= len(size):
            return
        begin = end


class Piling:
    """A pile that grows batch by batch.

    Args:
        room: where it stands.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._columns: Columns | None = None
        self._schema = pa.schema([])
        self._cuts: list[int] = []
        self._rows = 0

    def append(self, batch: pa.RecordBatch) -> None:
        """Add the rows of a batch; all have one schema.

        Raises:
            EngineError: the disk is full or refuses.
        """
        if self._columns is None:
            self._schema = batch.schema
            self._columns = Columns(self._room, _widened(batch.schema))
        self._columns.append(batch)
        self._cuts.append(self._rows)
        self._rows += batch.num_rows

    def done(self) -> Pile:
        """The pile; nothing can be added any more."""
        table = self._columns.done() if self._columns else pa.table({})
        return Pile(table, self._schema, self._cuts or (0,), None, room=self._room)


def _widened(schema: pa.Schema) -> pa.Schema:
    """The same with wide offsets: all texts of a pile together may be more than 2 GiB."""
    return pa.schema([pa.field(field.name, _wide(field.type)) for field in schema])


def _wide(kind: pa.DataType) -> pa.DataType:
    if pt.is_string(kind):
        return pa.large_string()
    if pt.is_list(kind):
        return pa.large_list(_wide(kind.value_type))
    return kind
