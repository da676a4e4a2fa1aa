"""CSV and TSV with a header line; a quoted cell may hold line ends."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from provenance.errors import EmptyInputError, InputError
from provenance.formats.bytestream import lines, not_utf8
from provenance.formats.records import Items, Meter
from provenance.formats.sources import SourceFile
from provenance.formats.text import too_large

_HINT = "quote cells that hold a delimiter, a quote or a line end, and double the quotes in them"
_SLACK = 16 << 20


class _Feed:
    """Hands lines to :mod:`csv` and remembers the ones of the record in the making."""

    def __init__(self, source: SourceFile, meter: Meter, limit: int) -> None:
        self._file = source.path
        self._lines = lines(source.path, meter, limit)
        self._limit = limit
        self.number = 0
        self.begin()

    def begin(self) -> None:
        """Forget the lines of the record before."""
        self.raw: list[bytes] = []
        self.fault: InputError | None = None
        self.first = self.number + 1

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            if isinstance(line, InputError):
                raise line
            self.number = line.number
            self.raw.append(line.data)
            if line.is_cut:
                self.fault = too_large(self._file, line.number, line.size, self._limit)
            try:
                yield line.data.decode("utf-8") + "\n"
            except UnicodeDecodeError as error:
                self.fault = not_utf8(line.data, self._file, line.number, error)
                # so that the quotes still pair, and the next record begins where it does
                yield line.data.decode("utf-8", "backslashreplace") + "\n"


def read(source: SourceFile, meter: Meter, max_article_bytes: int) -> Items:
    """The rows of a CSV or TSV file as ``{column: cell}``; the line is where a row begins."""
    # csv refuses cells above 128 kB by default, for the whole process; only ever raise that.
    # In characters: no article within the limit in bytes has more.
    if csv.field_size_limit() < max_article_bytes + _SLACK:
        csv.field_size_limit(max_article_bytes + _SLACK)
    feed = _Feed(source, meter, 2 * max_article_bytes + _SLACK)
    try:
        yield from _records(source, feed)
    except InputError as error:
        yield error.line, error, b"\n".join(feed.raw)


def _records(source: SourceFile, feed: _Feed) -> Items:
    text = iter(feed)
    first = next(text, None)
    if first is None:
        raise EmptyInputError("the file is empty", file=source.path, hint="remove it, or fill it")
    delimiter = _delimiter(first, source.format)

    def again() -> Iterator[str]:
        yield first
        yield from text

    rows = csv.reader(again(), delimiter=delimiter, strict=True)
    header = _header(next(_rows(rows, feed, source.path))[1], feed, source.path)
    feed.begin()
    for line, cells in _rows(rows, feed, source.path):
        raw = b"\n".join(feed.raw)
        if isinstance(cells, InputError):
            yield line, cells, raw
        elif len(cells) == len(header):
            yield line, dict(zip(header, cells, strict=True)), raw
        elif cells:
            reason = f"the row has {len(cells)} cells, the header {len(header)}"
            yield line, InputError(reason, file=source.path, line=line, hint=_HINT), raw
        feed.begin()


def _rows(
    rows: Iterator[list[str]], feed: _Feed, file: str
) -> Iterator[tuple[int, list[str] | InputError]]:
    """Each row or what is wrong with it, with the line on which it begins."""
    while True:
        try:
            cells = next(rows, None)
        except csv.Error as error:
            fault = InputError(f"malformed CSV: {error}", file=file, line=feed.first, hint=_HINT)
            yield feed.first, feed.fault or fault
            continue
        if cells is None:
            return
        yield feed.first, feed.fault or cells


def _delimiter(header: str, kind: str) -> str:
    """A tab for TSV; for CSV a comma, unless the header has none and another that is usual."""
    if kind == "tsv":
        return "\t"
    if "," in header:
        return ","
    return max(";\t|", key=header.count) if any(c in header for c in ";\t|") else ","


def _header(cells: list[str] | InputError, feed: _Feed, file: str) -> list[str]:
    if isinstance(cells, InputError):
        raise cells
    names = [cell.strip() or f"column {place}" for place, cell in enumerate(cells, 1)]
    if not cells:
        hint = "begin the file with the names of the columns"
        raise InputError("the header line is blank", file=file, line=1, hint=hint)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(
            f"the header names {twice[0]!r} twice", file=file, line=1, hint="rename one of the two"
        )
    return names
