"""Plain definitions of :mod:`provenance.kernels.sets` and ``retrieval``, for readers and tests."""

from __future__ import annotations

import math

import numpy as np

from provenance.kernels.contract import BOILERPLATE, CAPITAL, NUMBER, QUOTED, SENTENCE_START
from provenance.kernels.retrieval import Index
from provenance.kernels.sets import Sets

_MIX = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


def _column(lists: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.cumsum([0, *map(len, lists)]).astype(np.int64)
    return offsets, np.array([v for one in lists for v in one], np.uint32)


def content_sets(
    offsets: np.ndarray, stem: np.ndarray, flags: np.ndarray, common: np.ndarray
) -> Sets:
    """See :func:`provenance.kernels.sets.content_sets`."""
    frequent = set(common.tolist())
    columns: list[list[list[int]]] = [[], [], [], [], []]
    for begin, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True):
        content, pairs, names, numbers, quotes = ([] for _ in range(5))
        before: tuple[int, bool] | None = None
        for s, f in zip(stem[begin:end].tolist(), flags[begin:end].tolist(), strict=True):
            if f & BOILERPLATE:
                continue
            content.append(s)
            if f & NUMBER:
                numbers.append(s)
            elif s in frequent:
                continue
            elif f & CAPITAL and not f & SENTENCE_START:
                names.append(s)
            quoted = bool(f & QUOTED)
            if before is not None:
                pair = ((before[0] * _MIX + s) * _MIX & _MASK) >> 32
                pairs.append(pair)
                if quoted and before[1]:
                    quotes.append(pair)
            before = (s, quoted)
        for column, values in zip(columns, (content, pairs, names, numbers, quotes), strict=True):
            column.append(values)
    return Sets(*(_column(column) for column in columns))


def _set(offsets: np.ndarray, values: np.ndarray, i: int) -> list[int]:
    return [int(v) for v in values[offsets[i] : offsets[i + 1]]]


def overlap_counts(offsets: np.ndarray, values: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """See :func:`provenance.kernels.sets.overlap_counts`."""
    both = (set(_set(offsets, values, i)) & set(_set(offsets, values, j)) for i, j in pairs)
    return np.array([len(b) for b in both], np.int32)


def overlap_weights(
    offsets: np.ndarray, values: np.ndarray, weights: np.ndarray, pairs: np.ndarray
) -> np.ndarray:
    """See :func:`provenance.kernels.sets.overlap_weights`."""
    out = []
    for i, j in pairs:
        other = set(_set(offsets, values, j))
        total = 0.0
        for k in range(offsets[i], offsets[i + 1]):
            if int(values[k]) in other:
                total += float(weights[k])
        out.append(total)
    return np.array(out, np.float64)


def contained(
    part_offsets: np.ndarray,
    part: np.ndarray,
    weights: np.ndarray,
    offsets: np.ndarray,
    values: np.ndarray,
    pairs: np.ndarray,
) -> np.ndarray:
    """See :func:`provenance.kernels.sets.contained`."""
    out = np.zeros((len(pairs), 2), np.float64)
    for k, pair in enumerate(pairs):
        for side in range(2):
            i, j = pair[side], pair[1 - side]
            there = set(_set(offsets, values, j))
            for p in range(part_offsets[i], part_offsets[i + 1]):
                if int(part[p]) in there:
                    out[k, side] += float(weights[p])
    return out


def rare_neighbours(
    index: Index, begin: int, end: int, limits: tuple[int, int, int], floor: float
) -> np.ndarray:
    """See :func:`provenance.kernels.retrieval.rare_neighbours`."""
    offsets, terms, weight, rank, post_offsets, post, mass = index
    look, keep, min_shared = limits
    out: list[tuple[int, int]] = []
    for i in range(begin, end):
        mine = [t for t in terms[offsets[i] : offsets[i + 1]].tolist() if rank[t] >= 0]
        score: dict[int, float] = {}
        shared: dict[int, int] = {}
        for t in sorted(mine, key=lambda t: (rank[t], t))[:look]:
            for j in post[post_offsets[t] : post_offsets[t + 1]].tolist():
                if j != i:
                    score[j] = score.get(j, 0.0) + float(weight[t])
                    shared[j] = shared.get(j, 0) + 1
        cosine = {j: s / math.sqrt(mass[i] * mass[j]) for j, s in score.items()}
        good = [j for j in sorted(cosine) if shared[j] >= min_shared and cosine[j] >= floor]
        out += [(min(i, j), max(i, j)) for j in sorted(good, key=lambda j: -cosine[j])[:keep]]
    return np.array(out, np.int32).reshape(-1, 2)
