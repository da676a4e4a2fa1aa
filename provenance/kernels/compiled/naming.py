"""may_name in numba: one pass over each stretch, a hash for each word in it."""

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
def _kind(text: Any, i: int, end: int) -> Any:
    """The kind of what stands at ``i``, and its bytes."""
    byte = text[i]
    following = text[i + 1] if i + 1 < end else 0
    last = text[i + 2] if i + 2 < end else 0
    if byte == 0xE2 and following == 0x80:  # general punctuation
        return (_JOIN if last == 0x99 else _SPACE), 2 + (0x80 <= last < 0xC0)
    if byte == 0xC2 and (following == 0xA0 or following == 0xAB or following == 0xBB):
        return _SPACE, 2  # a space that holds, and angle quotes
    return _KIND[byte], 1


@njit(nogil=True, cache=True, inner=True)
def _run(text: Any, begin: int, end: int, low: int, high: int) -> bool:
    """Whether all bytes are from ``low`` to ``high``."""
    for k in range(begin, end):  # noqa: SIM110 - numba is quicker to compile a loop
        if text[k] < low or text[k] > high:
            return False
    return True


@njit(nogil=True, cache=True, inner=True)
def _stops(text: Any, begin: int, i: int, end: int) -> Any:
    """Whether a clause ends at ``i``."""
    byte = text[i]
    second = text[i + 1] if i + 1 < end else 0
    third = text[i + 2] if i + 2 < end else 0
    if byte == 44:  # a comma, unless an apposition may follow: ", a local newspaper"
        return not (second == 32 and (third | 32 == 97 or third | 32 == 116))
    if byte == 46:  # a full stop behind four small letters: no abbreviation has them
        fourth = text[i + 3] if i + 3 < end else 0
        quote = second == 0xE2 and third == 0x80 and fourth == 0x9D
        if quote or second == 32 or second == 34 or second == 10:
            return i - 4 >= begin and _run(text, i - 4, i, 97, 122)
        return False
    return byte == 59 or byte == 58 or byte == 40 or byte == 41 or byte == 10 or byte in (63, 33)


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
def _capital(text: Any, i: int, end: int) -> Any:
    """Whether a Latin, Greek or Cyrillic capital beyond ASCII stands at ``i``, or one like it."""
    byte = text[i]
    following = text[i + 1] if i + 1 < end else 0
    if byte == 0xC3:
        return 0x80 <= following < 0x9F
    if byte == 0xCE:
        return 0x80 <= following < 0xAA
    if byte == 0xD0:
        return 0x80 <= following < 0xB0
    return byte == 0xC4 or byte == 0xC5 or byte == 0xD2


@njit(nogil=True, cache=True, inner=True)
def _sure(text: Any, start: int, i: int, end: int) -> Any:
    """Whether what stands at ``i``, in a token from ``start`` on, needs no word: TV, a host."""
    byte = text[i]
    following = text[i + 1] if i + 1 < end else 0
    if byte == 84:
        return following == 86
    if byte == 46 and i > start:
        third = text[i + 2] if i + 2 < end else 0
        return 97 <= following <= 122 or (following == 82 and third == 117)
    return False


@njit(nogil=True, cache=True, inner=True)
def _found(text: Any, begin: int, stop: int, end: int, keys: Any, lists: Any) -> bool:
    joined = fresh = SEED
    start, first, capital, i = begin, begin, False, begin
    while i <= end:
        if i < end and 97 <= text[i] <= 122:  # most bytes
            small = np.uint64(text[i])
            joined, fresh = step(joined, small), step(fresh, small)
            i += 1
            continue
        last = i == end or (i >= stop and _stops(text, begin, i, end))
        kind, width = (_SPACE, 1) if last else _kind(text, i, end)
        upper = not last and 65 <= text[i] <= 90
        word = kind in (_LETTER, _WIDE)
        if i > first and (not word or (upper and not capital)):
            on = _lists(fresh, keys, lists)
            if capital:
                on |= _lists(joined, keys, lists) & _NAME
            if on & _PLAIN or (capital and (on & _NAME or _called(text, first, i))):
                return True
        if last:
            return False
        if _sure(text, start, i, end) or (kind == _WIDE and (capital or _capital(text, i, end))):
            return True
        if not word or (upper and not capital):
            fresh, first = SEED, i if word else i + width
            joined = joined if kind == _JOIN else SEED
        if word:
            capital |= upper
            small = np.uint64(text[i] + 32 if upper else text[i])
            joined, fresh = step(joined, small), step(fresh, small)
        i += width
        if kind == _SPACE:
            start, capital = i, False
    return False


@njit(nogil=True, cache=True, inner=True)
def _called(text: Any, first: int, end: int) -> Any:
    """Whether a word is the call sign of a station: KABC, WPIX."""
    if not (3 <= end - first <= 4 and (text[first] == 75 or text[first] == 87)):
        return False
    return _run(text, first + 1, end, 65, 90)


@njit(nogil=True, cache=True)
def _fill(text: Any, stretches: Any, keys: Any, lists: Any, out: Any) -> None:
    for k in range(stretches.shape[0]):
        begin, stop, end = stretches[k]
        out[k] = _found(text, begin, stop, end, keys, lists)


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
