"""Articles that share their rarest terms, by an inverted index (numba).

Of ten thousand articles that share a term with one, ten may be near enough. Which they are is told
by a byte first, a *slot*, which some articles have in common where there are many: so all slots fit
into the cache that is next to the processor. Only those whose slot says so are compared exactly.
"""

from __future__ import annotations

import numpy as np

from provenance.kernels.compiled.bits import prefetch
from provenance.kernels.contract import Index
from provenance.kernels.jit import njit

# A slot counts up to _ENOUGH, where it is full, and stays so. It begins with so much that what the
# lightest of its articles needs fills it.
_SLOTS = 1 << 16  # at the most, a power of two
_WORD = 8  # bytes; slots are cleared by so many
_ENOUGH = np.uint8(128)
_MOST = 127.0  # units that a term adds, or that a slot lacks at first
_USUAL = 48.0  # units that a slot of usual articles lacks
_SURE = 1e-9  # sums are rounded: an article that may be near enough is never left out

_START = np.int64(0)  # a plain 0 would have _write compiled once more
_ONE = np.uint64(1)
_LINE, _WIDE = 64, 4  # bytes that are fetched at once, and of an article or a term in a list
_TERM, _FIRST, _END, _UNITS, _PARTS = range(5)  # of a list that is looked up


@njit(nogil=True, cache=True, inner=True)
def _keep_best(keys, values, size, key, value):  # type: ignore[no-untyped-def]
    """Insert into a short list that is sorted by key, then value; the worst falls out when full.

    A sort of the library would cost seconds at the first call, when it is compiled.
    """
    if size == keys.shape[0]:
        if key > keys[size - 1] or (key == keys[size - 1] and value > values[size - 1]):
            return size
        size -= 1
    k = size
    while k > 0 and (keys[k - 1] > key or (keys[k - 1] == key and values[k - 1] > value)):
        keys[k] = keys[k - 1]
        values[k] = values[k - 1]
        k -= 1
    keys[k] = key
    values[k] = value
    return size + 1


@njit(nogil=True, cache=True, inner=True)
def _lists(index, i, unit, out):  # type: ignore[no-untyped-def]
    """Fill in the lists that ``i`` looks up, rarest first; how many there are.

    All of them before the first is read: so their places are fetched together.
    """
    scale = (1 + _SURE) / (unit * np.sqrt(index.mass[i]))
    first = index.offsets[i]
    for n in range(index.looked[i]):
        t = np.uint64(index.terms[np.uint64(first + n)])
        out[n, _TERM] = t
        out[n, _FIRST] = index.post_offsets[t]
        out[n, _END] = index.post_offsets[t + _ONE]
        out[n, _UNITS] = min(np.ceil(index.weight[t] * scale), _MOST)
    return index.looked[i]


@njit(nogil=True, cache=True, inner=True)
def _hits(post, base, lists, n, slots, hits):  # type: ignore[no-untyped-def]
    """Add each of ``n`` lists to the slots of its articles; list who fills one, or finds it full.

    Who came to a slot only before that has no more than what did not fill it: not enough. An
    article may be listed more than once. ``base``: the address of ``post``. How many are listed.
    """
    last = np.uint64(slots.shape[0] - 1)
    found = np.uint64(0)
    for q in range(n):
        if q + 1 < n:
            first, end = lists[q + 1, _FIRST], lists[q + 1, _END]
            for address in range(base + _WIDE * first, base + _WIDE * end, _LINE):
                prefetch(address)
        units = np.uint8(lists[q, _UNITS])
        for p in range(np.uint64(lists[q, _FIRST]), np.uint64(lists[q, _END])):
            slot = np.uint64(post[p]) & last
            filled = np.uint8(slots[slot] + units)
            slots[slot] = filled
            if filled >= _ENOUGH:
                slots[slot] = _ENOUGH
                hits[found] = post[p]
                found += _ONE
    return found


@njit(nogil=True, cache=True, inner=True)
def _once(index, base, i, hits, found, seen):  # type: ignore[no-untyped-def]
    """Leave each listed article once, and not ``i`` itself; how many are left.

    ``base``: the address of their terms, which are all fetched before the first is compared.
    """
    seen[i] = i
    left = np.uint64(0)
    for k in range(found):
        j = np.uint64(hits[k])
        hits[left] = j
        left += np.uint64(seen[j] != i)
        seen[j] = i
    for k in range(left):
        j = np.uint64(hits[k])
        for place in range(index.offsets[j], index.offsets[j + _ONE], _LINE // _WIDE):
            prefetch(base + _WIDE * place)
    return left


@njit(nogil=True, cache=True, inner=True)
def _shared(index, j, looked):  # type: ignore[no-untyped-def]
    """The weight of the terms of ``j`` that are looked up (bool[v]), and their number."""
    weight, count = np.int64(0), np.int64(0)
    for p in range(np.uint64(index.offsets[j]), np.uint64(index.offsets[j + _ONE])):
        t = np.uint64(index.terms[p])
        if looked[t]:
            weight += index.weight[t]
            count += 1
    return weight, count


@njit(nogil=True, cache=True, inner=True)
def _write(i, best, kept, out, filled):  # type: ignore[no-untyped-def]
    for k in range(kept):
        out[filled + k, 0] = min(i, best[k])
        out[filled + k, 1] = max(i, best[k])
    return filled + kept


@njit(nogil=True, cache=True)
def _rare_neighbours(index, begin, end, limits, floor, window, filters, room, out):  # type: ignore[no-untyped-def]
    seen, hits, looked, distance, best, kept = room
    post, terms, unit, lists, at_first, words, slots = filters
    filled = _START
    for i in range(begin, end):
        kept[:] = 0
        for k in range(words.shape[0]):
            words[k] = at_first[k]
        n = _lists(index, i, unit, lists)
        found = _hits(index.post, post, lists, n, slots, hits)
        found = _once(index, terms, i, hits, found, seen)
        for q in range(n):
            looked[np.uint64(lists[q, _TERM])] = True
        for k in range(found):
            j = np.uint64(hits[k])
            weight, count = _shared(index, j, looked)
            if count >= limits[1]:
                s = np.float64(weight) / np.sqrt(index.mass[i] * index.mass[j])
                if s >= floor:
                    far = 1 if abs(index.seconds[i] - index.seconds[j]) > window else 0
                    kept[far] = _keep_best(distance[far], best[far], kept[far], -s, hits[k])
        for q in range(n):
            looked[np.uint64(lists[q, _TERM])] = False
        filled = _write(i, best[0], kept[0], out, filled)
        filled = _write(i, best[1], kept[1], out, filled)
    return filled


def _missing(mass: np.ndarray, floor: float) -> tuple[float, np.ndarray]:
    """The weight of a unit, and what each slot begins with, uint8: what its lightest article lacks.

    The score is ``sum / sqrt(mass[i] * mass[j])``: what j needs, in units of ``sqrt(mass[i])``, is
    the same whoever looks it up.
    """
    size = min(1 << max(len(mass) - 1, _WORD - 1).bit_length(), _SLOTS)
    least = np.full(size, np.finfo(np.float64).max)  # no infinity: a floor of 0 times that is none
    for at in range(0, len(mass), size):
        part = mass[at : at + size]
        np.minimum(least[: len(part)], part, out=least[: len(part)])
    needed = floor * np.sqrt(least)
    unit = float(needed[: len(mass)].mean()) / _USUAL if len(mass) else 0.0
    unit = unit or 1.0
    lacking = np.minimum(needed * ((1 - _SURE) / unit), _MOST)
    return unit, _ENOUGH - lacking.astype(np.uint8)


def rare_neighbours(
    index: Index, begin: int, end: int, limits: tuple[int, int], floor: float, window: float
) -> np.ndarray:
    """Candidates of articles ``begin..end``: those that share their rarest terms.

    Each article adds up the weight of each other article that has terms it looks up, and keeps the
    ``limits[0]`` best that share at least ``limits[1]`` terms and whose score (a cosine) reaches
    ``floor``. Ties go to the smaller index. Articles published more than ``window`` seconds apart
    take none of these places; the best ``limits[0]`` of those follow, so that they can be counted.

    Returns:
        int32[m, 2] pairs (smaller index first), possibly repeated; O(n + postings looked up).
    """
    n, terms = index.mass.shape[0], index.weight.shape[0]
    unit, at_first = _missing(index.mass, floor)
    slots = np.empty_like(at_first)
    most = int(np.max(index.looked[begin:end], initial=0))
    listed = np.empty((most, _PARTS), np.int64)
    words = at_first.view(np.uint64), slots.view(np.uint64)
    bases = index.post.ctypes.data, index.terms.ctypes.data
    filters = (*bases, unit, listed, *words, slots)
    room = (
        np.full(n, -1, np.int32),
        np.empty(most * int(np.max(np.diff(index.post_offsets), initial=0)), np.int32),
        np.zeros(terms, np.bool_),
        np.empty((2, limits[0]), np.float64),
        np.empty((2, limits[0]), np.int32),
        np.zeros(2, np.int64),
    )
    lists = 1 if window == np.inf else 2
    out = np.empty(((end - begin) * limits[0] * lists, 2), np.int32)
    filled: int = _rare_neighbours(index, begin, end, limits, floor, window, filters, room, out)
    return out[:filled]
