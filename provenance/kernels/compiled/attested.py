"""attested in numba: which values of a set other sets of its group have too."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from provenance.kernels.arrays import column
from provenance.kernels.compiled.cuts import listed
from provenance.kernels.jit import njit

_OWNER = np.uint64(0xFFFFFFFF)  # the bits of a slot below its value; all set: told of its owner
_VALUE = np.uint64(32)
_ONE = np.uint64(1)


@njit(nogil=True, cache=True)
def _attested(offsets: Any, values: Any, rows: Any, ends: Any, table: Any, out: Any) -> None:
    """``ends``: where the rows of each group end. A slot holds a value and its first row, from 1.

    All slots of ``table`` are 0 at first. As many are used as the group needs, and cleared again.
    """
    begin = 0
    for end in ends:
        size = 0
        for k in range(begin, end):
            size += offsets[rows[k] + 1] - offsets[rows[k]]
        slots = 1
        while slots < 2 * size:
            slots *= 2
        last = np.uint64(slots - 1)
        for k in range(begin, end):
            row = rows[k]
            for p in range(offsets[row], offsets[row + 1]):
                value = np.uint64(values[p])
                slot = value & last
                while table[slot] != 0 and table[slot] >> _VALUE != value:
                    slot = (slot + _ONE) & last
                if table[slot] == 0:
                    table[slot] = value << _VALUE | np.uint64(row + 1)
                    continue
                out[row] += 1
                first = table[slot] & _OWNER
                if first != _OWNER:
                    out[np.int64(first) - 1] += 1
                    table[slot] |= _OWNER
        for k in range(slots):
            table[k] = 0
        begin = end


def attested(
    offsets: ArrayLike, values: ArrayLike, rows: ArrayLike, label: ArrayLike
) -> NDArray[np.int64]:
    """How many values of each row another row of its group has: int64[n].

    Values uint32 of n rows, distinct within each. Only ``rows`` int64[k], each of which stands
    there once, are looked at, and others have 0; ``label`` int32[k], rising, tells their groups.
    O(values), by a table of the values of the largest group with open addressing.
    """
    cuts, items, _ = listed(offsets, values, np.uint32)
    chosen, group = column(rows, np.int64), column(label, np.int32)
    out = np.zeros(cuts.size - 1, np.int64)
    ends = np.flatnonzero(np.r_[group[1:] != group[:-1], True][: group.size]) + 1
    filled = np.append(0, np.cumsum(np.diff(cuts)[chosen]))[ends]
    most = int(np.max(np.diff(filled, prepend=0), initial=0))
    table = np.zeros(2 << max(most - 1, 0).bit_length(), np.uint64)
    _attested(cuts, items, chosen, column(ends, np.int64), table, out)
    return out
