"""Find what is not the story in each article: titles, bylines, dates, footers.

The rules live in :mod:`provenance.text`; this stage runs them over a batch. Articles in which no
rule can fire are told apart by :mod:`provenance.stages.sieve`, and cost nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.model import Span
from provenance.schema import INPUT
from provenance.stages import credit_sieve, sieve
from provenance.stages.addresses import addresses
from provenance.stages.notes import NOTES, noted
from provenance.stages.sieve import Sifted, sift
from provenance.stages.spotted import SPOTTED, spot, spotted_column
from provenance.text.clean import Cleaned, clean, first_title

_SPAN = pa.list_(pa.int64())
_LONGEST_TITLE = 300  # characters; a first line longer than this is no headline

_WORDS = (*sieve.WORDS, *credit_sieve.WORDS)  # together, as each look at a text costs as much
_OF_RULES, _OF_CREDITS = range(len(sieve.WORDS)), range(len(sieve.WORDS), len(_WORDS))

#: What cleaning adds to :data:`provenance.schema.INPUT`. Spans in ``mask`` are
#: bytes, others characters of the original text; ``mask`` is flat: start, end, start, end ...
#: ``notes`` and ``spotted``, where :data:`.credit_sieve.WORDS` stand, are what credits are read
#: with (:mod:`provenance.stages.notes`, :mod:`provenance.stages.spotted`); ``address`` is as
#: :func:`provenance.stages.addresses.addresses` makes it.
ADDED = pa.schema(
    [
        ("mask", _SPAN),
        ("declared_sources", pa.list_(pa.string())),
        ("editors", pa.list_(pa.string())),
        ("ai_disclosure", _SPAN),
        ("notes", NOTES),
        ("spotted", SPOTTED),
        ("address", pa.string()),
    ]
)
CLEANED = pa.schema([*INPUT, *ADDED])
_BY_ROW = ("mask", "declared_sources", "editors", "ai_disclosure", "notes")  # few have any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_TOLD = ("title", "published_at", "published_resolution_s", "authors")  # what texts may tell


def clean_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Add the columns of :data:`ADDED`; fill title, date and authors where the text tells them.

    Args:
        batch: rows of :data:`provenance.schema.INPUT`. The text is passed through untouched.
    """
    columns: dict[str, pa.Array] = {f.name: batch.column(f.name) for f in INPUT}
    columns["title"] = _titles(columns["title"])
    # As numbers: to make an object of each moment takes longer than all else here.
    columns["published_at"] = columns["published_at"].cast(pa.int64())
    added: dict[str, dict[int, Any]] = {name: {} for name in _BY_ROW}
    spotted = spot(columns["text"], _WORDS)
    sifted = sift(columns["text"], spotted.of(_OF_RULES))
    rows = np.flatnonzero(sifted.ruled | sifted.headed)
    told = {name: _of(columns[name], rows) for name in _TOLD}
    given = {name: list(values.values()) for name, values in told.items()}
    for row, text in _of(columns["text"], rows).items():
        _clean_row(text, row, sifted, told, added)
    for name, values in told.items():
        if given[name] != list(values.values()):
            columns[name] = _filled(columns[name], values)
    columns["published_at"] = columns["published_at"].cast(INPUT.field("published_at").type)
    for name, values in added.items():
        columns[name] = _column(values, batch.num_rows, ADDED.field(name).type)
    columns["spotted"] = spotted_column(spotted.of(_OF_CREDITS), columns["text"])
    columns["address"] = addresses(batch.column("url"))
    return pa.RecordBatch.from_arrays([columns[name] for name in CLEANED.names], schema=CLEANED)


def _titles(given: pa.Array) -> pa.Array:
    """Titles without the space around them; null where nothing is left."""
    titles = pc.utf8_trim_whitespace(given)
    return pc.if_else(pc.equal(titles, ""), None, titles)


def _of(column: pa.Array, rows: np.ndarray) -> dict[int, Any]:
    """The values of some rows; together they take less than one by one."""
    return dict(zip(rows.tolist(), column.take(pa.array(rows)).to_pylist(), strict=True))


def _filled(column: pa.Array, values: dict[int, Any]) -> pa.Array:
    """The column with these values in some of its rows."""
    place = np.arange(len(column))
    place[[*values]] = len(column) + np.arange(len(values))
    told = pa.array(values.values(), column.type)
    return pa.concat_arrays([column, told]).take(pa.array(place))


def _column(values: dict[int, Any], n: int, kind: pa.DataType) -> pa.Array:
    """A column of n rows, null but for some."""
    return pa.array(map(values.get, range(n)), kind, size=n) if values else pa.nulls(n, kind)


def _clean_row(
    text: str,
    row: int,
    sifted: Sifted,
    told: dict[str, dict[int, Any]],
    added: dict[str, dict[int, Any]],
) -> None:
    if sifted.ruled[row]:
        title, made = told["title"][row], bool(sifted.made[row])
        words, inside = sifted.parts[row]
        cleaned = clean(text, title, made=made, part_words=words, inside=inside)
        _fill(text, row, cleaned, told, added)
    elif "\n" in text[:_LONGEST_TITLE]:
        told["title"][row] = told["title"][row] or first_title(text)
        added["mask"][row] = byte_spans(text, _with_title(text, told["title"][row], ()))


def _fill(
    text: str,
    row: int,
    cleaned: Cleaned,
    told: dict[str, dict[int, Any]],
    added: dict[str, dict[int, Any]],
) -> None:
    told["title"][row] = cleaned.title
    spans = _with_title(text, cleaned.title, cleaned.spans)
    if told["published_at"][row] is None and cleaned.published_at is not None:
        moment, told["published_resolution_s"][row] = cleaned.published_at
        told["published_at"][row] = (moment - _EPOCH) // _MICROSECOND
    told["authors"][row] = told["authors"][row] or list(cleaned.authors) or None
    found = {
        "mask": byte_spans(text, spans),
        "declared_sources": cleaned.declared_sources,
        "editors": cleaned.editors,
        "ai_disclosure": cleaned.ai_disclosure,
        "notes": noted(cleaned),
    }
    for name, value in found.items():
        if value:
            added[name][row] = value


def _with_title(text: str, title: str | None, spans: Sequence[Span]) -> list[Span]:
    """The spans, and the first line if it is the title: a headline is no part of the account."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    if not title or end < 0 or not text[start:end].rstrip().endswith(title):
        return list(spans)
    return [(start, end), *((max(a, end), b) for a, b in spans if b > end)]


def byte_spans(text: str, spans: Sequence[Span]) -> list[int] | None:
    """Spans of characters as flat spans of bytes; None where there is none."""
    if not spans:
        return None
    if text.isascii():
        return [edge for span in spans for edge in span]
    out, at, byte = [], 0, 0
    for edge in (edge for span in spans for edge in span):
        byte += len(text[at:edge].encode())
        at = edge
        out.append(byte)
    return out
