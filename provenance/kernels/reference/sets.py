"""Exact sets of an article and their overlaps, by definition."""

from __future__ import annotations

import numpy as np

from provenance.kernels.contract import (
    BOILERPLATE,
    CAPITAL,
    CAPITAL_EVERY,
    NUMBER,
    QUOTED,
    SENTENCE_START,
    Ragged,
    Sets,
)

_MIX = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


def _column(lists: list[list[int]]) -> Ragged:
    offsets = np.cumsum([0, *map(len, lists)]).astype(np.int64)
    return Ragged(offsets, np.array([v for one in lists for v in one], np.uint32))


def content_sets(
    offsets: np.ndarray, stem: np.ndarray, flags: np.ndarray, common: np.ndarray
) -> Sets:
    """See :func:`provenance.kernels.compiled.sets.content_sets`."""
    frequent = set(common.tolist())
    columns: list[list[list[int]]] = [[], [], [], [], []]
    for begin, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True):
        content, pairs, names, numbers, quotes = ([] for _ in range(5))
        before: tuple[int, bool] | None = None
        without_case = _without_case(flags[begin:end].tolist())
        seen: set[int] = set()
        for s, f in zip(stem[begin:end].tolist(), flags[begin:end].tolist(), strict=True):
            if f & BOILERPLATE:
                continue
            content.append(s)
            if f & NUMBER:
                numbers.append(s)
            elif s in frequent:
                continue
            else:
                if (f & CAPITAL and not f & SENTENCE_START) or (without_case and s in seen):
                    names.append(s)
                seen.add(s)
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


def _without_case(flags: list[int]) -> bool:
    """Whether an article has so few capitals that they cannot tell its names."""
    kept = [f for f in flags if not f & BOILERPLATE]
    return sum(bool(f & CAPITAL) for f in kept) * CAPITAL_EVERY < len(kept)


def _set(offsets: np.ndarray, values: np.ndarray, i: int) -> list[int]:
    return [int(v) for v in values[offsets[i] : offsets[i + 1]]]


def overlap_counts(offsets: np.ndarray, values: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """See :func:`provenance.kernels.compiled.sets.overlap_counts`."""
    both = (set(_set(offsets, values, i)) & set(_set(offsets, values, j)) for i, j in pairs)
    return np.array([len(b) for b in both], np.int32)


def contained(
    part_offsets: np.ndarray,
    part: np.ndarray,
    weights: np.ndarray,
    offsets: np.ndarray,
    values: np.ndarray,
    pairs: np.ndarray,
) -> np.ndarray:
    """See :func:`provenance.kernels.compiled.sets.contained`."""
    out = np.zeros((len(pairs), 2), np.float64)
    for k, pair in enumerate(pairs):
        for side in range(2):
            i, j = pair[side], pair[1 - side]
            there = set(_set(offsets, values, j))
            for p in range(part_offsets[i], part_offsets[i + 1]):
                if int(part[p]) in there:
                    out[k, side] += float(weights[p])
    return out
