"""Which texts begin with a word of a list, in plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels.arrays import documents

_SIGNS = {"k": "\u212a", "å": "\u212b", "ω": "\u2126", "θ": "\u03f4", "ß": "\u1e9e"}
"""Capitals whose small letters have others."""


def spellings(letter: str) -> list[str]:
    """A small letter and its capitals."""
    capitals = {letter.upper(), _SIGNS.get(letter, letter)}
    return [letter, *sorted(one for one in capitals - {letter} if one.lower() == letter)]


def begins(
    data: ArrayLike, offsets: ArrayLike, words: Sequence[str], skipped: str
) -> NDArray[np.bool_]:
    """Which texts begin with one of ``words``, behind any of the characters ``skipped``: bool[n].

    ``data``: uint8[nbytes], ``offsets``: int64[n + 1]. The words are in small letters, and the
    texts are taken as if they were.
    """
    text, rows = documents(data, offsets)
    if not all(words):
        raise ValueError("a word needs a character at least")
    small = {one: letter for word in words for letter in word for one in spellings(letter)}
    out = []
    for begin, end in pairwise(rows.tolist()):
        bare = text[begin:end].tobytes().decode(errors="surrogateescape").lstrip(skipped)
        out.append("".join(small.get(one, one) for one in bare).startswith(tuple(words)))
    return np.array(out, np.bool_)
