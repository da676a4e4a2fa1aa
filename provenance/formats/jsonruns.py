"""Runs of JSON lines at once, as columns, where every record in them is plain.

A plain record holds texts in fields of ours and nothing else, as most dumps do. Arrow's reader
makes columns of a megabyte of such lines in a tenth of the time that objects take. What it refuses,
and whatever is not plain, is read line by line: this way is faster, and says nothing new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.formats.jsonlines import items_of
from provenance.formats.records import Item, Run, RunsAndItems
from provenance.formats.rows import CONVERT, RowMaker
from provenance.schema import INPUT, TIME

Decoded: TypeAlias = "Iterator[Item | tuple[int | None, pa.RecordBatch, None]]"

_OPEN, _CLOSE, _RETURN, _NEWLINE = b"{}\r\n"

# What a blank text begins with: nothing, or white space.
_BEGINNINGS = pa.array(["", *filter(str.isspace, map(chr, range(0x3001)))])

_DATES = ("published_at", "modified_at", "first_seen_at")
_ISO = r"^(1[5-9]|20|21)\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$"


class _NotPlain(Exception):
    """The run has to be read line by line."""


def decoded(items: RunsAndItems, file: str, plain: PlainRuns) -> Decoded:
    """The items, with each run as one batch of rows, or as its lines."""
    for line, values, raw in items:
        if not isinstance(values, Run):
            yield line, values, raw
        elif (batch := plain.batch(values, file)) is not None:
            yield line, batch, None
        else:
            yield from items_of(values.lines(), file)


class PlainRuns:
    """Makes rows of runs of plain records, with the fields that ``rows`` has met so far."""

    def __init__(self, rows: RowMaker) -> None:
        self._rows = rows

    def batch(self, run: Run, file: str) -> pa.RecordBatch | None:
        """The records of a run as rows of :data:`INPUT`; ``None`` where one is not plain."""
        named = self._rows.named
        if not named or {"id", "text"} - {*named.values()} or not _complete(run):
            return None
        try:
            table = _table(run, named)
            columns = _columns(table, named, self._rows.limit)
        except (pa.ArrowException, ValueError, _NotPlain):
            return None
        columns["file"] = pa.repeat(file, run.count)
        columns["line"] = pa.array(np.arange(run.number, run.number + run.count))
        arrays = [columns.get(f.name, pa.nulls(run.count, f.type)).cast(f.type) for f in INPUT]
        return pa.RecordBatch.from_arrays(arrays, schema=INPUT)


def _complete(run: Run) -> bool:
    """Whether each line begins and ends as an object does: none goes on in the next."""
    data = np.frombuffer(run.data, np.uint8)
    ends = np.flatnonzero(data == _NEWLINE)
    starts = np.concatenate([[0], ends[:-1] + 1])
    last = data[np.maximum(ends - 1, 0)]
    returned = last == _RETURN
    last = np.where(returned, data[np.maximum(ends - 2, 0)], last)
    return bool((data[starts] == _OPEN).all() and (last == _CLOSE).all())


def _table(run: Run, named: Mapping[str, str]) -> pa.Table:
    """The run as columns of text.

    Raises:
        pa.ArrowException: it is malformed, or holds something else; _NotPlain: not a record a line.
    """
    from pyarrow import json  # not needed for other formats

    table = json.read_json(
        pa.BufferReader(run.data),
        json.ReadOptions(use_threads=False, block_size=len(run.data) + 1),
        json.ParseOptions(
            explicit_schema=pa.schema([(name, pa.string()) for name in named]),
            unexpected_field_behavior="error",
        ),
    )
    if table.num_rows != run.count:
        raise _NotPlain
    table.validate(full=True)  # the reader takes bytes that are not UTF-8
    return table.combine_chunks()


def _columns(table: pa.Table, named: Mapping[str, str], limit: int) -> dict[str, pa.Array]:
    """The columns of :data:`INPUT` that the records give.

    Raises:
        ValueError: a value that its field cannot take; _NotPlain: what only a look at the record
            can settle.
    """
    columns: dict[str, pa.Array] = {}
    for theirs, ours in named.items():
        column = table.column(theirs).chunk(0)
        if ours in ("id", "text"):
            if column.null_count or _blank(column):
                raise _NotPlain
            columns[ours] = column
        elif ours in CONVERT:
            columns |= _converted(column, ours)
        else:
            columns[ours] = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
    if pc.max(pc.binary_length(columns["text"])).as_py() > limit:
        raise _NotPlain
    return columns


def _blank(column: pa.Array) -> bool:
    """Whether one of the texts is empty or white space only, in Python's sense of it."""
    suspect = pc.is_in(pc.utf8_slice_codeunits(column, 0, 1), value_set=_BEGINNINGS)
    return any(not text or text.isspace() for text in column.filter(suspect).to_pylist())


def _converted(column: pa.Array, ours: str) -> dict[str, pa.Array]:
    """A column of dates or names, each value read once."""
    if ours in _DATES and pc.all(pc.match_substring_regex(column, _ISO), min_count=0).as_py():
        # What the reader of dates makes of these, without an object for each.
        seconds = pc.if_else(column.is_valid(), 1, pa.scalar(None, pa.int64()))
        return _dated(ours, column.cast(TIME), seconds)
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
