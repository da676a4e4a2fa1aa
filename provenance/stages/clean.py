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
from provenance.stages.addresses import addresses
from provenance.stages.notes import NOTES, noted
from provenance.stages.sieve import Sifted, sift
from provenance.text.clean import Cleaned, clean, first_title

_SPAN = pa.list_(pa.int64())
_LONGEST_TITLE = 300  # characters; a first line longer than this is no headline

#: What cleaning adds to :data:`provenance.schema.INPUT`, ``address`` last. Spans in ``mask`` are
#: bytes, others characters of the original text; ``mask`` is flat: start, end, start, end ...
#: ``notes`` is what credits are read with (:mod:`provenance.stages.notes`); ``address`` is as
#: :func:`provenance.stages.addresses.addresses` makes it.
ADDED = pa.schema(
    [
        ("mask", _SPAN),
        ("declared_sources", pa.list_(pa.string())),
        ("editors", pa.list_(pa.string())),
        ("ai_disclosure", _SPAN),
        ("notes", NOTES),
        ("address", pa.string()),
    ]
)
CLEANED = pa.schema([*INPUT, *ADDED])

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def clean_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Add the columns of :data:`ADDED`; fill title, date and authors where the text tells them.

    Args:
        batch: rows of :data:`provenance.schema.INPUT`. The text is passed through untouched.
    """
    text = batch.column("text")
    columns: dict[str, list[Any]] = {
        name: batch.column(name).to_pylist() for name in ("published_resolution_s", "authors")
    }
    titles = pc.utf8_trim_whitespace(batch.column("title")).to_pylist()
    columns["title"] = [title or None for title in titles]
    # As numbers: to make an object of each moment takes longer than all else here.
    columns["published_at"] = batch.column("published_at").cast(pa.int64()).to_pylist()
    added: dict[str, Any] = {name: [None] * len(text) for name in ADDED.names[:-1]}
    sifted = sift(text)
    for row in np.flatnonzero(sifted.ruled | sifted.headed).tolist():
        _clean_row(text[row].as_py(), row, sifted, columns, added)
    moments = pa.array(columns.pop("published_at"), pa.int64())
    arrays = [
        pa.array(columns[f.name], f.type) if f.name in columns else batch.column(f.name)
        for f in INPUT
    ]
    at = INPUT.get_field_index("published_at")
    arrays[at] = moments.cast(arrays[at].type)
    arrays += [pa.array(added[f.name], f.type) for f in ADDED if f.name in added]
    arrays.append(addresses(batch.column("url")))
    return pa.RecordBatch.from_arrays(arrays, schema=CLEANED)


def _clean_row(
    text: str,
    row: int,
    sifted: Sifted,
    columns: dict[str, list[Any]],
    added: dict[str, list[Any]],
) -> None:
    if sifted.ruled[row]:
        title, made = columns["title"][row], bool(sifted.made[row])
        cleaned = clean(text, title, made=made, part_words=sifted.parts[row])
        _fill(text, row, cleaned, columns, added)
    elif "\n" in text[:_LONGEST_TITLE]:
        columns["title"][row] = columns["title"][row] or first_title(text)
        added["mask"][row] = byte_spans(text, _with_title(text, columns["title"][row], ()))


def _fill(
    text: str,
    row: int,
    cleaned: Cleaned,
    columns: dict[str, list[Any]],
    added: dict[str, list[Any]],
) -> None:
    columns["title"][row] = cleaned.title
    spans = _with_title(text, cleaned.title, cleaned.spans)
    if columns["published_at"][row] is None and cleaned.published_at is not None:
        moment, columns["published_resolution_s"][row] = cleaned.published_at
        columns["published_at"][row] = (moment - _EPOCH) // _MICROSECOND
    columns["authors"][row] = columns["authors"][row] or list(cleaned.authors) or None
    added["mask"][row] = byte_spans(text, spans)
    added["declared_sources"][row] = list(cleaned.declared_sources) or None
    added["editors"][row] = list(cleaned.editors) or None
    added["ai_disclosure"][row] = list(cleaned.ai_disclosure) if cleaned.ai_disclosure else None
    added["notes"][row] = noted(cleaned)


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
