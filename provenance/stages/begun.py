"""Which lines begin as those do that a rule takes: few, and no pattern is compiled to tell."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from provenance.kernels.compiled import find_cues
from provenance.stages.columns import text_bytes
from provenance.text.boilerplate_rules import DECORATION
from provenance.text.line_starts import LINE_STARTS

_WORDS = tuple(word.encode() for word in LINE_STARTS)
_LENGTH = np.array([len(word) for word in _WORDS])
_HEAD = 40  # characters, which are more than any word has


def begun(starts: np.ndarray, lines: pa.Array) -> np.ndarray:
    """The lines that begin with a digit or one of :data:`LINE_STARTS`, and perhaps others: int64.

    Args:
        starts: where each line starts in bytes, and where the last one ends.
        lines: the lines.
    """
    heads = pc.utf8_ltrim_whitespace(pc.utf8_slice_codeunits(lines, 0, _HEAD))
    heads = pc.utf8_lower(pc.utf8_ltrim(heads, characters=DECORATION))
    offsets, data = text_bytes(heads)
    _, cue, end = find_cues(data, offsets[[0, -1]], _WORDS)  # one text: many short ones are slow
    here = np.full(int(offsets[-1]) + 1, -1)
    here[offsets[:-1]] = np.arange(len(lines))  # of those in one place all but the last are empty
    line = here[end - _LENGTH[cue]]
    first = np.append(data[: offsets[-1]], 0)[offsets[:-1]]
    # What stands before the words may take all of a head.
    found = (np.diff(offsets) < _LENGTH.max()) & (np.diff(starts) > _HEAD)
    found |= (first >= ord("0")) & (first <= ord("9"))
    found[line[line >= 0]] = True
    return np.flatnonzero(found)
