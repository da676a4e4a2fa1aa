"""What is told of a run, and how its finished stages are kept and taken."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import attrs
import pyarrow as pa

from provenance.engines.protocol import Progress, silent
from provenance.formats.origin import chained
from provenance.formats.work import Work


@attrs.define
class Ledger:
    """What happened during a run: seconds by stage, and every count worth telling.

    Attributes:
        seconds: by stage; for a stage that was taken from an earlier run, what it took then.
        counts: by name.
        reused: the kept stages that were taken from an earlier run.
        progress: told of the beginning of each stage.
    """

    seconds: dict[str, float] = attrs.field(factory=dict)
    counts: dict[str, int] = attrs.field(factory=dict)
    reused: list[str] = attrs.field(factory=list)
    progress: Progress = silent

    @contextmanager
    def stage(self, name: str, *, small: bool = False) -> Iterator[None]:
        """Add the time of a block to a stage; ``small`` where the next one takes up what it let go.

        What a larger one let go would lie scattered beside what the next one takes.
        """
        self.progress(name, 0, None)
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start
            if not small:
                # In the command Arrow's pool is the system's: this gives back all that is free.
                pa.default_memory_pool().release_unused()


@attrs.define
class Kept:
    """Where finished stages are kept and taken from.

    Attributes:
        work: the folder; ``None`` keeps nothing.
        key: digest of all that came before; that of a stage is made from it and its settings.
    """

    work: Work | None = None
    key: str = ""

    def take(
        self,
        stage: str,
        settings: object,
        ledger: Ledger,
        make: Callable[[], Mapping[str, pa.Table]],
    ) -> Mapping[str, pa.Table]:
        """The tables of a stage: kept ones if they fit, else made now, and kept."""
        if self.work is None:
            return make()
        self.key = chained(self.key, stage, settings)
        kept = self.work.get(stage, self.key)
        if kept is not None:
            ledger.reused.append(stage)
            ledger.seconds |= kept.notes["seconds"]
            ledger.counts |= kept.notes["counts"]
            return kept.tables
        before = set(ledger.seconds), set(ledger.counts)
        made = make()
        notes = {
            "seconds": {k: v for k, v in ledger.seconds.items() if k not in before[0]},
            "counts": {k: v for k, v in ledger.counts.items() if k not in before[1]},
        }
        with ledger.stage("keep"):
            tables = self.work.put(stage, self.key, made, notes).tables
        del made
        pa.default_memory_pool().release_unused()  # the mapped tables stand for those in memory
        return tables
