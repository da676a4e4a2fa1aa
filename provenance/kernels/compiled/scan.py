"""Where plain words and all that needs a closer look stand in a text, 64 bytes at a time."""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels.compiled.bits import byte_at, classes_at, ones, trailing_zeros
from provenance.kernels.jit import njit

BLOCK = 64
#: Places that are written without a look at how many there are, which branches would guess wrong.
_EDGES, _MARKS = 24, 4
SLACK = _EDGES + 2

_ZERO, _ONE, _TOP = np.uint64(0), np.uint64(1), np.uint64(BLOCK - 1)
_NONE = np.int64(0)


@njit(nogil=True, cache=True, inline=True)
def _list(bits: Any, at: int, fixed: int, out: Any, n: Any) -> Any:
    """Write the places of the bits that are set, counted from ``at``; how many places there are."""
    last = n + np.uint64(ones(bits))
    for _ in range(fixed):
        out[n] = at + trailing_zeros(bits)
        n += _ONE
        bits &= bits - _ONE
    while n < last:
        out[n] = at + trailing_zeros(bits)
        n += _ONE
        bits &= bits - _ONE
    return last


@njit(nogil=True, cache=True, inner=True)
def scan(base: int, end: int, limit: int, tail: Any, edges: Any, marks: Any) -> Any:
    """List where stretches of ASCII letters and digits begin and end, and where marks stand.

    A mark is any other byte that is not a plain separator: it may join, says something of quotes,
    sentences or lines, or is not ASCII.

    Args:
        base, end: addresses of the text; no byte at ``limit`` or behind it is read.
        tail: uint8[BLOCK], where the last bytes are copied to.
        edges, marks: int32, SLACK longer than the text. Filled with bytes from ``base``: begin and
            end of each stretch, the marks; behind both lists the length of the text.
    """
    n_edges, n_marks, inside = _ZERO, _ZERO, _ZERO
    size = end - base
    for at in range(_NONE, size + 1, BLOCK):
        source = base + at
        if source + BLOCK > limit:
            for k in range(BLOCK):
                tail[k] = byte_at(source + k) if source + k < limit else 0
            source = tail.ctypes.data
        word, mark = classes_at(source)
        if at + BLOCK > size:
            keep = (_ONE << np.uint64(size - at)) - _ONE
            word &= keep
            mark &= keep
        n_edges = _list(word ^ (word << _ONE | inside), at, _EDGES, edges, n_edges)
        n_marks = _list(mark, at, _MARKS, marks, n_marks)
        inside = word >> _TOP
    edges[n_edges], marks[n_marks] = size, size
    edges[n_edges + _ONE] = size
