"""Where one token ends and what its characters say: the parts of tokenize that see characters.

Places (``i``, ``start``, ``end``) are addresses.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels import contract as c
from provenance.kernels.compiled.bits import byte_at, eight_bytes_at, ones, trailing_zeros
from provenance.kernels.compiled.folding import (
    FIRST,
    STEM_LIMIT,
    Tables,
    absorb,
    decode,
    finish,
    fold_length,
    folded,
    hash_span,
    record,
)
from provenance.kernels.compiled.hashing import SEED, fmix64, step
from provenance.kernels.jit import njit

# One byte of 8 each, for arithmetic on eight characters at once.
_HIGH = np.uint64(0x8080808080808080)
_LOW7 = np.uint64(0x7F7F7F7F7F7F7F7F)
_CASE = np.uint64(0x2020202020202020)
_FROM_A = np.uint64(0x1F1F1F1F1F1F1F1F)  # added to a byte < 128, sets its top bit from "a" on
_PAST_Z = np.uint64(0x0505050505050505)
_FROM_0 = np.uint64(0x5050505050505050)
_PAST_9 = np.uint64(0x4646464646464646)
_ONE, _TWO, _FIVE, _SEVEN = np.uint64(1), np.uint64(2), np.uint64(5), np.uint64(7)
_ZERO = np.uint64(0)

_S = 115
WIDE = 31  # the kind of a byte that is not ASCII

_STEM_BYTES = np.uint64((1 << 8 * c.STEM_LENGTH) - 1)
_TOP = np.uint64(0x80)


@njit(nogil=True, cache=True, inline=True)
def _eight(i: int, end: int) -> Any:
    """Bytes [i, i + 8), with zeros from ``end`` on."""
    if i + 8 <= end:
        return eight_bytes_at(i)
    word = _ZERO
    for k in range(i, end):
        word |= np.uint64(byte_at(k)) << np.uint64(8 * (k - i))
    return word


@njit(nogil=True, cache=True, inline=True)
def _classes(x: Any) -> Any:
    """Of eight characters: folded, and the bits of letters, digits and the rest.

    The bits are the top ones of the bytes. A letter or digit is folded by setting bit 5.
    """
    low = x & _LOW7
    cased = low | _CASE
    letter = (cased + _FROM_A) & ~(cased + _PAST_Z) & ~x & _HIGH
    digit = (low + _FROM_0) & ~(low + _PAST_9) & ~x & _HIGH
    return cased, letter, digit, ~(letter | digit) & _HIGH


@njit(nogil=True, cache=True, inline=True)
def _before(stop: Any) -> Any:
    """All the bits of the bytes before the first one whose top bit is set."""
    return ((stop & (~stop + _ONE)) >> _SEVEN) - _ONE


@njit(nogil=True, cache=True, inner=True)
def _long_word(start: int, end: int) -> Any:
    """Length, hash and numbers of letters and capitals of an ASCII word."""
    h, length, size = SEED, np.int64(0), np.int64(8)
    letters, uppers = np.int64(0), np.int64(0)
    while size == 8:
        x = _eight(start + length, end)
        cased, letter, _, stop = _classes(x)
        keep = _before(stop)
        letters += ones(letter & keep)
        uppers += ones(letter & keep & ~(x << _TWO))
        if keep:
            h = step(h, cased & keep)
        size = trailing_zeros(stop) >> 3
        length += size
    return length, fmix64(h ^ np.uint64(length)), letters, uppers


@njit(nogil=True, cache=True, inline=True)
def ascii_word(start: int, end: int) -> Any:
    """The longest stretch of ASCII letters and digits: its end, hash, stem hash and flags."""
    x = _eight(start, end)
    cased, letter, digit, stop = _classes(x)
    keep = _before(stop)
    word = cased & keep
    letter &= keep
    upper = letter & ~(x << _TWO)
    flags = np.int64((upper & _TOP) >> _SEVEN) | np.int64((digit & _TOP) >> _FIVE)
    if stop:
        length = trailing_zeros(stop) >> 3
        h = fmix64(step(SEED, word) ^ np.uint64(length))
        shouted = letter == upper and letter & (letter - _ONE) != _ZERO  # two bits or more
    else:
        length, h, letters, uppers = _long_word(start, end)
        shouted = letters == uppers and letters >= 2
    # Also where the stem is the whole word: a third of the words have more, so that a branch
    # would be mispredicted too often.
    stem = fmix64(step(SEED, word & _STEM_BYTES) ^ np.uint64(min(length, STEM_LIMIT)))
    return start + length, h, stem, flags | c.UPPER if shouted else flags


@njit(nogil=True, cache=True, inner=True)
def ends_word(i: int, end: int, tables: Tables) -> Any:
    """Whether an ASCII word surely ends at i: nothing from there on can join or extend it."""
    if i == end:
        return True
    point, size = decode(i, end)
    kind = record(point, tables) & c.KIND_MASK
    if kind == c.SEPARATOR or kind > c.COMMA:
        return True
    if kind < c.APOSTROPHE:
        return False
    if i + size == end:
        return True
    kind = byte_at(tables[3] + byte_at(i + size))
    return kind != c.LETTER and kind != c.DIGIT and kind != WIDE


@njit(nogil=True, cache=True, inner=True)
def _joined(i: int, end: int, tables: Tables) -> Any:
    """Kind (LETTER, DIGIT, or 0) and place of the word character that follows a joiner."""
    while i < end:
        point, size = decode(i, end)
        rec = record(point, tables)
        kind = rec & c.KIND_MASK
        if kind != c.DROPPED and kind != c.IGNORED:
            if kind == c.MARK or (kind == c.LETTER and not rec & c.SPACELESS_BIT):
                return c.LETTER, i
            return (c.DIGIT if kind == c.DIGIT else 0), i
        i += size
    return 0, i


@njit(nogil=True, cache=True, inner=True)
def _word_flags(first: int, letters: int, uppers: int) -> Any:
    """The flags of a word, from the record of its first character and counts of letters."""
    flags = c.CAPITAL if first & c.UPPER_BIT else 0
    if first & c.KIND_MASK == c.DIGIT:
        flags |= c.NUMBER
    return flags | c.UPPER if letters >= 2 and letters == uppers else flags


@njit(nogil=True, cache=True, inline=True)
def _joins(kind: int, last: int, following: int, run: int) -> Any:
    """Whether a joiner of ``kind`` holds between characters of these two classes."""
    if following != last:
        return False
    return last == c.DIGIT or kind == c.APOSTROPHE or (kind == c.DOT and run == 1)


@njit(nogil=True, cache=True, inner=True)
def any_word(start: int, end: int, tables: Tables) -> Any:
    """A word of any characters: its end, hash, stem hash and flags.

    ``count``, ``dot`` and ``apostrophe`` are folded code points so far: in all, at the last full
    stop that joins, at the last apostrophe that joins (whose place is ``cut``).
    """
    i, stop, last, letters, uppers = start, start, 0, 0, 0
    count, dot, apostrophe, cut, final = FIRST, FIRST, FIRST, start, FIRST
    h, stem, word, total = SEED, SEED, _ZERO, FIRST
    first = record(decode(start, end)[0], tables)
    while i < end:
        point, size = decode(i, end)
        rec = record(point, tables)
        kind = rec & c.KIND_MASK
        if c.LETTER <= kind <= c.DIGIT and (kind != c.LETTER or not rec & c.SPACELESS_BIT):
            last = c.DIGIT if kind == c.DIGIT else c.LETTER
            letters += 1 if kind == c.LETTER else 0
            uppers += 1 if rec & c.UPPER_BIT else 0
            for k in range(fold_length(rec, point)):
                final = folded(rec, point, k, tables)
                h, word, total = absorb(h, word, total, final)
                count += 1
                if count == c.STEM_LENGTH:
                    stem = finish(h, word, total)
            i = stop = i + size
        elif kind == c.DROPPED or kind == c.IGNORED:
            i += size
            stop = i if kind == c.DROPPED else stop
        elif c.APOSTROPHE <= kind <= c.COMMA:
            following, at = _joined(i + size, end, tables)
            if not _joins(kind, last, following, count - dot):
                break
            if last == c.LETTER and kind == c.DOT:
                dot = count
            elif last == c.LETTER:
                apostrophe, cut = count, stop
            i = at
        else:
            break
    h = finish(h, word, total)
    if apostrophe and count - apostrophe == 1 and final == _S:
        _, stem = hash_span(start, cut, tables)
    elif count <= c.STEM_LENGTH:
        stem = h
    return stop, h, stem, _word_flags(first, letters, uppers)


@njit(nogil=True, cache=True, inner=True)
def spaceless_character(start: int, end: int, tables: Tables) -> Any:
    """End of a spaceless character with its marks, and where the next one starts (-1 if none)."""
    _, size = decode(start, end)
    i = start + size
    stop = i
    while i < end:
        point, size = decode(i, end)
        rec = record(point, tables)
        kind = rec & c.KIND_MASK
        if kind == c.MARK or kind == c.DROPPED:
            stop = i + size
        elif kind == c.LETTER and rec & c.SPACELESS_BIT:
            return stop, i
        elif kind != c.IGNORED:
            break
        i += size
    return stop, -1
