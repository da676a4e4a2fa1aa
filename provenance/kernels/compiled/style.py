"""Counts that describe how a text is written, not what it says (numba)."""

from __future__ import annotations

from typing import Any

import numpy as np

from provenance.kernels.arrays import column
from provenance.kernels.compiled.bits import byte_at, equal_at, ones, widest
from provenance.kernels.compiled.classes import BLOCK
from provenance.kernels.compiled.cuts import documents, listed
from provenance.kernels.contract import (
    BOILERPLATE,
    CAPITAL,
    COMMON,
    NUMBER,
    PERSON,
    QUOTED,
    SENTENCE_START,
    SPEECH,
    STYLE_WORDS,
    UPPER,
)
from provenance.kernels.jit import njit

_NONE, _ZERO = np.int32(0), np.int64(0)
_ALL, _ONE = np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(1)


@njit(nogil=True, cache=True, inline=True)
def _count_words(row, tokens, first, last):  # type: ignore[no-untyped-def]
    """Count the words of one article into columns of its row; no branch, so many at once."""
    start, stop, flags = tokens
    words = common = inner = upper = numbers = quoted = speech = person = letters = long = _NONE
    for t in range(first, last):
        # Of a masked word no flag is left, and no letter.
        kept = np.int32((flags[t] & BOILERPLATE) == 0)
        f, size = np.int32(flags[t]) * kept, (stop[t] - start[t]) * kept
        words = np.int32(words + kept)
        letters = np.int32(letters + size)
        long = np.int32(long + (size >= 9))
        common = np.int32(common + ((f & COMMON) != 0))
        inner = np.int32(inner + ((f & (CAPITAL | SENTENCE_START)) == CAPITAL))
        upper = np.int32(upper + ((f & UPPER) != 0))
        numbers = np.int32(numbers + ((f & NUMBER) != 0))
        quoted = np.int32(quoted + ((f & QUOTED) != 0))
        speech = np.int32(speech + ((f & SPEECH) != 0))
        person = np.int32(person + ((f & PERSON) != 0))
    row[0], row[3], row[4], row[5] = words, letters, common, inner
    row[6], row[7], row[8], row[9] = upper, numbers, quoted, long
    row[10], row[11] = speech, person


@njit(nogil=True, cache=True, inline=True)
def _count_sentences(row, flags, first, last):  # type: ignore[no-untyped-def]
    """Count the sentences of one article, and add up the squares of their words."""
    sentences, squares, run = _ZERO, _ZERO, _ZERO
    for t in range(first, last):
        # Counted without a branch: where a sentence ends cannot be guessed.
        kept = np.int64((flags[t] & BOILERPLATE) == 0)
        begins = kept & np.int64((flags[t] & SENTENCE_START) != 0)
        before = run if begins else _ZERO
        sentences += before > 0
        squares += before * before
        run = run - before + kept
    row[1], row[2] = sentences + (run > 0), squares + run * run


@njit(nogil=True, cache=True, inline=True)
def _count_bytes(row, begin, end, limit, tail, wanted):  # type: ignore[no-untyped-def]
    """Count the bytes of one article, from address to address, that are ``wanted``."""
    row[STYLE_WORDS:] = 0
    for at in range(begin, end, BLOCK):
        source: Any = at
        keep = _ALL
        if at + BLOCK > end:
            keep = (_ONE << np.uint64(end - at)) - _ONE
        if at + BLOCK > limit:
            for k in range(BLOCK):
                tail[k] = byte_at(at + k) if at + k < end else 0
            source = np.int64(tail.ctypes.data)
        for k in range(wanted.shape[0]):
            row[STYLE_WORDS + k] += ones(equal_at(source, wanted[k]) & keep)


@njit(nogil=True, cache=True)
def _style_counts(text, text_offsets, offsets, tokens, wanted, tail, out):  # type: ignore[no-untyped-def]
    widest()
    address, size = text
    for doc in range(offsets.shape[0] - 1):
        first, last = np.uint64(offsets[doc]), np.uint64(offsets[doc + 1])
        _count_words(out[doc], tokens, first, last)
        _count_sentences(out[doc], tokens[2], first, last)
        begin, end = address + text_offsets[doc], address + text_offsets[doc + 1]
        _count_bytes(out[doc], begin, end, address + size, tail, wanted)


def style_counts(
    data: np.ndarray,
    text_offsets: np.ndarray,
    offsets: np.ndarray,
    tokens: tuple[np.ndarray, np.ndarray, np.ndarray],
    wanted: np.ndarray,
) -> np.ndarray:
    """Counts of ``contract.STYLE_COLUMNS`` per article, int32[n, 23], without masked tokens.

    Args:
        data, text_offsets: UTF-8 bytes of the texts (uint8, int64[n+1]).
        offsets: tokens of each article, int64[n+1].
        tokens: the token columns (start, end, flags).
        wanted: the bytes to count, ``contract.STYLE_BYTES``.
    """
    bytes_, texts, _ = documents(data, text_offsets)
    rows, start, _ = listed(offsets, tokens[0], np.int32)
    words = start, column(tokens[1], np.int32), column(tokens[2], np.uint16)
    text, tail = (bytes_.ctypes.data, bytes_.size), np.empty(BLOCK, np.uint8)
    out = np.empty((rows.size - 1, STYLE_WORDS + wanted.size), np.int32)
    _style_counts(text, texts, rows, words, column(wanted, np.uint8), tail, out)
    return out
