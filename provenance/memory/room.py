"""Where the columns of a pile stand: in memory, or in files where a budget leaves no room for them.

A file has no name: it is gone when nothing looks at it any more, however the process ends. It is
mapped into memory, so that those who read a column do not see where it stands, and the system may
take its pages back.
"""

from __future__ import annotations

import mmap
import os
import tempfile
import threading
import time
import weakref
from contextlib import suppress
from typing import IO, Any

import numpy as np
import pyarrow as pa
from numpy.typing import DTypeLike, NDArray

from provenance.errors import EngineError
from provenance.memory.peak import held_bytes

_FIRST = 1 << 16  # bytes; pages that nothing is written to take no memory
_GROWTH, _MOST_GROWTH = 0.25, 64 << 20  # of what a vessel has room for, and bytes
_CHUNK = 16 << 20  # bytes that move to a file before their memory is given back
_PIECE = 1 << 20  # bytes that are written at a time: what is more takes two to three times as long
_LOOK_S = 0.005  # seconds between two looks at how much memory the process holds
_PORTIONS = 4  # one that is read at random, and as much of what is read in order, by two threads
_SMALLEST, _GREATEST = 32, 8  # parts of the ceiling that a portion is one of, whatever is held
_GROWING = 0.55  # of a limit, for what grows; the rest is for arrays, which are read at random
_WORTH = 64  # parts of a limit of which a vessel holds one at least that is moved for others
_WORKED_ON = 1.4, 0.4  # limits' worth of columns from which the work takes more; and how much more
_EACH = 1500  # bytes of an article that stand in memory at the end, its rows of the tables
_PAGE = mmap.PAGESIZE


class Room:
    """Hands out vessels and arrays; counts those that stand in memory.

    Args:
        limit: bytes of columns that may stand in memory; ``None`` for all.
        folder: where files go; the system's folder for temporary files if not given.
        ceiling: bytes that the whole process may hold before it gives back what is mapped in of
            files; ``None`` for all.
    """

    def __init__(
        self, limit: int | None = None, folder: str | None = None, ceiling: int | None = None
    ) -> None:
        self.limit = limit
        self.ceiling = ceiling
        self.folder = folder
        self._held = 0
        self._written = 0
        self._lock = threading.RLock()
        self._made = 0
        self._growing: weakref.WeakSet[Vessel] = weakref.WeakSet()
        self._maps: list[weakref.ref[mmap.mmap]] = []

    def vessel(self) -> Vessel:
        """An empty vessel."""
        self._made += 1
        made = Vessel(self, self._made)
        self._growing.add(made)
        return made

    def array(self, size: int, dtype: DTypeLike) -> NDArray[Any]:
        """An array of ``size`` values that are still to be written.

        Raises:
            EngineError: the disk is full or refuses.
        """
        n_bytes = size * np.dtype(dtype).itemsize
        if n_bytes == 0 or self.take(n_bytes):
            made = np.empty(size, dtype)
            self.give_back(made, n_bytes)
            return made
        with self.file() as file, self.refused():
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(file.fileno(), 0, n_bytes)  # no room must be told now
            else:
                file.truncate(n_bytes)
            found = mmap.mmap(file.fileno(), n_bytes)
        self._watch(found)
        return np.frombuffer(found, dtype)

    def expect(self, rows: int) -> None:
        """Refuse a pile of so many rows whose tables alone would be more than may be held.

        Raises:
            EngineError: saying how much that is.
        """
        needed = rows * _EACH
        if self.ceiling is not None and needed > self.ceiling:
            raise EngineError(
                f"{rows:,} articles take {needed / 1e9:.1f} GB of memory and more, wherever the "
                "rest stands",
                hint="give more --memory, or run over parts of the pile",
            )

    def take(self, n_bytes: int, *, growing: bool = False) -> bool:
        """Whether so many more bytes may stand in memory; they are counted if so.

        Where they may not, vessels that still grow go to files one by one, those made last first,
        until they may: a table's first columns are those that are read most, and at random. None
        goes where all of them would not do.
        """
        while True:
            with self._lock:
                most = self._most(growing)
                if most is None or self._held + n_bytes <= most:
                    self._held += n_bytes
                    return True
                least = max(1, most // _WORTH)
                held = [one for one in self._growing if one.held >= least]
                needed = self._held + n_bytes - most
            if sum(one.held for one in held) < needed:
                return False
            max(held, key=lambda one: one.number).move_out()

    def foresee(self, share: float) -> None:
        """Move vessels out that will have to go once all is in, of which ``share`` is by now.

        As :meth:`take` would, but while little has to be moved.
        """
        more = 1 / share - 1
        while True:
            with self._lock:
                growing = list(self._growing)
                most = self._most(True, more * sum(one.size for one in growing))
                held = [one for one in growing if one.held]
                if most is None or self._held + more * sum(one.size for one in held) <= most:
                    return
            large = [one for one in held if one.size / share >= most / _WORTH]
            if not large:
                return
            max(large, key=lambda one: one.number).move_out()

    def _most(self, growing: bool, coming: float = 0) -> float | None:
        """Bytes that may stand in memory once so many more are written.

        The larger the pile, the more the work on it takes.
        """
        if self.limit is None:
            return None
        limits, share = _WORKED_ON
        most = self.limit - share * max(0.0, self._written + coming - limits * self.limit)
        return most * _GROWING if growing else most

    def give_back(self, holder: object, n_bytes: int) -> None:
        """Count so many bytes no more when ``holder`` is gone."""
        weakref.finalize(holder, self.free, n_bytes).atexit = False

    def free(self, n_bytes: int) -> None:
        """Count so many bytes no more."""
        with self._lock:
            self._held -= n_bytes

    def wrote(self, n_bytes: int) -> None:
        """Columns are so many bytes more, wherever they stand."""
        self._written += n_bytes

    def done(self, vessel: Vessel) -> None:
        """A vessel grows no more, and can move no more."""
        self._growing.discard(vessel)

    def file(self) -> IO[bytes]:
        """A nameless file.

        Raises:
            EngineError: the system refuses.
        """
        with self.refused():
            return tempfile.TemporaryFile(dir=self.folder)

    def mapped(self, file: IO[bytes]) -> pa.Buffer:
        """The bytes of a file, to be read only.

        Raises:
            OSError: the system refuses. ValueError: the file is empty.
        """
        found = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._watch(found)
        return pa.py_buffer(found)

    def refused(self) -> _Refused:
        """Tells what the system refuses within a block, and where."""
        return _Refused(self.folder or tempfile.gettempdir())

    def _watch(self, found: mmap.mmap) -> None:
        """Keep an eye on a map of a file: what is mapped in counts as memory of the process."""
        with self._lock:
            first = not self._maps
            self._maps.append(weakref.ref(found))
        if first and self.ceiling is not None and hasattr(found, "madvise"):
            threading.Thread(target=_keep, args=(weakref.ref(self),), daemon=True).start()

    @property
    def portion(self) -> int | None:
        """Bytes of columns in files that work should keep to for a while; ``None`` for all."""
        if self.ceiling is None:
            return None
        held, mapped = held_bytes()
        left = (self.ceiling - (held - mapped)) // _PORTIONS
        return max(1, self.ceiling // _SMALLEST, min(left, self.ceiling // _GREATEST))

    def in_file(self, array: NDArray[Any]) -> bool:
        """Whether an array is a view of a file of ours."""
        with self._lock:
            maps = [one() for one in self._maps]
        found = [np.frombuffer(one, np.uint8) for one in maps if one is not None]
        return any(0 <= array.ctypes.data - one.ctypes.data < one.size for one in found)

    def make_way(self) -> None:
        """Trim, if we hold so much that work on any two portions would be over the ceiling."""
        self.trim(2 * (self.portion or 0))

    def trim(self, coming: int = 0) -> None:
        """Give back the pages of files that are mapped in, if we hold much; what is in them stays.

        The system keeps them as long as it has room, and would count them as ours. A row that is
        read maps sixteen pages, so that they are soon many.

        Args:
            coming: bytes that are about to be mapped in.
        """
        if self.ceiling is None or not self._maps:
            return
        held, mapped = held_bytes()
        if held + coming <= self.ceiling or mapped < self.ceiling // _SMALLEST:
            return  # what is hardly anything is soon mapped in again
        with self._lock:
            self._maps = [one for one in self._maps if one() is not None]
            maps = [one() for one in self._maps]
        for found in maps:
            if found is not None:
                found.madvise(mmap.MADV_DONTNEED)


class Vessel:
    """Bytes that grow at their end."""

    def __init__(self, room: Room, number: int) -> None:
        self.size = 0
        self.number = number
        self._room = room
        self._map: mmap.mmap | None = None
        self._file: IO[bytes] | None = None
        self._lock = threading.Lock()

    @property
    def held(self) -> int:
        """Bytes of memory that it has taken."""
        return len(self._map) if self._map is not None else 0

    def write(self, data: Any) -> None:
        """Add bytes: anything with a contiguous buffer.

        Raises:
            EngineError: the disk is full or refuses.
        """
        view = memoryview(data).cast("B")
        end = self.size + view.nbytes
        if view.nbytes == 0:
            return
        if self._file is None and not self._grow(end):
            self.move_out()
        if self._file is not None:
            with self._room.refused():
                _write(self._file, view)
        else:
            assert self._map is not None
            # NumPy lets others have the interpreter meanwhile, which a slice of the map does not.
            np.frombuffer(self._map, np.uint8)[self.size : end] = np.frombuffer(view, np.uint8)
        self.size = end
        self._room.wrote(view.nbytes)

    def move_out(self) -> None:
        """Go on in a file."""
        with self._lock:
            if self._file is not None:
                return
            self._file = self._room.file()
            if self._map is not None:
                with self._room.refused(), memoryview(self._map) as whole:
                    for begin in range(0, self.size, _CHUNK):
                        _write(self._file, whole[begin : min(begin + _CHUNK, self.size)])
                        _let_go(self._map, begin, _CHUNK)
                self._room.free(len(self._map))
                self._map.close()
                self._map = None

    def done(self) -> pa.Buffer:
        """All bytes, to be read only; nothing can be added any more.

        Raises:
            EngineError: the disk is full or refuses.
        """
        self._room.done(self)
        if self.size == 0:
            return pa.py_buffer(b"")
        if self._file is None:
            assert self._map is not None
            self._shrink()
            self._room.give_back(self._map, len(self._map))
            return pa.py_buffer(self._map).slice(0, self.size)
        with self._file as file, self._room.refused():
            file.flush()
            return self._room.mapped(file)

    def _grow(self, end: int) -> bool:
        """Make room for so many bytes in memory, if there may be."""
        held = self.held
        if end <= held:
            return True
        size = max(_FIRST, end, held + min(int(held * _GROWTH), _MOST_GROWTH))
        size = -(-size // _PAGE) * _PAGE
        if not self._room.take(size - held, growing=True):
            return False
        if self._file is not None:  # it was this one that had to make room
            self._room.free(size - held)
            return False
        self._map = _private(size) if self._map is None else _resized(self._map, size, self.size)
        return True

    def _shrink(self) -> None:
        """Give back the room behind the last byte."""
        assert self._map is not None
        size, held = -(-self.size // _PAGE) * _PAGE, len(self._map)
        with suppress(SystemError, OSError, ValueError):
            self._map.resize(size)
            self._room.free(held - size)


def _write(file: IO[bytes], data: memoryview) -> None:
    for begin in range(0, len(data), _PIECE):
        file.write(data[begin : begin + _PIECE])


def _let_go(found: mmap.mmap, begin: int, size: int) -> None:
    """Give back the memory of some bytes that are wanted no more: others may have it at once."""
    if hasattr(found, "madvise"):
        found.madvise(mmap.MADV_DONTNEED, begin, min(size, len(found) - begin))


def _private(size: int) -> mmap.mmap:
    """Memory of our own, of which untouched pages take nothing."""
    if hasattr(mmap, "MAP_PRIVATE"):
        return mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    return mmap.mmap(-1, size)


def _resized(old: mmap.mmap, size: int, used: int) -> mmap.mmap:
    """The same bytes with more room: moved by the system, which copies nothing, where it can."""
    try:
        old.resize(size)
    except (SystemError, OSError, ValueError):
        made = _private(size)
        made[:used] = old[:used]
        old.close()
        return made
    return old


def _keep(room: weakref.ref[Room]) -> None:
    """Trim a room again and again while it is there."""
    while (found := room()) is not None:
        found.trim()
        del found
        time.sleep(_LOOK_S)


class _Refused:
    """Turns what the system refuses within a block into a message."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise EngineError(
                f"{self._folder}: what memory has no room for cannot be written: {reason}",
                hint="free some space, name another place for it: TMPDIR=FOLDER, "
                "or give more --memory",
            ) from error
