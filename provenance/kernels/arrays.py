"""Inputs of kernels, brought to one dtype and layout and checked: no kernel reads astray."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

MAX_DOCUMENT_BYTES = (1 << 31) - 1
TOO_LONG = "a document of 2 GiB or more: positions are 32-bit; split it"

#: Flags of arrays that numba tells apart, as NumPy numbers them.
C_ORDER, F_ORDER, ALIGNED, WRITEABLE = 0x1, 0x2, 0x100, 0x400
_ALL, _COLUMN = C_ORDER | ALIGNED | WRITEABLE, C_ORDER | ALIGNED  # looked at; those of a column


def column(values: ArrayLike, dtype: DTypeLike) -> NDArray[Any]:
    """A contiguous, aligned, read-only view (or copy) of ``values`` with ``dtype``.

    Arrow buffers are read-only and most NumPy arrays are not; numba would compile every kernel
    once for each. Handing kernels read-only views only keeps it to one.
    """
    if type(values) is np.ndarray and values.dtype == dtype and values.flags.num & _ALL == _COLUMN:
        return values
    array: NDArray[Any] = np.asarray(values, dtype, order="C")
    if not array.flags.aligned:
        array = array.copy()
    if array.flags.writeable:
        array = array.view()
        array.flags.writeable = False
    return array


def offsets_of(offsets: ArrayLike, size: int) -> NDArray[np.int64]:
    """``offsets`` as a column that cuts ``size`` items into documents.

    Raises ValueError where it is empty, runs backwards or leaves [0, size].
    """
    cuts = column(offsets, np.int64)
    if cuts.ndim != 1 or cuts.size == 0:
        raise ValueError("offsets need one dimension and at least one entry")
    if cuts[0] < 0 or cuts[-1] > size or (cuts[1:] < cuts[:-1]).any():
        raise ValueError(f"offsets must rise within [0, {size}]")
    return cuts


def longest(cuts: NDArray[np.int64]) -> int:
    """Items of the longest of the lists that these offsets cut; 0 where there is none."""
    return int((cuts[1:] - cuts[:-1]).max(initial=0))


def documents(data: ArrayLike, offsets: ArrayLike) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Checked bytes and offsets of a batch of texts.

    Raises ValueError where offsets are wrong or one document has 2 GiB or more.
    """
    text = column(data, np.uint8)
    cuts = offsets_of(offsets, text.size)
    if text.size > MAX_DOCUMENT_BYTES and longest(cuts) > MAX_DOCUMENT_BYTES:
        raise ValueError(TOO_LONG)
    return text, cuts


def ragged(
    offsets: ArrayLike, values: ArrayLike, dtype: DTypeLike
) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """Checked offsets and values of a list column."""
    items = column(values, dtype)
    return offsets_of(offsets, items.size), items


def pairs_of(pairs: ArrayLike, n: int) -> NDArray[np.int32]:
    """``pairs`` as a column [m, 2] of indexes below n; raises ValueError otherwise."""
    links = column(pairs, np.int32).reshape(-1, 2)
    if links.size and (int(links.min()) < 0 or int(links.max()) >= n):
        raise ValueError(f"pairs must hold indexes in [0, {n})")
    return links


def stretches_of(
    data: ArrayLike, stretches: ArrayLike
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Checked bytes, and stretches int64[m, 3] of them; raises ValueError if these do not rise."""
    text = column(data, np.uint8)
    cuts = column(stretches, np.int64).reshape(-1, 3)
    if cuts.size and (
        int(cuts[:, 0].min()) < 0
        or int(cuts[:, 2].max()) > text.size
        or bool((np.diff(cuts, axis=1) < 0).any())
    ):
        raise ValueError(f"stretches must rise within [0, {text.size}]")
    return text, cuts
