"""The best of what each article has found (numba)."""

from __future__ import annotations

import numpy as np

from provenance.kernels.compiled.bits import prefetch, prefetch_to_write
from provenance.kernels.contract import Index
from provenance.kernels.jit import njit

_HIGH, _LOW, _ONE = np.uint64(32), np.uint64(0xFFFFFFFF), np.uint64(1)
_SOON = np.uint64(8)  # finds from one to the next that is fetched
_WORD, _INT32 = 8, 4  # bytes
_START = np.int64(0)  # a plain 0 would have _keep_best compiled once more


@njit(nogil=True, cache=True, inner=True)
def _keep_best(scores, others, finds, size, score, other, find):  # type: ignore[no-untyped-def]
    """Insert into a short list, the best score first, then the smaller row; the worst falls out."""
    if size == scores.shape[0]:
        last = size - 1
        if score < scores[last] or (score == scores[last] and other > others[last]):
            return size
        size -= 1
    k = size
    while k > 0 and (scores[k - 1] < score or (scores[k - 1] == score and others[k - 1] > other)):
        scores[k], others[k], finds[k] = scores[k - 1], others[k - 1], finds[k - 1]
        k -= 1
    scores[k], others[k], finds[k] = score, other, find
    return size + 1


@njit(nogil=True, cache=True, inner=True)
def _listed(found, whole, apart, ends, out):  # type: ignore[no-untyped-def]
    """Count the finds of each article behind ``ends``, or list them there where there is room.

    Those too far apart stand in lists of their own, behind all others.
    """
    n, most = np.uint64(whole.shape[0]), np.uint64(found.shape[0])
    for k in range(most):
        later = found[min(k + _SOON + _SOON, most - _ONE), 0] & _LOW
        prefetch_to_write(ends.ctypes.data + _WORD * np.int64(later))
        if out.shape[0]:
            soon = ends[found[min(k + _SOON, most - _ONE), 0] & _LOW]
            prefetch_to_write(out.ctypes.data + _INT32 * soon)
        i, j = found[k, 0] >> _HIGH, found[k, 0] & _LOW
        first = n if apart[k] else np.uint64(0)
        if out.shape[0]:
            out[ends[first + i]] = k
        ends[first + i] += 1
        if whole[i] and whole[j]:
            if out.shape[0]:
                out[ends[first + j]] = k
            ends[first + j] += 1


@njit(nogil=True, cache=True)
def _nearest(found, whole, apart, mass, ends, finds, best, kept):  # type: ignore[no-untyped-def]
    scores, others, chosen = best
    _listed(found, whole, apart, ends, finds[:0])
    total = np.int64(0)
    for k in range(ends.shape[0]):
        total, ends[k] = total + ends[k], total
    _listed(found, whole, apart, ends, finds)
    begin, last = np.uint64(0), np.uint64(finds.shape[0] - 1)
    for row in range(np.uint64(ends.shape[0])):
        end = np.uint64(ends[row])
        owner = row % np.uint64(whole.shape[0])
        if end - begin <= np.uint64(scores.shape[0]):
            for p in range(begin, end):
                kept[finds[p]] = True
        else:
            size = _START
            for p in range(begin, end):
                later = np.uint64(finds[min(p + _SOON + _SOON, last)])
                prefetch(found.ctypes.data + 2 * _WORD * np.int64(later))
                find = np.uint64(finds[p])
                i, j = found[find, 0] >> _HIGH, found[find, 0] & _LOW
                other = j if i == owner else i
                score = np.float64(found[find, 1]) / np.sqrt(mass[owner] * mass[other])
                size = _keep_best(scores, others, chosen, size, score, other, find)
            for p in range(size):
                kept[chosen[p]] = True
        begin = end


def nearest(index: Index, found: np.ndarray, apart: np.ndarray, most: int) -> np.ndarray:
    """Which finds are among the best ``most`` of an article: bool[m].

    A find is one of its finder, and of the other too where both look up all their terms. The score
    is that of ``rare_neighbours``; ties go to the smaller row. Of what is left out of some finds
    nothing is among the best of these and more, so that it may be let go at any time.

    Args:
        index: as the finds were looked up in.
        found: int64[m, 2], see ``rare_neighbours``.
        apart: bool[m]; those have the best places of their own.
        most: of each article, and of its finds that are apart.

    O(m) where few articles find more than ``most``, in 9 bytes a find and 16 an article.
    """
    n = len(index.whole)
    ends, kept = np.zeros(2 * n, np.int64), np.zeros(len(found), np.bool_)
    finds = np.empty(2 * len(found) + 1, np.uint32)
    best = np.empty(most), np.empty(most, np.uint64), np.empty(most, np.uint64)
    given = np.ascontiguousarray(found, np.int64).view(np.uint64), index.whole, apart
    _nearest(*given, index.mass, ends, finds, best, kept)
    return kept
