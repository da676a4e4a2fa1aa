"""How well the sentences of one article find their like in another (numba)."""

from __future__ import annotations

import numpy as np

from provenance.kernels.contract import (
    BOILERPLATE,
    COMMON,
    FOUND,
    MAX_SENTENCES,
    PLACED,
    SENTENCE_START,
    SHORTEST_SENTENCE,
    Ragged,
)
from provenance.kernels.jit import njit

_LOW = np.uint64(0xFFFFFFFF)
# A plain 0 would have the helpers that take it compiled once more.
_START = np.int64(0)


@njit(nogil=True, cache=True)
def _places(offsets, stem, flags, out, ends):  # type: ignore[no-untyped-def]
    at = _START
    for doc in range(offsets.shape[0] - 1):
        sentence, size = 0, 0
        for t in range(offsets[doc], offsets[doc + 1]):
            f = flags[t]
            if f & BOILERPLATE:
                continue
            if f & SENTENCE_START and size >= SHORTEST_SENTENCE:
                sentence = min(sentence + 1, MAX_SENTENCES - 1)
                size = 0
            if f & COMMON:
                continue
            out[at] = (np.uint64(stem[t]) << np.uint64(32)) | np.uint64(sentence)
            at += 1
            size += 1
        ends[doc + 1] = at


def places(offsets: np.ndarray, stem: np.ndarray, flags: np.ndarray) -> Ragged:
    """Significant words with their sentences: ``stem << 32 | sentence``, uint64, as CSR.

    Args:
        offsets, stem, flags: the token columns; masked and COMMON tokens are passed over.

    Returns:
        int64[n+1] and uint64[...]; in text order, repeated (see ``distinct``).
    """
    out = np.empty(stem.shape[0], np.uint64)
    ends = np.zeros(offsets.shape[0], np.int64)
    _places(offsets, stem, flags, out, ends)
    return Ragged(ends, out[: ends[-1]])


@njit(nogil=True, cache=True, inner=True)
def _shared(values, weights, a0, a1, b0, b1, both):  # type: ignore[no-untyped-def]
    """Weight that each sentence of a shares with each of b, added into ``both``."""
    low = np.uint64(0xFFFFFFFF)
    while a0 < a1 and b0 < b1:
        x, y = values[a0] >> np.uint64(32), values[b0] >> np.uint64(32)
        if x < y:
            a0 += 1
        elif y < x:
            b0 += 1
        else:
            b = b0
            while b < b1 and values[b] >> np.uint64(32) == x:
                both[values[a0] & low, values[b] & low] += weights[a0]
                b += 1
            a0 += 1


@njit(nogil=True, cache=True, inner=True)
def _insert(values, size, x):  # type: ignore[no-untyped-def]
    """Insert into the first ``size`` values, which are sorted."""
    k = size
    while k > 0 and values[k - 1] > x:
        values[k] = values[k - 1]
        k -= 1
    values[k] = x


@njit(nogil=True, cache=True, inner=True)
def _rise(tails, length, x):  # type: ignore[no-untyped-def]
    """One step of the longest subsequence that never falls (Schensted 1961)."""
    k = length
    while k > 0 and tails[k - 1] > x:
        k -= 1
    tails[k] = x
    return max(length, k + 1)


@njit(nogil=True, cache=True, inner=True)
def _best(row, whole, theirs):  # type: ignore[no-untyped-def]
    """Score and place of the best match of a sentence, from what it shares with each of theirs."""
    best = 0.0
    at = 0
    for j in range(theirs.shape[0]):
        if row[j] > 0:
            score = (row[j] / whole + row[j] / (whole + theirs[j] - row[j])) / 2
            if score > best:
                best = score
                at = j
    return best, at


@njit(nogil=True, cache=True, inner=True)
def _one_way(both, mine, theirs, room, out):  # type: ignore[no-untyped-def]
    """The five columns of one direction; ``both`` is [mine, theirs]."""
    scores, tails, hit = room
    hit[:] = False
    n, found, covered, others, total = 0, 0, 0, 0, 0.0
    rise = _START
    for j in range(theirs.shape[0]):
        others += theirs[j] > 0
    for i in range(mine.shape[0]):
        if mine[i] <= 0:
            continue
        score, at = _best(both[i], mine[i], theirs)
        total += score
        found += score >= FOUND
        if score >= PLACED:
            rise = _rise(tails, rise, at)
            covered += not hit[at]
            hit[at] = True
        _insert(scores, n, score)
        n += 1
    if n == 0:
        return
    out[0] = total / n
    out[1] = scores[n // 2]
    out[2] = found / n
    out[3] = rise / n
    out[4] = covered / max(others, 1)


@njit(nogil=True, cache=True, inner=True)
def _masses(values, weights, begin, end, out):  # type: ignore[no-untyped-def]
    """Set ``out`` to the weight of each sentence of an article; how many there are."""
    out[:] = 0
    last = _START
    for p in range(begin, end):
        sentence = np.int64(values[p] & _LOW)
        out[sentence] += weights[p]
        last = max(last, sentence + 1)
    return last


@njit(nogil=True, cache=True)
def _align_pairs(offsets, values, weights, words, pairs, room, out):  # type: ignore[no-untyped-def]
    both, turned, mine, theirs, sentences = room
    for k in range(pairs.shape[0]):
        i, j = pairs[k, 0], pairs[k, 1]
        if words[j] < words[i]:
            i, j = j, i
        m = _masses(values, weights, offsets[i], offsets[i + 1], mine)
        n = _masses(values, weights, offsets[j], offsets[j + 1], theirs)
        both[:m, :n] = 0
        _shared(values, weights, offsets[i], offsets[i + 1], offsets[j], offsets[j + 1], both)
        for x in range(m):
            for y in range(n):
                turned[y, x] = both[x, y]
        _one_way(both, mine[:m], theirs[:n], sentences, out[k, :5])
        _one_way(turned, theirs[:n], mine[:m], sentences, out[k, 5:])


def align_pairs(
    offsets: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray,
    words: np.ndarray,
    pairs: np.ndarray,
) -> np.ndarray:
    """Sentence alignment of each pair, both ways: float64[m, 10].

    For each sentence its best match in the other article, scored by the mean of containment and
    Jaccard of the weighted words: mean and median score; share of sentences found; how far the
    order of the matches is kept (longest rising subsequence over sentences); share of the other's
    sentences that are matched. First the five of the shorter article's sentences, then of the
    longer's.

    Args:
        offsets, values: :func:`places`, sorted and distinct per article.
        weights: float32 aligned with ``values``.
        words: int32[n], to tell the shorter article (ties: the first of the pair).
        pairs: int32[m, 2].
    """
    out = np.zeros((pairs.shape[0], 10))
    sizes = [(MAX_SENTENCES, MAX_SENTENCES)] * 2 + [(MAX_SENTENCES,)] * 3
    both, turned, mine, theirs, scores = (np.zeros(size) for size in sizes)
    sentences = (scores, np.empty(MAX_SENTENCES, np.int64), np.empty(MAX_SENTENCES, np.bool_))
    room = (both, turned, mine, theirs, sentences)
    _align_pairs(offsets, values, weights, words, pairs, room, out)
    return out


@njit(nogil=True, cache=True, inner=True)
def _next_word(values, p, end):  # type: ignore[no-untyped-def]
    """The next place whose word is another one."""
    word = values[p] >> np.uint64(32)
    while p < end and values[p] >> np.uint64(32) == word:
        p += 1
    return p


@njit(nogil=True, cache=True, inner=True)
def _leads(values, weights, a0, a1, b0, b1, within, mass):  # type: ignore[no-untyped-def]
    """Squared weight by the first lead that it stands in: of a, of b, of both (rows of ``mass``).

    ``within`` int64[MAX_SENTENCES]: which lead is the first to hold a sentence.
    """
    mass[:] = 0
    while a0 < a1 or b0 < b1:
        x = values[a0] >> np.uint64(32) if a0 < a1 else _LOW + np.uint64(1)
        y = values[b0] >> np.uint64(32) if b0 < b1 else _LOW + np.uint64(1)
        # A word's places are sorted, so the one at hand is its first sentence.
        if x <= y:
            weight = np.float64(weights[a0]) * np.float64(weights[a0])
            in_a = within[values[a0] & _LOW]
            mass[0, in_a] += weight
            a0 = _next_word(values, a0, a1)
            if x == y:
                in_b = within[values[b0] & _LOW]
                mass[1, in_b] += weight
                mass[2, max(in_a, in_b)] += weight
                b0 = _next_word(values, b0, b1)
        else:
            weight = np.float64(weights[b0]) * np.float64(weights[b0])
            mass[1, within[values[b0] & _LOW]] += weight
            b0 = _next_word(values, b0, b1)


@njit(nogil=True, cache=True)
def _lead_pairs(offsets, values, weights, pairs, within, mass, out):  # type: ignore[no-untyped-def]
    for k in range(pairs.shape[0]):
        i, j = pairs[k, 0], pairs[k, 1]
        _leads(
            values, weights, offsets[i], offsets[i + 1], offsets[j], offsets[j + 1], within, mass
        )
        in_a, in_b, in_both = 0.0, 0.0, 0.0
        for n in range(mass.shape[1] - 1):
            in_a += mass[0, n]
            in_b += mass[1, n]
            in_both += mass[2, n]
            if in_both > 0:
                out[k, 2 * n] = in_both / (in_a + in_b - in_both)
                out[k, 2 * n + 1] = in_both / min(in_a, in_b)


def lead_pairs(
    offsets: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray,
    pairs: np.ndarray,
    leads: np.ndarray,
) -> np.ndarray:
    """How alike two articles begin: float64[m, 2 * len(leads)].

    For each lead, the words of the first so many sentences: their weighted Jaccard (squared
    weights), and the share of the lighter side that stands in the other.

    Args:
        offsets, values: :func:`places`, sorted and distinct per article.
        weights: float32 aligned with ``values``.
        pairs: int32[m, 2].
        leads: int64[l], rising numbers of sentences.
    """
    out = np.zeros((pairs.shape[0], 2 * leads.size))
    within = np.searchsorted(leads, np.arange(MAX_SENTENCES), side="right")
    _lead_pairs(offsets, values, weights, pairs, within, np.zeros((3, leads.size + 1)), out)
    return out
