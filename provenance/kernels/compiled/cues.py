"""find_cues in numba: all cues at once, in one pass over the bytes (Aho & Corasick 1975)."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels.arrays import column, documents
from provenance.kernels.contract import Places
from provenance.kernels.jit import njit

_ROOM, _BYTES = 1024, 64  # places that are reckoned with: some, and one in so many bytes


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


def _trie(cues: Sequence[bytes]) -> tuple[list[dict[int, int]], list[list[int]]]:
    """The children of each state, and the cues that end there."""
    children: list[dict[int, int]] = [{}]
    found: list[list[int]] = [[]]
    for k, cue in enumerate(cues):
        state = 0
        for byte in cue:
            if byte not in children[state]:
                children[state][byte] = len(children)
                children.append({})
                found.append([])
            state = children[state][byte]
        found[state].append(k)
    return children, found


@cache
def _automaton(cues: tuple[bytes, ...]) -> _Automaton:
    children, found = _trie(cues)
    used = sorted({byte for cue in cues for byte in cue})
    if not all(cues):
        raise ValueError("a cue needs a byte at least")
    if len(used) == 256:
        raise ValueError("cues must leave out one byte at least; no UTF-8 holds all")
    kind = np.zeros(256, np.uint8)
    kind[used] = np.arange(1, len(used) + 1)
    step = np.zeros((len(children), len(used) + 1), np.int32)
    queue = deque([(0, 0)])
    while queue:  # breadth first: the state to fall back to is shorter, so it is complete
        state, back = queue.popleft()
        if state:
            found[state] = sorted(found[state] + found[back])
            step[state] = step[back]
        for byte, child in children[state].items():
            queue.append((child, int(step[state, kind[byte]]) if state else 0))
            step[state, kind[byte]] = child
    ends = np.cumsum([0, *map(len, found)])
    place = step * step.shape[1]
    return _Automaton(
        kind=column(kind, np.uint8),
        step=column(np.where(np.diff(ends)[step] > 0, ~place, place).ravel(), np.int32),
        width=step.shape[1],
        ends=column(ends, np.int32),
        cue=column([k for here in found for k in here], np.int32),
    )


@njit(nogil=True, cache=True)
def _scan(text: Any, offsets: Any, automaton: Any, row: Any, which: Any, end: Any) -> Any:
    """How many places there are; those that fit are written."""
    kind, step, width, ends, cue = automaton
    m = np.int64(0)
    for doc in range(offsets.shape[0] - 1):
        place = np.int32(0)
        for i in range(offsets[doc], offsets[doc + 1]):
            place = step[np.uint32(place) + np.uint32(kind[text[np.uint64(i)]])]
            if place < 0:
                place = ~place
                state = place // width
                for k in range(ends[state], ends[state + 1]):
                    if m < row.shape[0]:
                        row[m], which[m], end[m] = doc, cue[k], i + 1
                    m += 1
    return m


def find_cues(data: ArrayLike, offsets: ArrayLike, cues: Sequence[bytes]) -> Places:
    """Every place of every cue, in the order of the bytes; of the cues in one place, by number.

    ``data``: uint8[nbytes], ``offsets``: int64[n + 1]. Bytes are compared as they are, so texts
    and cues of one case are the caller's business. Linear in the bytes and in what is found,
    however many cues there are. Raises ValueError where offsets do not rise within the data, a cue
    is empty, or the cues hold all 256 bytes.
    """
    text, rows = documents(data, offsets)
    automaton = tuple(_automaton(tuple(cues)))
    room = _ROOM + int(rows[-1] - rows[0]) // _BYTES
    while True:
        row, which = np.empty(room, np.int32), np.empty(room, np.int32)
        end = np.empty(room, np.int64)
        found = int(_scan(text, rows, automaton, row, which, end))
        if found <= room:  # else once more, with room for all
            return Places(row[:found], which[:found], end[:found])
        room = found
