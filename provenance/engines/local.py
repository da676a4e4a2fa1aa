"""The default engine: threads for kernels, which release the GIL, and processes for the rest."""

from __future__ import annotations

import itertools
import os
import pickle
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock, Semaphore
from typing import NamedTuple, TypeVar

import numpy as np
import pyarrow as pa

from provenance.engines.helpers import Helper
from provenance.engines.protocol import Progress, silent
from provenance.memory.allocator import keep_least
from provenance.memory.budget import BATCH, helpers_for, room_of_columns, room_of_texts
from provenance.memory.columns import Columns
from provenance.memory.peak import peak_bytes
from provenance.memory.pile import Pile, Piling, parts, text_sizes
from provenance.memory.room import Room

_In = TypeVar("_In")
_Out = TypeVar("_Out")
_SCANNED = 2  # batches that are one while they are read, of which less is made than later
_ROWS = 2048  # articles per slice of a pairing stage, at least
_SLICES = 128  # of one, at most: each has room for a number for every article of the pile
_HELPED = 6144  # articles from which helpers are worth their start
_ONE_HELPED = 32_768  # and from which one is, which takes half a second from the only other worker
_BYTES = 3072  # of a file for each article, which surely holds so many then
_FORESEEN = 16  # of so many parts of a pile, the first tells what all of them will come to
_FINDS = 1 << 22  # that come together before fewer are kept
_PAIRS = 4096, 16_384  # pairs per slice of a joining stage, at least and at most
_SHARES = 8  # slices for each worker, at least, where they would not be too small


class Mapped(NamedTuple):
    """What is made of each batch of a pile, once it is gathered."""

    stage: str
    function: Callable[[pa.RecordBatch], pa.RecordBatch]
    pile: Pile


class LocalEngine:
    """Runs every stage on this machine.

    Pairing and joining are kernels, and run in threads. Scanning and mapping hold the interpreter
    for a fourth of their time: on a large pile all but one of the batches at work are so in helper
    processes, ``workers - 1`` of them, which start meanwhile.

    Args:
        workers: processors to use; the number changes no byte of the output. Default: all.
        progress: told of the units of each finished slice of work.
        helped_from: articles from which on helper processes are used; if not given, as many as
            make them worth their start.
        expected: bytes of the files that will be read, where that is known: before many, the
            helpers start at once, and texts go to a file from the first on.
        room: where columns stand; in memory if not given.
        helpers: the most helper processes; if not given, as many as so many workers have use of.
        batch: articles that are at work at once in a thread or a helper.

    Attributes:
        workers: as given, or all processors.
        progress: as given.
    """

    name = "local"

    def __init__(
        self,
        workers: int | None = None,
        progress: Progress = silent,
        *,
        helped_from: int | None = None,
        expected: int = 0,
        room: Room | None = None,
        helpers: int | None = None,
        batch: int = BATCH,
    ) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._room = room or Room()
        self._columns = room_of_columns(self._room, expected)
        self._texts: Room | None = None  # while they are at work, as it is looked after
        self._batch = batch
        self._most_helpers = helpers_for(self.workers) if helpers is None else helpers
        # Two for each helper, which only wait for it, and one for what is done here.
        self._threads = max(self.workers, 2 * self._most_helpers + 1)
        self._here = Semaphore(self.workers)  # of them at work here, while no helper is ready
        self.progress = progress
        worth = _HELPED if self._most_helpers > 1 else _ONE_HELPED
        self._helped_from = worth if helped_from is None else helped_from
        self._expected = expected
        self._helpers: list[Helper] = []
        self._teach: Callable[[Helper], None] = lambda helper: None  # what is at work
        self._lock = Lock()
        self._peak = 0  # bytes, while there were helpers
        if expected > self._helped_from * _BYTES:
            self._call_helpers()

    @property
    def room(self) -> Room:
        """See :class:`~provenance.engines.protocol.Engine`."""
        return self._room

    def _each(
        self,
        stage: str,
        function: Callable[[_In], _Out],
        items: Iterable[_In],
        units: Callable[[_In], int],
        total: int,
        threads: int | None = None,
    ) -> Iterator[_Out]:
        """Results in the order of the items; at most a few items are under way at once."""
        waiting: deque[tuple[int, Future[_Out]]] = deque()
        done, threads = 0, threads or self.workers
        with ThreadPoolExecutor(threads) as pool:
            try:
                for item in itertools.chain(items, itertools.repeat(None)):
                    if item is not None:
                        waiting.append((units(item), pool.submit(function, item)))
                    elif not waiting:
                        return
                    if item is None or len(waiting) > 2 * threads:
                        count, future = waiting.popleft()
                        yield future.result()
                        done += count
                        self.progress(stage, done, total)
            finally:
                for _, future in waiting:
                    future.cancel()

    def scan(
        self,
        batches: Iterable[pa.RecordBatch],
        function: Callable[[pa.RecordBatch], pa.RecordBatch],
    ) -> tuple[Pile, Columns]:
        """See :class:`~provenance.engines.protocol.Engine`."""
        self._texts = room_of_texts(self._room, self._expected)
        read, made = Piling(self._texts), Columns(self._columns)
        work = self._shared(function)

        def kept() -> Iterator[pa.RecordBatch]:
            for batch in self._scanned(batches):
                read.append(batch)
                yield batch

        size = _SCANNED * self._batch
        waiting: deque[Future[pa.RecordBatch]] = deque()
        with ThreadPoolExecutor(self._threads) as pool:
            for part in (b[s] for b in kept() for s in parts(text_sizes(b), size)):
                waiting.append(pool.submit(work, part))
                while len(waiting) > 2 * self._threads:
                    made.append(waiting.popleft().result())
            for future in waiting:
                made.append(future.result())
        return read.done(), made

    def _scanned(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        rows = 0
        for batch in batches:
            rows += batch.num_rows
            self._room.expect(rows)
            self.progress("read", rows, None)
            if rows >= self._helped_from:
                self._call_helpers()
            yield batch

    def _call_helpers(self) -> None:
        while len(self._helpers) < self._most_helpers and sys.executable:
            self._helpers.append(Helper())
            self._teach(self._helpers[-1])

    def rest(self) -> None:
        """See :class:`~provenance.engines.protocol.Engine`."""
        helpers = len(self._helpers)
        while self._helpers:
            self._helpers.pop().close()
        self._texts = None
        self._peak = max(self._peak, peak_bytes(helpers) or 0)
        keep_least()

    def peak_memory_mb(self) -> int | None:
        """The most memory that this process and its helpers have held at a time, in MiB.

        ``None`` where no one counts it.
        """
        now = peak_bytes()
        return None if now is None else max(now, self._peak) >> 20

    def take(
        self,
        data: Pile,
        rows: np.ndarray,
        beside: pa.Table | None = None,
        *,
        names: Sequence[str] | None = None,
        last: bool = False,
    ) -> Pile:
        """See :class:`~provenance.engines.protocol.Engine`."""
        return data.take(rows, beside, names=names, last=last)

    def map(
        self, stage: str, function: Callable[[pa.RecordBatch], pa.RecordBatch], data: Pile
    ) -> Mapped:
        """See :class:`~provenance.engines.protocol.Engine`."""
        return Mapped(stage, function, data)

    def gather(self, data: Pile | Mapped | Columns, names: Sequence[str] | None = None) -> pa.Table:
        """See :class:`~provenance.engines.protocol.Engine`."""
        if isinstance(data, Pile):
            return data.table()
        if isinstance(data, Mapped):
            growing = Columns(self._columns)
            self._fill(growing, data)
            return growing.done()
        return data.done() if names is None else data.pop(names)

    def _fill(self, growing: Columns, data: Mapped) -> None:
        """Add all that is made of a pile, to columns that have nothing yet."""
        rows, foreseen = 0, data.pile.num_rows // _FORESEEN
        for batch in self._made(*data):
            growing.append(batch)
            before, rows = rows, rows + batch.num_rows
            if before < foreseen <= rows:
                self._room.foresee(rows / data.pile.num_rows)

    def add(self, made: Columns, data: Mapped) -> None:
        """See :class:`~provenance.engines.protocol.Engine`."""
        for batch in self._made(*data):
            made.append(batch)

    def _made(
        self, stage: str, function: Callable[[pa.RecordBatch], pa.RecordBatch], pile: Pile
    ) -> Iterator[pa.RecordBatch]:
        """What is made of the batches of a pile, in helper processes where there are any."""
        shared = self._shared(function)

        def work(rows: slice) -> pa.RecordBatch:
            return shared(pile.batch(rows))  # a batch too is made by whoever works on it

        yield from self._each(
            stage, work, pile.spans(self._batch), _rows, pile.num_rows, self._threads
        )

    def _shared(
        self, function: Callable[[pa.RecordBatch], pa.RecordBatch]
    ) -> Callable[[pa.RecordBatch], pa.RecordBatch]:
        """The function, done by a helper that is ready and idle, else here."""
        if not self._most_helpers:
            return function
        idle: list[Helper] = []
        packed = pickle.dumps(function)

        def teach(helper: Helper) -> None:
            helper.learn(packed)
            idle.extend([helper] * 2)  # so that one batch is at work and another at hand

        def work(batch: pa.RecordBatch) -> pa.RecordBatch:
            with self._lock:
                helper = next((h for h in idle if h.ready), None)
                if helper:
                    idle.remove(helper)
            if helper is None:
                with self._here:
                    return function(batch)
            made = helper.run(batch)
            idle.append(helper)
            return made

        self._teach = teach
        for one in self._helpers:
            teach(one)
        return work

    def pair(
        self,
        stage: str,
        function: Callable[[int, int], np.ndarray],
        rows: int,
        fewer: Callable[[np.ndarray], np.ndarray] | None = None,
    ) -> np.ndarray:
        """See :class:`~provenance.engines.protocol.Engine`."""
        step = max(_ROWS, -(-rows // _SLICES))
        slices = [(b, min(rows, b + step)) for b in range(0, rows, step)]
        found, held, most = [np.empty((0, 2), np.int32)], 0, _FINDS
        for part in self._each(stage, lambda s: function(*s), slices, lambda s: s[1] - s[0], rows):
            found.append(part)
            held += len(part)
            if fewer and held > most:
                found = [fewer(np.concatenate(found))]
                held, most = len(found[0]), max(_FINDS, 2 * len(found[0]))
        whole = np.concatenate(found)
        return fewer(whole) if fewer else whole

    def join(
        self, stage: str, function: Callable[[np.ndarray], pa.Table], pairs: np.ndarray
    ) -> pa.Table:
        """See :class:`~provenance.engines.protocol.Engine`."""
        least, most = _PAIRS
        step = min(max(len(pairs) // (_SHARES * self.workers), least), most)
        slices = [pairs[b : b + step] for b in range(0, max(len(pairs), 1), step)]

        def work(some: np.ndarray) -> pa.Table:
            # A thread that looks now and then comes too late: comparing maps gigabytes a second.
            self._room.make_way()
            return function(some)

        return pa.concat_tables(self._each(stage, work, slices, len, len(pairs)))

    def components(self, size: int, pairs: np.ndarray) -> np.ndarray:
        """See :class:`~provenance.engines.protocol.Engine`."""
        from provenance.kernels import compiled  # slow to load: helpers start before

        return compiled.components(size, pairs)


def _rows(rows: slice) -> int:
    return int(rows.stop - rows.start)
