"""The rows of a table in another order."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from provenance.memory.columns import Columns
from provenance.memory.room import Room

_PART = 1 << 14  # rows that are taken at a time


def reordered(table: pa.Table, rows: np.ndarray, room: Room) -> pa.Table:
    """The rows of these numbers (int[k]), in this order, each column one array in ``room``.

    Raises:
        EngineError: the disk is full or refuses.
    """
    growing = Columns(room, table.schema)
    for begin in range(0, len(rows), _PART):
        part = table.take(pa.array(rows[begin : begin + _PART])).combine_chunks()
        for batch in part.to_batches():
            growing.append(batch)
    return growing.done()
