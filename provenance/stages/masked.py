"""The words of each article, and which of them are boilerplate."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from provenance.kernels import compiled
from provenance.kernels.contract import BOILERPLATE, Lines, Tokens
from provenance.stages.columns import csr, ends, rows_of, text_bytes
from provenance.stages.lines import Repeated, among, source_keys

_KEEP = 0.2  # repeated lines are only masked while this share of the words stays
_FEWEST = 10  # words that cleaning leaves; an article that is all caption or notice is its text


def masked_tokens(
    batch: pa.RecordBatch, repeated: Repeated | None
) -> tuple[Tokens, Lines, np.ndarray]:
    """The words of a batch, flagged where they are boilerplate; its lines; its publishers' keys.

    Args:
        batch: with ``text``, ``source`` and the ``mask`` of cleaning.
        repeated: the lines that count as boilerplate; ``None`` while no one can know them.
    """
    offsets, data = text_bytes(batch.column("text"))
    tokens = _masked(compiled.tokenize(data, offsets), batch)
    lines, keys = compiled.line_hashes(tokens), source_keys(batch.column("source"))
    if repeated is not None:
        edges = ends(lines.n_tokens)  # every word stands in a line
        for line in np.flatnonzero(_repeated_lines(lines, keys, repeated)).tolist():
            tokens.flags[edges[line] : edges[line + 1]] |= BOILERPLATE
    return tokens, lines, keys


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


def _repeated_lines(lines: Lines, keys: np.ndarray, repeated: Repeated) -> np.ndarray:
    """Which lines are repeated ones, bool[m]; none that is most of an article."""
    row = rows_of(lines.offsets)
    hit = among(lines.hash, keys[row], repeated)
    total = np.bincount(row, lines.n_tokens, len(keys))
    masked = np.bincount(row[hit], lines.n_tokens[hit], len(keys))
    hit &= (total - masked >= _KEEP * total)[row]
    return hit
