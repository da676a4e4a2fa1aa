"""tokenize in numba: one pass over the bytes, with a short way for plain ASCII words."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels import unicode_tables
from provenance.kernels.arrays import documents
from provenance.kernels.compiled.bits import byte_at
from provenance.kernels.compiled.folding import Tables, decode, hash_span, record
from provenance.kernels.compiled.words import (
    WIDE,
    any_word,
    ascii_word,
    ends_word,
    spaceless_character,
)
from provenance.kernels.jit import njit

# States between tokens, bits.
_FRESH = 1  # no token on this line yet
_STOPPED = 2  # a full stop or its kin since the last token
_COLON = 4
_QUOTE = 8
_LOW_QUOTE = 16  # opened by a low mark, so that a high one closes it
_KEPT = _QUOTE | _LOW_QUOTE

_ZERO, _NONE, _START = np.int64(0), np.int64(-1), np.int64(_FRESH)
# An unsigned index is used as it is; a signed one is first tested for counting from the end.
_FIRST, _NEXT = np.uint64(0), np.uint64(1)
_SPACELESS = np.int64(c.SPACELESS)
_SHIFT = np.uint64(32)


@njit(nogil=True, cache=True, inner=True)
def _after(kind: int, state: int) -> Any:
    """The state after a character that separates."""
    if kind == c.NEWLINE:
        return _FRESH
    if kind == c.DOT or kind == c.STOP:
        return state | _STOPPED
    if kind == c.COLON:
        return state | _COLON
    if kind < c.QUOTE_OPEN or kind > c.QUOTE_TOGGLE:
        return state
    closes = (kind == c.QUOTE_TOGGLE and state & _QUOTE) or (
        kind == c.QUOTE_OPEN_HIGH and state & _LOW_QUOTE
    )
    if closes or kind == c.QUOTE_CLOSE:
        return state & ~_KEPT
    if state & _COLON:
        state |= _STOPPED
    if kind == c.QUOTE_OPEN_LOW:
        return state | _KEPT
    return (state & ~_LOW_QUOTE) | _QUOTE


@njit(nogil=True, cache=True, inline=True)
def _state_flags(state: int) -> Any:
    """The flags that the place of a token gives it."""
    flags = c.QUOTED if state & _QUOTE else 0
    if state & _FRESH:
        return flags | c.LINE_START | c.SENTENCE_START
    return flags | c.SENTENCE_START if state & _STOPPED else flags


@njit(nogil=True, cache=True, inline=True)
def _skip(i: int, end: int, line: int, state: int, tables: Tables) -> Any:
    """Pass what separates: place and record of the next character of a token, line and state.

    The place is ``end`` where no token follows. The record of an ASCII character is its kind.
    """
    rec = _ZERO
    while i < end:
        rec, size = byte_at(tables[3] + byte_at(i)), 1
        if c.LETTER <= rec <= c.DIGIT:
            break
        kind = rec
        if rec == WIDE:
            point, size = decode(i, end)
            rec = record(point, tables)
            kind = rec & c.KIND_MASK
            if c.LETTER <= kind <= c.DIGIT:
                break
        if kind >= c.APOSTROPHE:
            doubled = i + 1 < end and byte_at(i + 1) == byte_at(i)
            if doubled and size == 1 and (kind == c.APOSTROPHE or kind == c.GRAVE):
                kind, size = c.QUOTE_TOGGLE, 2
            line += 1 if kind == c.NEWLINE else 0
            state = _after(kind, state)
        i += size
    return i, rec, line, state


@njit(nogil=True, cache=True, inner=True)
def _unusual_token(i: int, end: int, rec: int, tables: Tables) -> Any:
    """What ``_token`` gives, for all but plain ASCII words."""
    if not rec & c.SPACELESS_BIT:
        stop, h, stem, flags = any_word(i, end, tables)
        return stop, _NONE, h, stem, flags
    following = _NONE
    stop, second = spaceless_character(i, end, tables)
    if second >= 0:
        stop, third = spaceless_character(second, end, tables)
        following = second if third >= 0 else _NONE
    h, stem = hash_span(i, stop, tables)
    return stop, following, h, stem, _SPACELESS


@njit(nogil=True, cache=True, inline=True)
def _token(i: int, end: int, rec: int, tables: Tables) -> Any:
    """The token at i: its end, the place of one that overlaps it (or -1), hash, stem, flags."""
    if rec < WIDE:
        stop, h, stem, flags = ascii_word(i, end)
        if stop == end or byte_at(tables[3] + byte_at(stop)) == c.SEPARATOR:
            return stop, _NONE, h, stem, flags
        if ends_word(stop, end, tables):
            return stop, _NONE, h, stem, flags
    return _unusual_token(i, end, rec, tables)


@njit(nogil=True, cache=True)
def _tokenize(
    text: int,
    offsets: Any,
    tables: Tables,
    out_hash: Any,
    out_stem: Any,
    out_start: Any,
    out_end: Any,
    out_line: Any,
    out_flags: Any,
    cuts: Any,
) -> Any:
    """Fill the columns and ``cuts`` with the tokens of all documents; their number."""
    t = _FIRST
    for doc in range(offsets.shape[0] - 1):
        base, end = text + offsets[doc], text + offsets[doc + 1]
        i, rec, line, state = _skip(base, end, _ZERO, _START, tables)
        while i < end:
            stop, following, h, stem, flags = _token(i, end, rec, tables)
            out_hash[t] = h
            out_stem[t] = stem >> _SHIFT
            out_start[t] = i - base
            out_end[t] = stop - base
            out_line[t] = line
            out_flags[t] = flags | _state_flags(state)
            t += _NEXT
            state &= _KEPT
            i = following
            if following < 0:
                i, rec, line, state = _skip(stop, end, line, state, tables)
        cuts[doc + 1] = np.int64(t)
    return t


@cache
def _byte_kinds() -> NDArray[np.uint8]:
    """The kind of every byte that stands for itself; WIDE for the others."""
    tables = unicode_tables.load()
    first = int(tables.pages[0]) << c.PAGE_BITS
    kinds = np.full(256, WIDE, dtype=np.uint8)
    kinds[:128] = tables.records[first : first + 128] & c.KIND_MASK
    kinds.flags.writeable = False
    return kinds


def tokenize(data: ArrayLike, offsets: ArrayLike) -> c.Tokens:
    """Split a batch of texts into tokens by the rules of ``contract``; linear in its bytes.

    ``data``: uint8[nbytes], ``offsets``: int64[n + 1]. Raises ValueError where offsets do not
    rise within the data or one document has 2 GiB or more.
    """
    text, rows = documents(data, offsets)
    # No text has more tokens than this; pages that are never written take no memory.
    room = (int(rows[-1] - rows[0]) + rows.size) // 2 + 1
    types = (np.uint64, np.uint32, np.int32, np.int32, np.int32, np.uint16)
    out: list[NDArray[Any]] = [np.empty(room, dtype=kind) for kind in types]
    cuts = np.zeros(rows.size, dtype=np.int64)
    tables = (*unicode_tables.load(), _byte_kinds())
    addresses = tuple(table.ctypes.data for table in tables)
    total = _tokenize(text.ctypes.data, rows, addresses, *out, cuts)
    h, stem, start, end, line, flags = (values[:total] for values in out)
    return c.Tokens(cuts, h, stem, start, end, line, flags)
