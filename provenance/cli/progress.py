"""A progress bar on standard error, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from provenance.engines.protocol import Progress

_WORDS = {
    "read": "reading",
    "clean": "cleaning",
    "lines": "counting lines",
    "fingerprint": "fingerprinting",
    "candidates": "finding candidates",
    "verify": "verifying",
}


@contextmanager
def watching(quiet: bool) -> Iterator[Progress | None]:
    """Something to report to, or ``None`` where nobody is watching."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:>18}"),
        BarColumn(),
        TextColumn("{task.fields[count]}"),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("starting", total=None, count="")
        current = ""

        def report(stage: str, done: int, total: int | None) -> None:
            nonlocal current
            if stage != current:
                current = stage
                bars.reset(task, total=total, description=_WORDS.get(stage, stage))
            count = f"{done:,} articles" if total is None else f"{done}/{total}"
            bars.update(task, completed=done, total=total, count=count)

        yield report
