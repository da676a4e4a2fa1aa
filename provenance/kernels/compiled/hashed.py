"""Hashes of the tokens of a document: those of plain words many at once, the others one by one.

Every loop over ``work`` is over rows of one array with a fixed distance between them, so that LLVM
knows that they do not overlap and takes several words in one instruction.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels.compiled.bits import lined_up, trailing_zeros, widest
from provenance.kernels.compiled.folding import Tables
from provenance.kernels.compiled.joined import joined_word
from provenance.kernels.compiled.lanes import LANES, not_plain, words_at
from provenance.kernels.compiled.plain import LONGEST, hash_stem, hash_word
from provenance.kernels.compiled.words import any_word
from provenance.kernels.jit import njit

_AT_ONCE = 256
_SIZE, _LOW, _HIGH, _ROWS = range(4)
_ZERO, _ONE, _SHIFT, _BITS = (np.uint64(n) for n in (0, 1, 32, 64))
_WORD, _INT32 = 8, 4  # bytes


def work() -> Any:
    """Room for :func:`hash_tokens`, uint64."""
    return lined_up(_ROWS, _AT_ONCE)


@njit(nogil=True, cache=True, inline=True)
def _hash_left(left: Any, text: Any, tables: Tables, first: Any, columns: Any) -> None:
    """Hash one by one the tokens whose bits are set, the lowest for number ``first``."""
    out_hash, out_stem, start, end, _ = columns
    base, last = text
    while left != _ZERO:
        t = first + np.uint64(trailing_zeros(left))
        left &= left - _ONE
        begin, stop = base + start[t], base + end[t]
        if stop - begin <= LONGEST:
            out_hash[t], out_stem[t] = joined_word(begin, stop)
        else:
            _, h, stem, _ = any_word(begin, last, tables)
            out_hash[t], out_stem[t] = h, stem >> _SHIFT


@njit(nogil=True, cache=True, inner=True)
def hash_tokens(text: Any, tables: Tables, first: Any, last: Any, room: Any, columns: Any) -> None:
    """Fill in hashes and stems of the tokens [first, last), as if all were of ASCII.

    Args:
        text: addresses: begin and end of the document.
        first, last: uint64.
        room: see :func:`work`.
        columns: hash, stem, start, end and traits, 64 longer than ``last``.
    """
    widest()
    out_hash, out_stem, start, end, traits = columns
    for n in range(LANES):  # No token, so that the last vector takes no bytes for these.
        start[last + np.uint64(n)] = 0
    words, stride = np.int64(room.ctypes.data), np.int64(_WORD * _AT_ONCE)
    starts, ends, t = start.ctypes.data, end.ctypes.data, first
    while t < last:
        count: Any = min(np.int64(last - t), _AT_ONCE)
        vectors = (count + LANES - 1) // LANES
        for n in range(vectors):
            place = _INT32 * (np.int64(t) + LANES * n)
            words_at(text[0], starts + place, ends + place, words + _WORD * LANES * n, stride)
        for n in range(LANES * vectors):
            k = np.uint64(n)
            low, size = room[_LOW, k], room[_SIZE, k]
            out_hash[t + k] = hash_word(low, room[_HIGH, k], size)
            out_stem[t + k] = hash_stem(low, size)
        t += np.uint64(_AT_ONCE)
    while first < last:
        place = np.int64(first)
        spans = starts + _INT32 * place, ends + _INT32 * place, traits.ctypes.data + place
        left = not_plain(spans[0], spans[1], spans[2], LONGEST)
        left &= ~_ZERO >> (_BITS - min(last - first, _BITS))
        _hash_left(left, text, tables, first, columns)
        first += _BITS
