"""Which of a list of words stand in each text, in plain Python."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels.arrays import documents


def find_cues(data: ArrayLike, offsets: ArrayLike, cues: Sequence[bytes]) -> NDArray[np.bool_]:
    """Whether each cue occurs anywhere in each text: bool[n, len(cues)].

    ``data``: uint8[nbytes], ``offsets``: int64[n + 1]. Bytes are compared as they are, so texts
    and cues of one case are the caller's business; an empty cue is in every text.
    """
    text, rows = documents(data, offsets)
    out = np.zeros((rows.size - 1, len(cues)), np.bool_)
    for row in range(rows.size - 1):
        content = text[rows[row] : rows[row + 1]].tobytes()
        for k, cue in enumerate(cues):
            out[row, k] = cue in content
    return out
