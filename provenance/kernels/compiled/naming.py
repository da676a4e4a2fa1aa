"""may_name and cut_off in numba: one pass over each stretch, a hash for each word in it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels import contract as c
from provenance.kernels.arrays import column, stretches_of
from provenance.kernels.compiled.hashing import SEED, step
from provenance.kernels.jit import njit

# Kinds of bytes: what parts tokens, letters and digits, all above ASCII, what parts the words of a
# token, and what may stand within a word.
_SPACE, _LETTER, _WIDE, _PIECE, _JOIN = range(5)
_NAME, _PLAIN = np.uint8(1), np.uint8(2)
_KIND = np.full(256, _SPACE, np.uint8)
_KIND[[*range(48, 58), *range(65, 91), *range(97, 123)]] = _LETTER
_KIND[128:] = _WIDE
_KIND[list(b"_&-/!")] = _PIECE
_KIND[list(b"'.")] = _JOIN


@njit(nogil=True, cache=True, inner=True)
def _kind(byte: int, second: int, third: int) -> Any:
    """The kind of what begins with these bytes, and how many of them it takes."""
    if byte == 0xE2 and second == 0x80:  # general punctuation
        return (_JOIN if third == 0x99 else _SPACE), 2 + (0x80 <= third < 0xC0)
    if byte == 0xC2 and (second == 0xA0 or second == 0xAB or second == 0xBB):
        return _SPACE, 2  # a space that holds, and angle quotes
    return _KIND[byte], 1


@njit(nogil=True, cache=True, inner=True)
def _stops(byte: int, second: int, third: int, small: int) -> Any:
    """Whether a clause ends here, behind so many small letters."""
    if byte == 44:  # a comma, unless an apposition may follow: ", a local newspaper"
        return not (second == 32 and (third | 32 == 97 or third | 32 == 116))
    if byte == 46:  # a full stop behind four small letters: no abbreviation has them
        return small >= 4 and (second == 32 or second == 34 or second == 10)
    return byte == 59 or byte == 58 or byte == 40 or byte == 41 or byte == 10 or byte in (63, 33)


@njit(nogil=True, cache=True, inner=True)
def _sure(byte: int, second: int, third: int, capital: bool, begins: bool) -> Any:
    """Whether what stands here needs no word: TV, a host, a letter that no list has."""
    if byte >= 128:
        return (
            capital
            or (byte == 0xC3 and 0x80 <= second < 0x9F)
            or (byte == 0xCE and 0x80 <= second < 0xAA)
            or (byte == 0xD0 and 0x80 <= second < 0xB0)
            or (byte == 0xC4 or byte == 0xC5 or byte == 0xD2)
        )
    if byte == 84:
        return second == 86
    return byte == 46 and not begins and (97 <= second <= 122 or (second == 82 and third == 117))


@njit(nogil=True, cache=True, inner=True)
def _lists(word: Any, keys: Any, lists: Any) -> Any:
    """The lists that a word is on, as bits."""
    last = np.uint64(keys.shape[0] - 1)
    at = word & last
    while keys[at] != word:
        if lists[at] == 0:
            return np.uint8(0)
        at = (at + np.uint64(1)) & last
    return lists[at]


@njit(nogil=True, cache=True, inner=True)
def _called(text: Any, first: int, end: int) -> Any:
    """Whether a word looks like the call sign of a station: KABC, WPIX."""
    called = 3 <= end - first <= 4 and (text[first] == 75 or text[first] == 87)
    return called and 65 <= text[end - 1] <= 90


@njit(nogil=True, cache=True, inner=True)
def _found(text: Any, begin: int, stop: int, end: int, keys: Any, lists: Any) -> bool:
    joined = fresh = SEED
    start, first, small, capital, i = begin, begin, 0, False, begin
    while i <= end:
        byte = text[i] if i < end else np.uint8(32)
        if 97 <= byte <= 122:  # most are
            joined, fresh = step(joined, np.uint64(byte)), step(fresh, np.uint64(byte))
            small += 1
            i += 1
            continue
        second = text[i + 1] if i + 1 < end else np.uint8(0)
        third = text[i + 2] if i + 2 < end else np.uint8(0)
        last = i == end or (i >= stop and _stops(byte, second, third, small))
        kind, width = _kind(byte, second, third)
        word = kind in (_LETTER, _WIDE)
        opens = bool(65 <= byte <= 90) and not capital
        if i > first and (last or opens or not word):
            on = _lists(fresh, keys, lists)
            if capital:
                on |= _lists(joined, keys, lists) & _NAME
            if on & _PLAIN or (capital and (on & _NAME or _called(text, first, i))):
                return True
        if last:
            return False
        if (byte < 128 or kind == _WIDE) and _sure(byte, second, third, capital, i == start):
            return True
        if opens or not word:
            fresh, joined = SEED, joined if kind == _JOIN else SEED
            first = i if word else i + width
        if word:
            capital = capital or opens
            letter = np.uint64(byte + 32 if 65 <= byte <= 90 else byte)
            joined, fresh = step(joined, letter), step(fresh, letter)
        small = 0
        i += width
        if kind == _SPACE:
            start, capital = i, False
    return False


@njit(nogil=True, cache=True)
def _fill(text: Any, stretches: Any, keys: Any, lists: Any, out: Any) -> None:
    for k in range(stretches.shape[0]):
        begin, stop, end = stretches[k]
        out[k] = _found(text, begin, stop, end, keys, lists)


@njit(nogil=True, cache=True, inner=True)
def _parts(byte: int) -> bool:
    return byte == 32 or byte == 10


@njit(nogil=True, cache=True, inner=True)
def _cut_off(text: Any, at: int, end: int, way: int, mine: Any, keys: Any, lists: Any) -> bool:
    """Whether a word on the way from ``at`` to ``end``, a byte beyond, is not on a list."""
    while at != end and _parts(text[at]):
        first = at + way
        at = first
        while at != end and 97 <= text[at] <= 122:
            at += way
        if at in (first, end) or not _parts(text[at]):
            return False
        low, high = min(first, at - way), max(first, at - way)
        if high - low >= 2 and text[high - 2] == 100 and text[high - 1] == 112 and text[high] == 97:
            return False
        word = SEED
        for i in range(low, high + 1):
            word = step(word, np.uint64(text[i]))
        if not _lists(word, keys, lists) & mine:
            return True
    return False


@njit(nogil=True, cache=True)
def _cut(text: Any, stretches: Any, after: Any, keys: Any, lists: Any, out: Any) -> None:
    for k in range(stretches.shape[0]):
        begin, at, end = stretches[k]
        if after[k]:
            out[k] = _cut_off(text, at, end, 1, _NAME, keys, lists)
        else:
            out[k] = _cut_off(text, at - 1, begin - 1, -1, _PLAIN, keys, lists)


@cache
def _table(names: frozenset[bytes], plain: frozenset[bytes]) -> tuple[NDArray[Any], NDArray[Any]]:
    """The hashes of words, each at its own last bits or behind, and the lists they are on."""
    size = 1 << (8 * len(names | plain) + 1).bit_length()
    keys, lists = np.zeros(size, np.uint64), np.zeros(size, np.uint8)
    for words, bit in ((names, _NAME), (plain, _PLAIN)):
        for word in words:
            key = _hash(word)
            at = key % size
            while lists[at] and int(keys[at]) != key:
                at = (at + 1) % size
            keys[at] = key
            lists[at] |= bit
    return column(keys, np.uint64), column(lists, np.uint8)


def _hash(word: Iterable[int]) -> int:
    """As ``step`` for each byte, in plain numbers."""
    value = int(SEED)
    for byte in word:
        value = ((value ^ byte) * c.HASH_MULTIPLIER) % 2**64
        value ^= value >> 32
    return value


def may_name(
    data: ArrayLike, stretches: ArrayLike, names: frozenset[bytes], plain: frozenset[bytes]
) -> NDArray[np.bool_]:
    """Whether each stretch may hold an outlet's name: bool[m].

    As :func:`provenance.kernels.reference.may_name`. Linear in the bytes of the stretches.
    """
    text, cuts = stretches_of(data, stretches)
    out = np.zeros(len(cuts), np.bool_)
    _fill(text, cuts, *_table(names, plain), out)
    return out


def cut_off(
    data: ArrayLike,
    stretches: ArrayLike,
    after: ArrayLike,
    between: frozenset[bytes],
    back: frozenset[bytes],
) -> NDArray[np.bool_]:
    """Whether a word cuts each place off from any name that it may stand with: bool[m].

    As :func:`provenance.kernels.reference.cut_off`. Linear in the bytes of the stretches.
    """
    text, cuts = stretches_of(data, stretches)
    out = np.zeros(len(cuts), np.bool_)
    _cut(text, cuts, column(after, np.bool_), *_table(between, back), out)
    return out
