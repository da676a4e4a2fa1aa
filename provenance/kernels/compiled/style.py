"""Counts that describe how a text is written, not what it says (numba)."""

from __future__ import annotations

import numpy as np

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


@njit(nogil=True, cache=True, inner=True)
def _count_words(row, tokens, first, last):  # type: ignore[no-untyped-def]
    """Count the words of one article into the first columns of its row."""
    start, stop, flags = tokens
    # Counted here, not in the row, which would be read and written for each word.
    words = sentences = squares = common = inner = upper = numbers = 0
    quoted = speech = person = run = 0
    letters = long = np.int64(0)
    for t in range(first, last):
        f = np.int64(flags[t])
        if f & BOILERPLATE:
            continue
        words += 1
        if f & SENTENCE_START or run == 0:
            sentences += 1
            squares += run * run
            run = 0
        run += 1
        size = np.int64(stop[t]) - np.int64(start[t])
        letters += size
        long += size >= 9
        common += (f & COMMON) != 0
        inner += (f & (CAPITAL | SENTENCE_START)) == CAPITAL
        upper += (f & UPPER) != 0
        numbers += (f & NUMBER) != 0
        quoted += (f & QUOTED) != 0
        speech += (f & SPEECH) != 0
        person += (f & PERSON) != 0
    row[0], row[1], row[2], row[3] = words, sentences, squares + run * run, letters
    row[4], row[5], row[6], row[7] = common, inner, upper, numbers
    row[8], row[9], row[10], row[11] = quoted, long, speech, person


@njit(nogil=True, cache=True)
def _style_counts(data, text_offsets, offsets, tokens, column, out):  # type: ignore[no-untyped-def]
    for doc in range(offsets.shape[0] - 1):
        for p in range(text_offsets[doc], text_offsets[doc + 1]):
            c = column[data[p]]
            if c >= 0:
                out[doc, c] += 1
        _count_words(out[doc], tokens, offsets[doc], offsets[doc + 1])


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
    out = np.zeros((offsets.shape[0] - 1, STYLE_WORDS + wanted.shape[0]), np.int32)
    column = np.full(256, -1, np.int64)
    column[wanted] = np.arange(STYLE_WORDS, out.shape[1])
    _style_counts(data, text_offsets, offsets, tokens, column, out)
    return out
