"""Give each candidate its relation and its probability, from exact overlaps."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from provenance.model import Relation
from provenance.recipe import Thresholds
from provenance.stages.glance import may_reach
from provenance.stages.overlap import Overlap, Shelf, glance, overlap
from provenance.stages.pair_model import Additive, pair_models

#: Relations by code; a larger code is a weaker claim. :data:`NONE` is dropped.
RELATIONS = tuple(Relation)
_CODE = {relation: code for code, relation in enumerate(RELATIONS)}
NONE = len(RELATIONS)

_CLAIMED = 0.98  # light edits and excerpts; the rest is templates
_IDENTICAL = 0.999  # the rest is very short texts

SCHEMA = pa.schema(
    [
        ("i", pa.int32()),
        ("j", pa.int32()),
        ("relation", pa.int8()),
        ("probability", pa.float64()),
        ("p_copy", pa.float64()),
        ("p_event", pa.float64()),
        ("shingle_jaccard", pa.float64()),
        ("containment_ab", pa.float64()),
        ("containment_ba", pa.float64()),
        ("simhash_distance", pa.int32()),
        ("content_similarity", pa.float64()),
        ("fact_containment_ab", pa.float64()),
        ("fact_containment_ba", pa.float64()),
        ("features", pa.list_(pa.field("item", pa.float32()))),
    ]
)


def verify_pairs(
    pairs: np.ndarray,
    shelf: Shelf,
    thresholds: Thresholds,
    only_copies: bool = False,
    models: Mapping[str, Additive] | None = None,
) -> pa.Table:
    """Verify candidates and keep those that have a relation.

    Args:
        pairs: int32[m, 2] rows of the shelf, smaller first.
        shelf: the exact sets.
        thresholds: where each relation begins.
        only_copies: shingles alone decide; ``rewrite`` and ``same_story`` are never said.
        models: ``copy`` and ``event``; those that ship with the package if not given. With
            others every pair is compared in full: a first look knows nothing of them.

    Returns:
        Rows of :data:`SCHEMA`, in the order of the pairs.
    """
    first = glance(shelf, pairs)
    if not only_copies and models is None:
        keep = may_reach(first, thresholds)
        pairs, first = pairs[keep], first.of(keep)
    both = overlap(shelf, pairs, first)
    models = models or pair_models()
    p_copy = models["copy"].probability(both.matrix)
    p_event = models["event"].probability(both.matrix)
    code = _relation(both, p_copy, p_event, thresholds, only_copies)
    code[shelf.digest[pairs[:, 0]] == shelf.digest[pairs[:, 1]]] = _CODE[Relation.DUPLICATE]
    claimed = code <= _CODE[Relation.EXCERPT]
    # A light edit or an excerpt is text ancestry by construction; the model only refines how sure.
    p_copy = np.where(claimed, np.maximum(p_copy, _CLAIMED), p_copy)
    p_copy = np.where(code == _CODE[Relation.DUPLICATE], _IDENTICAL, p_copy)
    p_event = np.maximum(p_event, p_copy)
    probability = np.where(code == _CODE[Relation.SAME_STORY], p_event, p_copy)
    keep = np.flatnonzero(code != NONE)
    matrix = both.matrix[keep].astype(np.float32, order="C")
    offsets = np.arange(len(keep) + 1, dtype=np.int32) * matrix.shape[1]
    columns = [
        pairs[keep, 0], pairs[keep, 1], code[keep].astype(np.int8), probability[keep],
        p_copy[keep], p_event[keep], both.shingle_jaccard[keep], both.containment_ab[keep],
        both.containment_ba[keep], both.simhash_distance[keep], both.content_similarity[keep],
        both.fact_ab[keep], both.fact_ba[keep],
    ]  # fmt: skip
    features = pa.ListArray.from_arrays(pa.array(offsets), pa.array(matrix.ravel()))
    return pa.Table.from_arrays([*map(pa.array, columns), features], schema=SCHEMA)


def _relation(
    both: Overlap,
    p_copy: np.ndarray,
    p_event: np.ndarray,
    thresholds: Thresholds,
    only_copies: bool,
) -> np.ndarray:
    """The strongest relation that each pair reaches, as a code; NONE without one."""
    code = np.full(len(p_copy), NONE)
    if not only_copies:
        code[p_event >= thresholds.same_story] = _CODE[Relation.SAME_STORY]
        code[p_copy >= thresholds.copy] = _CODE[Relation.REWRITE]
    contained = np.maximum(both.containment_ab, both.containment_ba)
    code[contained >= thresholds.excerpt] = _CODE[Relation.EXCERPT]
    code[both.shingle_jaccard >= thresholds.near_duplicate] = _CODE[Relation.NEAR_DUPLICATE]
    return code


def pairs_of(matches: pa.Table) -> np.ndarray:
    """The pairs of rows of :data:`SCHEMA`, int32[m, 2]."""
    return np.stack([matches.column("i").to_numpy(), matches.column("j").to_numpy()], 1)


def is_light_edit(code: np.ndarray) -> np.ndarray:
    """Which relation codes say ``near_duplicate``."""
    light: np.ndarray = code == _CODE[Relation.NEAR_DUPLICATE]
    return light


def is_reworded(code: np.ndarray) -> np.ndarray:
    """Which relation codes claim a shared account rather than shared words."""
    reworded: np.ndarray = code >= _CODE[Relation.REWRITE]
    return reworded


def is_copy(code: np.ndarray) -> np.ndarray:
    """Which relation codes claim a shared text ancestry."""
    return code < _CODE[Relation.SAME_STORY]
