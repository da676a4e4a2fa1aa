"""Who else there is: whether two articles are each other's likeliest partners in the pile.

Overlaps weigh two articles as if no others were there. Beside others, a pair that is the likeliest
of many for both sides reports one event far more often than a pair of the same overlaps that stands
behind ten others. Versions of one text count as one partner, so that the copies of an agency report
do not crowd out the report of somebody else.

The idea is that of reciprocal nearest neighbours; as one more reason of the event model it is
weighed like the others.
"""

from __future__ import annotations

import math

import attrs
import numpy as np
import pyarrow as pa

from provenance.model import Relation
from provenance.recipe import Thresholds
from provenance.stages.columns import replaced
from provenance.stages.overlap import FEATURES, RIVALS
from provenance.stages.pair_model import pair_models
from provenance.stages.verify import RELATIONS, pairs_of

LEAST = 0.01  # that a threshold can be
_MOST = 8  # being the likeliest of more says no more
_COLUMN = FEATURES.index(RIVALS)


def within_reach(thresholds: Thresholds) -> Thresholds:
    """The same, with the least ``same_story`` that standing first can lift to theirs."""
    best = np.zeros((1, len(FEATURES)))
    best[0, _COLUMN] = math.log1p(_MOST)
    event = pair_models()["event"]
    lift = float((event.contributions(best) - event.contributions(0 * best)).sum())
    bar = thresholds.same_story
    lowest = 1 / (1 + math.exp(lift) * (1 - bar) / bar)
    return attrs.evolve(thresholds, same_story=max(lowest, LEAST))


def rivals(
    pairs: np.ndarray, probability: np.ndarray, family: np.ndarray, proposed: np.ndarray
) -> np.ndarray:
    """How a pair stands among the pairs of its two families, float64[m]; 0 within a family.

    For one side: log((1 + n) / (1 + k)), where k other families are likelier partners, and n (at
    most 8) others were looked at. The lesser of both sides counts. O(m log m).

    Args:
        pairs: int32[m, 2] of rows; ``probability`` float64[m], of one event.
        family: int32[n], the family of each row.
        proposed: int32[c, 2], all pairs that were looked at.
    """
    out = np.zeros(len(pairs))
    ends = np.sort(family[pairs], axis=1).astype(np.int64)
    apart = np.flatnonzero(ends[:, 0] != ends[:, 1])
    if not len(apart):
        return out
    size = len(family)
    key, which = np.unique(ends[apart, 0] * size + ends[apart, 1], return_inverse=True)
    strongest = np.zeros(len(key))
    np.maximum.at(strongest, which, probability[apart])
    sides = np.concatenate([key // size, key % size])
    likelier = _likelier(sides, np.concatenate([strongest, strongest])).reshape(2, -1)
    others = np.minimum(_looked_at(family, proposed)[sides].reshape(2, -1) - 1, _MOST)
    out[apart] = np.log((1 + others) / (1 + likelier)).min(axis=0)[which]
    return out


def _likelier(owner: np.ndarray, value: np.ndarray) -> np.ndarray:
    """How many entries of the same owner have a greater value, int64[m]."""
    order = np.lexsort((-value, owner))
    ranked, sorted_value = owner[order], value[order]
    place = np.arange(len(order))
    new_owner = np.r_[True, ranked[1:] != ranked[:-1]]
    new_value = new_owner | np.r_[True, sorted_value[1:] != sorted_value[:-1]]
    begin = np.maximum.accumulate(np.where(new_owner, place, 0))
    out = np.empty(len(order), np.int64)
    out[order] = np.maximum.accumulate(np.where(new_value, place, 0)) - begin
    return out


def _looked_at(family: np.ndarray, proposed: np.ndarray) -> np.ndarray:
    """For each family: with how many of other families its busiest article was compared."""
    abroad = proposed[family[proposed[:, 0]] != family[proposed[:, 1]]]
    most = np.zeros(len(family), np.int64)
    np.maximum.at(most, family, np.bincount(abroad.ravel(), minlength=len(family)))
    return most


def among_rivals(
    matches: pa.Table, family: np.ndarray, proposed: np.ndarray, thresholds: Thresholds
) -> pa.Table:
    """The matches with the probability of one event that they have beside their rivals.

    Args:
        matches: rows of :data:`provenance.stages.verify.SCHEMA`, with ``same_story`` from
            :func:`within_reach` upwards.
        family: int32[n], the family of each row.
        proposed: int32[c, 2], all pairs that were looked at.
        thresholds: how probable ``same_story`` must be to stay.
    """
    pairs = pairs_of(matches)
    p_copy, p_event = (matches.column(c).to_numpy() for c in ("p_copy", "p_event"))
    stands = rivals(pairs, p_event, family, proposed)
    moved = np.flatnonzero(stands)
    matrix = _matrix(matches)
    matrix[:, _COLUMN] = stands
    p_event = p_event.copy()
    beside = pair_models()["event"].probability(matrix[moved].astype(np.float64))
    p_event[moved] = np.maximum(beside, p_copy[moved])
    story = matches.column("relation").to_numpy() == RELATIONS.index(Relation.SAME_STORY)
    probability = np.where(story, p_event, matches.column("probability").to_numpy())
    offsets = pa.array(np.arange(len(pairs) + 1, dtype=np.int32) * matrix.shape[1])
    made = {
        "p_event": p_event,
        "probability": probability,
        "features": pa.ListArray.from_arrays(offsets, pa.array(matrix.ravel())),
    }
    return replaced(matches, made).filter(pa.array(~story | (p_event >= thresholds.same_story)))


def _matrix(matches: pa.Table) -> np.ndarray:
    """The features of the matches, float32[m, len(FEATURES)], to be written to."""
    column = matches.column("features").combine_chunks()
    values: np.ndarray = column.flatten().to_numpy().copy()
    return values.reshape(matches.num_rows, len(FEATURES))
