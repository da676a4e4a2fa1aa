"""Which texts begin with a word of a list, what is near the start of a line, and steps back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels.arrays import documents, stretches_of

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


def near_start(
    data: ArrayLike, begin: ArrayLike, place: ArrayLike, passed: bytes, most: int
) -> NDArray[np.bool_]:
    """Before which places at most so many characters stand in their line: bool[m].

    ``data``: uint8[nbytes]; ``begin``, ``place``: int64[m], where the text of each begins, and up
    to where it is looked at. The bytes ``passed`` are not counted.
    """
    text, cuts = stretches_of(data, np.stack([begin, place, place], axis=1))
    out = []
    for first, end, _ in cuts.tolist():
        line = text[first:end].tobytes().rpartition(b"\n")[2]
        out.append(sum(byte not in passed and not 0x80 <= byte < 0xC0 for byte in line) <= most)
    return np.array(out, np.bool_)


def steps_back(data: ArrayLike, begin: ArrayLike, place: ArrayLike, most: int) -> NDArray[np.int64]:
    """Where the last so many characters before each place begin, or all of them: int64[m].

    ``data``: uint8[nbytes]; ``begin``, ``place``: int64[m], where the text of each begins, and from
    where on it is looked at.
    """
    text, cuts = stretches_of(data, np.stack([begin, place, place], axis=1))
    out = []
    for first, end, _ in cuts.tolist():
        starts = first + np.flatnonzero((text[first:end] & 0xC0) != 0x80)
        out.append(end if most == 0 else starts[-most] if len(starts) >= most else first)
    return np.array(out, np.int64)
