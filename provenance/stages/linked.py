"""What is asked of an article only once it has a candidate: its credits, exact sets and style.

A run for copies alone proposes pairs by sketches, which are cheap to make, and most articles have
no candidate at all.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from provenance.stages.columns import csr, ends, list_column, single
from provenance.stages.fingerprint import DETAILS


def with_details(sketches: pa.Table, details: pa.Table, rows: np.ndarray) -> pa.Table:
    """Put what is known of some rows beside the sketches of all.

    Args:
        sketches: features of n articles, without :data:`~provenance.stages.fingerprint.DETAILS`
            (see :func:`~provenance.stages.fingerprint.fingerprint_batch`).
        details: features of some of these articles, in the same order.
        rows: which rows of ``sketches`` they are, int[k], rising.

    Returns:
        The features of all: others have empty sets, no credit, no residue, and no style.
    """
    place = np.full(sketches.num_rows, -1)
    place[rows] = np.arange(len(rows))
    taken = pa.array(place, mask=place < 0)
    columns = {
        "residue": single(details, "residue").take(taken).fill_null(False),
        "credits": single(details, "credits").take(taken),
        "links": single(details, "links").take(taken),
    }
    for name in DETAILS:
        columns[name] = _scattered(details.column(name), rows, sketches.num_rows)
    for name, column in columns.items():
        at = sketches.schema.get_field_index(name)
        if at >= 0:
            sketches = sketches.set_column(at, name, column)
        else:
            sketches = sketches.append_column(name, column)
    return sketches


def _scattered(column: pa.ChunkedArray, rows: np.ndarray, size: int) -> pa.Array:
    """A list column of some rows as one of all ``size`` rows; the values are not copied."""
    offsets, values = csr(column)
    lengths = np.zeros(size, np.int64)
    lengths[rows] = np.diff(offsets)
    return list_column((ends(lengths), values), column.type.value_type)
