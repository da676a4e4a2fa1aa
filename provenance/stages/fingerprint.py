"""Sketches and exact sets of each article: all that later stages see of the text."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from provenance.kernels import compiled
from provenance.kernels.contract import BOILERPLATE, STYLE_BYTES, Lines, Tokens
from provenance.recipe import Fingerprints
from provenance.stages.background import PERSON, SPEECH, background, stems_of
from provenance.stages.columns import csr, ends, list_column, rows_of, text_bytes
from provenance.stages.lines import Repeated, source_key, with_source

SETS = ("shingles", "content", "pairs", "names", "numbers", "quotes")
DETAILS = (*SETS, "places", "style")
"""Columns that only the comparison of two articles needs, and the search for rewrites."""

_KEEP = 0.2  # repeated lines are only masked while this share of the words stays
_FEWEST = 10  # words that cleaning leaves; an article that is all caption or notice is its text

_SLICE = 1024  # articles; their tokens take some 40 bytes each while they are at work

#: Columns carried over from the cleaned articles, beside the fingerprints.
CARRIED = (
    "id", "title", "source", "published_at", "published_resolution_s", "language",
    "authors", "declared_sources", "editors", "ai_disclosure", "residue", "credits",
)  # fmt: skip


def fingerprint_batch(
    batch: pa.RecordBatch, repeated: Repeated, settings: Fingerprints, details: bool = True
) -> pa.RecordBatch:
    """Fingerprint a cleaned batch, in slices that keep what lies between small.

    Adds ``n_words, n_boilerplate_words, digest uint64`` (equal for equal word sequences; null
    without words), ``minhash`` (fixed-size list of uint32, null without words), ``simhash uint64``
    (the same), the sets :data:`SETS` (lists of sorted distinct uint32), ``places`` (list of uint64,
    see ``compiled.places``) and ``style`` (list of int32,
    :data:`provenance.kernels.contract.STYLE_COLUMNS`). The text itself is dropped. Without
    ``details`` the columns :data:`DETAILS` are left out, which are three quarters of the work.
    """
    starts = range(0, max(batch.num_rows, 1), _SLICE)
    slices = (batch.slice(start, _SLICE) for start in starts)
    parts = [_fingerprint(part, repeated, settings, details) for part in slices]
    if len(parts) == 1:
        return parts[0]
    return pa.Table.from_batches(parts).combine_chunks().to_batches()[0]


def _fingerprint(
    batch: pa.RecordBatch, repeated: Repeated, settings: Fingerprints, details: bool
) -> pa.RecordBatch:
    offsets, data = text_bytes(batch.column("text"))
    tokens = _masked(compiled.tokenize(data, offsets), batch, repeated)
    shingles = compiled.shingles(tokens, settings.shingle_width)
    signature, valid = compiled.minhash(*shingles, settings.num_perm)
    columns = {
        **{name: batch.column(name) for name in CARRIED},
        **_counts(tokens),
        "digest": pa.array(_digests(shingles), mask=~valid),
        "minhash": pa.FixedSizeListArray.from_arrays(
            pa.array(signature.ravel()), settings.num_perm, mask=pa.array(~valid)
        ),
        "simhash": _simhash(tokens),
    }
    if details:
        columns["shingles"] = _sorted_set(shingles)
        columns |= _details(data, offsets, tokens)
    return pa.RecordBatch.from_pydict(columns)


def _details(data: np.ndarray, offsets: np.ndarray, tokens: Tokens) -> dict[str, pa.Array]:
    """The columns :data:`DETAILS` that are made of words, not of shingles."""
    known = background()
    words = (tokens.offsets, tokens.stem, tokens.flags, known.common)
    cased = compiled.without_headlines(*words)
    sets = compiled.content_sets(tokens.offsets, tokens.stem, cased, known.common)
    return {
        **{name: _sorted_set(column) for name, column in sets._asdict().items()},
        "places": list_column(compiled.distinct(*compiled.places(*words)), pa.uint64()),
        "style": _style(data, offsets, tokens, known.common),
    }


def _masked(tokens: Tokens, batch: pa.RecordBatch, repeated: Repeated) -> Tokens:
    """Flag the words in boilerplate spans and in repeated lines."""
    span_offsets, edges = csr(batch.column("mask"))
    flat = edges.astype(np.int32)
    flags = compiled.mask(tokens, span_offsets // 2, flat[0::2].copy(), flat[1::2].copy())
    row = rows_of(tokens.offsets)
    kept = np.bincount(row, (flags & BOILERPLATE) == 0, batch.num_rows)
    flags = np.where((kept < _FEWEST)[row], tokens.flags, flags)
    tokens = tokens._replace(flags=flags)
    bad = _repeated_lines(compiled.line_hashes(tokens), batch, repeated)
    if len(bad) == 0:
        return tokens
    in_line = np.isin((row << 32) | tokens.line, bad)
    return tokens._replace(flags=np.where(in_line, flags | BOILERPLATE, flags))


def _repeated_lines(lines: Lines, batch: pa.RecordBatch, repeated: Repeated) -> np.ndarray:
    """The repeated lines of a batch as row << 32 | line, int64; none that is most of an article."""
    row = rows_of(lines.offsets)
    names = batch.column("source").to_pylist()
    key = np.array([source_key(name) for name in names], np.uint64)[row]
    hit = np.isin(lines.hash, repeated.anywhere)
    hit |= (key != 0) & np.isin(with_source(lines.hash, key), repeated.by_source)
    total = np.bincount(row, lines.n_tokens, batch.num_rows)
    masked = np.bincount(row[hit], lines.n_tokens[hit], batch.num_rows)
    hit &= (total - masked >= _KEEP * total)[row]
    return (row[hit] << 32) | lines.line[hit]


def _counts(tokens: Tokens) -> dict[str, pa.Array]:
    masked = np.concatenate([[0], np.cumsum((tokens.flags & BOILERPLATE) != 0)])
    boilerplate = np.diff(masked[tokens.offsets])
    words = np.diff(tokens.offsets) - boilerplate
    return {
        "n_words": pa.array(words.astype(np.int32)),
        "n_boilerplate_words": pa.array(boilerplate.astype(np.int32)),
    }


def _digests(shingles: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """An order-sensitive 64-bit hash of each article's shingle sequence."""
    offsets, values = shingles
    position = np.arange(len(values), dtype=np.uint64) - np.repeat(
        offsets[:-1], np.diff(offsets)
    ).astype(np.uint64)
    mixed = (values.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(31)
    mixed *= position * np.uint64(0xD1342543DE82EF95) | np.uint64(1)
    mixed ^= mixed >> np.uint64(29)
    total = np.concatenate([[np.uint64(0)], np.cumsum(mixed, dtype=np.uint64)])
    digests: np.ndarray = total[offsets[1:]] - total[offsets[:-1]]
    return digests


def _simhash(tokens: Tokens) -> pa.Array:
    keep = (tokens.flags & BOILERPLATE) == 0
    kept = np.concatenate([[0], np.cumsum(keep)])[tokens.offsets]
    offsets, values = compiled.distinct(kept, tokens.hash[keep])
    hashes, valid = compiled.simhash(offsets, values, np.ones(len(values), np.int32))
    return pa.array(hashes, mask=~valid)


def _sorted_set(column: tuple[np.ndarray, np.ndarray]) -> pa.Array:
    return list_column(compiled.distinct(*column), pa.uint32())


def _style(data: np.ndarray, offsets: np.ndarray, tokens: Tokens, common: np.ndarray) -> pa.Array:
    columns = (tokens.stem, tokens.start, tokens.end, tokens.flags)
    lexicon = (common, stems_of(SPEECH), stems_of(PERSON))
    counts = compiled.style_counts(data, offsets, tokens.offsets, columns, lexicon, STYLE_BYTES)
    width = np.full(len(counts), counts.shape[1])
    return list_column((ends(width), counts.ravel()), pa.int32())
