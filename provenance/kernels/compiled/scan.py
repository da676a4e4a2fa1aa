"""Where plain words and all that needs a closer look stand in a text, 64 bytes at a time."""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels import contract as c
from provenance.kernels.compiled.bits import byte_at, classes_at, ones, trailing_zeros
from provenance.kernels.compiled.lanes import lists_at_once, put_places
from provenance.kernels.jit import njit

BLOCK = 64
#: Places that are written without a look at how many there are, which branches would guess wrong.
_EDGES, _MARKS = 24, 1
SLACK = BLOCK + 2

_ZERO, _ONE, _TOP = np.uint64(0), np.uint64(1), np.uint64(BLOCK - 1)
_NONE = np.int64(0)
_INT32 = 4  # bytes


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


@njit(nogil=True, cache=True, inline=True)
def _list_edges(bits: Any, at: int, out: Any, n: Any) -> Any:
    """The same, for many bits."""
    if not lists_at_once():
        return _list(bits, at, _EDGES, out, n)
    put_places(bits, at, np.int64(out.ctypes.data) + _INT32 * np.int64(n))
    return n + np.uint64(ones(bits))


@njit(nogil=True, cache=True, inline=True)
def _flag(bits: Any, begins: Any, first: Any, opens: Any) -> None:
    """Flag the stretches that begin at ``bits``, where those of ``begins`` are from ``first`` on.

    Without any bit the flag behind them is cleared, as a branch would be guessed wrong.
    """
    while True:
        lowest = bits & (~bits + _ONE)
        before = np.uint64(ones(begins & (lowest - _ONE)))
        opens[first + before] = c.SENTENCE_START if bits != _ZERO else 0
        bits ^= lowest
        if bits == _ZERO:
            return


@njit(nogil=True, cache=True, inner=True)
def scan(base: int, end: int, limit: int, tail: Any, edges: Any, opens: Any, marks: Any) -> Any:
    """List where stretches of ASCII letters and digits begin and end, and where marks stand.

    A mark is any other byte that is neither a plain separator nor a plain stop: it may join, says
    something of quotes or lines, or is not ASCII.

    Args:
        base, end: addresses of the text; no byte at ``limit`` or behind it is read.
        tail: uint8[BLOCK], where the last bytes are copied to.
        edges, marks: int32, SLACK longer than the text. Filled with bytes from ``base``: begin and
            end of each stretch, the marks; behind both lists the length of the text,
            and behind that of ``edges`` one more.
        opens: uint8, as long: SENTENCE_START for each stretch with a plain stop between it and the
            one before, and 0 for the others.
    """
    n_edges, n_marks, inside, carry = _ZERO, _ZERO, _ZERO, _ZERO
    size = end - base
    for k in range(size // 2 + 2):
        opens[k] = 0
    for at in range(_NONE, size + 1, BLOCK):
        source: Any = base + at
        if source + BLOCK > limit:
            for k in range(BLOCK):
                tail[k] = byte_at(source + k) if source + k < limit else 0
            source = np.int64(tail.ctypes.data)  # one type, or it would be a float
        word, mark, stop = classes_at(source)
        if at + BLOCK > size:
            keep = (_ONE << np.uint64(size - at)) - _ONE
            word &= keep
            mark &= keep
            stop &= keep
        edge = word ^ (word << _ONE | inside)
        # What a stop adds to the bits of a gap is carried to the word behind it.
        gap = ~word
        moved = gap + stop
        after = moved + carry
        carry = np.uint64(moved < gap) | np.uint64(after < moved)
        first = (n_edges + _ONE) >> _ONE
        _flag(after & word, edge & word, first, opens)
        n_edges = _list_edges(edge, at, edges, n_edges)
        n_marks = _list(mark, at, _MARKS, marks, n_marks)
        inside = word >> _TOP
    edges[n_edges], marks[n_marks] = size, size
    edges[n_edges + _ONE] = size + 1
