"""What the dataflow asks of an engine: nine verbs and nothing else.

An engine decides *where* a stage runs; it has no hash, no rule and no threshold of its own, so two
engines write the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from provenance.memory.room import Room

Dataset = Any
"""Batches of rows wherever the engine keeps them; only the engine looks inside."""

Growing = Any
"""What is made of the rows of a dataset, to which more may be added."""

Progress = Callable[[str, int, int | None], None]
"""Called with stage, units done and units in all (``None`` while unknown).

Units are articles, or pairs where a stage works on pairs.
"""


def silent(stage: str, done: int, total: int | None) -> None:
    """Report nothing."""


class Engine(Protocol):
    """Where a run is carried out."""

    @property
    def name(self) -> str:
        """A word for the manifest."""

    @property
    def room(self) -> Room:
        """Where this process has room for the columns of a pile."""

    def scan(
        self,
        batches: Iterable[pa.RecordBatch],
        function: Callable[[pa.RecordBatch], pa.RecordBatch],
    ) -> tuple[Dataset, Growing]:
        """The batches of a source, and what a pure function makes of each while it is read on.

        The function can be pickled, and may be given parts of batches.
        """

    def add(self, made: Growing, data: Dataset) -> None:
        """Add what :meth:`map` makes of the rows of a dataset behind what was made."""

    def take(
        self,
        data: Dataset,
        rows: np.ndarray,
        beside: pa.Table | None = None,
        *,
        names: Sequence[str] | None = None,
        last: bool = False,
    ) -> Dataset:
        """The rows of these numbers (int[k]) of what was scanned, in this order.

        ``beside`` has more columns for them, k rows. ``names``: the columns wanted of what was
        scanned; all if left out. ``last``: they are distinct, will be gathered
        once, and nothing else is asked of the dataset any more, so that it may be let go meanwhile.
        """

    def map(
        self, stage: str, function: Callable[[pa.RecordBatch], pa.RecordBatch], data: Dataset
    ) -> Dataset:
        """Apply a pure function to each batch, or to parts of it; the order of the rows stays.

        It may be done when the rows are gathered, and be done again at each gathering.
        The function can be pickled: it may run in another process.
        """

    def gather(self, data: Dataset | Growing, names: Sequence[str] | None = None) -> pa.Table:
        """All rows of a dataset as one table in this process, in as few pieces as may be.

        From what grows columns are taken out, those of these ``names`` or all that are left: what
        is added later has none of them.
        """

    def pair(
        self,
        stage: str,
        function: Callable[[int, int], np.ndarray],
        rows: int,
        fewer: Callable[[np.ndarray], np.ndarray] | None = None,
    ) -> np.ndarray:
        """Call ``function(begin, end)`` over slices of ``rows``; stack what it returns.

        ``fewer`` gives what of it is to be kept. It is asked at the end, and before where much has
        come together: what it leaves out of some of it, it would leave out of all.
        """

    def join(
        self, stage: str, function: Callable[[np.ndarray], pa.Table], pairs: np.ndarray
    ) -> pa.Table:
        """Apply a pure function to slices of the pairs; the order of the pairs stays."""

    def components(self, size: int, pairs: np.ndarray) -> np.ndarray:
        """Connected components: int32[size], the smallest member of each row's component."""

    def rest(self) -> None:
        """No batch will be mapped for a while: give back what is only held to be quick at it."""
