"""Objects and tables that a program already has in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from provenance.errors import InputError, UsageError
from provenance.formats.arrowrows import items
from provenance.formats.collect import check_options, collect
from provenance.formats.fields import FieldMap
from provenance.formats.records import MAX_ARTICLE_BYTES, Chunk, Items, Meter, OnBad
from provenance.model import Article

OBJECTS = "<objects>"
TABLE = "<table>"


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
    mapper = FieldMap(fields or {}, max_article_bytes)
    found = [(OBJECTS, _objects(objects))]
    return collect(found, mapper, on_bad=on_bad, chunk_rows=chunk_rows, meter=Meter())


def _objects(objects: Iterable[Any]) -> Items:
    for number, value in enumerate(objects, 1):
        if isinstance(value, Article):
            yield number, _record(value), None
        elif isinstance(value, Mapping):
            yield number, {str(key): inner for key, inner in value.items()}, None
        else:
            reason = f"a {type(value).__name__}; an Article or a mapping is needed"
            yield number, InputError(reason, file=OBJECTS, line=number), repr(value).encode()


def _record(article: Article) -> dict[str, Any]:
    own = {
        "id": article.id,
        "text": article.text,
        "title": article.title,
        "source": article.source,
        "published_at": article.published_at,
        "published_resolution_s": article.published_resolution_s,
        "url": article.url,
        "language": article.language,
        "authors": article.authors,
    }
    return {**{key: value for key, value in article.extra.items() if key not in own}, **own}


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
    mapper = FieldMap(fields or {}, max_article_bytes)
    found = [(TABLE, items(_batches(table), TABLE))]
    return collect(found, mapper, on_bad=on_bad, chunk_rows=chunk_rows, meter=Meter())


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
