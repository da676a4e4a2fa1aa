"""The words of each article, and which of them are boilerplate."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from provenance.kernels import compiled
from provenance.kernels.contract import BOILERPLATE, Lines, Tokens
from provenance.stages.columns import csr, ends, list_column, rows_of, text_bytes
from provenance.stages.lines import Repeated, among

_KEEP = 0.2  # repeated lines are only masked while this share of the words stays
_FEWEST = 10  # words that cleaning leaves; an article that is all caption or notice is its text


REPEATED = pa.large_list(pa.int32())
"""Which words of an article stand in repeated lines, by number: begin, end, begin, end ..."""


def masked_tokens(batch: pa.RecordBatch) -> Tokens:
    """The words of a batch, flagged where cleaning found them to be boilerplate.

    Args:
        batch: with ``text`` and the ``mask`` of cleaning.
    """
    offsets, data = text_bytes(batch.column("text"))
    return _masked(compiled.tokenize(data, offsets), batch)


def flag_repeated(tokens: Tokens, words: pa.Array) -> None:
    """Flag those of the words that are said to stand in repeated lines (:data:`REPEATED`)."""
    offsets, edges = csr(words)
    begins = np.repeat(tokens.offsets[:-1], np.diff(offsets))
    for begin, end in (begins + edges).reshape(-1, 2).tolist():
        tokens.flags[begin:end] |= BOILERPLATE


def repeated_words(tokens: Tokens, lines: Lines, keys: np.ndarray, repeated: Repeated) -> pa.Array:
    """Which words stand in the ``repeated`` lines: a column of :data:`REPEATED`.

    Args:
        tokens: the words of n articles.
        lines: of these words.
        keys: of the articles' publishers, uint64[n].
        repeated: the lines that count as boilerplate.
    """
    row, edges = rows_of(lines.offsets), ends(lines.n_tokens)  # every word stands in a line
    hit = _repeated_lines(row, lines, keys, repeated)
    words = np.stack([edges[:-1][hit], edges[1:][hit]], axis=1) - tokens.offsets[row[hit], None]
    offsets = ends(2 * np.bincount(row[hit], minlength=len(keys)))
    return list_column((offsets, words.ravel()), pa.int32())


def _masked(tokens: Tokens, batch: pa.RecordBatch) -> Tokens:
    """Flag the words in boilerplate spans."""
    span_offsets, edges = csr(batch.column("mask"))
    flat = edges.astype(np.int32)
    flags = compiled.mask(tokens, span_offsets // 2, flat[0::2].copy(), flat[1::2].copy())
    masked = compiled.count_flagged(tokens.offsets, flags, BOILERPLATE)
    left = np.diff(tokens.offsets) - masked
    for row in np.flatnonzero(left < _FEWEST).tolist():
        whole = slice(tokens.offsets[row], tokens.offsets[row + 1])
        flags[whole] = tokens.flags[whole]
    return tokens._replace(flags=flags)


def _repeated_lines(
    row: np.ndarray, lines: Lines, keys: np.ndarray, repeated: Repeated
) -> np.ndarray:
    """Which lines, in these rows, are repeated ones, bool[m]; none that is most of an article."""
    hit = among(lines.hash, keys[row], repeated)
    total = np.bincount(row, lines.n_tokens, len(keys))
    masked = np.bincount(row[hit], lines.n_tokens[hit], len(keys))
    hit &= (total - masked >= _KEEP * total)[row]
    return hit
