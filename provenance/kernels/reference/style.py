"""Counts that describe how a text is written, by definition."""

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


def style_counts(
    data: np.ndarray,
    text_offsets: np.ndarray,
    offsets: np.ndarray,
    tokens: tuple[np.ndarray, np.ndarray, np.ndarray],
    wanted: np.ndarray,
) -> np.ndarray:
    """See :func:`provenance.kernels.compiled.style.style_counts`."""
    out = []
    for doc in range(len(offsets) - 1):
        text = data[text_offsets[doc] : text_offsets[doc + 1]].tobytes()
        first, last = offsets[doc], offsets[doc + 1]
        words = _words(tuple(column[first:last].tolist() for column in tokens))
        out.append([*words, *(text.count(bytes([b])) for b in wanted.tolist())])
    return np.array(out, np.int32).reshape(len(offsets) - 1, STYLE_WORDS + len(wanted))


def _words(tokens: tuple[list[int], ...]) -> list[int]:
    kept = [t for t in zip(*tokens, strict=True) if not t[2] & BOILERPLATE]
    lengths = [stop - start for start, stop, _ in kept]
    flags = [f for _, _, f in kept]
    runs: list[int] = []
    for f in flags:
        if f & SENTENCE_START or not runs:
            runs.append(0)
        runs[-1] += 1
    return [
        len(kept),
        len(runs),
        sum(r * r for r in runs),
        sum(lengths),
        sum(bool(f & COMMON) for f in flags),
        sum(bool(f & CAPITAL) and not f & SENTENCE_START for f in flags),
        sum(bool(f & UPPER) for f in flags),
        sum(bool(f & NUMBER) for f in flags),
        sum(bool(f & QUOTED) for f in flags),
        sum(length >= 9 for length in lengths),
        sum(bool(f & SPEECH) for f in flags),
        sum(bool(f & PERSON) for f in flags),
    ]
