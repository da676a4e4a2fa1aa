"""find_cues in numba: all cues at once, in one pass over the bytes (Aho & Corasick 1975)."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels.arrays import column, documents
from provenance.kernels.jit import njit

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
    if len(used) == 256:
        raise ValueError("cues must leave out one byte at least; no UTF-8 holds all")
    kind = np.zeros(256, np.uint8)
    kind[used] = np.arange(1, len(used) + 1)
    step = np.zeros((len(children), len(used) + 1), np.int32)
    queue = deque([(0, 0)])
    while queue:  # breadth first: the state to fall back to is shorter, so it is complete
        state, back = queue.popleft()
        if state:
            found[state] += found[back]
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


@njit(nogil=True, cache=True, inline=True)
def _after(place: Any, byte: Any, kind: Any, step: Any) -> Any:
    """The place in ``step`` after one more byte."""
    return step[np.uint32(place) + np.uint32(kind[byte])]


@njit(nogil=True, cache=True)
def _scan(text: Any, offsets: Any, automaton: Any, overlap: int, out: Any) -> None:
    """Search each text in four parts side by side: alone, each look-up waits for the one before.

    A part begins ``overlap`` bytes before the last one ends, so that one of them has a cue whole.
    """
    kind, step, width, ends, cue = automaton
    for doc in range(offsets.shape[0] - 1):
        row, begin, size = out[doc], offsets[doc], offsets[doc + 1] - offsets[doc]
        for k in range(ends[0], ends[1]):
            row[cue[k]] = True
        length = min(size, (size + 3 * overlap + 3) // 4)
        first, last = max(length - overlap, 0), size - length
        in_b, in_c, in_d = min(first, last), min(2 * first, last), min(3 * first, last)
        a = b = c = d = np.int32(0)
        for i in range(begin, begin + length):
            a = _after(a, text[np.uint64(i)], kind, step)
            b = _after(b, text[np.uint64(i + in_b)], kind, step)
            c = _after(c, text[np.uint64(i + in_c)], kind, step)
            d = _after(d, text[np.uint64(i + in_d)], kind, step)
            if (a | b | c | d) < 0:
                for place in (a, b, c, d):
                    if place < 0:
                        state = ~place // width
                        for k in range(ends[state], ends[state + 1]):
                            row[cue[k]] = True
                # Complements of places become the places.
                a, b, c, d = a ^ (a >> _SIGN), b ^ (b >> _SIGN), c ^ (c >> _SIGN), d ^ (d >> _SIGN)


def find_cues(data: ArrayLike, offsets: ArrayLike, cues: Sequence[bytes]) -> NDArray[np.bool_]:
    """Whether each cue occurs anywhere in each text: bool[n, len(cues)].

    ``data``: uint8[nbytes], ``offsets``: int64[n + 1]. Bytes are compared as they are, so texts
    and cues of one case are the caller's business; an empty cue is in every text. Linear in the
    bytes, however many cues there are. Raises ValueError where offsets do not rise within the
    data, or the cues hold all 256 bytes.
    """
    text, rows = documents(data, offsets)
    out = np.zeros((rows.size - 1, len(cues)), np.bool_)
    overlap = max((len(cue) for cue in cues), default=0)
    _scan(text, rows, tuple(_automaton(tuple(cues))), overlap, out)
    return out
