"""The pinned Unicode tables: kind, case, script class and folding of every code point.

Two stages: ``records[(pages[p >> PAGE_BITS] << PAGE_BITS) + (p & (PAGE - 1))]`` is the 32-bit
record of code point p (its fields are in ``contract``), ``pool`` holds the folded code points.
``benchmarks/tables/make_unicode_tables.py`` builds the file.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from provenance.kernels.contract import UNICODE_VERSION


class UnicodeTables(NamedTuple):
    """Read-only arrays; about 200 kB in all."""

    pages: NDArray[np.uint16]
    records: NDArray[np.uint32]
    pool: NDArray[np.uint32]


@cache
def load() -> UnicodeTables:
    """The tables, read once.

    Raises RuntimeError where the file is of another Unicode version than ``UNICODE_VERSION``.
    """
    path = files("provenance.kernels").joinpath("unicode_tables.npz")
    with path.open("rb") as stream, np.load(stream) as stored:
        version = str(stored["version"])
        tables = UnicodeTables(stored["pages"], stored["records"], stored["pool"])
    if version != UNICODE_VERSION:
        raise RuntimeError(
            f"unicode_tables.npz holds Unicode {version}, not {UNICODE_VERSION}: reinstall"
        )
    for array in tables:
        array.flags.writeable = False
    return tables
