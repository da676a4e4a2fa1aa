"""UTF-8 decoding, table look-ups and the hash of a folded stretch of text."""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels import contract as c
from provenance.kernels.compiled.bits import apart, byte_at, uint16_at, uint32_at
from provenance.kernels.compiled.hashing import SEED, fmix64, step
from provenance.kernels.jit import njit

Tables = tuple[int, int, int, int, int]
"""Addresses of the tables: pages, records, pool, kinds of single bytes, states after kinds."""

INVALID = 0xDC80  # a surrogate: the tables call it a separator
# NumPy integers, because numba compiles a function once more for each plain constant.
FIRST = np.int64(0)
_PAGE_MASK = (1 << c.PAGE_BITS) - 1


@njit(nogil=True, cache=True, inline=True)
def decode(i: int, end: int) -> Any:
    """The code point at address i and how many bytes it has; (INVALID, 1) where malformed."""
    first = byte_at(i)
    if first < 0x80:
        return first, 1
    if first < 0xC2 or first > 0xF4:
        return INVALID, 1
    more = 1 if first < 0xE0 else (2 if first < 0xF0 else 3)
    if i + more >= end:
        return INVALID, 1
    point = first & (0x3F >> more)
    for k in range(1, more + 1):
        byte = byte_at(i + k)
        if byte & 0xC0 != 0x80:
            return INVALID, 1
        point = point << 6 | (byte & 0x3F)
    overlong = (more == 2 and point < 0x800) or (more == 3 and point < 0x10000)
    if overlong or point > 0x10FFFF or 0xD800 <= point < 0xE000:
        return INVALID, 1
    return point, more + 1


@njit(nogil=True, cache=True, inline=True)
def record(point: int, tables: Tables) -> Any:
    """The packed record of a code point."""
    page = uint16_at(tables[0] + 2 * (point >> c.PAGE_BITS))
    return uint32_at(tables[1] + 4 * ((page << c.PAGE_BITS) | (point & _PAGE_MASK)))


@njit(nogil=True, cache=True, inner=True)
def _jamo(point: int, k: int) -> Any:
    """How many jamo a Hangul syllable has, and the k-th of them.

    Apart, as LLVM would reckon it for all characters, to save a branch.
    """
    apart()
    syllable = point - c.HANGUL_FIRST
    tails = c.HANGUL_TAILS
    tail = syllable % tails
    count = 2 if tail == 0 else 3
    if k == 0:
        return count, c.HANGUL_L + syllable // (c.HANGUL_VOWELS * tails)
    if k == 1:
        return count, c.HANGUL_V + syllable // tails % c.HANGUL_VOWELS
    return count, c.HANGUL_T + tail


@njit(nogil=True, cache=True, inline=True)
def fold_length(rec: int, point: int) -> Any:
    """How many code points a character folds to."""
    mode = (rec >> c.FOLD_SHIFT) & 3
    if mode == c.FOLD_POOL:
        return (rec >> c.LENGTH_SHIFT) & 31
    if mode == c.FOLD_HANGUL:
        return _jamo(point, FIRST)[0]
    return mode  # FOLD_NONE is 0 and FOLD_SELF is 1


@njit(nogil=True, cache=True, inline=True)
def folded(rec: int, point: int, k: int, tables: Tables) -> Any:
    """The k-th code point that a character folds to."""
    mode = (rec >> c.FOLD_SHIFT) & 3
    if mode == c.FOLD_SELF:
        return point
    if mode == c.FOLD_POOL:
        return uint32_at(tables[2] + 4 * ((rec >> c.OFFSET_SHIFT) + k))
    return _jamo(point, k)[1]


@njit(nogil=True, cache=True, inline=True)
def encode(p: int) -> Any:
    """The UTF-8 bytes of a code point, first byte lowest, and how many they are."""
    if p < 0x80:
        return p, 1
    if p < 0x800:
        return 0x80C0 | p >> 6 | (p & 63) << 8, 2
    if p < 0x10000:
        return 0x8080E0 | p >> 12 | (p >> 6 & 63) << 8 | (p & 63) << 16, 3
    head = 0x808080F0 | p >> 18 | (p >> 12 & 63) << 8
    return head | (p >> 6 & 63) << 16 | (p & 63) << 24, 4


@njit(nogil=True, cache=True, inline=True)
def finish(h: Any, word: Any, total: int) -> Any:
    """The token hash, from its state: ``total`` bytes, of which the last 0 to 7 are in ``word``."""
    if total & 7:
        h = step(h, word)
    return fmix64(h ^ np.uint64(total))


@njit(nogil=True, cache=True, inline=True)
def absorb(h: Any, word: Any, total: int, point: int) -> Any:
    """The state of a token hash after one more folded code point."""
    packed, width = encode(point)
    fill = total & 7
    word |= np.uint64(packed) << np.uint64(8 * fill)
    if fill + width >= 8:
        h = step(h, word)
        word = np.uint64(packed) >> np.uint64(8 * (8 - fill))
    return h, word, total + width


@njit(nogil=True, cache=True, inner=True)
def hash_span(i: int, end: int, tables: Tables) -> Any:
    """Hash of the folded text at [i, end), and of its first STEM_LENGTH code points.

    What joins or is dropped folds to nothing, so the bytes of a token are all it takes.
    """
    h, stem, word = SEED, SEED, np.uint64(0)
    total, count = FIRST, FIRST
    while i < end:
        point, size = decode(i, end)
        i += size
        rec = record(point, tables)
        for k in range(fold_length(rec, point)):
            h, word, total = absorb(h, word, total, folded(rec, point, k, tables))
            count += 1
            if count == c.STEM_LENGTH:
                stem = finish(h, word, total)
    h = finish(h, word, total)
    return h, stem if count > c.STEM_LENGTH else h
