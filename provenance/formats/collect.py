"""Records of any reader as Arrow batches: the one place that stops at a fault or sets it aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

import pyarrow as pa

from provenance.errors import EmptyInputError, InputError, UsageError
from provenance.formats.jsonruns import PlainRuns, decoded
from provenance.formats.records import Chunk, Meter, OnBad, Rejected, RunsAndItems, rejected
from provenance.formats.rows import Row, RowMaker
from provenance.schema import INPUT, input_batch

TOLERATED = 0.001
"""Share of empty texts that a pile may hold with ``on_bad="stop"``.

One empty record in a dump of thousands is the feed's slip: it is kept, matches nothing and is
counted. More than that is most likely a wrong field, and an error.
"""

CHUNK_BYTES = 3 << 20
"""A chunk is also full at this much text, in characters, however few its rows.

So a run of JSON lines is a chunk as it stands, and no batch at work is cut off from a longer one.
"""
_TEXT = INPUT.get_field_index("text")
_EXTRA = INPUT.get_field_index("extra")


class _Builder:
    """The rows of the chunk in the making."""

    def __init__(self, chunk_rows: int, meter: Meter) -> None:
        self._chunk_rows = chunk_rows
        self._meter = meter
        self._rows: list[Row] = []
        self._batches: list[pa.RecordBatch] = []
        self._rejected: list[Rejected] = []
        self._count = 0
        self._size = 0

    def add(self, row: Row) -> None:
        self._rows.append(row)
        self._count += 1
        self._size += len(row[_TEXT]) + len(row[_EXTRA] or "")

    def add_batch(self, batch: pa.RecordBatch) -> None:
        self._settle()
        self._batches.append(batch)
        self._count += batch.num_rows
        self._size += batch.column(_TEXT).nbytes

    def reject(self, record: Rejected) -> None:
        self._rejected.append(record)
        self._size += len(record.raw)

    @property
    def full(self) -> bool:
        count = max(self._count, len(self._rejected))
        return count >= self._chunk_rows or self._size >= CHUNK_BYTES

    @property
    def empty(self) -> bool:
        return not self._count and not self._rejected and not self._meter.count

    def take(self) -> Chunk:
        """A chunk of the first rows; those beyond its most stay."""
        self._settle()
        whole = pa.Table.from_batches(self._batches, INPUT).combine_chunks()
        batch, rest = whole[: self._chunk_rows], whole[self._chunk_rows :]
        found = batch.to_batches() or [input_batch(())]
        chunk = Chunk(found[0], tuple(self._rejected), self._meter.take())
        self._batches, self._rejected = rest.to_batches(), []
        self._count, self._size = rest.num_rows, 0
        return chunk

    def _settle(self) -> None:
        """Make the rows a batch."""
        if self._rows:
            columns = zip(*self._rows, strict=True)
            arrays = [pa.array(one, field.type) for one, field in zip(columns, INPUT, strict=True)]
            self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=INPUT))
            self._rows = []


def check_options(on_bad: str, chunk_rows: int, max_article_bytes: int) -> None:
    """Refuse options that cannot be, before anything is read.

    Raises:
        UsageError: naming the option.
    """
    if on_bad not in get_args(OnBad):
        raise UsageError(f"on_bad is {on_bad!r}", hint="use 'stop' or 'quarantine'")
    for name, value in (("chunk_rows", chunk_rows), ("max_article_bytes", max_article_bytes)):
        if value < 1:
            raise UsageError(f"{name} is {value}", hint="use a number above 0")


def collect(
    files: Iterable[tuple[str, RunsAndItems]],
    rows: RowMaker,
    *,
    on_bad: OnBad,
    chunk_rows: int,
    meter: Meter,
) -> Iterator[Chunk]:
    """Chunks of at most ``chunk_rows`` articles, over the borders of files.

    Raises:
        InputError: the first fault, unless ``on_bad`` is ``"quarantine"``; a name given by the
            user that no record has.
        EmptyInputError: no record in any file.
    """
    builder = _Builder(chunk_rows, meter)
    plain = PlainRuns(rows)
    seen = articles = blanks = 0
    first_blank: InputError | None = None
    for file, items in files:
        for line, values, raw in decoded(items, file, plain):
            if isinstance(values, pa.RecordBatch):
                builder.add_batch(values)
                seen, articles = seen + values.num_rows, articles + values.num_rows
                while builder.full:
                    yield builder.take()
                continue
            seen += 1
            try:
                row, blank = _row(rows, values, file, line)
                if blank is not None and on_bad == "quarantine":
                    raise blank
                blanks, first_blank = blanks + bool(blank), first_blank or blank
                builder.add(row)
                articles += 1
            except InputError as error:
                if on_bad == "stop":
                    raise
                kept = raw if raw is not None else repr(values).encode("utf-8", "surrogatepass")
                builder.reject(rejected(error, file, kept))
            if builder.full:
                yield builder.take()
    if first_blank is not None and blanks > TOLERATED * articles:
        raise first_blank
    _check_end(seen, articles, rows)
    if not builder.empty:
        yield builder.take()


def _row(
    rows: RowMaker, values: Mapping[str, Any] | InputError, file: str, line: int | None
) -> tuple[Row, InputError | None]:
    """The row of a record, and what is wrong with it if its text is empty.

    Raises:
        InputError: it is none, or cannot be one.
    """
    if isinstance(values, InputError):
        raise values
    row = rows.row(values, file, line)
    return row, rows.blank(row, values)


def _check_end(seen: int, articles: int, rows: RowMaker) -> None:
    """What can only be known behind the last record.

    Raises:
        InputError: a name given by the user that no record has.
        EmptyInputError: there was no record.
    """
    if not seen:
        raise EmptyInputError("there is no record in the input", hint="check what was given")
    if articles and rows.fields.unseen:
        raise InputError(
            f"no record has a field {rows.fields.unseen[0]!r}",
            field=rows.fields.unseen[0],
            hint="correct the name in --field, or leave it out",
        )
