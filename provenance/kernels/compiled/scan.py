"""Where the words of a text stand, 64 bytes at a time: for plain texts, all that tokens are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from provenance.kernels import contract as c
from provenance.kernels.compiled import classes
from provenance.kernels.compiled.bits import (
    eight_bytes_at,
    ones,
    prefetch,
    prefetch_to_write,
    trailing_zeros,
)
from provenance.kernels.compiled.carries import AT_START, put_carried
from provenance.kernels.compiled.classes import BLOCK, put_classes, put_stretches
from provenance.kernels.compiled.codes import looks_up, put_codes
from provenance.kernels.compiled.lanes import (
    JOINED,
    SHOUTED,
    SOME,
    lists_at_once,
    put_lines,
    put_places,
    put_words,
)
from provenance.kernels.jit import njit

SLACK = BLOCK + 2
READ = BLOCK * classes.AT_ONCE
_FIRST = classes.AT_ONCE  # block of a text in rows, so that it stands where a cache line begins
_SPARE = _FIRST + classes.AT_ONCE  # blocks before and behind those of a text

_ZERO, _ONE, _TOP = np.uint64(0), np.uint64(1), np.uint64(BLOCK - 1)
_NONE = np.int64(0)
_INT32, _INT16, _WORD = 4, 2, 8  # bytes
_LINE = 8  # words of a cache line
_AHEAD = 512  # bytes of a column from what is written to what is fetched to be written
_TO_UPPER = SHOUTED // c.UPPER
_BEGUN, _ENDED = np.int64(JOINED - 1), np.int64(JOINED | SHOUTED)  # flags that a word has there


def room_for(size: int) -> NDArray[np.uint64]:
    """Room for the rows of texts of so many bytes, see :func:`rows_in`."""
    words = size // BLOCK // classes.AT_ONCE * classes.AT_ONCE + _SPARE + classes.AT_ONCE
    return np.empty(classes.ROWS * words + _LINE, np.uint64)


@njit(nogil=True, cache=True, inner=True)
def rows_in(room: Any) -> Any:
    """Words of a row, and at which word of a room rows begin: each where a cache line does."""
    width = (room.shape[0] - _LINE) // classes.ROWS
    skip = -np.int64(room.ctypes.data) // _WORD % _LINE
    for row in range(classes.ROWS):
        room[skip + row * width + _FIRST - 1] = 0  # Before a text is nothing.
    return width, skip


@njit(nogil=True, cache=True, inner=True)
def classify(base: int, size: int, rows: Any) -> Any:
    """Fill the rows of ``classes`` with the text from block _FIRST on; whether the text is odd.

    Args:
        base, size: address and bytes of the text; READ bytes behind it are read.
        rows: of ``classes``, with room for the text.
    """
    place, stride = np.int64(rows.ctypes.data), np.int64(_WORD * rows.shape[1])
    place += _WORD * _FIRST
    last = size // BLOCK
    for block in range(_NONE, last + 1, classes.AT_ONCE):
        source, target = base + BLOCK * block, place + _WORD * block
        if looks_up():
            put_codes(source, target, stride)
        else:
            for k in range(classes.AT_ONCE):
                put_classes(source + BLOCK * k, target + _WORD * k, stride)
    keep = (_ONE << np.uint64(size % BLOCK)) - _ONE
    for row in range(classes.FOUND):
        rows[row, last + _FIRST] &= keep
        rows[row, last + _FIRST + 1] = 0
    for block in range(_NONE, last + 1, classes.AT_ONCE):
        put_stretches(place + _WORD * block, stride)
    odd = _ZERO
    for block in range(_FIRST, last + _FIRST + 1):
        odd |= rows[classes.ODD, block]
    return odd != _ZERO


@njit(nogil=True, cache=True, inline=True)
def _list(bits: Any, at: int, out: Any, n: Any) -> Any:
    """Write the places of the bits that are set, counted from ``at``; how many places there are."""
    if lists_at_once():
        put_places(bits, at, np.int64(out.ctypes.data) + _INT32 * np.int64(n))
        return n + np.uint64(ones(bits))
    while bits != _ZERO:
        out[n] = at + trailing_zeros(bits)
        n += _ONE
        bits &= bits - _ONE
    return n


@njit(nogil=True, cache=True, inner=True)
def list_marks(rows: Any, size: int, marks: Any) -> None:
    """Write the places of the MARKS of a text, int32, and behind them its size."""
    n = _ZERO
    for block in range(size // BLOCK + 1):
        n = _list(rows[classes.MARKS, block + _FIRST], BLOCK * block, marks, n)
    marks[n] = size


@njit(nogil=True, cache=True, inline=True)
def _list_found(bits: Any, found: int, at: int, columns: Any, kept: int, n: Any) -> Any:
    """Write the places of the bits that are set, and what is kept of their flags; how many."""
    places, flags = columns
    while bits != _ZERO:
        place = trailing_zeros(bits)
        flag = _NONE
        for k in range(classes.AT_ONCE):
            word = eight_bytes_at(found + _WORD * k)
            flag |= np.int64(word >> np.uint64(place) & _ONE) << k
        places[n], flags[n] = at + place, flag & kept
        n += 1
        bits &= bits - _ONE
    return n


@njit(nogil=True, cache=True, inline=True)
def _list_lines(line: int, first: Any, last: Any, lines: Any) -> None:
    """Write the line of the words [first, last)."""
    place = np.int64(lines.ctypes.data) + _INT32 * np.int64(first)
    end = np.int64(lines.ctypes.data) + _INT32 * np.int64(last)
    while place < end:
        put_lines(line, place)
        place += _INT32 * SOME


@njit(nogil=True, cache=True, inline=True)
def _within_quotes(toggled: Any, feeds: Any, quoted: Any) -> Any:
    """Which bytes are quoted, where line feeds close, and whether those behind the block are."""
    within = toggled ^ (_ZERO - quoted)
    while within & feeds != _ZERO:
        closing = within & feeds
        within ^= ~((closing & (~closing + _ONE)) - _ONE)
    return within, within >> _TOP


@njit(nogil=True, cache=True, inline=True)
def _mark_words(last: int, rows: Any) -> None:
    """Fill the rows from WITHIN on, up to block ``last``."""
    quoted, state = _ZERO, np.uint64(AT_START)
    for block in range(_FIRST, last + 1):
        toggled, feeds = rows[classes.TOGGLED, block], rows[classes.LINES, block]
        rows[classes.WITHIN, block], quoted = _within_quotes(toggled, feeds, quoted)
    stride = np.int64(_WORD * rows.shape[1])
    place, flags = np.int64(rows.ctypes.data), rows.ctypes.data + classes.FLAGS * stride
    for block in range(_FIRST, last + 1, classes.AT_ONCE):
        state = put_carried(place + _WORD * block, stride, flags + BLOCK * block, state)


@njit(nogil=True, cache=True, inner=True)
def list_words(base: int, size: int, rows: Any, columns: Any, first: Any) -> Any:
    """List the words of a text, which has been classified, from number ``first`` on; the next one.

    ``columns``: start, end, line (int32), flags (uint16) and traits (uint8): JOINED. Of an odd
    text, they are right between two marks only.
    """
    starts, ends, lines, flags, traits = columns
    last = size // BLOCK + _FIRST
    _mark_words(last, rows)
    words = np.int64(rows.ctypes.data) + _WORD * rows.shape[1] * classes.FLAGS
    n, n_ends, lined, line = np.int64(first), np.int64(first), first, _NONE
    for block in range(_FIRST, last + 1):
        at, found = BLOCK * (block - _FIRST), words + BLOCK * block
        prefetch(base + size + at)  # the next text, most likely; here, where much else is done
        for column in (starts, ends, lines):  # and what is written a few blocks on
            prefetch_to_write(column.ctypes.data + _INT32 * n + _AHEAD)
        prefetch_to_write(flags.ctypes.data + _INT16 * n + _AHEAD)
        begins, closes = rows[classes.BEGINS, block], rows[classes.CLOSES, block]
        feeds = rows[classes.LINES, block]
        while feeds != _ZERO:
            lowest = feeds & (~feeds + _ONE)
            before = np.uint64(n + ones(begins & (lowest - _ONE)))
            _list_lines(line, lined, before, lines)
            line, lined = line + 1, before
            feeds ^= lowest
        if lists_at_once():
            counts = ones(begins), ones(closes)
            begin, end = starts.ctypes.data + _INT32 * n, ends.ctypes.data + _INT32 * n_ends
            own, more = flags.ctypes.data + _INT16 * n, traits.ctypes.data + n_ends
            put_words((begins, closes, found), counts, at, (begin, end, own, more))
            n, n_ends = n + counts[0], n_ends + counts[1]
        else:
            n = _list_found(begins, found, at, (starts, flags), _BEGUN, n)
            n_ends = _list_found(closes, found, at, (ends, traits), _ENDED, n_ends)
    _list_lines(line, lined, np.uint64(n), lines)
    for t in range(first, np.uint64(n)):
        flags[t] |= (traits[t] & SHOUTED) // _TO_UPPER
    return np.uint64(n)
