"""Counts that describe how a text is written, not what it says (numba).

The plain definition stands in :mod:`provenance.kernels.reference_style`.
"""

from __future__ import annotations

import numpy as np

from provenance.kernels.contract import (
    BOILERPLATE,
    CAPITAL,
    NUMBER,
    QUOTED,
    SENTENCE_START,
    UPPER,
)
from provenance.kernels.jit import njit

#: Columns of :func:`style_counts`, in order. ``b_X`` counts the byte X.
COLUMNS = (
    "words", "sentences", "sentence_squares", "letters", "distinct", "common", "capital", "upper",
    "number", "quoted", "long", "speech", "person",
    "b_comma", "b_hyphen", "b_semicolon", "b_colon", "b_paren", "b_apostrophe", "b_exclaim",
    "b_question", "b_newline", "b_quote", "b_e2",
)  # fmt: skip
BYTES = np.frombuffer(b",-;:('!?\n\"\xe2", np.uint8)
_FIRST_BYTE = len(COLUMNS) - len(BYTES)


@njit(nogil=True, cache=True)
def style_counts(  # type: ignore[no-untyped-def]
    data, text_offsets, offsets, stem, start, stop, flags, common, speech, person, wanted
):
    """Counts of :data:`COLUMNS` for each article, int32[n, 24]; masked tokens are passed over.

    Args:
        data, text_offsets: UTF-8 bytes of the texts (uint8, int64[n+1]).
        offsets, stem, start, stop, flags: the token columns.
        common, speech, person: sorted uint32 stems (frequent words; "said" and its kin; "I", "we").
        wanted: the bytes to count, :data:`BYTES`.
    """
    n = offsets.shape[0] - 1
    out = np.zeros((n, 13 + wanted.shape[0]), np.int32)
    column = np.full(256, -1, np.int64)
    for k in range(wanted.shape[0]):
        column[wanted[k]] = 13 + k
    for doc in range(n):
        row = out[doc]
        for p in range(text_offsets[doc], text_offsets[doc + 1]):
            c = column[data[p]]
            if c >= 0:
                row[c] += 1
        first, last = offsets[doc], offsets[doc + 1]
        kept = np.empty(last - first, np.uint32)
        run = 0
        for t in range(first, last):
            f = flags[t]
            if f & BOILERPLATE:
                continue
            s = stem[t]
            kept[row[0]] = s
            row[0] += 1
            if f & SENTENCE_START or run == 0:
                row[1] += 1
                row[2] += run * run
                run = 0
            run += 1
            length = stop[t] - start[t]
            row[3] += length
            row[10] += length >= 9
            if f & CAPITAL and not f & SENTENCE_START:
                row[6] += 1
            row[7] += (f & UPPER) != 0
            row[8] += (f & NUMBER) != 0
            row[9] += (f & QUOTED) != 0
            for k, words in ((5, common), (11, speech), (12, person)):
                at = np.searchsorted(words, s)
                row[k] += at < words.shape[0] and words[at] == s
        row[2] += run * run
        kept = np.sort(kept[: row[0]])
        for k in range(kept.shape[0]):
            row[4] += k == 0 or kept[k] != kept[k - 1]
    return out
