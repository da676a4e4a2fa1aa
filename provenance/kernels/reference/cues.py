"""Where the words of a list stand in each text, in plain Python."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from provenance.kernels.arrays import documents
from provenance.kernels.contract import Places


def find_cues(
    data: ArrayLike, offsets: ArrayLike, cues: Sequence[bytes], *, fold: bool = False
) -> Places:
    """Every place of every cue, in the order of the bytes; of the cues in one place, by number.

    ``data``: uint8[nbytes], ``offsets``: int64[n + 1]. Bytes are compared as they are; with
    ``fold`` the capitals of ASCII in the texts, not in cues, are taken for small letters.
    """
    text, rows = documents(data, offsets)
    if not all(cues):
        raise ValueError("a cue needs a byte at least")
    found: list[tuple[int, int, int]] = []
    for row in range(rows.size - 1):
        content = text[rows[row] : rows[row + 1]].tobytes()
        content = content.lower() if fold else content  # which knows no letters but ASCII's
        for k, cue in enumerate(cues):
            at = content.find(cue)
            while at >= 0:
                found.append((row, int(rows[row]) + at + len(cue), k))
                at = content.find(cue, at + 1)
    found.sort()
    row_, end, which = (np.array([f[c] for f in found], np.int64) for c in range(3))
    return Places(row_.astype(np.int32), which.astype(np.int32), end)
