"""A progress bar on standard error, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from provenance.engines.protocol import Progress

_WORDS = {
    "read": "reading",
    "clean": "finding repeated lines",
    "fingerprint": "cleaning and fingerprinting",
    "candidates": "finding candidates",
    "verify": "verifying",
    "cluster": "clustering",
    "derive": "finding sources",
    "tables": "making tables",
    "keep": "keeping the stage",
}
_PAIRS = ("verify",)  # stages whose units are pairs; those of the others are articles

_FIRST_START = "first start: compiling the kernels, once; this takes a moment ..."


@contextmanager
def watching(quiet: bool) -> Iterator[Progress | None]:
    """Something to report to, or ``None`` where nobody is watching."""
    if quiet:
        yield None
    elif not sys.stderr.isatty():
        yield _announcing(_nothing, lambda line: click.echo(line, err=True))
    else:
        with _bar() as (report, say):
            yield _announcing(report, say)


def _nothing(stage: str, done: int, total: int | None) -> None:
    """Draw nothing."""


def _announcing(report: Progress, say: Callable[[str], None]) -> Progress:
    """Say why the first run takes longer, once the input has been read and the work begins."""
    begun = False

    def announce(stage: str, done: int, total: int | None) -> None:
        nonlocal begun
        if not begun and stage != "read":
            begun = True
            from provenance.kernels.compiled.tokens import _tokenize
            from provenance.kernels.jit import is_cached

            if not is_cached(_tokenize):
                say(_FIRST_START)
        report(stage, done, total)

    return announce


def told(stage: str, done: int, total: int | None, seconds: float) -> str:
    """What is done, how fast, and how long it will still take, as far as that is known."""
    if not done:
        return ""
    things = "pairs" if stage in _PAIRS else "articles"
    parts = [f"{done:,} of {total:,} {things}" if total else f"{done:,} {things}"]
    if seconds > 0:
        rate = done / seconds
        parts.append(f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s")
        if total:
            left = round(max(total - done, 0) / rate)
            parts.append(f"{left // 60}:{left % 60:02} left")
    return ", ".join(parts)


@contextmanager
def _bar() -> Iterator[tuple[Progress, Callable[[str], None]]]:
    """A bar that vanishes at the end, and a way to print above it."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description:>18}"),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[count]}"),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("starting", total=None, count="")
        current, begun = "", 0.0

        def report(stage: str, done: int, total: int | None) -> None:
            nonlocal current, begun
            if stage != current:
                current, begun = stage, time.monotonic()
                bars.reset(task, total=total, description=_WORDS.get(stage, stage))
            count = told(stage, done, total, time.monotonic() - begun)
            bars.update(task, completed=done, total=total, count=count)

        yield report, bars.console.print
