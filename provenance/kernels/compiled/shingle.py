"""mask, line_hashes, shingles and digests in numba."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels.arrays import column
from provenance.kernels.compiled.bits import widest
from provenance.kernels.compiled.cuts import listed
from provenance.kernels.compiled.hashing import fmix64
from provenance.kernels.compiled.hashlanes import TOKENS, put_windows
from provenance.kernels.jit import njit

_BASE = np.uint64(c.SHINGLE_BASE)
_SQUARE = np.uint64(c.SHINGLE_BASE**2 % 2**64)
_LENGTH = np.uint64(c.SHINGLE_LENGTH)
_VALUE, _PLACE = np.uint64(c.DIGEST_VALUE), np.uint64(c.DIGEST_PLACE)
_ZERO, _ONE, _TWO = (np.uint64(n) for n in range(3))
_WORD, _INT32 = 8, 4  # bytes
_29, _31 = np.uint64(29), np.uint64(31)


@njit(nogil=True, cache=True)
def _mask(tokens: Any, spans: Any, out: Any) -> None:
    offsets, start, end = tokens
    span_offsets, span_start, span_end = spans
    for doc in range(offsets.shape[0] - 1):
        span, last = np.uint64(span_offsets[doc]), np.uint64(span_offsets[doc + 1])
        if span == last:
            continue
        for t in range(np.uint64(offsets[doc]), np.uint64(offsets[doc + 1])):
            while span < last and span_end[span] < end[t]:
                span += _ONE
            if span < last and span_start[span] <= start[t]:
                out[t] |= c.BOILERPLATE


def mask(
    tokens: c.Tokens, span_offsets: ArrayLike, span_start: ArrayLike, span_end: ArrayLike
) -> NDArray[np.uint16]:
    """New flags, with BOILERPLATE set on each token that lies wholly inside a span.

    Spans are a list column of byte positions in the document: ``span_offsets`` int64[n + 1],
    ``span_start`` and ``span_end`` int32[m], sorted and disjoint in each document.
    """
    spans, begins, _ = listed(span_offsets, span_start, np.int32)
    ends = column(span_end, np.int32)
    if spans.size != tokens.offsets.size or ends.size != begins.size:
        raise ValueError("spans must be given for each document, each with a start and an end")
    out = np.array(tokens.flags, dtype=np.uint16)
    offsets, start, _ = listed(tokens.offsets, tokens.start, np.int32)
    _mask((offsets, start, column(tokens.end, np.int32)), (spans, begins, ends), out)
    return out


@njit(nogil=True, cache=True)
def _line_hashes(offsets: Any, hashes: Any, line: Any, out: Any, cuts: Any) -> Any:
    m = _ZERO
    for doc in range(offsets.shape[0] - 1):
        t, last = np.uint64(offsets[doc]), np.uint64(offsets[doc + 1])
        while t < last:
            here, first, h = line[t], t, _ZERO
            while t + _ONE < last and line[t + _ONE] == here:
                # Two at a time: each product waits for the one before.
                h = h * _SQUARE + (hashes[t] * _BASE + hashes[t + _ONE])
                t += _TWO
            if t < last and line[t] == here:
                h = h * _BASE + hashes[t]
                t += _ONE
            out[0][m] = here
            out[1][m] = fmix64(h + (t - first) * _LENGTH)
            out[2][m] = t - first
            m += _ONE
        cuts[doc + 1] = m
    return m


def line_hashes(tokens: c.Tokens) -> c.Lines:
    """For each line with tokens its number, the hash of its tokens in order, and how many."""
    offsets, hashes, _ = listed(tokens.offsets, tokens.hash, np.uint64)
    room = hashes.size
    line, h, count = np.empty(room, np.int32), np.empty(room, np.uint64), np.empty(room, np.int32)
    cuts = np.zeros(offsets.size, dtype=np.int64)
    m = _line_hashes(offsets, hashes, column(tokens.line, np.int32), (line, h, count), cuts)
    return c.Lines(cuts, line[:m].copy(), h[:m].copy(), count[:m].copy())


@njit(nogil=True, cache=True, inline=True)
def flagged(flags: Any, begin: Any, end: Any, bits: int) -> Any:
    """Whether one of the flags of [begin, end) has one of the bits."""
    found = np.uint16(0)
    for t in range(begin, end):
        found = np.uint16(found | flags[t])  # no wider: so many more are looked at at once
    return found & bits != 0


@njit(nogil=True, cache=True, inline=True)
def hashes_left(hashes: Any, flags: Any, begin: Any, end: Any, skip: int, left: Any) -> Any:
    """Copy the hashes of [begin, end) without those whose flags are to be skipped; how many."""
    if not flagged(flags, begin, end, skip):  # as mostly: whole vectors are copied
        for t in range(begin, end):
            left[t - begin] = hashes[t]
        return end - begin
    n = _ZERO
    for t in range(begin, end):
        left[n] = hashes[t]
        n += np.uint64((flags[t] & skip) == 0)
    return n


@njit(nogil=True, cache=True)
def _shingles(
    offsets: Any, hashes: Any, flags: Any, width: int, skip: int, room: Any, out: Any, cuts: Any
) -> Any:
    """Every window is summed up anew, many at once: from sum to sum takes longer."""
    widest()
    m = _ZERO
    for doc in range(offsets.shape[0] - 1):
        begin, end = np.uint64(offsets[doc]), np.uint64(offsets[doc + 1])
        source, n = np.int64(hashes.ctypes.data) + _WORD * np.int64(begin), np.int64(end - begin)
        # What is behind the hashes may not be read, but what is behind the room may.
        if n < width + TOKENS or flagged(flags, begin, end, skip):
            n = np.int64(hashes_left(hashes, flags, begin, end, skip, room))
            source = np.int64(room.ctypes.data)
        count: Any = min(width, n)
        windows: Any = n - count + 1 if n else n
        target = out.ctypes.data + _INT32 * np.int64(m)
        for i in range(0, windows, TOKENS):
            k: Any = max(
                min(i, windows - TOKENS), 0
            )  # the last ones once more, where fewer are left
            put_windows(source + _WORD * k, count, target + _INT32 * k)
        m += np.uint64(windows)
        cuts[doc + 1] = m
    return m


def shingles(tokens: c.Tokens, width: int, skip_boilerplate: bool = True) -> c.Ragged:
    """One uint32 for each ``width`` consecutive tokens, in text order, repetitions kept.

    Tokens with BOILERPLATE are passed over, as if they were not there. A document with fewer
    tokens has one shingle of all of them, a document without tokens none.
    """
    if width < 1:
        raise ValueError(f"width must be 1 or more, not {width}")
    offsets, hashes, most = listed(tokens.offsets, tokens.hash, np.uint64)
    out = np.empty(hashes.size + TOKENS, dtype=np.uint32)
    cuts = np.zeros(offsets.size, dtype=np.int64)
    skip = c.BOILERPLATE if skip_boilerplate else 0
    room = np.empty(most + 2 * TOKENS, np.uint64)
    m = _shingles(offsets, hashes, column(tokens.flags, np.uint16), width, skip, room, out, cuts)
    return c.Ragged(cuts, out[:m])


@njit(nogil=True, cache=True)
def _digests(offsets: Any, values: Any, out: Any) -> None:
    for doc in range(offsets.shape[0] - 1):
        total, place = np.uint64(0), np.uint64(0)
        for i in range(np.uint64(offsets[doc]), np.uint64(offsets[doc + 1])):
            h = (np.uint64(values[i]) + _ONE) * _VALUE
            h = (h ^ (h >> _31)) * (place | _ONE)
            total += h ^ (h >> _29)
            place += _PLACE
        out[doc] = total


def digests(offsets: ArrayLike, values: ArrayLike) -> NDArray[np.uint64]:
    """An order-sensitive 64-bit hash of each list of uint32: uint64[n], 0 for one of nothing.

    The sum over the values, mixed one by one with their places, modulo 2^64.
    """
    rows, items, _ = listed(offsets, values, np.uint32)
    out = np.empty(rows.size - 1, np.uint64)
    _digests(rows, items, out)
    return out
