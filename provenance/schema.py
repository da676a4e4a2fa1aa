"""Arrow schemas, and the only converter between them and the objects of :mod:`provenance.model`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from provenance.model import (
    Article,
    ArticleRow,
    Derivation,
    Evidence,
    Kind,
    Match,
    Outcomes,
    Relation,
    Role,
    Story,
)

TIME = pa.timestamp("us", tz="UTC")
TEXTS = pa.list_(pa.field("item", pa.string()))
SPANS = pa.list_(pa.field("item", pa.list_(pa.field("item", pa.int64()))))
_FLOATS = pa.list_(pa.field("item", pa.float32()))

#: Articles as readers yield them; ``file`` and ``line`` say where each one stood.
INPUT = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("text", pa.large_string(), nullable=False),
        ("title", pa.string()),
        ("source", pa.string()),
        ("published_at", TIME),
        ("published_resolution_s", pa.int32()),
        ("modified_at", TIME),
        ("first_seen_at", TIME),
        ("url", pa.string()),
        ("language", pa.string()),
        ("authors", TEXTS),
        ("extra", pa.string()),
        ("file", pa.string()),
        ("line", pa.int64()),
    ]
)

ARTICLES = pa.schema(
    [
        ("id", pa.string()),
        ("story", pa.string()),
        ("family", pa.string()),
        ("role", pa.string()),
        ("representative", pa.string()),
        ("origin", pa.string()),
        ("title", pa.string()),
        ("source", pa.string()),
        ("published_at", TIME),
        ("language", pa.string()),
        ("n_words", pa.int32()),
        ("n_boilerplate_words", pa.int32()),
        ("authors", TEXTS),
        ("editors", TEXTS),
        ("declared_sources", TEXTS),
        ("ai_disclosed", pa.bool_()),
    ]
)

MATCHES = pa.schema(
    [
        ("a", pa.string()),
        ("b", pa.string()),
        ("relation", pa.string()),
        ("probability", pa.float64()),
        ("shingle_jaccard", pa.float64()),
        ("containment_ab", pa.float64()),
        ("containment_ba", pa.float64()),
        ("simhash_distance", pa.int32()),
        ("content_similarity", pa.float64()),
        ("fact_containment_ab", pa.float64()),
        ("fact_containment_ba", pa.float64()),
        ("time_gap_s", pa.float64()),
        ("p_a_from_b", pa.float64()),
        ("p_b_from_a", pa.float64()),
        ("p_common", pa.float64()),
        ("p_independent", pa.float64()),
        ("features", _FLOATS),
    ]
)

EVIDENCE = pa.struct(
    [("kind", pa.string()), ("weight", pa.float64()), ("text", pa.string()), ("spans", SPANS)]
)

DERIVATIONS = pa.schema(
    [
        ("derived", pa.string()),
        ("source", pa.string()),
        ("kind", pa.string()),
        ("probability", pa.float64()),
        ("evidence", pa.list_(pa.field("item", EVIDENCE))),
    ]
)

STORIES = pa.schema(
    [
        ("story", pa.string()),
        ("title", pa.string()),
        ("size", pa.int64()),
        ("families", pa.int64()),
        ("independent_origins", pa.int64()),
        ("first_published_at", TIME),
        ("last_published_at", TIME),
        ("sources", TEXTS),
    ]
)

REJECTED = pa.schema(
    [("file", pa.string()), ("line", pa.int64()), ("reason", pa.string()), ("raw", pa.string())]
)

#: The tables of a run by name, with the columns they are sorted by.
TABLES: dict[str, tuple[pa.Schema, tuple[str, ...]]] = {
    "articles": (ARTICLES, ("id",)),
    "matches": (MATCHES, ("a", "b")),
    "derivations": (DERIVATIONS, ("derived", "source")),
    "stories": (STORIES, ("story",)),
}


def article_row(
    article: Article, file: str | None = None, line: int | None = None
) -> dict[str, Any]:
    """One row of :data:`INPUT` as a dict."""
    extra = json.dumps(dict(article.extra), ensure_ascii=False, default=str)
    return {
        "id": article.id,
        "text": article.text,
        "title": article.title,
        "source": article.source,
        "published_at": article.published_at,
        "published_resolution_s": article.published_resolution_s,
        "modified_at": article.modified_at,
        "first_seen_at": article.first_seen_at,
        "url": article.url,
        "language": article.language,
        "authors": list(article.authors) or None,
        "extra": extra if article.extra else None,
        "file": file,
        "line": line,
    }


def input_batch(rows: Iterable[Mapping[str, Any]]) -> pa.RecordBatch:
    """Rows of :func:`article_row` as one batch of :data:`INPUT`."""
    return pa.RecordBatch.from_pylist(list(rows), schema=INPUT)


def to_article(row: Mapping[str, Any]) -> Article:
    """The article of one row of :data:`INPUT`."""
    values = {k: row[k] for k in ("id", "text", "title", "source", "url", "language")}
    return Article(
        **values,
        published_at=row["published_at"],
        published_resolution_s=row["published_resolution_s"] or 1,
        modified_at=row["modified_at"],
        first_seen_at=row["first_seen_at"],
        authors=tuple(row["authors"] or ()),
        extra=json.loads(row["extra"]) if row["extra"] else {},
    )


def to_article_row(row: Mapping[str, Any]) -> ArticleRow:
    """The object of one row of :data:`ARTICLES`."""
    lists = {k: tuple(row[k] or ()) for k in ("authors", "editors", "declared_sources")}
    return ArticleRow(**{**row, **lists, "role": Role(row["role"])})


_OUTCOMES = {"a_from_b": "p_a_from_b", "b_from_a": "p_b_from_a", "common": "p_common",
             "independent": "p_independent"}  # fmt: skip


def to_match(row: Mapping[str, Any]) -> Match:
    """The object of one row of :data:`MATCHES`."""
    values = {k: v for k, v in row.items() if not k.startswith("p_")}
    return Match(
        **{
            **values,
            "relation": Relation(row["relation"]),
            "outcomes": Outcomes(**{name: row[column] for name, column in _OUTCOMES.items()}),
            "features": tuple(row["features"] or ()),
        }
    )


def to_derivation(row: Mapping[str, Any]) -> Derivation:
    """The object of one row of :data:`DERIVATIONS`."""
    evidence = tuple(
        Evidence(e["kind"], e["weight"], e["text"], e["spans"] or ()) for e in row["evidence"] or ()
    )
    return Derivation(
        derived=row["derived"],
        source=row["source"],
        kind=Kind(row["kind"]),
        probability=row["probability"],
        evidence=evidence,
    )


def to_story(row: Mapping[str, Any]) -> Story:
    """The object of one row of :data:`STORIES`."""
    return Story(**{**row, "sources": tuple(row["sources"] or ())})


def rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows of a table as dicts, batch by batch."""
    for batch in table.to_batches():
        yield from batch.to_pylist()


def among(table: pa.Table, column: str, values: Iterable[str]) -> pa.Table:
    """The rows of a table that have one of some values in a column."""
    wanted = pa.array([*values], pa.string())
    return table.filter(pc.is_in(table.column(column), value_set=wanted))
