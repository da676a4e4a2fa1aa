"""Compare pairs in an order in which few articles at a time are looked at.

A pair may name any two articles. Where their sets stand in files, as a budget has no room for them,
comparing pairs in the order of their first articles would map in all files again and again.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from provenance.stages.columns import ends
from provenance.stages.overlap import Shelf


def block_order(pairs: np.ndarray, shelf: Shelf, portion: int | None) -> np.ndarray | None:
    """An order in which pairs of the same two blocks of articles follow each other.

    Args:
        pairs: int32[m, 2] rows of the shelf.
        shelf: the exact sets.
        portion: bytes of the sets of a block; ``None`` for all.

    Returns:
        int64[m]; ``None`` where all articles are one block.
    """
    if portion is None or len(pairs) == 0:
        return None
    block = ends(_sizes(shelf))[:-1] // portion
    if block[-1] == 0:
        return None
    key = block[pairs[:, 0]] * (block[-1] + 1) + block[pairs[:, 1]]
    return np.argsort(key, kind="stable")


def _sizes(shelf: Shelf) -> np.ndarray:
    """Bytes of the sets of each article, int64[n]."""
    aligned = (
        (shelf.shingles, ()),
        (shelf.content, (shelf.content_weight, shelf.content_marks)),
        (shelf.pairs, (shelf.pairs_marks,)),
        (shelf.places, ()),
    )
    size = np.zeros(len(shelf.words), np.int64)
    for (offsets, values), others in aligned:
        size += np.diff(offsets) * sum(one.itemsize for one in (values, *others))
    return size


def in_order(matches: pa.Table) -> pa.Table:
    """Rows of :data:`provenance.stages.verify.SCHEMA`, sorted by the two articles."""
    first, second = (matches.column(name).to_numpy().astype(np.int64) for name in ("i", "j"))
    return matches.take(pa.array(np.argsort((first << 32) | second)))
