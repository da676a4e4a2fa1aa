"""How well sentences find their like in another article, by definition."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

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


def places(
    offsets: np.ndarray, stem: np.ndarray, flags: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """See :func:`provenance.kernels.compiled.alignment.places`."""
    values: list[int] = []
    ends = [0]
    for begin, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True):
        sentence = size = 0
        for s, f in zip(stem[begin:end].tolist(), flags[begin:end].tolist(), strict=True):
            if f & BOILERPLATE:
                continue
            if f & SENTENCE_START and size >= SHORTEST_SENTENCE:
                sentence, size = min(sentence + 1, MAX_SENTENCES - 1), 0
            values.append(s << 32 | (MAX_SENTENCES if f & COMMON else sentence))
            size += not f & COMMON
        ends.append(len(values))
    return np.array(ends, np.int64), np.array(values, np.uint64)


def numbered_places(places: Ragged) -> tuple[Ragged, Ragged]:
    """See :func:`provenance.kernels.compiled.alignment.numbered_places`."""
    stems, numbered = [], []
    for begin, end in pairwise(places.offsets):
        word, sentence = np.divmod(places.values[begin:end], np.uint64(1 << 32))
        mine, number = np.unique(word, return_inverse=True)
        stands = (sentence < MAX_SENTENCES) & (number < MAX_NUMBERED)
        stems.append(mine)
        numbered.append((number * MAX_SENTENCES + sentence.astype(np.int64))[stands])
    return _column(stems), _column(numbered)


def _column(lists: list[np.ndarray]) -> Ragged:
    ends = np.cumsum([0, *map(len, lists)], dtype=np.int64)
    return Ragged(ends, np.concatenate([np.empty(0, np.uint32), *lists]).astype(np.uint32))


Sentences = list[dict[int, float]]


def _sentences(places: Ragged, stems: Ragged, weights: np.ndarray, row: int) -> Sentences:
    """The weighted words of each sentence; sentences without significant words stay empty."""
    out: Sentences = [{} for _ in range(MAX_SENTENCES)]
    for value in places.values[places.offsets[row] : places.offsets[row + 1]].tolist():
        at = stems.offsets[row] + value // MAX_SENTENCES
        out[value % MAX_SENTENCES][int(stems.values[at])] = float(weights[at])
    return out


def _one_way(mine: Sentences, theirs: Sentences) -> list[float]:
    scores: list[float] = []
    positions: list[int] = []
    for sentence in mine:
        if not sentence:
            continue
        best, at = 0.0, 0
        whole = sum(sentence.values())
        for j, other in enumerate(theirs):
            shared = sum(w for s, w in sentence.items() if s in other)
            if shared > 0:
                union = whole + sum(other.values()) - shared
                score = (shared / whole + shared / union) / 2
                if score > best:
                    best, at = score, j
        scores.append(best)
        if best >= PLACED:
            positions.append(at)
    if not scores:
        return [0.0] * 5
    return [
        sum(scores) / len(scores),
        sorted(scores)[len(scores) // 2],
        sum(score >= FOUND for score in scores) / len(scores),
        _rise(positions) / len(scores),
        len(set(positions)) / max(sum(bool(other) for other in theirs), 1),
    ]


def _rise(positions: list[int]) -> int:
    """Length of the longest subsequence that never falls, by trying every end."""
    longest: list[int] = []
    for k, x in enumerate(positions):
        longest.append(1 + max((longest[m] for m in range(k) if positions[m] <= x), default=0))
    return max(longest, default=0)


def align_pairs(
    places: Ragged,
    stems: Ragged,
    weights: np.ndarray,
    words: np.ndarray,
    pairs: np.ndarray,
    leads: np.ndarray,
) -> np.ndarray:
    """See :func:`provenance.kernels.compiled.alignment.align_pairs`."""
    out = np.zeros((len(pairs), 10 + 2 * len(leads)))
    for k, (i, j) in enumerate(pairs.tolist()):
        a, b = (_sentences(places, stems, weights, row) for row in (i, j))
        shorter, longer = (b, a) if words[j] < words[i] else (a, b)
        out[k, :10] = _one_way(shorter, longer) + _one_way(longer, shorter)
        out[k, 10:] = [figure for lead in leads.tolist() for figure in _beginnings(a, b, lead)]
    return out


def _beginnings(a: Sentences, b: Sentences, lead: int) -> tuple[float, float]:
    """How alike two articles begin."""
    mine: dict[int, float] = {s: w * w for sentence in a[:lead] for s, w in sentence.items()}
    theirs = {s: w * w for sentence in b[:lead] for s, w in sentence.items()}
    shared = sum(w for s, w in mine.items() if s in theirs)
    if shared <= 0:
        return 0.0, 0.0
    both = sum((mine | theirs).values())
    return shared / both, shared / min(sum(mine.values()), sum(theirs.values()))
