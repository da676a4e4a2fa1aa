"""tokenize in numba: one pass over the bytes, with a short way for plain ASCII words."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels import unicode_tables
from provenance.kernels.arrays import documents
from provenance.kernels.compiled.bits import byte_at, trailing_zeros
from provenance.kernels.compiled.folding import Tables, decode, hash_span, record
from provenance.kernels.compiled.joined import joined_word
from provenance.kernels.compiled.lanes import LANES, copy_spans
from provenance.kernels.compiled.plain import DONE, LONGEST, hash_plain, work
from provenance.kernels.compiled.scan import BLOCK, SLACK, scan
from provenance.kernels.compiled.words import (
    WIDE,
    any_word,
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
_STATES, _KINDS = 32, 32

_ZERO, _NONE, _START = np.int64(0), np.int64(-1), np.int64(_FRESH)
# An unsigned index is used as it is; a signed one is first tested for counting from the end.
_FIRST, _NEXT = np.uint64(0), np.uint64(1)
_PAIR = np.uint64(2)
_SPACELESS = np.int64(c.SPACELESS)
_SHIFT = np.uint64(32)
_INT32, _INT16 = 4, 2  # bytes


def _after(kind: int, state: int) -> int:
    """The state after a character that separates."""
    if kind == c.NEWLINE:
        return _FRESH
    if kind in (c.DOT, c.STOP):
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
    """The flags that the place of a token gives it; bits are moved, as a branch is guessed wrong.

    QUOTED is four times _QUOTE, and SENTENCE_START four times _STOPPED.
    """
    start = (state & _FRESH) * (c.LINE_START | c.SENTENCE_START)
    return (state & (_QUOTE | _STOPPED)) << 2 | start


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
            state = byte_at(tables[4] + (state * _KINDS + kind))
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
def _plain_words(
    places: Any, edge: Any, bound: int, line: int, flags: int, t: Any, out: Any
) -> Any:
    """Write the stretches from ``edge`` on that end before ``bound`` as tokens from number t on.

    Gives their number. The next stretch is another, or longer than a plain word.
    """
    edges, opens, _ = places
    found = np.int64(0)
    while True:
        at, span = np.int64(t) + found, np.int64(edge >> _NEXT) + found
        spans = (edges.ctypes.data + 2 * _INT32 * span, opens.ctypes.data + span)
        columns = (
            out[2].ctypes.data + _INT32 * at,
            out[3].ctypes.data + _INT32 * at,
            out[4].ctypes.data + _INT32 * at,
            out[5].ctypes.data + _INT16 * at,
        )
        count = trailing_zeros(copy_spans(spans, columns, line, flags, bound, LONGEST))
        if count < LANES:
            return np.uint64(found + count)
        found += LANES


@njit(nogil=True, cache=True, inline=True)
def _slow_token(
    i: int, text: Any, rec: int, tables: Tables, places: Any, edge: Any, mark: Any
) -> Any:
    """What :func:`_unusual_token` gives, with a short way where one character joins plain words."""
    base, end, limit = text
    edges, _, marks = places
    cut, stop = edges[edge + _NEXT], edges[edge + _PAIR + _NEXT]
    if (
        edges[edge] == i - base
        and marks[mark] == cut
        and edges[edge + _PAIR] == cut + 1
        and base + stop <= min(i + LONGEST, end)
        and i + LONGEST <= limit
        and (marks[mark + _NEXT] != stop or ends_word(base + stop, end, tables))
    ):
        at, h, stem, flags = joined_word(i, base + cut, base + stop)
        return at, _NONE, h, stem, np.int64(flags)
    return _unusual_token(i, end, rec, tables)


@njit(nogil=True, cache=True, inline=True)
def _split(text: Any, tables: Tables, places: Any, t: Any, out: Any) -> Any:
    """Write the tokens of a document from number t on, without the hashes of plain ones.

    Gives the number behind them. ``text`` and ``places`` are what :func:`scan` takes and lists:
    between two marks stand plain words and plain stops alone.
    """
    base, end, limit = text
    edges, _, marks = places
    out_hash, out_stem, out_start, out_end, out_line, out_flags = out
    edge, mark, last = _FIRST, _FIRST, limit - LONGEST - base
    stop, following, rec, line, state = base, _NONE, _ZERO, _ZERO, _START
    while True:
        i = following
        if following < 0:
            i, rec, line, state = _skip(stop, end, line, state, tables)
        if i >= end:
            return t
        # Of the stretches and marks, the first that are not yet behind.
        while edges[edge] < i - base:
            edge += _PAIR
        while marks[mark] < i - base:
            mark += _NEXT
        flags, count = _state_flags(state), _FIRST
        state &= _KEPT
        if edges[edge] == i - base:
            at = marks[mark]
            bound: Any = min(at + np.int64(ends_word(base + at, end, tables)), last)
            count = _plain_words(places, edge, bound, line, _state_flags(state), t, out)
        if count:
            out_flags[t] = flags
            t, edge = t + count, edge + _PAIR * count
            stop, following = base + edges[edge - _NEXT], _NONE
            continue
        stop, following, h, stem, more = _slow_token(i, text, rec, tables, places, edge, mark)
        out_hash[t], out_stem[t] = h, stem >> _SHIFT
        out_start[t], out_end[t], out_line[t] = i - base, stop - base, line
        out_flags[t] = flags | more | DONE
        t += _NEXT


@njit(nogil=True, cache=True)
def _tokenize(
    text: int, offsets: Any, tables: Tables, limit: int, scratch: Any, out: Any, cuts: Any
) -> Any:
    """Fill the columns and ``cuts`` with the tokens of all documents; their number."""
    tail, edges, opens, marks, room = scratch
    out_hash, out_stem, out_start, out_end, _, out_flags = out
    columns, places = (out_hash, out_stem, out_start, out_end, out_flags), (edges, opens, marks)
    t = _FIRST
    for doc in range(offsets.shape[0] - 1):
        base, end = text + offsets[doc], text + offsets[doc + 1]
        scan(base, end, limit, tail, edges, opens, marks)
        first = t
        t = _split((base, end, limit), tables, places, t, out)
        hash_plain(base, first, t, room, columns)
        cuts[doc + 1] = t
    return t


@cache
def _tables() -> tuple[NDArray[Any], ...]:
    """What :data:`Tables` holds the addresses of.

    Beside those of Unicode the kind of every byte that stands for itself (WIDE for the others),
    and the state after each kind, uint8[_STATES * _KINDS].
    """
    tables = unicode_tables.load()
    first = int(tables.pages[0]) << c.PAGE_BITS
    kinds = np.full(256, WIDE, dtype=np.uint8)
    kinds[:128] = tables.records[first : first + 128] & c.KIND_MASK
    after = [_after(kind, state) for state in range(_STATES) for kind in range(_KINDS)]
    return (*tables, kinds, np.array(after, np.uint8))


def _columns(room: int) -> tuple[NDArray[Any], ...]:
    """The columns of :class:`~provenance.kernels.contract.Tokens` behind ``offsets``, for ``room``.

    One block: the C library keeps it for the next call, where it gives several back to the system,
    and to be given fresh pages takes as long as to find the tokens.
    """
    types = (np.uint64, np.uint32, np.int32, np.int32, np.int32, np.uint16)
    ends = np.cumsum([0, *(room * np.dtype(kind).itemsize for kind in types)]).tolist()
    block = np.empty(ends[-1], np.uint8)
    spans = zip(pairwise(ends), types, strict=True)
    return tuple(block[begin:end].view(kind) for (begin, end), kind in spans)


def tokenize(data: ArrayLike, offsets: ArrayLike) -> c.Tokens:
    """Split a batch of texts into tokens by the rules of ``contract``; linear in its bytes.

    ``data``: uint8[nbytes], ``offsets``: int64[n + 1]. Raises ValueError where offsets do not
    rise within the data or one document has 2 GiB or more.
    """
    text, rows = documents(data, offsets)
    # No text has more tokens than this; pages that are never written take no memory.
    out = _columns((int(rows[-1] - rows[0]) + rows.size) // 2 + 1 + LANES)
    cuts = np.zeros(rows.size, dtype=np.int64)
    # Held until the kernel is through: two threads that call first have tables each, and one of
    # them is not kept.
    tables = _tables()
    addresses = tuple(table.ctypes.data for table in tables)
    longest = int(np.max(np.diff(rows), initial=0)) + SLACK
    edges, marks = (np.empty(longest, np.int32) for _ in range(2))
    scratch = (np.empty(BLOCK, np.uint8), edges, np.empty(longest, np.uint8), marks, work())
    begin = text.ctypes.data
    total = _tokenize(begin, rows, addresses, begin + text.size, scratch, out, cuts)
    h, stem, start, end, line, flags = (values[:total] for values in out)
    return c.Tokens(cuts, h, stem, start, end, line, flags)
