"""Hashes of the tokens of a document: those of plain words many at once, the others one by one."""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels.compiled.bits import trailing_zeros, widest
from provenance.kernels.compiled.folding import Tables
from provenance.kernels.compiled.hashlanes import TOKENS, put_hashes
from provenance.kernels.compiled.joined import joined_word
from provenance.kernels.compiled.lanes import not_plain
from provenance.kernels.compiled.plain import LONGEST
from provenance.kernels.compiled.words import any_word
from provenance.kernels.jit import njit

_ZERO, _ONE, _SHIFT, _BITS = (np.uint64(n) for n in (0, 1, 32, 64))
_WORD, _INT32 = 8, 4  # bytes


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
def hash_tokens(text: Any, tables: Tables, first: Any, last: Any, columns: Any) -> None:
    """Fill in hashes and stems of the tokens [first, last), as if all were of ASCII.

    Args:
        text: addresses: begin and end of the document.
        first, last: uint64.
        columns: hash, stem, start, end and traits, 64 longer than ``last``.
    """
    widest()
    out_hash, out_stem, start, end, traits = columns
    for n in range(TOKENS):  # No token, so that the last vector takes no bytes for these.
        start[last + np.uint64(n)] = 0
    starts, ends = start.ctypes.data, end.ctypes.data
    for t in range(np.int64(first), np.int64(last), TOKENS):
        place = _INT32 * t
        made = out_hash.ctypes.data + _WORD * t, out_stem.ctypes.data + place
        put_hashes(text[0], starts + place, ends + place, made[0], made[1])
    while first < last:
        at = np.int64(first)
        begin, stop = starts + _INT32 * at, ends + _INT32 * at
        left = not_plain(begin, stop, traits.ctypes.data + at, LONGEST)
        left &= ~_ZERO >> (_BITS - min(last - first, _BITS))
        _hash_left(left, text, tables, first, columns)
        first += _BITS
