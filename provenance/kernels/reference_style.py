"""Plain definition of :mod:`provenance.kernels.style`, for reading and for tests."""

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


def style_counts(
    data: np.ndarray,
    text_offsets: np.ndarray,
    offsets: np.ndarray,
    stem: np.ndarray,
    start: np.ndarray,
    stop: np.ndarray,
    flags: np.ndarray,
    common: np.ndarray,
    speech: np.ndarray,
    person: np.ndarray,
    wanted: np.ndarray,
) -> np.ndarray:
    """See :func:`provenance.kernels.style.style_counts`."""
    out = []
    for doc in range(len(offsets) - 1):
        text = data[text_offsets[doc] : text_offsets[doc + 1]].tobytes()
        tokens = [t for t in range(offsets[doc], offsets[doc + 1]) if not flags[t] & BOILERPLATE]
        runs: list[int] = []
        for t in tokens:
            if flags[t] & SENTENCE_START or not runs:
                runs.append(0)
            runs[-1] += 1
        stems = [int(stem[t]) for t in tokens]
        lengths = [int(stop[t] - start[t]) for t in tokens]
        flagged = [int(flags[t]) for t in tokens]
        words = [set(w.tolist()) for w in (common, speech, person)]
        out.append(
            [
                len(tokens),
                len(runs),
                sum(r * r for r in runs),
                sum(lengths),
                len(set(stems)),
                sum(s in words[0] for s in stems),
                sum(bool(f & CAPITAL) and not f & SENTENCE_START for f in flagged),
                sum(bool(f & UPPER) for f in flagged),
                sum(bool(f & NUMBER) for f in flagged),
                sum(bool(f & QUOTED) for f in flagged),
                sum(length >= 9 for length in lengths),
                sum(s in words[1] for s in stems),
                sum(s in words[2] for s in stems),
                *(text.count(bytes([b])) for b in wanted.tolist()),
            ]
        )
    return np.array(out, np.int32).reshape(len(offsets) - 1, 13 + len(wanted))
