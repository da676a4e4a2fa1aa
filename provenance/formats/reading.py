"""Files of any format as one stream of chunks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from provenance.formats import (
    delimited,
    feed,
    html,
    jsondocument,
    jsonlines,
    parquet,
    text,
    warc,
)
from provenance.formats.collect import check_options, collect
from provenance.formats.fields import FieldMap
from provenance.formats.records import MAX_ARTICLE_BYTES, Chunk, Meter, OnBad, RunsAndItems
from provenance.formats.rows import RowMaker
from provenance.formats.sources import SourceFile, discover, shown

Reader = Callable[[SourceFile, Meter, int], RunsAndItems]

READERS: dict[str, Reader] = {
    "text": text.read,
    "jsonl": jsonlines.read,
    "json": jsondocument.read,
    "csv": delimited.read,
    "tsv": delimited.read,
    "parquet": parquet.read,
    "html": html.read,
    "warc": warc.read,
    "feed": feed.read,
}
_NONE: Mapping[str, str] = MappingProxyType({})


def open_sources(
    inputs: Sequence[str | os.PathLike[str]] | str | os.PathLike[str],
    *,
    fields: Mapping[str, str] = _NONE,
    on_bad: OnBad = "stop",
    chunk_rows: int = 4096,
    max_article_bytes: int = MAX_ARTICLE_BYTES,
) -> Iterator[Chunk]:
    """All articles of the inputs, in order, as chunks; memory is bounded by one chunk.

    Inputs are looked up at once, files are opened as their turn comes.

    Args:
        inputs: files, folders, globs, ``"-"`` for standard input (JSON lines).
        fields: our name -> theirs, as in ``{"text": "body"}``; what is not named is guessed, and
            an empty name leaves a field unread.
        on_bad: stop at the first bad record, or set bad records aside and go on.
        chunk_rows: most articles in a chunk; it does not change what is read.
        max_article_bytes: the longest text allowed, in bytes of UTF-8.

    Raises:
        InputError: file, line, field and reason of the first bad record (with ``"stop"``).
        EmptyInputError: there is nothing to read.
        UsageError: an option that cannot be.
        MissingExtraError: a page, archive or feed, and the extra ``web`` is not installed.
    """
    check_options(on_bad, chunk_rows, max_article_bytes)
    rows = RowMaker(FieldMap(fields), max_article_bytes, decoded=True)
    sources = discover(inputs)
    meter = Meter()
    files = (
        (shown(source.path), READERS[source.format](source, meter, max_article_bytes))
        for source in sources
    )
    return collect(files, rows, on_bad=on_bad, chunk_rows=chunk_rows, meter=meter)
