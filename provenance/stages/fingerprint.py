"""Sketches and exact sets of each article: all that later stages see of the text."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa

from provenance.kernels import compiled
from provenance.kernels.contract import BOILERPLATE, COMMON, STYLE_BYTES, Lines, Ragged, Tokens
from provenance.kernels.contract import PERSON as SELF
from provenance.kernels.contract import SPEECH as SAYING
from provenance.recipe import Fingerprints
from provenance.stages.background import PERSON, SPEECH, background, stems_of
from provenance.stages.clean import clean_batch
from provenance.stages.columns import csr, ends, list_column, rows_of, slices, text_bytes
from provenance.stages.lines import Repeated, source_key, with_source

SETS = ("shingles", "content", "pairs", "names", "numbers", "quotes")
DETAILS = (*SETS, "places", "style")
"""Columns that only the comparison of two articles needs, and the search for rewrites."""

_KEEP = 0.2  # repeated lines are only masked while this share of the words stays
_FEWEST = 10  # words that cleaning leaves; an article that is all caption or notice is its text

#: Columns carried over from the cleaned articles, beside the fingerprints.
CARRIED = (
    "id", "title", "source", "published_at", "published_resolution_s", "modified_at",
    "first_seen_at", "language",
    "authors", "declared_sources", "editors", "ai_disclosure", "residue", "credits",
    "links", "address",
)  # fmt: skip


def fingerprint_articles(
    batch: pa.RecordBatch,
    repeated: Repeated,
    settings: Fingerprints,
    *,
    sketches: bool = True,
    details: bool = True,
) -> pa.RecordBatch:
    """Clean a batch as read, and fingerprint it; the cleaned texts are never kept."""
    cleaned = clean_batch(batch, details)
    return fingerprint_batch(cleaned, repeated, settings, sketches=sketches, details=details)


def fingerprint_batch(
    batch: pa.RecordBatch,
    repeated: Repeated,
    settings: Fingerprints,
    *,
    sketches: bool = True,
    details: bool = True,
) -> pa.RecordBatch:
    """Fingerprint a cleaned batch, in slices that keep what lies between small.

    Adds ``n_words, n_boilerplate_words, digest uint64`` (equal for equal word sequences; null
    without words), ``minhash`` (fixed-size list of uint32, null without words), ``simhash uint64``
    (the same), the sets :data:`SETS` (lists of sorted distinct uint32), ``places`` (list of uint64,
    see ``compiled.places``) and ``style`` (list of int32,
    :data:`provenance.kernels.contract.STYLE_COLUMNS`). The text itself is dropped. Without
    ``details`` the columns :data:`DETAILS` are left out, which are three quarters of the work;
    without ``sketches`` the others are.
    """
    parts = [
        _fingerprint(part, repeated, settings, sketches=sketches, details=details)
        for part in slices(batch)
    ]
    if len(parts) == 1:
        return parts[0]
    return pa.Table.from_batches(parts).combine_chunks().to_batches()[0]


def _fingerprint(
    batch: pa.RecordBatch,
    repeated: Repeated,
    settings: Fingerprints,
    *,
    sketches: bool,
    details: bool,
) -> pa.RecordBatch:
    offsets, data = text_bytes(batch.column("text"))
    tokens = _masked(compiled.tokenize(data, offsets), batch, repeated)
    shingles = compiled.shingles(tokens, settings.shingle_width)
    columns = {name: batch.column(name) for name in CARRIED}
    if sketches:
        columns |= _sketches(tokens, shingles, settings.num_perm)
    if details:
        columns["shingles"] = _sorted_set(shingles)
        columns |= _details(data, offsets, tokens)
    return pa.RecordBatch.from_pydict(columns)


def _sketches(tokens: Tokens, shingles: Ragged, num_perm: int) -> dict[str, pa.Array]:
    """The columns by which copies are proposed, and how many words there are."""
    signature, valid = compiled.minhash(*shingles, num_perm)
    masked = compiled.count_flagged(tokens.offsets, tokens.flags, BOILERPLATE)
    hashes, worded = compiled.simhash(tokens)
    return {
        "n_words": pa.array(np.diff(tokens.offsets) - masked, pa.int32()),
        "n_boilerplate_words": pa.array(masked, pa.int32()),
        "digest": pa.array(compiled.digests(*shingles), mask=~valid),
        "minhash": pa.FixedSizeListArray.from_arrays(
            pa.array(signature.ravel()), num_perm, mask=pa.array(~valid)
        ),
        "simhash": pa.array(hashes, mask=~worded),
    }


def _details(data: np.ndarray, offsets: np.ndarray, tokens: Tokens) -> dict[str, pa.Array]:
    """The columns :data:`DETAILS` that are made of words, not of shingles."""
    flags = compiled.flag_words(tokens.stem, tokens.flags, *_lexicon())
    cased = compiled.without_headlines(tokens.offsets, flags)
    sets = compiled.content_sets(tokens.offsets, tokens.stem, cased)
    places = compiled.places(tokens.offsets, tokens.stem, flags)
    return {
        **{name: _sorted_set(column) for name, column in sets._asdict().items()},
        "places": list_column(compiled.distinct(*places), pa.uint64()),
        "style": _style(data, offsets, tokens._replace(flags=flags)),
    }


def _masked(tokens: Tokens, batch: pa.RecordBatch, repeated: Repeated) -> Tokens:
    """Flag the words in boilerplate spans and in repeated lines."""
    span_offsets, edges = csr(batch.column("mask"))
    flat = edges.astype(np.int32)
    flags = compiled.mask(tokens, span_offsets // 2, flat[0::2].copy(), flat[1::2].copy())
    masked = compiled.count_flagged(tokens.offsets, flags, BOILERPLATE)
    left = np.diff(tokens.offsets) - masked
    for row in np.flatnonzero(left < _FEWEST).tolist():
        whole = slice(tokens.offsets[row], tokens.offsets[row + 1])
        flags[whole] = tokens.flags[whole]
    tokens = tokens._replace(flags=flags)
    lines = compiled.line_hashes(tokens)
    bad = _repeated_lines(lines, batch, repeated)
    if bad.any():
        flags[np.repeat(bad, lines.n_tokens)] |= BOILERPLATE
    return tokens


def _repeated_lines(lines: Lines, batch: pa.RecordBatch, repeated: Repeated) -> np.ndarray:
    """Which lines are repeated ones, bool[m]; none that is most of an article."""
    row = rows_of(lines.offsets)
    hit = _among(lines.hash, repeated.anywhere)
    if len(repeated.by_source):
        names = batch.column("source").to_pylist()
        key = np.array([source_key(name) for name in names], np.uint64)[row]
        hit |= (key != 0) & _among(with_source(lines.hash, key), repeated.by_source)
    total = np.bincount(row, lines.n_tokens, batch.num_rows)
    masked = np.bincount(row[hit], lines.n_tokens[hit], batch.num_rows)
    hit &= (total - masked >= _KEEP * total)[row]
    return hit


def _among(values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Which values are among the sorted ``wanted``, bool[m]."""
    if len(wanted) == 0:
        return np.zeros(len(values), bool)
    found: np.ndarray = wanted[np.searchsorted(wanted[:-1], values)] == values
    return found


def _sorted_set(column: tuple[np.ndarray, np.ndarray]) -> pa.Array:
    return list_column(compiled.distinct(*column), pa.uint32())


@cache
def _lexicon() -> tuple[np.ndarray, np.ndarray]:
    """The stems that are worth a flag, uint32[w], and the flags of each, uint16[w]."""
    lists = [(background().common, COMMON), (stems_of(SPEECH), SAYING), (stems_of(PERSON), SELF)]
    stems = np.unique(np.concatenate([words for words, _ in lists]))
    bits = np.zeros(len(stems), np.uint16)
    for words, bit in lists:
        bits[np.searchsorted(stems, words)] |= bit
    return stems, bits


def _style(data: np.ndarray, offsets: np.ndarray, tokens: Tokens) -> pa.Array:
    columns = (tokens.start, tokens.end, tokens.flags)
    counts = compiled.style_counts(data, offsets, tokens.offsets, columns, STYLE_BYTES)
    width = np.full(len(counts), counts.shape[1])
    return list_column((ends(width), counts.ravel()), pa.int32())
