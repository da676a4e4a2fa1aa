"""Words of two plain stretches with one character between: "it's", "3.5", and "end.Next"."""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels.compiled.bits import byte_at, eight_bytes_at
from provenance.kernels.compiled.plain import CASE, first_bytes, hash_stem, hash_word
from provenance.kernels.jit import njit

_NINE, _APOSTROPHE, _DOT, _COMMA = ord("9"), ord("'"), ord("."), ord(",")
_S, _LOWER = ord("s"), 0x20
_BYTE, _EIGHT, _TOP = np.uint64(8), np.uint64(8), np.uint64(56)


@njit(nogil=True, cache=True, inline=True)
def _joins(start: int, cut: int) -> Any:
    """Whether the character at ``cut`` joins the letters or digits before and behind it."""
    number, joiner = byte_at(cut - 1) <= _NINE, byte_at(cut)
    if number != (byte_at(cut + 1) <= _NINE):
        return False
    if joiner == _APOSTROPHE:
        return True
    return (joiner == _DOT and (number or cut - start == 1)) or (joiner == _COMMA and number)


@njit(nogil=True, cache=True, inner=True)
def joined_word(start: int, cut: int, end: int) -> Any:
    """The word that begins at ``start``: its end, hash, stem hash and flags.

    There are ASCII letters and digits up to ``end``, 16 at most, and one other character at
    ``cut``; nothing at ``end`` joins. All are addresses; 16 bytes are read.
    """
    low, high, first = eight_bytes_at(start), eight_bytes_at(start + 8), np.uint64(cut - start)
    stop, size, possessive, keep = cut, first, False, first_bytes(min(first, _EIGHT))
    alone = (low | CASE) & keep
    if _joins(start, cut):
        stop, size = end, np.uint64(end - start - 1)
        possessive = byte_at(cut) == _APOSTROPHE and byte_at(cut + 1) | _LOWER == _S
        possessive &= end - cut == 2
        # Without the joiner: what is behind it moves up.
        low = (low & keep) | (low >> _BYTE | high << _TOP) & ~keep
        keep = first_bytes(max(first, _EIGHT) - _EIGHT)
        high = (high & keep) | (high >> _BYTE) & ~keep
    h, stem, flags = hash_word(low, high, size)
    return stop, h, hash_stem(alone, first) if possessive else stem, flags
