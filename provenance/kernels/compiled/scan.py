"""Where the words of a text stand, 64 bytes at a time: for plain texts, all that tokens are."""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels import contract as c
from provenance.kernels.compiled import classes
from provenance.kernels.compiled.bits import lined_up, ones, prefetch, trailing_zeros
from provenance.kernels.compiled.classes import BLOCK, put_classes, put_stretches
from provenance.kernels.compiled.codes import looks_up, put_codes
from provenance.kernels.compiled.lanes import (
    JOINED,
    SOME,
    lists_at_once,
    put_ends,
    put_lines,
    put_places,
    put_starts,
)
from provenance.kernels.jit import njit

SLACK = BLOCK + 2
READ = BLOCK * classes.AT_ONCE
_FIRST = classes.AT_ONCE  # block of a text in rows, so that it stands where a cache line begins
_SPARE = _FIRST + classes.AT_ONCE  # blocks before and behind those of a text

_ZERO, _ONE, _TOP = np.uint64(0), np.uint64(1), np.uint64(BLOCK - 1)
_NONE = np.int64(0)
_INT32, _INT16, _WORD = 4, 2, 8  # bytes


def rows_for(size: int) -> Any:
    """Room for :func:`classify` of texts of so many bytes, uint64."""
    words = size // BLOCK // classes.AT_ONCE * classes.AT_ONCE + _SPARE + classes.AT_ONCE
    return lined_up(classes.ROWS, words)


@njit(nogil=True, cache=True, inner=True)
def classify(base: int, size: int, rows: Any) -> Any:
    """Fill the rows of ``classes`` with the text from block _FIRST on; whether the text is odd.

    Args:
        base, size: address and bytes of the text; READ bytes behind it are read.
        rows: as :func:`rows_for` makes it.
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
def _carried(run: Any, bits: Any, carry: Any) -> Any:
    """``run`` with ``bits`` added: what a bit adds to a run of ones is carried to its end."""
    moved = run + bits
    after = moved + carry
    return after, np.uint64(moved < run) | np.uint64(after < moved)


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
def _list_starts(begins: Any, flags: Any, at: int, columns: Any, n: Any) -> Any:
    """Write the places and flags of the words that begin in a block; how many there are."""
    starts, _, _, out_flags, _ = columns
    first = np.int64(n)
    if lists_at_once():
        place = starts.ctypes.data + _INT32 * first
        count = ones(begins)
        put_starts(begins, flags, at, place, out_flags.ctypes.data + _INT16 * first, count)
        return n + np.uint64(count)
    stopped, fresh, quoted, capitals, digits = flags
    while begins != _ZERO:
        lowest = begins & (~begins + _ONE)
        starts[n] = at + trailing_zeros(begins)
        flag = c.SENTENCE_START if stopped & lowest != _ZERO else 0
        flag |= c.LINE_START if fresh & lowest != _ZERO else 0
        flag |= c.QUOTED if quoted & lowest != _ZERO else 0
        flag |= c.CAPITAL if capitals & lowest != _ZERO else 0
        out_flags[n] = flag | (c.NUMBER if digits & lowest != _ZERO else 0)
        n += _ONE
        begins ^= lowest
    return n


@njit(nogil=True, cache=True, inline=True)
def _list_ends(ends: Any, joined: Any, shouted: Any, at: int, columns: Any, n: Any) -> Any:
    """Write where words end in a block, and what they have in them; how many there are."""
    out_ends, traits = columns[1], columns[4]
    first = np.int64(n)
    if lists_at_once():
        place = out_ends.ctypes.data + _INT32 * first
        count = ones(ends)
        put_ends(ends, joined, shouted, at, place, traits.ctypes.data + first, count)
        return n + np.uint64(count)
    while ends != _ZERO:
        lowest = ends & (~ends + _ONE)
        out_ends[n] = at + trailing_zeros(ends)
        trait = JOINED if joined & lowest != _ZERO else 0
        traits[n] = trait | (c.UPPER if shouted & lowest != _ZERO else 0)
        n += _ONE
        ends ^= lowest
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


@njit(nogil=True, cache=True, inner=True)
def list_words(base: int, size: int, rows: Any, columns: Any, first: Any) -> Any:
    """List the words of a text, which has been classified, from number ``first`` on; the next one.

    ``columns``: start, end, line (int32), flags (uint16) and traits (uint8): JOINED. Of an odd
    text, they are right between two marks only.
    """
    n, n_ends, lined, inside, quoted, line = first, first, first, _ZERO, _ZERO, _NONE
    stopped, fresh, colon, joint, low, high, more = _ONE, _ONE, _ZERO, _ZERO, _ZERO, _ZERO, _ZERO
    for block in range(_FIRST, size // BLOCK + _FIRST + 1):
        at, word, feeds = (
            BLOCK * (block - _FIRST),
            rows[classes.WORDS, block],
            rows[classes.LINES, block],
        )
        prefetch(base + size + at)  # the next text, most likely
        gap, before = ~word, word << _ONE | inside
        inside = word >> _TOP
        within, quoted = _within_quotes(rows[classes.TOGGLED, block], feeds, quoted)
        after_colon, colon = _carried(gap, rows[classes.COLONS, block], colon)
        # A quotation that opens behind a colon is a sentence.
        said = rows[classes.QUOTES, block] & within & ~after_colon
        after_stop, stopped = _carried(gap, rows[classes.STOPPED, block] | feeds | said, stopped)
        after_line, fresh = _carried(gap, feeds, fresh)
        capitals, begins = rows[classes.CAPITALS, block], word & ~before
        flags = (after_stop, after_line, within, capitals, rows[classes.DIGITS, block])
        while feeds != _ZERO:
            lowest = feeds & (~feeds + _ONE)
            t = n + np.uint64(ones(begins & (lowest - _ONE)))
            _list_lines(line, lined, t, columns[2])
            line, lined = line + 1, t
            feeds ^= lowest
        n = _list_starts(begins, flags, at, columns, n)
        after_joint, joint = _carried(word, rows[classes.JOINED, block], joint)
        after_low, low = _carried(word, rows[classes.LETTERS, block] & ~capitals, low)
        # The first capital of a word is carried away, the others stay.
        after_high, high = _carried(word, capitals, high)
        after_more, more = _carried(word, capitals & after_high, more)
        ends = gap & before
        n_ends = _list_ends(ends, after_joint, after_more & ~after_low, at, columns, n_ends)
    _list_lines(line, lined, n, columns[2])
    flags, traits = columns[3], columns[4]
    for t in range(first, n):
        flags[t] |= traits[t] & c.UPPER
    return n
