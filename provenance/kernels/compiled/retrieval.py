"""Articles that share their rarest terms, by an inverted index (numba).

Of ten thousand articles that share a term with one, ten may be near enough. Which they are is told
by a byte first, a *slot*, which some articles have in common where there are many: so all slots fit
into the cache that is next to the processor. Only those whose slot says so are compared exactly.
"""

from __future__ import annotations

import numpy as np

from provenance.kernels.compiled.bits import prefetch
from provenance.kernels.compiled.cuts import measured
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

_ONE = np.uint64(1)
_HIGH = np.uint64(32)  # bits below the number of who looks up
_EACH = 32  # finds of an article that there is room for, on average
_LINE, _WIDE = 64, 4  # bytes that are fetched at once, and of an article or a term in a list
_AHEAD = 2  # lists that are fetched before they are read
_TERM, _FIRST, _END, _LIKELY, _UNITS, _PARTS = range(6)  # of a list that is looked up


@njit(nogil=True, cache=True, inner=True)
def _lists(index, i, unit, out):  # type: ignore[no-untyped-def]
    """Fill in the lists that ``i`` looks up, rarest first; how many there are.

    All of them before the first is read: so their places are fetched together. Of articles in no
    order, such a share stands before ``i`` in a list as in the pile.
    """
    scale = (1 + _SURE) / (unit * np.sqrt(index.mass[i]))
    first = index.offsets[i]
    share = 1.0 if index.looked[i] < index.offsets[i + 1] - first else i / index.mass.shape[0]
    for n in range(index.looked[i]):
        t = np.uint64(index.terms[np.uint64(first + n)])
        begin, end = index.post_offsets[t], index.post_offsets[t + _ONE]
        out[n, _TERM] = t
        out[n, _FIRST] = begin
        out[n, _END] = end
        out[n, _LIKELY] = begin + np.int64(share * (end - begin)) + 1
        out[n, _UNITS] = min(np.ceil(index.weight[t] * scale), _MOST)
    return index.looked[i]


@njit(nogil=True, cache=True, inner=True)
def _add(j, units, last, slots, hits, found):  # type: ignore[no-untyped-def]
    """Add to the slot of ``j``; list it where that is full then. How many are listed."""
    slot = np.uint64(j) & last
    filled = np.uint8(slots[slot] + units)
    slots[slot] = filled
    if filled >= _ENOUGH:
        slots[slot] = _ENOUGH
        hits[found] = j
        found += _ONE
    return found


@njit(nogil=True, cache=True, inner=True)
def _hits(index, post, i, lists, n, slots, hits):  # type: ignore[no-untyped-def]
    """Add each of ``n`` lists to the slots of its articles; list who fills one, or finds it full.

    Who came to a slot only before that has no more than what did not fill it: not enough. An
    article may be listed more than once. ``post``: the address of the lists. How many are listed.
    """
    last = np.uint64(slots.shape[0] - 1)
    found = np.uint64(0)
    every = n < index.offsets[i + 1] - index.offsets[i]
    for q in range(n):
        if q + _AHEAD < n:
            first, end = lists[q + _AHEAD, _FIRST], lists[q + _AHEAD, _LIKELY]
            for address in range(post + _WIDE * first, post + _WIDE * end, _LINE):
                prefetch(address)
        units = np.uint8(lists[q, _UNITS])
        p = np.uint64(lists[q, _FIRST])
        while index.post[p] != i:  # which stands in all lists of its terms
            found = _add(index.post[p], units, last, slots, hits, found)
            p += _ONE
        if every:
            for behind in range(p + _ONE, np.uint64(lists[q, _END])):
                found = _add(index.post[behind], units, last, slots, hits, found)
    return found


@njit(nogil=True, cache=True, inner=True)
def _once(index, base, i, hits, found, seen):  # type: ignore[no-untyped-def]
    """Leave each listed article once; how many are left.

    ``base``: the address of their terms, which are all fetched before the first is compared.
    """
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


@njit(nogil=True, cache=True)
def _rare_neighbours(index, begin, end, min_shared, floor, filters, room, out):  # type: ignore[no-untyped-def]
    """Fill ``out`` while it has room for a whole article; where that ended, and how full it is."""
    seen, hits, looked = room
    post, terms, unit, lists, at_first, words, slots = filters
    filled = np.uint64(0)
    for i in range(begin, end):
        for k in range(words.shape[0]):
            words[k] = at_first[k]
        n = _lists(index, i, unit, lists)
        found = _hits(index, post, i, lists, n, slots, hits)
        if filled + found > np.uint64(out.shape[0]):
            return i, filled
        found = _once(index, terms, i, hits, found, seen)
        for q in range(n):
            looked[np.uint64(lists[q, _TERM])] = True
        for k in range(found):
            j = np.uint64(hits[k])
            weight, count = _shared(index, j, looked)
            s = np.float64(weight) / np.sqrt(index.mass[i] * index.mass[j])
            if count >= min_shared and s >= floor:
                out[filled, 0] = np.uint64(i) << _HIGH | j
                out[filled, 1] = weight
                filled += _ONE
        for q in range(n):
            looked[np.uint64(lists[q, _TERM])] = False
    return end, filled


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
    index: Index, begin: int, end: int, min_shared: int, floor: float
) -> np.ndarray:
    """What articles ``begin..end`` find by looking up their rarest terms.

    Each adds up the weight of each other article that has terms it looks up, and finds those that
    share at least ``min_shared`` terms and whose score, the weight by ``sqrt(mass[i] * mass[j])``,
    a cosine, reaches ``floor``. An article that looks up all its terms reads each list up to itself
    only: of those behind it, each that looks up all its terms too finds it with the same weight.

    Returns:
        int64[m, 2] in no order: ``i << 32 | j`` where i found j, and the weight they share;
        O(n + postings looked up).
    """
    n, terms = index.mass.shape[0], index.weight.shape[0]
    unit, at_first = _missing(index.mass, floor)
    slots = np.empty_like(at_first)
    most = int(np.max(index.looked[begin:end], initial=0))
    listed = np.empty((most, _PARTS), np.int64)
    words = at_first.view(np.uint64), slots.view(np.uint64)
    bases = index.post.ctypes.data, index.terms.ctypes.data
    filters = (*bases, unit, listed, *words, slots)
    _, longest = measured(index.post_offsets, index.post.size)
    hits = np.empty(most * longest, np.int32)
    room = np.full(n, -1, np.int32), hits, np.zeros(terms, np.bool_)
    out = np.empty((max((end - begin) * _EACH, hits.size), 2), np.int64)
    found = [out[:0]]
    while begin < end:
        begin, filled = _rare_neighbours(index, begin, end, min_shared, floor, filters, room, out)
        found.append(out[:filled].copy())
    return np.concatenate(found)
