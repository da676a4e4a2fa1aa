"""The hash of a plain word, which is all ASCII letters and digits: arithmetic without a branch."""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels import contract as c
from provenance.kernels.compiled.hashing import SEED, fmix64, step
from provenance.kernels.jit import njit

LONGEST = 16  # characters of a plain word; as many bytes are read, however long it is

CASE = np.uint64(0x2020202020202020)  # set, it folds letters, eight at once; changes no digit
_ALL, _ZERO, _BITS, _SHIFT = (np.uint64(n) for n in (0xFFFFFFFFFFFFFFFF, 0, 3, 32))
_WORD, _EIGHT, _SIXTEEN = np.uint64(64), np.uint64(8), np.uint64(16)
_STEM_LIMIT = np.uint64(c.STEM_LENGTH)


@njit(nogil=True, cache=True, inline=True)
def first_bytes(count: Any) -> Any:
    """All the bits of the first ``count`` bytes of eight.

    A shift by 64 bits or more is not defined; with this choice, it is one instruction.
    """
    bits = count << _BITS
    return ~(_ALL << bits if bits < _WORD else _ZERO)


@njit(nogil=True, cache=True, inline=True)
def second_bytes(count: Any) -> Any:
    """All the bits of those of the next eight bytes that a count of 16 at most takes in."""
    bits = (_SIXTEEN - count) << _BITS
    return _ALL >> bits if bits < _WORD else _ZERO


@njit(nogil=True, cache=True, inline=True)
def hash_word(low: Any, high: Any, size: Any) -> Any:
    """Hash of a word of 1 to 16 bytes, the first eight of them in ``low``."""
    one = step(SEED, (low | CASE) & first_bytes(size))
    two = step(one, (high | CASE) & second_bytes(size))
    return fmix64((two if size > _EIGHT else one) ^ size)


@njit(nogil=True, cache=True, inline=True)
def hash_stem(word: Any, size: Any) -> Any:
    """Stem of a word of so many bytes, the first eight of them in ``word``."""
    size = min(size, _STEM_LIMIT)
    return fmix64(step(SEED, (word | CASE) & first_bytes(size)) ^ size) >> _SHIFT
