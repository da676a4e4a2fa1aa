"""Find what is not the story in each article: titles, bylines, dates, footers, credits.

The rules live in :mod:`provenance.text`; this stage runs them over a batch. Articles in which no
rule can fire are told apart by one linear scan in C++ and cost nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from provenance.model import Span
from provenance.schema import INPUT
from provenance.text.attribution import CREDIT_TRIGGER, Credit, credits
from provenance.text.clean import TRIGGER, Cleaned, clean, first_title
from provenance.text.machine import RESIDUE

CREDIT = pa.struct(
    [
        ("outlet", pa.string()),
        ("form", pa.string()),
        ("weight", pa.float64()),
        ("start", pa.int64()),
        ("end", pa.int64()),
    ]
)
_SPAN = pa.list_(pa.int64())
_LONGEST_TITLE = 300  # characters; a first line longer than this is no headline

#: What cleaning adds to :data:`provenance.schema.INPUT`. Spans in ``mask`` are bytes, others
#: characters of the original text; ``mask`` is flat: start, end, start, end ...
ADDED = pa.schema(
    [
        ("mask", _SPAN),
        ("declared_sources", pa.list_(pa.string())),
        ("editors", pa.list_(pa.string())),
        ("ai_disclosure", _SPAN),
        ("residue", pa.bool_()),
        ("credits", pa.list_(CREDIT)),
    ]
)
CLEANED = pa.schema([*INPUT, *ADDED])


def clean_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Add the columns of :data:`ADDED`; fill title, date and authors where the text tells them.

    Args:
        batch: rows of :data:`provenance.schema.INPUT`. The text is passed through untouched.
    """
    text = batch.column("text")
    ruled = pc.match_substring_regex(text, TRIGGER).to_pylist()
    credited = pc.match_substring_regex(text, CREDIT_TRIGGER).to_pylist()
    columns: dict[str, list[Any]] = {
        name: batch.column(name).to_pylist()
        for name in ("title", "published_at", "published_resolution_s", "authors")
    }
    added: dict[str, list[Any]] = {name: [None] * len(text) for name in ADDED.names}
    added["residue"] = pc.match_substring_regex(text, RESIDUE, ignore_case=True).to_pylist()
    for row, (has_rule, has_credit) in enumerate(zip(ruled, credited, strict=True)):
        _clean_row(text[row].as_py(), row, (has_rule, has_credit), columns, added)
    arrays = [
        pa.array(columns[f.name], f.type) if f.name in columns else batch.column(f.name)
        for f in INPUT
    ]
    arrays += [pa.array(added[f.name], f.type) for f in ADDED]
    return pa.RecordBatch.from_arrays(arrays, schema=CLEANED)


def _clean_row(
    text: str,
    row: int,
    fires: tuple[bool, bool],
    columns: dict[str, list[Any]],
    added: dict[str, list[Any]],
) -> None:
    cleaned = Cleaned()
    if fires[0]:
        cleaned = clean(text, columns["title"][row])
        _fill(text, row, cleaned, columns, added)
    elif "\n" in text[:_LONGEST_TITLE]:
        columns["title"][row] = columns["title"][row] or first_title(text)
        added["mask"][row] = byte_spans(text, _with_title(text, columns["title"][row], ()))
    if fires[1] or cleaned.declared_sources:
        added["credits"][row] = [_credit(c) for c in credits(text, cleaned)] or None


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
        columns["published_at"][row], columns["published_resolution_s"][row] = cleaned.published_at
    columns["authors"][row] = columns["authors"][row] or list(cleaned.authors) or None
    added["mask"][row] = byte_spans(text, spans)
    added["declared_sources"][row] = list(cleaned.declared_sources) or None
    added["editors"][row] = list(cleaned.editors) or None
    added["ai_disclosure"][row] = list(cleaned.ai_disclosure) if cleaned.ai_disclosure else None


def _credit(credit: Credit) -> dict[str, Any]:
    start, end = credit.span
    return {
        "outlet": credit.outlet,
        "form": credit.form,
        "weight": credit.weight,
        "start": start,
        "end": end,
    }


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
