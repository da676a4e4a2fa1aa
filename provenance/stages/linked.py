"""What is asked of an article beyond its sketches: whom it credits, exact sets, style.

A run for copies alone proposes pairs by sketches, which are cheap to make, and most articles have
no candidate at all: it asks no more of these. A whole run asks it of all.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from provenance.stages.columns import csr, ends, list_column, single
from provenance.stages.details import BESIDE, DETAILS


def with_details(sketches: pa.Table, details: pa.Table, rows: np.ndarray) -> pa.Table:
    """Put what is known of some rows beside the sketches of all.

    Args:
        sketches: of n articles (see :mod:`provenance.stages.sketches`).
        details: of some of these articles, in the same order (see
            :mod:`provenance.stages.details`).
        rows: which rows of ``sketches`` they are, int[k], rising.

    Returns:
        The features of all: others have empty sets, no credit, no residue, and no style.
    """
    columns = {name: single(details, name) for name in details.column_names}
    if len(rows) < sketches.num_rows:
        place = np.full(sketches.num_rows, -1)
        place[rows] = np.arange(len(rows))
        taken = pa.array(place, mask=place < 0)
        for name, column in columns.items():
            if name in DETAILS:
                columns[name] = _scattered(column, rows, sketches.num_rows)
            else:
                columns[name] = column.take(taken)
        columns["residue"] = columns["residue"].fill_null(False)
    features = sketches.drop_columns(list(BESIDE))
    for name, column in columns.items():
        features = features.append_column(name, column)
    return features


def _scattered(column: pa.Array, rows: np.ndarray, size: int) -> pa.Array:
    """A list column of some rows as one of all ``size`` rows; the values are not copied."""
    offsets, values = csr(column)
    lengths = np.zeros(size, np.int64)
    lengths[rows] = np.diff(offsets)
    return list_column((ends(lengths), values), column.type.value_type)
