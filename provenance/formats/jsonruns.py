"""Runs of JSON lines at once, as columns, where every record in them is plain.

A plain record holds texts in fields of ours and nothing else, as most dumps do. A kernel makes
columns of megabytes of such lines in a fifth of the time that objects take. What it refuses, and
whatever is not plain, is read line by line: this way is faster, and says nothing new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.formats.jsonlines import items_of
from provenance.formats.records import Item, Run, RunsAndItems
from provenance.formats.rows import CONVERT, RowMaker
from provenance.schema import INPUT, TIME

if TYPE_CHECKING:
    from provenance.kernels.compiled.records import RecordsRoom
    from provenance.kernels.contract import Records

Decoded: TypeAlias = "Iterator[Item | tuple[int | None, pa.RecordBatch, None]]"

_WORTH = 1 << 20  # bytes of lines behind which the kernel is worth being loaded
_PART = 1 << 18  # bytes about, that are read line by line where a line is not plain

# What a text that is white space only can begin with, in UTF-8: ASCII, and characters behind it.
_BLANK = np.zeros(256, np.bool_)
_BLANK[: ord(" ") + 1] = True
_BLANK[[chr(k).encode()[0] for k in range(0x80, 0x3001) if chr(k).isspace()]] = True

_DATES = ("published_at", "modified_at", "first_seen_at")
_ISO = np.frombuffer(b"0000-00-00T00:00:00Z", np.uint8)
_DIGITS = np.isin(_ISO, ord("0"))


class _NotPlain(Exception):
    """The run has to be read line by line."""


def decoded(items: RunsAndItems, file: str, plain: PlainRuns) -> Decoded:
    """The items, with each run as batches of rows, or as its lines."""
    for line, values, raw in items:
        if isinstance(values, Run):
            yield from plain.items(values, file)
        else:
            yield line, values, raw


class PlainRuns:
    """Makes rows of runs of plain records, with the fields that ``rows`` has met so far."""

    def __init__(self, rows: RowMaker) -> None:
        self._rows = rows
        self._seen = 0
        self._room: RecordsRoom | None = None

    def items(self, run: Run, file: str) -> Decoded:
        """The records of a run as a batch of rows; where one is not plain, in parts, or its lines.

        A first megabyte is lines: to load the kernel takes longer than to do without.
        """
        self._seen += run.end - run.begin
        if self._seen < _WORTH:
            yield from items_of(run.lines(), file)
        elif (batch := self.batch(run, file)) is not None:
            yield run.number, batch, None
        else:
            for part in run.parts(_PART):
                if (batch := self.batch(part, file)) is not None:
                    yield part.number, batch, None
                else:
                    yield from items_of(part.lines(), file)

    def batch(self, run: Run, file: str) -> pa.RecordBatch | None:
        """The records of a run as rows of :data:`INPUT`; ``None`` where one is not plain."""
        named = self._rows.named or {}
        names, ours = [*named], [*named.values()]
        if {"id", "text"} - {*ours}:
            return None
        found = self._records(run, names, ours.index("text"))
        if found is None:
            return None
        try:
            columns = _columns(found, ours, self._rows.limit)
        except (pa.ArrowException, ValueError, _NotPlain):
            return None
        run.count = count = found.valid.shape[1]
        columns["file"] = pa.repeat(file, count)
        columns["line"] = pa.array(np.arange(run.number, run.number + count))
        arrays = [columns.get(f.name, pa.nulls(count, f.type)) for f in INPUT]
        return pa.RecordBatch.from_arrays(arrays, schema=INPUT)

    def _records(self, run: Run, names: list[str], text: int) -> Records | None:
        """The records of a run; what stands in the field of this number is ours to keep."""
        # Kernels take a while to load.
        from provenance.kernels.compiled.records import RecordsRoom, plain_records

        self._room = room = self._room or RecordsRoom()
        data = np.frombuffer(run.block, np.uint8)[run.begin : run.end]
        found = plain_records(data, [name.encode() for name in names], room)
        if found is not None:
            room.give(text)
        return found


def _columns(found: Records, ours: list[str], limit: int) -> dict[str, pa.Array]:
    """The columns of :data:`INPUT` that records give whose fields are these of ours.

    Raises:
        pa.ArrowException: what is not UTF-8; ValueError: a value that its field cannot take;
        _NotPlain: what only a look at the record can settle.
    """
    columns: dict[str, pa.Array] = {}
    for k, name in enumerate(ours):
        column = _texts(found, k, wide=name == "text")
        size = np.diff(found.offsets[k])
        if not found.is_ascii:
            column.validate(full=True)
        if name in ("id", "text"):
            if not size.all() or _has_blank(column, found, k):
                raise _NotPlain
        elif name in _DATES and _all_iso(size, found, k):
            # What the reader of dates makes of these, without an object for each.
            exact = pa.array(np.ones(len(size), np.int32), mask=~found.valid[k])
            columns |= _dated(name, column.cast(TIME), exact)
            continue
        elif name in CONVERT:
            columns |= _converted(column, name)
            continue
        elif not size[found.valid[k]].all():
            column = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
        columns[name] = column
        if name == "text" and size.max() > limit:
            raise _NotPlain
    return columns


def _texts(found: Records, k: int, *, wide: bool) -> pa.Array:
    """A field as an Arrow column; its values are copied unless they are the texts themselves."""
    valid = found.valid[k]
    offsets = found.offsets[k].astype(np.int64 if wide else np.int32)
    nulls = len(valid) - int(np.count_nonzero(valid))
    buffers = [
        pa.py_buffer(np.packbits(valid, bitorder="little")) if nulls else None,
        pa.py_buffer(offsets),
        pa.py_buffer(found.values[k] if wide else found.values[k].tobytes()),
    ]
    kind = pa.large_string() if wide else pa.string()
    return pa.Array.from_buffers(kind, len(valid), buffers, nulls)


def _has_blank(column: pa.Array, found: Records, k: int) -> bool:
    """Whether one of the texts, none of them empty, is white space only in Python's sense of it."""
    (suspect,) = np.nonzero(_BLANK[found.values[k][found.offsets[k, :-1]]])
    return any(column[row].as_py().isspace() for row in suspect.tolist())


def _all_iso(size: np.ndarray, found: Records, k: int) -> bool:
    """Whether all that is no null is written like 2026-01-31T12:00:00Z, from 1500 to 2199."""
    if (size[found.valid[k]] != len(_ISO)).any():
        return False
    each = found.values[k].reshape(-1, len(_ISO))
    century = each[:, 0] * np.int64(10) + each[:, 1] - ord("0") * 11
    same = np.where(_DIGITS, each - _ISO < 10, each == _ISO)
    return bool(same.all() and ((century >= 15) & (century <= 21)).all())


def _converted(column: pa.Array, ours: str) -> dict[str, pa.Array]:
    """A column of dates or names, each value read once."""
    convert: Callable[[Any], Any] = CONVERT[ours]
    coded = column.dictionary_encode()
    values = [convert(value) for value in coded.dictionary.to_pylist()]
    if ours != "published_at":
        return {ours: pa.array(values, INPUT.field(ours).type).take(coded.indices)}
    moments, exact = zip(*(value or (None, None) for value in values), strict=True)
    read = (pa.array(moments, TIME), pa.array(exact, pa.int32()))
    return _dated(ours, *(one.take(coded.indices) for one in read))


def _dated(ours: str, moments: pa.Array, seconds: pa.Array) -> dict[str, pa.Array]:
    """A column of dates, and for the publication how exact they are."""
    exact = {"published_resolution_s": seconds} if ours == "published_at" else {}
    return {ours: moments, **exact}
