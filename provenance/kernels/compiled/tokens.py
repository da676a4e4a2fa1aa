"""tokenize in numba: one pass over the bytes, with a short way for plain ASCII words."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels import unicode_tables
from provenance.kernels.arrays import documents
from provenance.kernels.compiled.folding import (
    decode,
    fold_length,
    folded,
    hash_span,
    record,
)
from provenance.kernels.compiled.hashing import SEED, fmix64, step
from provenance.kernels.jit import njit

# States between tokens, bits.
_FRESH = 1  # no token on this line yet
_STOPPED = 2  # a full stop or its kin since the last token
_COLON = 4
_QUOTE = 8
_LOW_QUOTE = 16  # opened by a low mark, so that a high one closes it
_KEPT = _QUOTE | _LOW_QUOTE

_WIDE = 31  # the kind of a byte that is not ASCII
_ALL = 1 << 62
_SHIFT = np.uint64(32)


@njit(nogil=True, cache=True)
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


@njit(nogil=True, cache=True)
def _state_flags(state: int) -> Any:
    """The flags that the place of a token gives it."""
    flags = c.QUOTED if state & _QUOTE else 0
    if state & _FRESH:
        return flags | c.LINE_START | c.SENTENCE_START
    return flags | c.SENTENCE_START if state & _STOPPED else flags


@njit(nogil=True, cache=True)
def _joined(data: Any, i: int, end: int, tables: Any) -> Any:
    """Kind (LETTER, DIGIT, or 0) and place of the word character that follows a joiner."""
    while i < end:
        point, size = decode(data, i, end)
        rec = record(point, tables[0], tables[1])
        kind = rec & c.KIND_MASK
        if kind != c.DROPPED and kind != c.IGNORED:
            if kind == c.MARK or (kind == c.LETTER and not rec & c.SPACELESS_BIT):
                return c.LETTER, i
            return (c.DIGIT if kind == c.DIGIT else 0), i
        i += size
    return 0, i


@njit(nogil=True, cache=True)
def _word(data: Any, start: int, end: int, tables: Any) -> Any:
    """End of the word that starts here, its flags, and where its stem is cut (its end if not)."""
    i, stop, last = start, start, 0
    run, letters, uppers = 0, 0, 0
    apostrophe, tail, final = -1, 0, 0
    flags = 0
    while i < end:
        point, size = decode(data, i, end)
        rec = record(point, tables[0], tables[1])
        kind = rec & c.KIND_MASK
        if kind == c.LETTER or kind == c.MARK or kind == c.DIGIT:
            if kind == c.LETTER and rec & c.SPACELESS_BIT:
                break
            if i == start:
                flags = c.CAPITAL if rec & c.UPPER_BIT else 0
                flags |= c.NUMBER if kind == c.DIGIT else 0
            last = c.DIGIT if kind == c.DIGIT else c.LETTER
            length = fold_length(rec, point)
            run += length
            tail += length
            final = folded(rec, point, 0, tables[2])
            if kind == c.LETTER:
                letters += 1
                uppers += 1 if rec & c.UPPER_BIT else 0
            i += size
            stop = i
        elif kind == c.DROPPED or kind == c.IGNORED:
            i += size
            stop = i if kind == c.DROPPED else stop
        elif c.APOSTROPHE <= kind <= c.COMMA:
            following, at = _joined(data, i + size, end, tables)
            if following != last:
                break
            if last == c.LETTER:
                if kind == c.COMMA or (kind == c.DOT and run != 1):
                    break
                if kind == c.DOT:
                    run = 0
                else:
                    apostrophe, tail = stop, 0
            i = at
        else:
            break
    if letters >= 2 and letters == uppers:
        flags |= c.UPPER
    possessive = apostrophe >= 0 and tail == 1 and final == 115
    return stop, flags, apostrophe if possessive else stop


@njit(nogil=True, cache=True)
def _character(data: Any, start: int, end: int, tables: Any) -> Any:
    """End of a spaceless character with its marks, and where the next one starts (-1 if none)."""
    _, size = decode(data, start, end)
    i = start + size
    stop = i
    while i < end:
        point, size = decode(data, i, end)
        rec = record(point, tables[0], tables[1])
        kind = rec & c.KIND_MASK
        if kind == c.MARK or kind == c.DROPPED:
            stop = i + size
        elif kind == c.LETTER and rec & c.SPACELESS_BIT:
            return stop, i
        elif kind != c.IGNORED:
            break
        i += size
    return stop, -1


@njit(nogil=True, cache=True)
def _put(out: Any, t: int, h: Any, stem: Any, start: int, end: int, line: int, flags: int) -> Any:
    """Write one token; the number of the next."""
    out[0][t] = h
    out[1][t] = stem
    out[2][t] = start
    out[3][t] = end
    out[4][t] = line
    out[5][t] = flags
    return t + 1


@njit(nogil=True, cache=True)
def _put_span(data: Any, at: Any, tables: Any, out: Any, t: int, line: int, flags: int) -> Any:
    """Hash the folded bytes of a token and write it; ``at`` is base, start, end, stem end."""
    base, start, end, cut = at
    h, length = hash_span(data, start, end, tables, _ALL)
    stem = h
    if length > c.STEM_LENGTH or cut != end:
        stem, _ = hash_span(data, start, cut, tables, c.STEM_LENGTH)
    return _put(out, t, h, stem >> _SHIFT, start - base, end - base, line, flags)


@njit(nogil=True, cache=True)
def _put_run(data: Any, at: Any, tables: Any, out: Any, t: int, line: int, flags: int) -> Any:
    """The character pairs of a spaceless run; where it ends and the number of the next token."""
    base, start, end = at
    stop, following = _character(data, start, end, tables)
    if following < 0:
        t = _put_span(data, (base, start, stop, stop), tables, out, t, line, flags)
    while following >= 0:
        here = following
        stop, following = _character(data, here, end, tables)
        t = _put_span(data, (base, start, stop, stop), tables, out, t, line, flags)
        flags &= c.QUOTED | c.SPACELESS
        start = here
    return stop, t


@njit(nogil=True, cache=True)
def _ascii_word(data: Any, start: int, end: int, kinds: Any) -> Any:
    """A word of ASCII letters and digits: end, whether it surely ends here, hash, stem, flags."""
    h, stem, word = SEED, np.uint64(0), np.uint64(0)
    i, letters, uppers = start, 0, 0
    while i < end:
        byte = np.int64(data[i])
        kind = kinds[byte]
        if kind != c.LETTER and kind != c.DIGIT:
            break
        letters += 1 if kind == c.LETTER else 0
        uppers += 1 if kind == c.LETTER and byte < 97 else 0
        filled = (i - start) & 7
        word |= np.uint64(byte | 32) << np.uint64(8 * filled)
        i += 1
        if i - start == c.STEM_LENGTH:
            stem = word
        if filled == 7:
            h = step(h, word)
            word = np.uint64(0)
    length = i - start
    if length & 7:
        h = step(h, word)
    h = fmix64(h ^ np.uint64(length))
    stem = fmix64(step(SEED, stem) ^ np.uint64(c.STEM_LENGTH)) if length > c.STEM_LENGTH else h
    first = np.int64(data[start])
    flags = c.NUMBER if kinds[first] == c.DIGIT else (c.CAPITAL if first < 97 else 0)
    if letters >= 2 and letters == uppers:
        flags |= c.UPPER
    sure = i == end or kinds[data[i]] < c.APOSTROPHE or c.COMMA < kinds[data[i]] < _WIDE
    if not sure and kinds[data[i]] != _WIDE:
        follower = kinds[data[i + 1]] if i + 1 < end else c.SEPARATOR
        sure = follower != c.LETTER and follower != c.DIGIT and follower != _WIDE
    return i, sure, h, stem >> _SHIFT, flags


@njit(nogil=True, cache=True)
def _tokenize(data: Any, offsets: Any, kinds: Any, tables: Any, out: Any, cuts: Any) -> Any:
    """Fill ``out`` and ``cuts`` with the tokens of all documents; their number."""
    t = 0
    for doc in range(offsets.shape[0] - 1):
        base, end = offsets[doc], offsets[doc + 1]
        i, line, state = base, 0, _FRESH
        while i < end:
            kind, size, rec = int(kinds[data[i]]), 1, 0
            if kind == c.LETTER or kind == c.DIGIT:
                stop, sure, h, stem, flags = _ascii_word(data, i, end, kinds)
                if sure:
                    flags |= _state_flags(state)
                    t = _put(out, t, h, stem, i - base, stop - base, line, flags)
                    state &= _KEPT
                    i = stop
                    continue
            elif kind == _WIDE:
                point, size = decode(data, i, end)
                rec = record(point, tables[0], tables[1])
                kind = rec & c.KIND_MASK
            if c.LETTER <= kind <= c.DIGIT:
                flags = _state_flags(state)
                if rec & c.SPACELESS_BIT:
                    flags |= c.SPACELESS
                    i, t = _put_run(data, (base, i, end), tables, out, t, line, flags)
                else:
                    stop, more, cut = _word(data, i, end, tables)
                    at = (base, i, stop, cut)
                    t = _put_span(data, at, tables, out, t, line, flags | more)
                    i = stop
                state &= _KEPT
                continue
            if kind >= c.APOSTROPHE:
                doubled = i + 1 < end and data[i + 1] == data[i]
                if doubled and size == 1 and (kind == c.APOSTROPHE or kind == c.GRAVE):
                    kind, size = c.QUOTE_TOGGLE, 2
                line += 1 if kind == c.NEWLINE else 0
                state = _after(kind, state)
            i += size
        cuts[doc + 1] = t
    return t


@cache
def _byte_kinds() -> NDArray[np.uint8]:
    """The kind of every byte that stands for itself; _WIDE for the others."""
    tables = unicode_tables.load()
    first = int(tables.pages[0]) << c.PAGE_BITS
    kinds = np.full(256, _WIDE, dtype=np.uint8)
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
    out: tuple[NDArray[Any], ...] = tuple(np.empty(room, dtype=kind) for kind in types)
    cuts = np.zeros(rows.size, dtype=np.int64)
    total = _tokenize(text, rows, _byte_kinds(), tuple(unicode_tables.load()), out, cuts)
    h, stem, start, end, line, flags = (values[:total] for values in out)
    return c.Tokens(cuts, h, stem, start, end, line, flags)
