"""find_cues in numba: all cues at once, in one pass over the bytes (Aho & Corasick 1975)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels.arrays import column
from provenance.kernels.compiled.cuts import documents
from provenance.kernels.contract import Places
from provenance.kernels.jit import njit

_ROOM, _BYTES = 1024, 64  # places that are reckoned with: some, and one in so many bytes
_SIGN = np.int32(31)


class _Automaton(NamedTuple):
    """States number 0 (the root) to s - 1; bytes that no cue holds share class 0.

    ``kind`` uint8[256]: class of a byte. ``step`` int32[s * width]: for state and class, where the
    next state's row begins in ``step``; its complement where a cue ends in that state.
    ``ends`` int32[s + 1] and ``cue`` int32: the cues that end in each state.
    """

    kind: NDArray[Any]
    step: NDArray[Any]
    width: int
    ends: NDArray[Any]
    cue: NDArray[Any]


class _Trie(NamedTuple):
    """Of each state the one before it, the byte between, how deep it is, and the cues that end."""

    parent: list[int]
    byte: list[int]
    depth: list[int]
    found: list[list[int]]


def _trie(cues: Sequence[bytes]) -> _Trie:
    parent, bytes_, depths, found = trie = _Trie([0], [0], [0], [[]])
    known: dict[int, int] = {}
    for k, cue in enumerate(cues):
        state = 0
        for depth, byte in enumerate(cue, 1):
            after = known.get(state << 8 | byte)
            if after is None:
                after = known[state << 8 | byte] = len(parent)
                parent.append(state)
                bytes_.append(byte)
                depths.append(depth)
                found.append([])
            state = after
        found[state].append(k)
    return trie


@cache
def _automaton(cues: tuple[bytes, ...], fold: bool) -> _Automaton:
    *lists, found = _trie(cues)
    parent, byte, depth = map(np.array, lists)
    used = np.unique(byte[1:])
    if not all(cues):
        raise ValueError("a cue needs a byte at least")
    if len(used) == 256:
        raise ValueError("cues must leave out one byte at least; no UTF-8 holds all")
    kind = np.zeros(256, np.uint8)
    kind[used] = np.arange(1, len(used) + 1)
    step = np.zeros((len(parent), len(used) + 1), np.int32)
    for level in range(1, depth.max() + 1):
        # Level by level: the states to fall back to are less deep, and complete.
        new = np.flatnonzero(depth == level)
        into = parent[new], kind[byte[new]]
        back = step[into]
        step[into] = new
        step[new] = step[back]
        for state, shorter in zip(new.tolist(), back.tolist(), strict=True):
            if found[shorter]:
                found[state] = sorted(found[state] + found[shorter])
    if fold:  # which costs the search nothing; after this no byte has a capital's class
        kind[ord("A") : ord("Z") + 1] = kind[ord("a") : ord("z") + 1]
    ends = np.cumsum([0, *map(len, found)])
    place = np.arange(len(found), dtype=np.int32) * step.shape[1]
    place = np.where(np.diff(ends) > 0, ~place, place)
    return _Automaton(
        kind=column(kind, np.uint8),
        step=column(place[step].ravel(), np.int32),
        width=step.shape[1],
        ends=column(ends, np.int32),
        cue=column([k for here in found for k in here], np.int32),
    )


@njit(nogil=True, cache=True, inline=True)
def _after(place: Any, byte: Any, kind: Any, step: Any) -> Any:
    """The place in ``step`` after one more byte."""
    return step[np.uint32(place) + np.uint32(kind[byte])]


@njit(nogil=True, cache=True, inline=True)
def _note(place: Any, end: Any, count: Any, automaton: Any, which: Any, ends: Any) -> Any:
    """Write the cues that end here behind ``count`` others, as far as they fit; how many then."""
    _, _, width, first, cue = automaton
    state = ~place // width
    for k in range(first[state], first[state + 1]):
        if count < which.shape[0]:
            which[count], ends[count] = cue[k], end
        count += 1
    return count


@njit(nogil=True, cache=True, inline=True)
def _moved(aside: Any, count: Any, m: Any, which: Any, end: Any) -> Any:
    """Write what was put aside behind ``m`` others, as far as it fits; how many then."""
    for k in range(count):
        if m < which.shape[0]:
            which[m], end[m] = aside[0, k], aside[1, k]
        m += 1
    return m


@njit(nogil=True, cache=True)
def _search(text: Any, begin: Any, size: Any, automaton: Any, overlap: Any, out: Any) -> Any:
    """Search one text in four parts side by side: alone, each look-up waits for the one before.

    A part begins ``overlap`` bytes before the last one ends, so that one of them has a cue whole;
    it counts where it ends behind the part before. ``out``: how many places there are, where they
    are written as far as they fit, and room for what the later parts find until the first is done.
    """
    m, which, end, in_second, in_third, in_fourth = out
    kind, step = automaton[0], automaton[1]
    length = min(size, (size + 3 * overlap + 3) // 4)
    first, last = max(length - overlap, 0), size - length
    to_b, to_c, to_d = min(first, last), min(2 * first, last), min(3 * first, last)
    a = b = c = d = np.int32(0)
    of_b = of_c = of_d = np.int64(0)
    for i in range(begin, begin + length):
        a = _after(a, text[np.uint64(i)], kind, step)
        b = _after(b, text[np.uint64(i + to_b)], kind, step)
        c = _after(c, text[np.uint64(i + to_c)], kind, step)
        d = _after(d, text[np.uint64(i + to_d)], kind, step)
        if (a | b | c | d) < 0:
            on = i + 1 - begin - length
            if a < 0:
                m = _note(a, i + 1, m, automaton, which, end)
            if b < 0 and on + to_b > 0:
                of_b = _note(b, i + 1 + to_b, of_b, automaton, in_second[0], in_second[1])
            if c < 0 and on + to_c > to_b:
                of_c = _note(c, i + 1 + to_c, of_c, automaton, in_third[0], in_third[1])
            if d < 0 and on + to_d > to_c:
                of_d = _note(d, i + 1 + to_d, of_d, automaton, in_fourth[0], in_fourth[1])
            # Complements of places become the places.
            a, b, c, d = a ^ (a >> _SIGN), b ^ (b >> _SIGN), c ^ (c >> _SIGN), d ^ (d >> _SIGN)
    m = _moved(in_second, of_b, m, which, end)
    m = _moved(in_third, of_c, m, which, end)
    return _moved(in_fourth, of_d, m, which, end)


@njit(nogil=True, cache=True)
def _scan(text: Any, offsets: Any, automaton: Any, overlap: Any, found: Any, aside: Any) -> Any:
    """How many places there are in all texts; those that fit are written."""
    row, which, end = found
    m = np.int64(0)
    for doc in range(offsets.shape[0] - 1):
        begin, old = offsets[doc], m
        out = (m, which, end, aside[0], aside[1], aside[2])
        m = _search(text, begin, offsets[doc + 1] - begin, automaton, overlap, out)
        row[old : min(m, row.shape[0])] = doc
    return m


def find_cues(
    data: ArrayLike, offsets: ArrayLike, cues: Sequence[bytes], *, fold: bool = False
) -> Places:
    """Every place of every cue, in the order of the bytes; of the cues in one place, by number.

    ``data``: uint8[nbytes], ``offsets``: int64[n + 1]. Bytes are compared as they are; with
    ``fold`` the capitals of ASCII in the texts, not in cues, are taken for small letters. Linear in
    the bytes and in what is found, however many cues there are. Raises ValueError where offsets do
    not rise within the data, a cue is empty, or the cues hold all 256 bytes.
    """
    text, rows, _ = documents(data, offsets)
    overlap = max((len(cue) for cue in cues), default=0)
    automaton = tuple(_automaton(tuple(cues), fold))
    room = _ROOM + int(rows[-1] - rows[0]) // _BYTES
    while True:
        places = (np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int64))
        aside = np.empty((3, 2, room), np.int64)
        found = int(_scan(text, rows, automaton, overlap, places, aside))
        if found <= room:  # else once more, with room for all
            row, which, end = places
            return Places(row[:found], which[:found], end[:found])
        room = found
