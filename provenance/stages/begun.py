"""Which lines begin as those do that a rule takes: few, and no pattern is tried to tell."""

from __future__ import annotations

import numpy as np

from provenance.kernels.compiled import begins
from provenance.text.boilerplate_rules import DECORATION
from provenance.text.line_starts import LINE_STARTS

_SPACE = (
    " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)


def begun(starts: np.ndarray, data: np.ndarray) -> np.ndarray:
    """The lines that begin with a digit or one of :data:`LINE_STARTS`, and perhaps others: int64.

    Args:
        starts: where each line starts in bytes, and where the last one ends.
        data: the bytes.
    """
    return np.flatnonzero(begins(data, starts, LINE_STARTS, _SPACE + DECORATION))
