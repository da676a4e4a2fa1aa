"""Exact sets of an article and their overlaps, by definition."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from provenance.kernels.contract import (
    BOILERPLATE,
    CAPITAL,
    CAPITAL_EVERY,
    CAPITAL_OFTEN,
    COMMON,
    COUNTED,
    HEADLINE_SHARE,
    HEADLINE_WORDS,
    NUMBER,
    QUOTED,
    SENTENCE_START,
    WEIGHED,
    Ragged,
    Sets,
)

_MIX = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


def _column(lists: list[list[int]]) -> Ragged:
    offsets = np.cumsum([0, *map(len, lists)]).astype(np.int64)
    return Ragged(offsets, np.array([v for one in lists for v in one], np.uint32))


def flag_words(
    stem: np.ndarray, flags: np.ndarray, words: np.ndarray, bits: np.ndarray
) -> np.ndarray:
    """See :func:`provenance.kernels.compiled.sets.flag_words`."""
    table = dict(zip(words.tolist(), bits.tolist(), strict=True))
    return flags | np.array([table.get(s, 0) for s in stem.tolist()], np.uint16)


def content_sets(offsets: np.ndarray, stem: np.ndarray, flags: np.ndarray) -> Sets:
    """See :func:`provenance.kernels.compiled.sets.content_sets`."""
    columns: list[list[list[int]]] = [[], [], [], []]
    for begin, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True):
        pairs, numbers, quotes = ([] for _ in range(3))
        before: tuple[int, bool] | None = None
        words = zip(stem[begin:end].tolist(), flags[begin:end].tolist(), strict=True)
        kept = [(s, f) for s, f in words if not f & BOILERPLATE]
        for s, f in kept:
            if f & NUMBER:
                numbers.append(s)
            elif f & COMMON:
                continue
            quoted = bool(f & QUOTED)
            if before is not None:
                pair = ((before[0] * _MIX + s) * _MIX & _MASK) >> 32
                pairs.append(pair)
                if quoted and before[1]:
                    quotes.append(pair)
            before = (s, quoted)
        row = (pairs, _names(kept), numbers, quotes)
        for column, values in zip(columns, row, strict=True):
            column.append(values)
    return Sets(*(_column(column) for column in columns))


def without_headlines(offsets: np.ndarray, flags: np.ndarray) -> np.ndarray:
    """See :func:`provenance.kernels.compiled.sets.without_headlines`."""
    out = flags.copy()
    for begin, end in zip(offsets[:-1].tolist(), offsets[1:].tolist(), strict=True):
        starts = [t for t in range(begin, end) if t == begin or flags[t] & SENTENCE_START]
        for first, stop in pairwise([*starts, end]):
            words = [
                bool(flags[t] & CAPITAL)
                for t in range(first, stop)
                if not flags[t] & (BOILERPLATE | NUMBER | COMMON)
            ]
            if sum(words) >= HEADLINE_WORDS and sum(words) > HEADLINE_SHARE * len(words):
                out[first:stop] &= np.uint16(~CAPITAL & 0xFFFF)
    return out


def _capitals(flags: list[int]) -> str:
    """What capitals tell in an article: "names", "nouns" (or nothing), or "none" where it has none.

    Sentence starts have a capital anyway, so they only count where there are none at all.
    """
    inside = [f for f in flags if not f & SENTENCE_START]
    if sum(bool(f & CAPITAL) for f in flags) * CAPITAL_EVERY < len(flags):
        return "none"
    often = sum(bool(f & CAPITAL) for f in inside) * CAPITAL_OFTEN > len(inside)
    return "nouns" if often else "names"


def _names(kept: list[tuple[int, int]]) -> list[int]:
    """The names among an article's words."""
    told = _capitals([f for _, f in kept])
    names: list[int] = []
    seen: set[int] = set()
    before: int | None = None  # the word directly before, if capitalised and significant
    before_named = False
    for s, f in kept:
        capital = bool(f & CAPITAL)
        if f & (NUMBER | COMMON):
            before = None
            continue
        again, inside = s in seen, capital and not f & SENTENCE_START
        seen.add(s)
        if told == "nouns":
            beside = inside and before is not None
            if before is not None and inside and not before_named:
                names.append(before)
            named = beside or (capital and again)
        else:
            named = inside or (told == "none" and again)
        names += [s] if named else []
        before, before_named = (s if capital else None), named
    return names


def _set(offsets: np.ndarray, values: np.ndarray, i: int) -> list[int]:
    return [int(v) for v in values[offsets[i] : offsets[i + 1]]]


def overlap_counts(offsets: np.ndarray, values: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """See :func:`provenance.kernels.compiled.sets.overlap_counts`."""
    both = (set(_set(offsets, values, i)) & set(_set(offsets, values, j)) for i, j in pairs)
    return np.array([len(b) for b in both], np.int32)


def listed(
    offsets: np.ndarray, values: np.ndarray, rows: np.ndarray, known: np.ndarray
) -> np.ndarray:
    """See :func:`provenance.kernels.compiled.overlaps.listed`."""
    found = [np.isin(values[offsets[r] : offsets[r + 1]], known).sum() for r in rows.tolist()]
    return np.array(found, np.int32)


def mark(
    offsets: np.ndarray,
    values: np.ndarray,
    parts: Sequence[Ragged],
    rows: np.ndarray,
    out: np.ndarray,
) -> None:
    """See :func:`provenance.kernels.compiled.overlaps.mark`."""
    for row in rows.tolist():
        inside = [set(_set(*part, row)) for part in parts]
        for p in range(offsets[row], offsets[row + 1]):
            out[p] = sum(1 << k for k, part in enumerate(inside) if int(values[p]) in part)


def shared_parts(
    offsets: np.ndarray,
    values: np.ndarray,
    weights: np.ndarray,
    marked: np.ndarray,
    pairs: np.ndarray,
) -> np.ndarray:
    """See :func:`provenance.kernels.compiled.overlaps.shared_parts`."""
    out = np.zeros((len(pairs), 6), np.float64)
    weights = np.broadcast_to(weights, values.shape)
    for k, (i, j) in enumerate(pairs.tolist()):
        place = {int(values[p]): p for p in range(offsets[i], offsets[i + 1])}
        for p in range(offsets[j], offsets[j + 1]):
            if int(values[p]) not in place:
                continue
            of_a, of_b = int(marked[place[int(values[p])]]), int(marked[p])
            out[k, 0] += float(weights[p] * weights[p])
            out[k, 1] += float(weights[p]) if of_a & WEIGHED else 0.0
            out[k, 2] += float(weights[p]) if of_b & WEIGHED else 0.0
            out[k, 3:] += [bool(mark & COUNTED) for mark in (of_a, of_b, of_a & of_b)]
    return out
