"""Words of plain stretches with single characters between that join: "it's", "3.5", "U.S.A"."""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels.compiled.bits import byte_at, eight_bytes_at, trailing_zeros
from provenance.kernels.compiled.plain import first_bytes, hash_stem, hash_word, second_bytes
from provenance.kernels.jit import njit

_APOSTROPHE, _S, _LOWER = ord("'"), ord("s"), 0x20
_ZERO, _ONE, _BYTE = np.uint64(0), np.uint64(1), np.uint64(8)
_BITS, _TOP = np.uint64(3), np.uint64(56)  # bits of the bits of a byte, bits below the last byte
# One byte of 8 each: added to ASCII, it gives the highest bit to what is not below "0".
_BELOW, _HIGHEST = np.uint64(0x5050505050505050), np.uint64(0x8080808080808080)


@njit(nogil=True, cache=True, inline=True)
def _joints(word: Any, keep: Any) -> Any:
    """The highest bits of those bytes that are neither letters nor digits but join them."""
    return ~((word & keep) + _BELOW) & _HIGHEST & keep


@njit(nogil=True, cache=True, inner=True)
def joined_word(start: int, end: int) -> Any:
    """Hash and stem of the word that is all of [start, end).

    ASCII letters, digits, and what joins them: 16 bytes at most. Both are addresses; 16 bytes are
    read.
    """
    low, high, size = eight_bytes_at(start), eight_bytes_at(start + 8), np.uint64(end - start)
    while True:
        found, more = _joints(low, first_bytes(size)), _joints(high, second_bytes(size))
        if (found | more) == _ZERO:
            break
        # Without a joint: what is behind it moves up.
        cut = np.uint64(trailing_zeros(found)) >> _BITS
        cut += np.uint64(trailing_zeros(more)) >> _BITS if found == _ZERO else _ZERO
        keep = first_bytes(cut)
        low = (low & keep) | (low >> _BYTE | high << _TOP) & ~keep
        keep = second_bytes(cut)
        high = (high & keep) | (high >> _BYTE) & ~keep
        size -= _ONE
    owner = byte_at(end - 2) == _APOSTROPHE and byte_at(end - 1) | _LOWER == _S
    return hash_word(low, high, size), hash_stem(low, size - np.uint64(owner))
