"""Where one token ends and what its characters say: the parts of tokenize that see characters.

Places (``i``, ``start``, ``end``) are addresses.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels import contract as c
from provenance.kernels.compiled.bits import byte_at
from provenance.kernels.compiled.folding import (
    FIRST,
    Tables,
    absorb,
    decode,
    finish,
    fold_length,
    folded,
    hash_span,
    record,
)
from provenance.kernels.compiled.hashing import SEED
from provenance.kernels.jit import njit

_S = 115
WIDE = 31  # the kind of a byte that is not ASCII


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
    h, stem, word, total = SEED, SEED, np.uint64(0), FIRST
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
