"""tokenize in numba: one pass over the bytes, with a short way for plain ASCII words."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels import unicode_tables
from provenance.kernels.compiled.bits import byte_at, trailing_zeros
from provenance.kernels.compiled.classes import ROWS
from provenance.kernels.compiled.cuts import documents
from provenance.kernels.compiled.folding import Tables, decode, hash_span, record
from provenance.kernels.compiled.hashed import hash_tokens
from provenance.kernels.compiled.lanes import LANES, copy_spans
from provenance.kernels.compiled.scan import (
    READ,
    SLACK,
    classify,
    list_marks,
    list_words,
    room_for,
    rows_in,
)
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
_SPELT = c.CAPITAL | c.UPPER | c.NUMBER  # flags of a word wherever it stands
_STATES, _KINDS = 32, 32

_ZERO, _NONE, _START = np.int64(0), np.int64(-1), np.int64(_FRESH)
# An unsigned index is used as it is; a signed one is first tested for counting from the end.
_FIRST, _NEXT = np.uint64(0), np.uint64(1)
_SPACELESS = np.int64(c.SPACELESS)
_SHIFT = np.uint64(32)
_INT32, _INT16 = 4, 2  # bytes
#: Of :class:`~provenance.kernels.contract.Tokens` behind ``offsets``, and of traits, see ``lanes``;
#: and the bytes that stand before each column, and behind the last, for every token.
_TYPES = np.uint64, np.uint32, np.int32, np.int32, np.int32, np.uint16, np.uint8
_AT = tuple(accumulate((np.dtype(kind).itemsize for kind in _TYPES), initial=0))


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
def _addresses(columns: Any, at: Any) -> Any:
    """Addresses of starts, ends, flags, traits and lines from a number on."""
    start, end, line, flags, traits = columns
    at = np.int64(at)
    places = start.ctypes.data + _INT32 * at, end.ctypes.data + _INT32 * at
    more = flags.ctypes.data + _INT16 * at, traits.ctypes.data + at
    return (*places, *more, line.ctypes.data + _INT32 * at)


@njit(nogil=True, cache=True, inline=True)
def _plain_words(words: Any, w: Any, bound: int, line: int, flags: int, t: Any, out: Any) -> Any:
    """Write the words from ``w`` on that end before ``bound`` as tokens from number t on.

    Gives their number.
    """
    found = np.int64(0)
    while True:
        start, end, flag, trait, _ = _addresses(words, np.int64(w) + found)
        columns = _addresses(out, np.int64(t) + found)
        late = copy_spans((start, end, flag, trait), columns, line, flags, bound)
        count = trailing_zeros(late)
        if count < LANES:
            return np.uint64(found + count)
        found += LANES


@njit(nogil=True, cache=True, inner=True)
def _split(text: Any, tables: Tables, words: Any, marks: Any, t: Any, out: Any) -> Any:
    """Write the tokens of an odd document from number t on, without the hashes of plain ones.

    Gives the number behind them, and how many are not plain: their hashes, stems and numbers from
    t on are left in ``words``, in the columns hash, stem and line. ``words`` and ``marks`` are what
    ``scan`` lists: between two marks stand words of ASCII and plain stops alone.
    """
    base, end = text
    done_hash, done_stem, starts, ends, done, _, _ = words
    out_start, out_end, out_line, out_flags, traits = out
    w, mark, n, first = _FIRST, _FIRST, _FIRST, t
    stop, following, rec, line, state = base, _NONE, _ZERO, _ZERO, _START
    while True:
        i = following
        if following < 0:
            i, rec, line, state = _skip(stop, end, line, state, tables)
        if i >= end:
            return t, n
        # Of the words and marks, the first that are not yet behind.
        while starts[w] < i - base:
            w += _NEXT
        while marks[mark] < i - base:
            mark += _NEXT
        flags, count = _state_flags(state), _FIRST
        state &= _KEPT
        if starts[w] == i - base:
            at = marks[mark]
            bound = at + np.int64(ends_word(base + at, end, tables))
            kept = _state_flags(state)
            count = _plain_words(words[2:], w, bound, line, kept, t, out)
        if count:
            out_flags[t] = flags | (out_flags[t] & _SPELT)
            t, w = t + count, w + count
            stop, following = base + ends[w - _NEXT], _NONE
            continue
        stop, following, h, stem, more = _unusual_token(i, end, rec, tables)
        done_hash[n], done_stem[n], done[n] = h, stem >> _SHIFT, t - first
        out_start[t], out_end[t], out_line[t] = i - base, stop - base, line
        out_flags[t], traits[t] = flags | more, 0
        t, n = t + _NEXT, n + _NEXT


@njit(nogil=True, cache=True, inline=True)
def _document(base: int, size: int, tables: Tables, scratch: Any, out: Any, first: Any) -> Any:
    """Fill the columns from number ``first`` on with the tokens of a document; the next number."""
    rows, marks, words = scratch
    out_hash, out_stem, out_start, out_end, _, _, traits = out
    text, done, last = (base, base + size), _FIRST, _FIRST
    odd = classify(base, size, rows)
    if odd:
        n = list_words(base, size, rows, words[2:], _FIRST)
        words[2][n], words[3][n] = size, size + 1
        list_marks(rows, size, marks)
        last, done = _split(text, tables, words, marks, first, out[2:])
    else:
        last = list_words(base, size, rows, out[2:], first)
    hash_tokens(text, tables, first, last, (out_hash, out_stem, out_start, out_end, traits))
    for n in range(done):
        t = first + np.uint64(words[4][n])
        out_hash[t], out_stem[t] = words[0][n], words[1][n]
    return last


@njit(nogil=True, cache=True)
def _tokenize(
    text: Any, offsets: Any, tables: Tables, tail: Any, scratch: Any, block: Any, cuts: Any
) -> Any:
    """Fill ``cuts`` and the columns in the block with the tokens of all documents; their number."""
    room, marks, cells, behind = scratch
    width, skip = rows_in(room)
    rows = room[skip : skip + ROWS * width].reshape(ROWS, width)
    h = block[: _AT[1] * cells].view(np.uint64)
    stem = block[_AT[1] * cells : _AT[2] * cells].view(np.uint32)
    start = block[_AT[2] * cells : _AT[3] * cells].view(np.int32)
    end = block[_AT[3] * cells : _AT[4] * cells].view(np.int32)
    line = block[_AT[4] * cells : _AT[5] * cells].view(np.int32)
    kinds = block[_AT[5] * cells : _AT[6] * cells].view(np.uint16)
    out = h, stem, start, end, line, kinds, block[_AT[6] * cells :]
    spans = h[behind:], stem[behind:], start[behind:], end[behind:]
    words = (*spans, line[behind:], kinds[behind:], out[6][behind:])
    data, t = np.int64(text.ctypes.data), _FIRST
    limit = data + text.shape[0]
    for doc in range(offsets.shape[0] - 1):
        base, size = data + offsets[doc], offsets[doc + 1] - offsets[doc]
        if base + size + READ > limit:  # What is behind the bytes may not be read.
            for n in range(size):
                tail[n] = byte_at(base + n)
            base = np.int64(tail.ctypes.data)
        t = _document(base, size, tables, (rows, marks, words), out, t)
        cuts[doc + 1] = t
    return t


@cache
def _tables() -> tuple[tuple[NDArray[Any], ...], Tables]:
    """What :data:`Tables` holds the addresses of, and these.

    Beside those of Unicode the kind of every byte that stands for itself (WIDE for the others),
    and the state after each kind, uint8[_STATES * _KINDS].
    """
    tables = unicode_tables.load()
    first = int(tables.pages[0]) << c.PAGE_BITS
    kinds = np.full(256, WIDE, dtype=np.uint8)
    kinds[:128] = tables.records[first : first + 128] & c.KIND_MASK
    after = [_after(kind, state) for state in range(_STATES) for kind in range(_KINDS)]
    made = (*tables, kinds, np.array(after, np.uint8))
    pages, records, pool, kind, state = (table.ctypes.data for table in made)
    return made, (pages, records, pool, kind, state)


def tokenize(data: ArrayLike, offsets: ArrayLike) -> c.Tokens:
    """Split a batch of texts into tokens by the rules of ``contract``; linear in its bytes.

    ``data``: uint8[nbytes], ``offsets``: int64[n + 1]. Raises ValueError where offsets do not
    rise within the data or one document has 2 GiB or more.
    """
    text, rows, most = documents(data, offsets)
    # No text has more tokens than this; pages that are never written take no memory. Behind them
    # is room for the words of one document. All in one block: the C library keeps it for the next
    # call, where it gives several back to the system, and to be given fresh pages takes as long as
    # to find the tokens.
    behind = (int(rows[-1] - rows[0]) + rows.size) // 2 + SLACK
    cells = behind + most // 2 + SLACK
    block, cuts = np.empty(_AT[-1] * cells, np.uint8), np.zeros(rows.size, np.int64)
    marks, tail = np.empty(most + SLACK, np.int32), np.empty(most + READ, np.uint8)
    # Tables are held until the kernel is through: two threads that call first have some each, and
    # those of one are not kept.
    _held, tables = _tables()
    scratch = room_for(most), marks, cells, behind
    total = _tokenize(text, rows, tables, tail, scratch, block, cuts)
    block.flags.writeable = cuts.flags.writeable = False
    columns = zip(_TYPES[:-1], _AT, strict=False)
    return c.Tokens(cuts, *(np.ndarray(total, kind, block, at * cells) for kind, at in columns))
