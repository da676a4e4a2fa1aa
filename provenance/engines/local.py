"""The default engine: threads for kernels, which release the GIL, and processes for the rest."""

from __future__ import annotations

import itertools
import os
import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

import numpy as np
import pyarrow as pa

from provenance.engines.helpers import Helper
from provenance.engines.protocol import Progress, silent

_In = TypeVar("_In")
_Out = TypeVar("_Out")
_ROWS = 2048  # articles per slice of a pairing stage
_BATCH = 1024  # articles that a helper is sent at once
_HELPED = 6144  # articles from which helpers are worth their start
_MANY_BYTES = 24 << 20  # of files, which surely hold so many
_PAIRS = 65_536  # pairs per slice of a joining stage


class LocalEngine:
    """Runs every stage on this machine.

    Pairing and joining are kernels, and run in threads. Mapping holds the interpreter for a good
    part of its time: on a large pile all but one of the batches at work are so in helper processes,
    ``workers - 1`` of them, which start while the pile is read.

    Args:
        workers: processors to use; the number changes no byte of the output. Default: all.
        progress: told of the units of each finished slice of work.
        helped_from: articles from which on helper processes are used.
        expected: bytes of the files that will be read, where that is known: before many, the
            helpers start at once.
    """

    name = "local"

    def __init__(
        self,
        workers: int | None = None,
        progress: Progress = silent,
        *,
        helped_from: int = _HELPED,
        expected: int = 0,
    ) -> None:
        self.workers = workers or os.cpu_count() or 1
        self.progress = progress
        self._helped_from = helped_from
        self._helpers: list[Helper] = []
        self._lock = Lock()
        if expected >= _MANY_BYTES:
            self._call_helpers()

    def _each(
        self, stage: str, function: Callable[[_In], _Out], items: Sequence[_In], units: list[int]
    ) -> Iterator[_Out]:
        """Results in the order of the items; at most a few items are under way at once."""
        total = sum(units)
        done = itertools.accumulate(units)
        with ThreadPoolExecutor(self.workers) as pool:
            waiting: deque[Future[_Out]] = deque()
            try:
                for item in items:
                    waiting.append(pool.submit(function, item))
                    while len(waiting) > 2 * self.workers:
                        yield waiting.popleft().result()
                        self.progress(stage, next(done), total)
                while waiting:
                    yield waiting.popleft().result()
                    self.progress(stage, next(done), total)
            finally:
                for future in waiting:
                    future.cancel()

    def scan(
        self,
        batches: Iterable[pa.RecordBatch],
        function: Callable[[pa.RecordBatch], pa.RecordBatch],
    ) -> tuple[list[pa.RecordBatch], list[pa.RecordBatch]]:
        """See :class:`~provenance.engines.protocol.Engine`."""
        out = []
        with ThreadPoolExecutor(self.workers) as pool:
            made = []
            for batch in self._scanned(batches):
                out.append(batch)
                made.append(pool.submit(function, batch))
            return out, [one.result() for one in made]

    def _scanned(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rows = 0
        for batch in batches:
            rows += batch.num_rows
            self.progress("read", rows, None)
            if rows >= self._helped_from:
                self._call_helpers()
            yield batch

    def _call_helpers(self) -> None:
        while len(self._helpers) < self.workers - 1 and sys.executable:
            self._helpers.append(Helper())

    def rest(self) -> None:
        """See :class:`~provenance.engines.protocol.Engine`."""
        while self._helpers:
            self._helpers.pop().close()

    def map(
        self,
        stage: str,
        function: Callable[[pa.RecordBatch], pa.RecordBatch],
        data: list[pa.RecordBatch],
    ) -> list[pa.RecordBatch]:
        """See :class:`~provenance.engines.protocol.Engine`."""
        if not self._helpers:
            return list(self._each(stage, function, data, [b.num_rows for b in data]))
        parts = [b.slice(at, _BATCH) for b in data for at in range(0, max(b.num_rows, 1), _BATCH)]
        idle = list(self._helpers)
        packed = pickle.dumps(function)
        for one in idle:
            one.learn(packed)

        def work(batch: pa.RecordBatch) -> pa.RecordBatch:
            with self._lock:
                helper = next((h for h in idle if h.ready), None)
                if helper:
                    idle.remove(helper)
            if helper is None:
                return function(batch)
            made = helper.run(batch)
            idle.append(helper)
            return made

        return list(self._each(stage, work, parts, [b.num_rows for b in parts]))

    def gather(self, data: list[pa.RecordBatch]) -> pa.Table:
        """See :class:`~provenance.engines.protocol.Engine`."""
        return pa.Table.from_batches(data)

    def pair(self, stage: str, function: Callable[[int, int], np.ndarray], rows: int) -> np.ndarray:
        """See :class:`~provenance.engines.protocol.Engine`."""
        slices = [(b, min(rows, b + _ROWS)) for b in range(0, rows, _ROWS)]
        units = [end - begin for begin, end in slices]
        found = list(self._each(stage, lambda s: function(*s), slices, units))
        return np.concatenate([np.empty((0, 2), np.int32), *found])

    def join(
        self, stage: str, function: Callable[[np.ndarray], pa.Table], pairs: np.ndarray
    ) -> pa.Table:
        """See :class:`~provenance.engines.protocol.Engine`."""
        slices = [pairs[b : b + _PAIRS] for b in range(0, max(len(pairs), 1), _PAIRS)]
        return pa.concat_tables(self._each(stage, function, slices, [len(s) for s in slices]))

    def components(self, size: int, pairs: np.ndarray) -> np.ndarray:
        """See :class:`~provenance.engines.protocol.Engine`."""
        from provenance.kernels import compiled  # slow to load: helpers start before

        return compiled.components(size, pairs)
