"""Objects and tables that a program already has in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from provenance.errors import InputError, UsageError
from provenance.formats.arrowrows import items
from provenance.formats.collect import check_options, collect
from provenance.formats.fields import FieldMap
from provenance.formats.records import MAX_ARTICLE_BYTES, Chunk, Items, Meter, OnBad, Ready
from provenance.formats.rows import RowMaker
from provenance.model import Article
from provenance.schema import INPUT

OBJECTS = "<objects>"
TABLE = "<table>"
_OWN = [name for name in INPUT.names if name not in ("file", "line")]


def from_objects(
    objects: Iterable[Article | Mapping[str, Any]],
    *,
    fields: Mapping[str, str] | None = None,
    on_bad: OnBad = "stop",
    chunk_rows: int = 4096,
    max_article_bytes: int = MAX_ARTICLE_BYTES,
) -> Iterator[Chunk]:
    """Articles or mappings as chunks; the iterable is read once, as the chunks are taken.

    Fields are guessed as in files. A fault names ``<objects>`` and the number from 1.

    Raises:
        InputError: at the first object that cannot be used (unless ``on_bad="quarantine"``).
        EmptyInputError: there is none.
        UsageError: an option that cannot be.
    """
    check_options(on_bad, chunk_rows, max_article_bytes)
    if isinstance(objects, str | bytes | Article | Mapping):
        raise UsageError("one object was given, where a list is needed", hint="put it in a list")
    rows = RowMaker(FieldMap(fields or {}), max_article_bytes, decoded=False)
    found = [(OBJECTS, _objects(objects))]
    return collect(found, rows, on_bad=on_bad, chunk_rows=chunk_rows, meter=Meter())


def _objects(objects: Iterable[Any]) -> Items:
    for number, value in enumerate(objects, 1):
        if isinstance(value, Article):
            yield number, _record(value), None
        elif isinstance(value, Mapping):
            yield number, {str(key): inner for key, inner in value.items()}, None
        else:
            reason = f"a {type(value).__name__}; an Article or a mapping is needed"
            yield number, InputError(reason, file=OBJECTS, line=number), repr(value).encode()


def _record(article: Article) -> Ready:
    return Ready({name: getattr(article, name) for name in _OWN})


def from_table(
    table: Any,
    *,
    fields: Mapping[str, str] | None = None,
    on_bad: OnBad = "stop",
    chunk_rows: int = 4096,
    max_article_bytes: int = MAX_ARTICLE_BYTES,
) -> Iterator[Chunk]:
    """A pandas, polars or Arrow table as chunks, without importing pandas or polars.

    Anything with ``__arrow_c_stream__`` will do. A fault names ``<table>`` and the row from 1.

    Raises:
        InputError: at the first row that cannot be used (unless ``on_bad="quarantine"``), or a
            column that Arrow cannot hold.
        EmptyInputError: there is no row.
        UsageError: no table, or an option that cannot be.
    """
    check_options(on_bad, chunk_rows, max_article_bytes)
    rows = RowMaker(FieldMap(fields or {}), max_article_bytes, decoded=True)
    found = [(TABLE, items(_batches(table), TABLE))]
    return collect(found, rows, on_bad=on_bad, chunk_rows=chunk_rows, meter=Meter())


def _batches(table: Any) -> Iterator[pa.RecordBatch]:
    try:
        if isinstance(table, pa.RecordBatch):
            return iter([table])
        if hasattr(table, "__arrow_c_stream__"):
            return iter(pa.RecordBatchReader.from_stream(table))
        if hasattr(table, "iloc") and hasattr(table, "columns"):
            return iter(pa.Table.from_pandas(table, preserve_index=False).to_batches())
    except (pa.ArrowException, TypeError) as error:
        raise InputError(
            f"a column cannot be read as one type ({error})",
            file=TABLE,
            hint="give each column one type, or pass the rows as a list of dicts",
        ) from error
    raise UsageError(
        f"a {type(table).__name__} is not a table",
        hint="pass a pandas, polars or Arrow table, or the rows as a list of dicts",
    )
