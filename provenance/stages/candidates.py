"""Which pairs are worth verifying: a channel for copies and one for rewrites.

Copies share shingles: banded MinHash (Broder 1997; Indyk & Motwani 1998), and SimHash within a few
bits for near-exact texts (Charikar 2002; Manku, Jain & Sarma 2007). Rewrites share few shingles but
keep the rare words, names and numbers of their source: each article looks up its rarest terms in an
inverted index. A candidate says nothing yet; :mod:`provenance.stages.verify` decides.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from provenance.kernels import compiled
from provenance.kernels.contract import WEIGHT_UNITS, Index, LookUps
from provenance.memory.room import Room
from provenance.recipe import Candidates
from provenance.stages.background import Frequencies
from provenance.stages.columns import (
    Csr,
    at_once,
    distinct,
    ends,
    part_of,
    row_parts,
    select,
    single,
)

SCORE_FLOOR = 0.04
"""Cosine of the rarest terms below which a pair is not worth verifying."""

_KEYS = "bands"
_HIGH, _LOW = 32, 0xFFFFFFFF  # of two rows in one number
_MIX = np.uint64(0x9E3779B97F4A7C15)


def copies(
    features: pa.Table,
    settings: Candidates,
    seconds: np.ndarray | None = None,
    rows: np.ndarray | None = None,
) -> tuple[np.ndarray, int]:
    """Pairs that share a band of their signatures or almost all bits of their SimHashes.

    Args:
        features: with ``bands`` and ``simhash``.
        settings: the limits.
        seconds: when each was published, float64[n]; NaN where unknown. With a window, the
            articles of each stretch of time have a bucket of their own as well: a crowded one is
            paired with its first article only, which may be too far away from most.
        rows: which rows of ``features`` are meant, int[n]; the pairs and ``seconds`` count these.
            All if left out.

    Returns:
        int32[m, 2] sorted distinct pairs, and how many buckets were larger than the cap.
    """
    rows = np.arange(features.num_rows) if rows is None else rows
    column = single(features, _KEYS)
    valid = np.asarray(column.is_valid())[rows]
    keys = column.values.to_numpy().reshape(len(column), column.type.list_size)[rows]
    hashes = single(features, "simhash").fill_null(0).to_numpy()[rows]
    distance, cap = settings.simhash_distance, settings.bucket_cap
    found = at_once(
        *(partial(compiled.bucket_pairs, half, valid, cap) for half in np.array_split(keys, 2, 1)),
        partial(compiled.hamming_pairs, hashes, valid, distance, cap),
    )
    if seconds is not None and settings.window_days:
        stretch = np.nan_to_num(np.floor(seconds / window_seconds(settings)) + 1).astype(np.int64)
        keys ^= (stretch.astype(np.uint64) * _MIX)[:, None]
        found.append(compiled.bucket_pairs(keys, valid, cap))
    pairs = unique_pairs(np.concatenate([one.pairs for one in found]))
    return pairs, sum(one.capped_buckets for one in found)


def without_bands(features: pa.Table) -> pa.Table:
    """The features without what pairs alone are proposed by: a quarter of a kilobyte an article."""
    return features.select([name for name in features.column_names if name != _KEYS])


class RewriteChannel(NamedTuple):
    """``find(begin, end)``: what a range of rows finds, for the engine to slice.

    ``nearest(found)``: what of it is among the best of an article. What is left out of some of it
    is left out of all: so it may be asked while more is looked for. :func:`pairs_found` of the rest
    are the candidates.
    ``stopped``: articles whose look-up ended at the budget of postings.
    """

    find: Callable[[int, int], np.ndarray]
    nearest: Callable[[np.ndarray], np.ndarray]
    stopped: int


def rewrites(
    content: Csr,
    known: Frequencies,
    settings: Candidates,
    seconds: np.ndarray | None = None,
    room: Room | None = None,
    alone: np.ndarray | None = None,
) -> RewriteChannel:
    """Index the words of all articles, and choose what each of them looks up.

    A term is indexed while it stands in 2 to ``posting_cap`` articles. Weight: squared IDF. Each
    article looks up its rarest terms, until ``rare_terms`` or ``posting_budget`` is reached: so
    the cost of an article does not grow with the pile.

    Args:
        content: distinct stems of each article (uint32).
        known: all of these stems.
        settings: the limits.
        seconds: when each was published, float64[n]; NaN, or left out, where unknown.
        room: where the terms of all articles stand; in memory if left out.
        alone: the articles that are meant, bool; ``seconds`` and what is found count these. All if
            left out.
    """
    alone = np.ones(len(content[0]) - 1, np.bool_) if alone is None else alone
    find_stems = compiled.finder(known.stems)
    weight = np.maximum(np.rint(known.idf.astype(np.float64) ** 2 * WEIGHT_UNITS), 1)
    order, number = _terms(known, settings.posting_cap)
    sizes = known.df[order].astype(np.int64)
    limits = settings.rare_terms, settings.posting_budget
    place = ends(alone)
    mass = np.empty(place[-1])

    def chosen(rows: slice) -> LookUps:
        offsets, stems = select(part_of(content, rows), alone[rows])
        at = find_stems(stems)
        mass[place[rows.start] : place[rows.stop]] = np.maximum(
            compiled.row_sums(offsets, at, weight), 1
        )
        return compiled.look_ups(offsets, at, number, sizes, limits)

    look = _joined(at_once(*(partial(chosen, rows) for rows in row_parts(content[0]))), room)
    rows = np.argsort(look.looked == np.diff(look.offsets), kind="stable")
    lists = compiled.invert(look.offsets, look.terms, len(order), rows)
    index = Index(*look[:3], weight[order].astype(np.int64), *lists, mass)

    def find(begin: int, end: int) -> np.ndarray:
        found: np.ndarray = compiled.rare_neighbours(
            index, begin, end, settings.min_shared, SCORE_FLOOR
        )
        return found

    return RewriteChannel(find, partial(nearest_finds, index, seconds, settings), look.stopped)


def _terms(known: Frequencies, cap: int) -> tuple[np.ndarray, np.ndarray]:
    """The stems that are terms, rarest first, and the number of each stem there, -1 for none."""
    order = np.flatnonzero((known.df >= 2) & (known.df <= cap))
    order = order[np.argsort(-known.idf[order], kind="stable")]
    number = np.full(len(known.df), -1, np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    return order, number


def nearest_finds(
    index: Index, seconds: np.ndarray | None, settings: Candidates, found: np.ndarray
) -> np.ndarray:
    """Those of some finds that are among the best ``neighbours`` of an article.

    What is too far apart in time takes none of these places: the best of those are kept as well,
    so that they can be counted.
    """
    apart = np.zeros(len(found), np.bool_)
    if seconds is not None and settings.window_days:
        apart = ~in_window(np.stack(_unpacked(found[:, 0]), 1), seconds, settings)
    kept: np.ndarray = found[compiled.nearest(index, found, apart, settings.neighbours)]
    return kept


def pairs_found(found: np.ndarray) -> np.ndarray:
    """The pairs of some finds, each once, the smaller row first: int32[m, 2]."""
    i, j = _unpacked(found[:, 0])
    return _distinct_pairs(np.minimum(i, j), np.maximum(i, j))


def _unpacked(packed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first and the second row of each number, int64[m] each."""
    packed = packed.astype(np.int64, copy=False)  # of no slices narrower numbers come
    return packed >> _HIGH, packed & _LOW


def _joined(parts: list[LookUps], room: Room | None) -> LookUps:
    """The look-ups of the rows of all parts; their terms stand in the room."""
    none = np.empty(0, np.int64)
    offsets = ends(np.concatenate([none, *(np.diff(one.offsets) for one in parts)]))
    terms = (room or Room()).array(int(offsets[-1]), np.int32)
    np.concatenate([terms[:0], *(one.terms for one in parts)], out=terms)
    looked = np.concatenate([none, *(one.looked for one in parts)])
    return LookUps(offsets, terms, looked, sum(one.stopped for one in parts))


def window_seconds(settings: Candidates) -> float:
    """How far apart two dated articles may be; infinite where there is no window."""
    return settings.window_days * 86_400 or math.inf


def in_window(pairs: np.ndarray, seconds: np.ndarray, settings: Candidates) -> np.ndarray:
    """Which pairs (int32[m, 2]) are not too far apart in time: bool[m]; unknown times never are."""
    gap = np.abs(seconds[pairs[:, 0]] - seconds[pairs[:, 1]])
    near: np.ndarray = ~(gap > window_seconds(settings))
    return near


def unique_pairs(pairs: np.ndarray) -> np.ndarray:
    """Distinct pairs, sorted: int32[m, 2]."""
    return _distinct_pairs(pairs[:, 0].astype(np.int64), pairs[:, 1])


def _distinct_pairs(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The same of pairs whose ``first`` rows are int64[m]."""
    packed = distinct(first << _HIGH | second)
    found = np.empty((len(packed), 2), np.int32)
    found[:, 0], found[:, 1] = _unpacked(packed)
    return found
