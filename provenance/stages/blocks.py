"""Compare pairs in an order in which few articles at a time are looked at.

A pair may name any two articles. Where their sets stand in files, as a budget has no room for them,
comparing pairs in the order of their first articles would map in all files again and again. So the
first articles pass by once for each block of second ones.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from provenance.memory.room import Room
from provenance.stages.columns import ends
from provenance.stages.overlap import Shelf


def block_order(pairs: np.ndarray, shelf: Shelf, room: Room) -> np.ndarray | None:
    """An order in which pairs with second articles of one block follow each other, as they stood.

    Args:
        pairs: int32[m, 2] rows of the shelf.
        shelf: the exact sets.
        room: where they stand; a block has a portion of what stands in files.

    Returns:
        int64[m]; ``None`` where all articles are one block.
    """
    portion = room.portion
    if portion is None or len(pairs) == 0:
        return None
    block = ends(_filed(shelf, room))[:-1] // portion
    if block[-1] == 0:
        return None
    # Of numbers so narrow the sort is one by digits.
    return np.argsort(block[pairs[:, 1]].astype(np.uint16), kind="stable")


def _filed(shelf: Shelf, room: Room) -> np.ndarray:
    """Bytes of the sets of each article that stand in files, int64[n]."""
    aligned = (
        (shelf.shingles, ()),
        (shelf.content, (shelf.content_weight, shelf.content_marks)),
        (shelf.pairs, (shelf.pairs_marks,)),
        (shelf.places, ()),
    )
    size = np.zeros(len(shelf.words), np.int64)
    for (offsets, values), others in aligned:
        size += np.diff(offsets) * sum(o.itemsize for o in (values, *others) if room.in_file(o))
    return size


def in_order(matches: pa.Table) -> pa.Table:
    """Rows of :data:`provenance.stages.verify.SCHEMA`, sorted by the two articles."""
    first, second = (matches.column(name).to_numpy().astype(np.int64) for name in ("i", "j"))
    return matches.take(pa.array(np.argsort((first << 32) | second)))
