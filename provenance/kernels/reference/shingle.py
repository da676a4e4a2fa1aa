"""mask, line_hashes, shingles and digests, plainly."""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels.arrays import column, ragged
from provenance.kernels.reference.hashing import hash_sequence


def mask(
    tokens: c.Tokens, span_offsets: ArrayLike, span_start: ArrayLike, span_end: ArrayLike
) -> NDArray[np.uint16]:
    """New flags, with BOILERPLATE set on each token that lies wholly inside a span.

    Spans are a list column of byte positions in the document: ``span_offsets`` int64[n + 1],
    ``span_start`` and ``span_end`` int32[m], sorted and disjoint in each document.
    """
    spans, begins = ragged(span_offsets, span_start, np.int32)
    ends = column(span_end, np.int32)
    if spans.size != tokens.offsets.size or ends.size != begins.size:
        raise ValueError("spans must be given for each document, each with a start and an end")
    out = np.array(tokens.flags, dtype=np.uint16)
    for doc in range(spans.size - 1):
        for t in range(tokens.offsets[doc], tokens.offsets[doc + 1]):
            for span in range(spans[doc], spans[doc + 1]):
                if begins[span] <= tokens.start[t] and tokens.end[t] <= ends[span]:
                    out[t] |= c.BOILERPLATE
    return out


def line_hashes(tokens: c.Tokens) -> c.Lines:
    """For each line with tokens its number, the hash of its tokens in order, and how many."""
    cuts, lines, hashes, counts = [0], [], [], []
    for doc in range(tokens.offsets.size - 1):
        members = range(tokens.offsets[doc], tokens.offsets[doc + 1])
        for line, group in groupby(members, key=lambda t: int(tokens.line[t])):
            found = [int(tokens.hash[t]) for t in group]
            lines.append(line)
            hashes.append(hash_sequence(found))
            counts.append(len(found))
        cuts.append(len(lines))
    return c.Lines(
        np.array(cuts, dtype=np.int64),
        np.array(lines, dtype=np.int32),
        np.array(hashes, dtype=np.uint64),
        np.array(counts, dtype=np.int32),
    )


def shingles(tokens: c.Tokens, width: int, skip_boilerplate: bool = True) -> c.Ragged:
    """One uint32 for each ``width`` consecutive tokens, in text order, repetitions kept.

    Tokens with BOILERPLATE are passed over, as if they were not there. A document with fewer
    tokens has one shingle of all of them, a document without tokens none.
    """
    if width < 1:
        raise ValueError(f"width must be 1 or more, not {width}")
    skip = c.BOILERPLATE if skip_boilerplate else 0
    cuts, values = [0], []
    for doc in range(tokens.offsets.size - 1):
        members = range(tokens.offsets[doc], tokens.offsets[doc + 1])
        hashes = [int(tokens.hash[t]) for t in members if not tokens.flags[t] & skip]
        for first in range(max(1, len(hashes) - width + 1) if hashes else 0):
            values.append(hash_sequence(hashes[first : first + width]) >> 32)
        cuts.append(len(values))
    return c.Ragged(np.array(cuts, dtype=np.int64), np.array(values, dtype=np.uint32))


def digests(offsets: ArrayLike, values: ArrayLike) -> NDArray[np.uint64]:
    """An order-sensitive 64-bit hash of each list of uint32: uint64[n], 0 for one of nothing.

    The sum over the values, mixed one by one with their places, modulo 2^64.
    """
    rows, items = ragged(offsets, values, np.uint32)
    out = []
    for first, last in pairwise(rows):
        total = 0
        for place, value in enumerate(items[first:last].tolist()):
            h = (value + 1) * c.DIGEST_VALUE % 2**64
            h = (h ^ (h >> 31)) * (place * c.DIGEST_PLACE % 2**64 | 1) % 2**64
            total += h ^ (h >> 29)
        out.append(total % 2**64)
    return np.array(out, np.uint64)
