"""Finished stages in a folder, so that a run that was killed can go on.

A stage stands in a folder of its own, ``STAGE-KEY``, that takes its name when it is whole. The key
is a digest of everything that the stage depends on (:mod:`provenance.formats.origin`), so that
what does not fit is never found, and nothing has to be told stale.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple, NoReturn

import pyarrow as pa

from provenance.errors import IncompatibleError, UsageError
from provenance.formats.atomic import engine_error
from provenance.memory.room import Room

WORK_VERSION = 1
_MARK, _NOTES, _LOCK, _HALF = "work.json", "notes.json", "lock", ".half"
_NO_WORK_FOLDER = "give the name of a new folder, or remove this one"


class Kept(NamedTuple):
    """A finished stage: its tables, memory-mapped, and what was noted of it."""

    tables: dict[str, pa.Table]
    notes: dict[str, Any]


class Work:
    """The finished stages of a folder; made by :func:`open_work`.

    Attributes:
        folder: where it is.
        room: keeps an eye on what is mapped.
    """

    def __init__(self, folder: Path, room: Room | None = None) -> None:
        self.folder, self.room = folder, room or Room()

    def get(self, stage: str, key: str) -> Kept | None:
        """A stage, if one of this key was finished; ``None`` too where its files are damaged."""
        place = self._place(stage, key)
        try:
            notes = json.loads((place / _NOTES).read_bytes())
            return Kept(self._mapped(place, notes["tables"]), notes)
        except (OSError, ValueError, pa.ArrowException):
            return None

    def put(
        self, stage: str, key: str, tables: Mapping[str, pa.Table], notes: Mapping[str, Any]
    ) -> Kept:
        """Keep a finished stage: whole, or not at all.

        Returns:
            The same, mapped from the disk: those in memory may be let go.

        Raises:
            EngineError: the disk is full or refuses.
        """
        place = self._place(stage, key)
        half = place.with_name(place.name + _HALF)
        with engine_error(self.folder):
            shutil.rmtree(place, ignore_errors=True)
            half.mkdir()
            for name, table in tables.items():
                _write(table, half / f"{name}.arrow")
            text = json.dumps({"tables": list(tables), **notes})
            _settled(half / _NOTES, text.encode())
            os.rename(half, place)
            return Kept(self._mapped(place, tables), {**notes})

    def remove(self) -> None:
        """Remove the folder with all it holds."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _mapped(self, place: Path, names: Iterable[str]) -> dict[str, pa.Table]:
        tables = {}
        for name in names:
            with open(place / f"{name}.arrow", "rb") as file:
                tables[name] = pa.ipc.open_file(self.room.mapped(file)).read_all()
        return tables

    def _place(self, stage: str, key: str) -> Path:
        return self.folder / f"{stage}-{key}"


def beside(output: str | os.PathLike[str]) -> Path:
    """The hidden work folder that belongs to an output folder."""
    target = Path(output).resolve()
    return target.with_name(f".{target.name}.work")


@contextmanager
def open_work(folder: str | os.PathLike[str], room: Room | None = None) -> Iterator[Work]:
    """The work folder of that name, made if there is none; it is ours until the block ends.

    What a killed run left half-written in it goes.

    Raises:
        UsageError: something else has that name, or another run is using the folder.
        IncompatibleError: a work folder of another version.
        EngineError: the system refuses.
    """
    path = Path(folder)
    with engine_error(path):
        if path.is_file():
            _refuse(path)
        path.mkdir(parents=True, exist_ok=True)
        _check(path)
    with open(path / _LOCK, "wb") as lock:
        _take(lock, path)
        for half in path.glob(f"*{_HALF}"):
            shutil.rmtree(half, ignore_errors=True)
        yield Work(path, room)


def _check(path: Path) -> None:
    """Put our mark into an empty folder, and refuse one that holds other things."""
    mark = path / _MARK
    if set(os.listdir(path)) <= {_LOCK, _MARK + _HALF}:  # or killed before the mark was there
        _settled(path / (_MARK + _HALF), json.dumps({"work": WORK_VERSION}).encode())
        os.replace(path / (_MARK + _HALF), mark)
    try:
        version = json.loads(mark.read_bytes())["work"]
    except (OSError, ValueError, TypeError, KeyError):
        _refuse(path)
    if version != WORK_VERSION:
        raise IncompatibleError(
            f"{path}: a work folder of another version of this library", hint="remove it"
        )


def _refuse(path: Path) -> NoReturn:
    raise UsageError(f"{path}: is not a work folder that a run left behind", hint=_NO_WORK_FOLDER)


def _take(lock: IO[bytes], path: Path) -> None:
    """Keep other runs out; the system lets go of the lock however the process ends."""
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UsageError(
            f"{path}: another run is using this work folder",
            hint="wait until it ends, or give this one a work folder of its own",
        ) from None
    except OSError:  # a file system without locks
        return


def _write(table: pa.Table, path: Path) -> None:
    with open(path, "wb") as file:
        with pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
        file.flush()
        os.fsync(file.fileno())  # a name must never stand for what a power cut took


def _settled(path: Path, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def remove_halves(output: str | os.PathLike[str]) -> None:
    """Remove what killed runs left half-written beside an output folder."""
    target = Path(output).resolve()
    for path in target.parent.glob(f".{target.name}.*.tmp"):
        if len(path.name) == len(target.name) + len("..01234567.tmp"):
            with suppress(OSError):
                shutil.rmtree(path)
