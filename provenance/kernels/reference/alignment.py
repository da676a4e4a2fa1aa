"""How well sentences find their like in another article, by definition."""

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
            if not f & COMMON:
                values.append(s << 32 | sentence)
                size += 1
        ends.append(len(values))
    return np.array(ends, np.int64), np.array(values, np.uint64)


Sentences = list[dict[int, float]]


def _sentences(values: np.ndarray, weights: np.ndarray) -> Sentences:
    """The weighted words of each sentence; sentences without significant words stay empty."""
    out: Sentences = [{} for _ in range(MAX_SENTENCES)]
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        out[value & 0xFFFFFFFF][value >> 32] = weight
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
    offsets: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray,
    words: np.ndarray,
    pairs: np.ndarray,
    leads: np.ndarray,
) -> np.ndarray:
    """See :func:`provenance.kernels.compiled.alignment.align_pairs`."""
    out = []
    for i, j in pairs.tolist():
        first, second = (j, i) if words[j] < words[i] else (i, j)
        parts = [
            _sentences(values[offsets[r] : offsets[r + 1]], weights[offsets[r] : offsets[r + 1]])
            for r in (first, second)
        ]
        out.append(_one_way(*parts) + _one_way(*parts[::-1]))
    ways = np.array(out, np.float64).reshape(-1, 10)
    return np.concatenate([ways, _beginnings(offsets, values, weights, pairs, leads)], axis=1)


def _beginnings(
    offsets: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray,
    pairs: np.ndarray,
    leads: np.ndarray,
) -> np.ndarray:
    """How alike two articles begin: float64[m, 2 * len(leads)]."""
    out = np.zeros((len(pairs), 2 * len(leads)))
    for k, (i, j) in enumerate(pairs.tolist()):
        a, b = (
            _sentences(values[s], weights[s])
            for s in map(slice, offsets[[i, j]], offsets[[i + 1, j + 1]])
        )
        for n, lead in enumerate(leads.tolist()):
            mine: dict[int, float] = {
                s: w * w for sentence in a[:lead] for s, w in sentence.items()
            }
            theirs = {s: w * w for sentence in b[:lead] for s, w in sentence.items()}
            shared = sum(w for s, w in mine.items() if s in theirs)
            if shared > 0:
                both = sum((mine | theirs).values())
                out[k, 2 * n] = shared / both
                out[k, 2 * n + 1] = shared / min(sum(mine.values()), sum(theirs.values()))
    return out
