"""A progress bar on standard error, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import click

from provenance.engines.protocol import Progress

_WORDS = {
    "read": "reading and sketching",
    "clean": "finding repeated lines",
    "fingerprint": "fingerprinting",
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
def watching(quiet: bool) -> Iterator[Progress]:
    """Something to report to, whether or not anybody is watching."""
    with ExitStack() as stack:
        if quiet:
            yield _beginning(_nothing, _nobody, stack)
        elif not sys.stderr.isatty():
            yield _beginning(_nothing, lambda line: click.echo(line, err=True), stack)
        else:
            yield _beginning(*stack.enter_context(_bar()), stack)


def _nothing(stage: str, done: int, total: int | None) -> None:
    """Draw nothing."""


def _nobody(line: str) -> None:
    """Say it to nobody."""


def _beginning(report: Progress, say: Callable[[str], None], stack: ExitStack) -> Progress:
    """See to a first start, once something has been read and the work begins: say what takes long.

    What compiles meanwhile ends with the ``stack``.
    """
    begun = False

    def announce(stage: str, done: int, total: int | None) -> None:
        nonlocal begun
        if not begun and (done or stage != "read"):
            begun = True
            from provenance.cli.firststart import is_first, second_half_compiled

            if is_first():
                say(_FIRST_START)
                stack.enter_context(second_half_compiled())
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
