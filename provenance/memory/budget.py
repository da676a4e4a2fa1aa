"""How a budget of memory is shared out."""

from __future__ import annotations

import os
import tempfile
from typing import NamedTuple

from provenance.memory.room import Room
from provenance.memory.unwritten import disk_bytes, unwritten_bytes

BATCH = 1024
"""Articles of a batch that is at work: enough for a helper to be worth the sending."""

_FEW = 2
"""Workers up to which threads do without helper processes where memory counts: they wait for each
other little."""
_SPARE = 16  # helpers that must have room, for few workers to have one

_OURS = 176 << 20  # Python, Arrow and the kernels
_COLUMNS = 0.75  # of what is left; the rest is for what a stage needs while it is at work
_FULL = 0.85  # of the budget; what is mapped in by the time that it is given back comes on top


class _Size(NamedTuple):
    """Articles of a batch; bytes that a thread needs for one, and a helper process in all."""

    batch: int
    thread: int
    helper: int


_ROOMY = _Size(BATCH, 64 << 20, 288 << 20)
_TIGHT = _Size(BATCH // 4, 24 << 20, 224 << 20)
_FROM = 1 << 30  # budgets from which batches are as large as without one

_TEXTS = 64 << 20  # bytes of texts that stand in memory without a budget
_PART = 8  # parts of what columns may take; texts may take one with a budget
_MADE = 3  # bytes of texts as read and of all columns together, for each byte of an input
_SPACE = 2  # times what files will come to that must be free on their disk
_MAPPED = 384 << 20  # bytes that the process may hold before it gives mapped texts back


class Shares(NamedTuple):
    """Where columns stand, the most helper processes, and the articles of a batch."""

    room: Room
    helpers: int
    batch: int


def helpers_for(workers: int, *, sparing: bool = False) -> int:
    """How many helper processes so many workers have the use of; ``sparing``: of memory."""
    return 0 if sparing and workers <= _FEW else workers - 1


def shared_out(
    budget: int | None, workers: int, folder: str | None, *, sparing: bool = False
) -> Shares:
    """Share out a budget (bytes).

    Args:
        budget: ``None`` for as much memory as there is.
        workers: processors to use.
        folder: where files go; if not given, to the place that ``TMPDIR`` names, or ``/var/tmp``.
        sparing: whether the work takes so little memory that a helper's would be much of it.
    """
    if budget is None:
        return Shares(Room(), helpers_for(workers, sparing=sparing), BATCH)
    size = _ROOMY if budget >= _FROM else _TIGHT
    left = max(0, budget - _OURS - workers * size.thread)
    sparing = sparing or left < _SPARE * size.helper
    helpers = min(helpers_for(workers, sparing=sparing), left // size.helper)
    limit = int((left - helpers * size.helper) * _COLUMNS)
    ceiling = int(budget * _FULL) - helpers * size.helper
    return Shares(Room(limit, folder or _temporary(), ceiling), helpers, size.batch)


def room_of_texts(room: Room, expected: int = 0) -> Room:
    """Where texts as read stand: in a file if they are many.

    A text is wanted twice, in order, and then no more: it need not be held in between.

    Args:
        room: of all else.
        expected: bytes of texts that are about to be read, where that is known. If they are many,
            or more than a budget has room for, they go to a file at once: to move them there takes
            memory, and time, for nothing.
    """
    if room.limit is None:
        return Room(0 if expected > _TEXTS else _TEXTS, _temporary(), _MAPPED)
    most = room.limit // _PART
    return Room(0 if expected > most else most, room.folder, room.ceiling)


def room_of_columns(room: Room, expected: int = 0) -> Room:
    """Where columns stand that grow: in files where these are filled sooner than memory is.

    A page of a file that is written whole is not cleared first, and many come together. So it is
    while the system has not begun to write them to a disk, which it may never do.

    Args:
        room: of all else; where it has a limit, all stands there.
        expected: bytes of texts that are about to be read, where that is known.
    """
    needed, folder = _MADE * expected, _temporary()
    if room.limit is not None or expected <= _TEXTS or needed > unwritten_bytes():
        return room
    return Room(0, folder) if _SPACE * needed <= disk_bytes(folder) else room


def _temporary() -> str:
    """A folder for large temporary files: ``/tmp`` may stand in memory itself."""
    if not os.environ.get("TMPDIR") and os.access("/var/tmp", os.W_OK):
        return "/var/tmp"
    return tempfile.gettempdir()
