"""How well the sentences of one article find their like in another (numba)."""

from __future__ import annotations

import numpy as np

from provenance.kernels.arrays import column
from provenance.kernels.compiled.cuts import listed
from provenance.kernels.compiled.overlaps import (
    cleared,
    fetch_next,
    find,
    largest,
    may_stand,
    put,
    slots_for,
)
from provenance.kernels.contract import (
    BOILERPLATE,
    COMMON,
    FOUND,
    MAX_NUMBERED,
    MAX_SENTENCES,
    PLACED,
    SENTENCE_START,
    SHORTEST_SENTENCE,
    Ragged,
)
from provenance.kernels.jit import njit

_HALF, _PLACE = np.uint64(32), np.uint64(0xFFFFFFFF)
# A plain 0 would have the helpers that take it compiled once more.
_START, _FIRST, _ONE = np.int64(0), np.uint64(0), np.uint64(1)
_SIDE = np.uint64(MAX_SENTENCES)
_WIDE = 4  # bytes of a place, of a stem and of a weight


@njit(nogil=True, cache=True)
def _places(offsets, stem, flags, out, ends):  # type: ignore[no-untyped-def]
    at = _FIRST
    for doc in range(offsets.shape[0] - 1):
        sentence, size = np.uint64(0), np.int64(0)
        for t in range(np.uint64(offsets[doc]), np.uint64(offsets[doc + 1])):
            f = flags[t]
            if f & BOILERPLATE:
                continue
            if f & SENTENCE_START and size >= SHORTEST_SENTENCE:
                sentence += np.uint64(sentence < _SIDE - _ONE)
                size = np.int64(0)
            # No branch: which words are common cannot be guessed.
            told = (f & COMMON) == 0
            out[at] = (np.uint64(stem[t]) << _HALF) | (sentence if told else _SIDE)
            at += _ONE
            size += np.int64(told)
        ends[doc + 1] = at


def places(offsets: np.ndarray, stem: np.ndarray, flags: np.ndarray) -> Ragged:
    """Words with their sentences: ``stem << 32 | sentence``, uint64, as CSR.

    COMMON words stand in none, which is ``MAX_SENTENCES``; masked ones are passed over.

    Args:
        offsets, stem, flags: the token columns.

    Returns:
        int64[n+1] and uint64[...]; in text order, repeated (see ``distinct``).
    """
    rows, stems, _ = listed(offsets, stem, np.uint32)
    out, ends = np.empty(stems.size, np.uint64), np.zeros(rows.size, np.int64)
    _places(rows, stems, column(flags, np.uint16), out, ends)
    return Ragged(ends, out[: ends[-1]])


@njit(nogil=True, cache=True)
def _numbered(offsets, values, stems, out, ends):  # type: ignore[no-untyped-def]
    words = at = _FIRST
    for row in range(offsets.shape[0] - 1):
        begin, first = np.uint64(offsets[row]), words
        for p in range(begin, np.uint64(offsets[row + 1])):
            # Written each time, kept by a count: whether a word comes again cannot be guessed.
            stem, sentence = values[p] >> _HALF, values[p] & _PLACE
            stems[words] = stem
            words += np.uint64(p == begin or values[p - _ONE] >> _HALF != stem)
            number = words - first - _ONE
            out[at] = number * _SIDE + sentence
            at += np.uint64((sentence < _SIDE) & (number < MAX_NUMBERED))
        ends[0, row + 1], ends[1, row + 1] = words, at


def numbered_places(places: Ragged) -> tuple[Ragged, Ragged]:
    """The stems of each article, sorted and distinct, and where these stand, by their numbers.

    A place is ``number * MAX_SENTENCES + sentence``, uint32: half the room, and what is known of a
    word need not be written beside each of its places. Words from number ``MAX_NUMBERED`` on have
    no place, and none has one that stands in no sentence.

    Args:
        places: :func:`places`, sorted and distinct per article. O(places).
    """
    size = places.values.shape[0] + 1
    stems, out = np.empty(size, np.uint32), np.empty(size, np.uint32)
    ends = np.zeros((2, places.offsets.shape[0]), np.int64)
    _numbered(*places, stems, out, ends)
    return Ragged(ends[0], stems[: ends[0, -1]]), Ragged(ends[1], out[: ends[1, -1]])


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
def _one_way(best, at, mine, theirs, room, out):  # type: ignore[no-untyped-def]
    """The five columns of one direction, from the best match of each sentence and its place."""
    scores, tails, hit = room
    hit[:] = False
    n, positive, found, covered, others, total = 0, 0, 0, 0, 0, 0.0
    rise = _START
    for j in range(theirs.shape[0]):
        others += theirs[j] > 0
    for i in range(mine.shape[0]):
        if mine[i] <= 0:
            continue
        score = best[i]
        total += score
        found += score >= FOUND
        if score >= PLACED:
            rise = _rise(tails, rise, at[i])
            covered += not hit[at[i]]
            hit[at[i]] = True
        if score > 0:
            _insert(scores, positive, score)
            positive += 1
        n += 1
    if n == 0:
        return
    middle = n // 2 - (n - positive)  # zeros come first
    out[0] = total / n
    out[1] = scores[middle] if middle >= 0 else 0.0
    out[2] = found / n
    out[3] = rise / n
    out[4] = covered / max(others, 1)


@njit(nogil=True, cache=True, inner=True)
def _enter(slots, article, side):  # type: ignore[no-untyped-def]
    """Make ``slots`` the table of the words of an article, each by its first place; its mask."""
    values, stems, _ = article
    begin, end, first = side
    last = cleared(slots, end - begin)
    before = _PLACE
    for p in range(begin, end):
        number = values[p] // _SIDE
        if number != before:
            put(slots, last, np.uint64(stems[first + number]), p - begin)
        before = number
    return last


@njit(nogil=True, cache=True, inline=True)
def _is_first(values, p, begin):  # type: ignore[no-untyped-def]
    """Whether a word stands at ``p`` for the first time: places are sorted by words."""
    return p == begin or values[p - _ONE] // _SIDE != values[p] // _SIDE


@njit(nogil=True, cache=True, inner=True)
def _masses(article, side, within, sentences, leads):  # type: ignore[no-untyped-def]
    """Weight of each sentence, and squared weight by the first lead that a word stands in.

    Returns:
        How many sentences there are.
    """
    values, _, weights = article
    begin, end, first = side
    sentences[:] = 0
    leads[:] = 0
    last = _FIRST
    for p in range(begin, end):
        sentence = values[p] % _SIDE
        weight = np.float64(weights[first + values[p] // _SIDE])
        sentences[sentence] += weight
        last = max(last, sentence + _ONE)
        # The place at hand is in its first sentence. No branch: what repeats cannot be guessed.
        new = _is_first(values, p, begin)
        leads[np.uint64(within[sentence])] += weight * weight if new else 0.0
    return np.int64(last)


@njit(nogil=True, cache=True, inline=True)
def _sift(article, side, slots, last, near):  # type: ignore[no-untyped-def]
    """Put where those places of an article stand whose word may be entered; how many."""
    values, stems, _ = article
    begin, end, first = side
    n = _FIRST
    for p in range(begin, end):
        near[n] = p
        n += may_stand(slots, last, np.uint64(stems[first + values[p] // _SIDE]))
    return n


@njit(nogil=True, cache=True, inner=True)
def _walk(article, table, sides, within, both, cells, near, lead_both):  # type: ignore[no-untyped-def]
    """Walk over the places of b: the weight that its sentences share with a's.

    ``both``: what each sentence of a shares with each of b; ``cells``: where it is more than 0.
    ``lead_both``: squared weight of the words of both by the first lead that they stand in, on
    both sides.

    Returns:
        How many cells there are.
    """
    values, stems, weights = article
    slots, last = table
    (begin, end, _), theirs = sides
    n = _FIRST
    for k in range(_sift(article, theirs, slots, last, near)):
        p = np.uint64(near[k])
        word, sentence = theirs[2] + values[p] // _SIDE, values[p] % _SIDE
        at = find(slots, last, np.uint64(stems[word]))
        if at == _FIRST:
            continue
        q, weight = begin + at - _ONE, np.float64(weights[word])
        if _is_first(values, p, theirs[0]):
            lead = max(within[values[q] % _SIDE], within[sentence])
            lead_both[np.uint64(lead)] += weight * weight
        if weight <= 0:
            continue
        mine = values[q] // _SIDE
        while q < end and values[q] // _SIDE == mine:
            cell = values[q] % _SIDE * _SIDE + sentence
            cells[n] = cell
            n += np.uint64(both[cell] == 0)
            both[cell] += weight
            q += _ONE
    return n


@njit(nogil=True, cache=True, inner=True)
def _keep(best, at, sentence, score, other):  # type: ignore[no-untyped-def]
    """Keep the best match of a sentence; of equal ones the first."""
    if score > best[sentence] or (score == best[sentence] and other < at[sentence]):
        best[sentence] = score
        at[sentence] = other


@njit(nogil=True, cache=True, inner=True)
def _matches(both, cells, mine, theirs, best, at):  # type: ignore[no-untyped-def]
    """The best match of each sentence, of a (first row) and of b; clears ``both``."""
    best[:] = 0
    at[:] = 0
    for c in cells:
        i, j = c // _SIDE, c % _SIDE
        shared = both[c]
        both[c] = 0
        jaccard = shared / (mine[i] + theirs[j] - shared)
        _keep(best[0], at[0], i, (shared / mine[i] + jaccard) / 2, j)
        _keep(best[1], at[1], j, (shared / theirs[j] + jaccard) / 2, i)


@njit(nogil=True, cache=True, inner=True)
def _beginnings(masses, out):  # type: ignore[no-untyped-def]
    """Weighted Jaccard and the better contained side of each lead; rows of a, of b, of both."""
    in_a, in_b, in_both = 0.0, 0.0, 0.0
    for n in range(masses.shape[1] - 1):
        in_a += masses[0, n]
        in_b += masses[1, n]
        in_both += masses[2, n]
        if in_both > 0:
            out[2 * n] = in_both / (in_a + in_b - in_both)
            out[2 * n + 1] = in_both / min(in_a, in_b)


@njit(nogil=True, cache=True, inline=True)
def _side(offsets, ends, row):  # type: ignore[no-untyped-def]
    """Where the places of an article begin and end, and where its stems begin."""
    return np.uint64(offsets[row]), np.uint64(offsets[row + 1]), np.uint64(ends[row])


@njit(nogil=True, cache=True)
def _align_pairs(offsets, ends, article, bases, words, pairs, within, slots, room, out):  # type: ignore[no-untyped-def]
    both, cells, near, mine, theirs, masses, best, at, sentences = room
    entered, last, m = np.int64(-1), _FIRST, _START
    for k in range(pairs.shape[0]):
        i, j = pairs[k, 0], pairs[k, 1]
        sides = _side(offsets, ends, i), _side(offsets, ends, j)
        fetch_next(offsets, pairs, k, bases[0], _WIDE)
        fetch_next(ends, pairs, k, bases[1], _WIDE)
        fetch_next(ends, pairs, k, bases[2], _WIDE)
        if i != entered:
            entered = np.int64(i)
            last = _enter(slots, article, sides[0])
            m = _masses(article, sides[0], within, mine, masses[0])
        n = _masses(article, sides[1], within, theirs, masses[1])
        masses[2] = 0
        filled = _walk(article, (slots, last), sides, within, both, cells, near, masses[2])
        _matches(both, cells[:filled], mine, theirs, best, at)
        first = 5 if words[j] < words[i] else 0
        _one_way(best[0], at[0], mine[:m], theirs[:n], sentences, out[k, first : first + 5])
        first = 5 - first
        _one_way(best[1], at[1], theirs[:n], mine[:m], sentences, out[k, first : first + 5])
        _beginnings(masses, out[k, 10:])


def align_pairs(
    places: Ragged,
    stems: Ragged,
    weights: np.ndarray,
    words: np.ndarray,
    pairs: np.ndarray,
    leads: np.ndarray,
) -> np.ndarray:
    """Sentence alignment of each pair, both ways, and of their beginnings: float64[m, 10 + 2l].

    For each sentence its best match in the other article, scored by the mean of containment and
    Jaccard of the weighted words: mean and median score; share of sentences found; how far the
    order of the matches is kept (longest rising subsequence over sentences); share of the other's
    sentences that are matched. First the five of the shorter article's sentences, then of the
    longer's. Then, for each lead, the words of the first so many sentences: their weighted Jaccard
    (squared weights), and the share of the lighter side that stands in the other.

    Args:
        places: :func:`numbered_places`.
        stems: all of each article, sorted and distinct, as the places were numbered by.
        weights: float32 aligned with the stems, the same for the same stem.
        words: int32[n], to tell the shorter article (ties: the first of the pair).
        pairs: int32[m, 2]; fastest where those of one first article follow each other.
        leads: int64[l], rising numbers of sentences.
    """
    out = np.zeros((pairs.shape[0], 10 + 2 * leads.size))
    within = np.searchsorted(leads, np.arange(MAX_SENTENCES), side="right")
    one, two = MAX_SENTENCES, (2, MAX_SENTENCES)
    sentences = (np.zeros(one), np.empty(one, np.uint64), np.empty(one, np.bool_))
    both, cells = np.zeros(one * one), np.empty(one * one + 1, np.uint64)
    most = largest(places.offsets, pairs)
    near, slots = np.empty(most + 1, np.uint32), np.empty(slots_for(most), np.uint64)
    masses = np.zeros((3, leads.size + 1))
    best, at = np.zeros(two), np.zeros(two, np.uint64)
    room = (both, cells, near, np.zeros(one), np.zeros(one), masses, best, at, sentences)
    article = places.values, stems.values, weights
    bases = tuple(column.ctypes.data for column in article)
    columns = places.offsets, stems.offsets, article, bases, words
    _align_pairs(*columns, pairs, within, slots, room, out)
    return out
