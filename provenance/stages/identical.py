"""Identical texts: folded before anything pairwise, unfolded again in small families.

One article of each kind is compared; what is found of it holds for the others word for word. Of n
identical texts the output says n - 1 times ``duplicate``, but each of them has the other copy
relations of its kind, within its family and beyond, as long as the families are small enough to
list them all.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pyarrow as pa

from provenance.stages.columns import distinct, seconds_of, single
from provenance.stages.verify import is_copy

_MIRRORED = (("containment_ab", "containment_ba"), ("fact_containment_ab", "fact_containment_ba"))


def precedence(features: pa.Table) -> np.ndarray:
    """A rank for each row, int64[n]: published earliest first, then the longest, then by id."""
    seconds = np.nan_to_num(seconds_of(features), nan=np.inf)
    words = single(features, "n_words").to_numpy()
    order = np.lexsort((-words, seconds))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank


def first_of_identical(features: pa.Table, window: float = math.inf) -> np.ndarray:
    """For each row the first row (by :func:`precedence`) with the same words, int64[n].

    One published more than ``window`` seconds after the first of its kind is the first of another
    one; what has no date goes with the latest.
    """
    digest = single(features, "digest")
    value = digest.fill_null(0).to_numpy()
    rows = np.flatnonzero(np.asarray(digest.is_valid()))
    rows = rows[_several(value[rows])]
    some = features.select(["published_at", "n_words"]).take(pa.array(rows))
    rows = rows[np.lexsort((precedence(some), value[rows]))]
    value = value[rows]
    first = np.arange(len(digest))
    if len(rows):
        head = np.r_[True, value[1:] != value[:-1]]
        if window < math.inf:
            head |= _new_windows(seconds_of(features)[rows], head, window)
        starts = np.flatnonzero(head)
        first[rows] = np.repeat(rows[starts], np.diff(np.r_[starts, len(rows)]))
    return first


def _several(values: np.ndarray) -> np.ndarray:
    """The places, rising, of the values that stand there more than once: few do."""
    order = np.argsort(values)
    same = np.flatnonzero(np.diff(values[order]) == 0)
    return np.sort(order[distinct(np.r_[same, same + 1])])


def _new_windows(seconds: np.ndarray, head: np.ndarray, window: float) -> np.ndarray:
    """Where a run of rising times leaves the window of where it began; undated rows come last."""
    out = np.zeros(len(head), bool)
    begin = math.nan
    for k, second in enumerate(seconds.tolist()):
        if head[k]:
            begin = second
        elif second - begin > window:
            begin, out[k] = second, True
    return out


def unfold(matches: pa.Table, first: np.ndarray, family: np.ndarray, limit: int) -> pa.Table:
    """Add the copy relations of the articles that were folded.

    Args:
        matches: rows of :data:`provenance.stages.verify.SCHEMA`, sorted by pair.
        first: int64[n], the article that each one was folded into (itself where it was not).
        family: int32[n], the family of each article.
        limit: families larger than this stay folded.

    Returns:
        The same rows and the added ones, sorted by pair; O(rows written).
    """
    i, j = (matches.column(c).to_numpy() for c in ("i", "j"))
    small = np.bincount(family, minlength=len(family))[family] <= limit
    alike: dict[int, list[int]] = {}
    folded = np.flatnonzero((first != np.arange(len(first))) & small)
    for row, head in zip(folded.tolist(), first[folded].tolist(), strict=True):
        alike.setdefault(head, []).append(row)
    told = is_copy(matches.column("relation").to_numpy()) & (first[i] != first[j])
    stands_for = np.zeros(len(first), bool)
    stands_for[first[folded]] = True
    told &= small[i] & small[j] & (stands_for[i] | stands_for[j])
    rows: list[int] = []
    pairs: list[tuple[int, int]] = []
    among = np.flatnonzero(told)
    for m, one, other in zip(*(c.tolist() for c in (among, i[among], j[among])), strict=True):
        every = product((one, *alike.get(one, ())), (other, *alike.get(other, ())))
        added = [pair for pair in every if pair != (one, other)]
        pairs += added
        rows += [m] * len(added)
    if not rows:
        return matches
    more = _paired(matches.take(pa.array(rows)), np.array(pairs, np.int32))
    return pa.concat_tables([matches, more]).sort_by([("i", "ascending"), ("j", "ascending")])


def _paired(rows: pa.Table, pairs: np.ndarray) -> pa.Table:
    """The rows as matches of other pairs; where a pair turns round, so does what has a side."""
    turned = pa.array(pairs[:, 0] > pairs[:, 1])
    columns = {name: rows.column(name) for name in rows.column_names}
    for ab, ba in _MIRRORED:
        x, y = rows.column(ab), rows.column(ba)
        columns[ab], columns[ba] = _either(turned, y, x), _either(turned, x, y)
    columns["i"], columns["j"] = (pa.array(c, pa.int32()) for c in np.sort(pairs, axis=1).T)
    return pa.table(columns, schema=rows.schema)


def _either(which: pa.Array, yes: pa.ChunkedArray, no: pa.ChunkedArray) -> pa.Array:
    return pa.array(np.where(which, yes.to_numpy(), no.to_numpy()))
