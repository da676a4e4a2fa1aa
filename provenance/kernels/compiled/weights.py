"""What the words of articles weigh (numba).

Most words that are asked for are those of many articles, which weigh least. They are entered into
the table first, so that each stands where it is looked for: of a large table few places are looked
at, which stay near the processor.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from provenance.kernels.arrays import column
from provenance.kernels.compiled.bits import prefetch
from provenance.kernels.jit import njit

Weigh = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray], np.ndarray]

_FINE = 0xFFFF  # NumPy sorts numbers of 16 bits in a fifth of the time
_SOON, _SLOT = np.uint64(16), 8  # stems from one to the next that is fetched; bytes
_STEM, _WEIGHT, _ONE = np.uint64(0), np.uint64(1), np.uint64(1)


@njit(nogil=True, cache=True)
def _enter(known, idf, order, stems, weights):  # type: ignore[no-untyped-def]
    last = np.uint64(stems.shape[0] - 1)
    for k in order:
        slot = np.uint64(known[k]) & last
        while weights[slot, _WEIGHT] > 0:
            slot = (slot + _ONE) & last
        stems[slot, _STEM] = known[k]
        weights[slot, _WEIGHT] = idf[k]


@njit(nogil=True, cache=True)
def _weigh(offsets, values, rows, stems, weights, out, sums):  # type: ignore[no-untyped-def]
    last, end = np.uint64(stems.shape[0] - 1), np.uint64(values.shape[0] - 1)
    for k in range(rows.shape[0]):
        row, plain, squared = rows[k], 0.0, 0.0
        for p in range(np.uint64(offsets[row]), np.uint64(offsets[row + 1])):
            soon = np.uint64(values[min(p + _SOON, end)]) & last
            prefetch(stems.ctypes.data + _SLOT * np.int64(soon))
            stem = values[p]
            slot = np.uint64(stem) & last
            while stems[slot, _STEM] != stem and weights[slot, _WEIGHT] > 0:
                slot = (slot + _ONE) & last
            weight = weights[slot, _WEIGHT]
            out[p] = weight
            plain += weight
            squared += weight * weight
        sums[row, 0] = plain
        sums[row, 1] = squared


def weigher(known: np.ndarray, idf: np.ndarray) -> Weigh:
    """What tells how much stems weigh: ``known`` distinct uint32[v], ``idf`` float32[v], not < 0.

    It takes a list column of stems (offsets and uint32), some of its rows (int64[k]), and float32
    to write to, aligned with the stems: 0 for one that is not known. It gives the sum of the
    weights of each row and of their squares, in the order of the stems: float64[n, 2], 0 for other
    rows, of which nothing is written. To make it is O(v), and to ask it O(stems).
    """
    table = np.zeros((2 << len(known).bit_length(), 2), np.uint32)
    weights = table.view(np.float32)  # the weight of a stem stands beside it
    rank = (idf * (_FINE / max(float(idf.max(initial=0)), 1e-9))).astype(np.uint16)
    given = column(known, np.uint32), column(idf, np.float32)
    _enter(*given, np.argsort(rank, kind="stable"), table, weights)

    def weigh(
        offsets: np.ndarray, values: np.ndarray, rows: np.ndarray, out: np.ndarray
    ) -> np.ndarray:
        sums = np.zeros((len(offsets) - 1, 2))
        given = column(offsets, np.int64), column(values, np.uint32), column(rows, np.int64)
        _weigh(*given, table, weights, out, sums)
        return sums

    return weigh
