"""begins, near_start and steps_back in numba: no more of a text is looked at than tells.

For the first there is one step in a table for each byte, up to the first that is in no word.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels.arrays import column, stretches_of
from provenance.kernels.compiled.cuts import documents
from provenance.kernels.jit import njit
from provenance.kernels.reference.begins import spellings

_FOUND, _NONE = -2, -1  # where a word ends, and where none goes on


class _States:
    """The bytes that lead from each state to which other; state 0 is before all words."""

    def __init__(self, skipped: str) -> None:
        self.after: list[dict[int, int]] = [{}]
        self._known: dict[tuple[int, str], int] = {}  # behind which letter of which state
        for one in skipped:
            self._spell(0, one.encode(), 0)

    def read(self, word: str) -> None:
        """Take in a word, unless one with which it begins is there."""
        state = 0
        for letter in word[:-1]:
            then = self._known.get((state, letter))
            state = self._lead(state, letter, self._new()) if then is None else then
            if state == _FOUND:
                return
        self._lead(state, word[-1], _FOUND)

    def _lead(self, state: int, letter: str, then: int) -> int:
        self._known[state, letter] = then
        for one in _spelled(letter):
            self._spell(state, one, then)
        return then

    def _spell(self, state: int, one: bytes, then: int) -> None:
        """Have a character lead from a state to another, unless it is skipped there."""
        for byte in one[:-1]:
            if byte not in self.after[state]:
                self.after[state][byte] = self._new()
            state = self.after[state][byte]
        self.after[state].setdefault(one[-1], then)

    def _new(self) -> int:
        self.after.append({})
        return len(self.after) - 1


@cache
def _spelled(letter: str) -> list[bytes]:
    return [one.encode() for one in spellings(letter)]


@cache
def _table(words: tuple[str, ...], skipped: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """``kind`` uint8[256]: the class of a byte; ``step`` int32[s * width]: the next row of it."""
    if not all(words):
        raise ValueError("a word needs a character at least")
    states = _States(skipped)
    for word in sorted(words):
        states.read(word)
    before = np.repeat(np.arange(len(states.after)), [*map(len, states.after)])
    byte = np.array([one for after in states.after for one in after], np.int64)
    then = np.array([one for after in states.after for one in after.values()], np.int64)
    used = np.unique(byte)
    kind = np.zeros(256, np.uint8)
    kind[used] = np.arange(1, len(used) + 1)
    width = len(used) + 1
    step = np.full((len(states.after), width), _NONE, np.int32)
    step[before, kind[byte]] = np.where(then > 0, then * width, then)
    return column(kind, np.uint8), column(step.ravel(), np.int32)


@njit(nogil=True, cache=True)
def _begins(text: Any, offsets: Any, kind: Any, step: Any, out: Any) -> None:
    for row in range(offsets.shape[0] - 1):
        place = np.int32(0)
        for i in range(offsets[row], offsets[row + 1]):
            place = step[np.uint32(place) + np.uint32(kind[text[np.uint64(i)]])]
            if place < 0:
                break
        out[row] = place == _FOUND


def begins(
    data: ArrayLike, offsets: ArrayLike, words: Sequence[str], skipped: str
) -> NDArray[np.bool_]:
    """Which texts begin with one of ``words``, behind any of the characters ``skipped``: bool[n].

    ``data``: uint8[nbytes], ``offsets``: int64[n + 1]. The words are in small letters, and the
    texts are taken as if they were. Linear in the bytes up to the end of a word. Raises ValueError
    where offsets do not rise within the data or a word is empty.
    """
    text, rows, _ = documents(data, offsets)
    out = np.empty(rows.size - 1, np.bool_)
    _begins(text, rows, *_table(tuple(words), skipped), out)
    return out


@njit(nogil=True, cache=True)
def _near_start(text: Any, cuts: Any, counted: Any, most: int, out: Any) -> None:
    for k in range(cuts.shape[0]):
        begin, at, left = cuts[k, 0], cuts[k, 1], most
        while at > begin and left >= 0 and text[at - 1] != 10:
            at -= 1
            left -= counted[text[at]]
        out[k] = left >= 0


def near_start(
    data: ArrayLike, begin: ArrayLike, place: ArrayLike, passed: bytes, most: int
) -> NDArray[np.bool_]:
    """Before which places at most so many characters stand in their line: bool[m].

    As :func:`provenance.kernels.reference.near_start`. Linear in the bytes that tell.
    """
    text, cuts = stretches_of(data, np.stack([begin, place, place], axis=1))
    counted = np.ones(256, np.int64)
    counted[0x80:0xC0] = 0
    counted[list(passed)] = 0
    out = np.empty(len(cuts), np.bool_)
    _near_start(text, cuts, column(counted, np.int64), most, out)
    return out


@njit(nogil=True, cache=True)
def _steps_back(text: Any, cuts: Any, most: int, out: Any) -> None:
    for k in range(cuts.shape[0]):
        begin, at, left = cuts[k, 0], cuts[k, 1], most
        while at > begin and left > 0:
            at -= 1
            left -= (text[at] & 0xC0) != 0x80
        out[k] = at


def steps_back(data: ArrayLike, begin: ArrayLike, place: ArrayLike, most: int) -> NDArray[np.int64]:
    """Where the last so many characters before each place begin: int64[m].

    As :func:`provenance.kernels.reference.steps_back`. Linear in the bytes of the characters.
    """
    text, cuts = stretches_of(data, np.stack([begin, place, place], axis=1))
    out = np.empty(len(cuts), np.int64)
    _steps_back(text, cuts, most, out)
    return out
