"""Output that is either whole or not there."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from provenance.errors import EngineError, OutputExistsError, UsageError

_REMEDIES = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space: the quota is used up",
    errno.EFBIG: "raise the limit on the size of files: ulimit -f",
}

_TRIES, _PAUSE_S = 100, 0.01  # a second at most, for a thread that is still writing


@contextmanager
def atomic_folder(target: str | os.PathLike[str], overwrite: bool = False) -> Iterator[Path]:
    """A temporary folder beside ``target`` that takes its name when the block ends well.

    On any exception (``KeyboardInterrupt`` too) it is removed and ``target`` stays as it was.
    With ``overwrite`` an old ``target`` is moved aside first, and removed last.

    Raises:
        OutputExistsError: ``target`` exists, and ``overwrite`` is false.
        UsageError: overwriting would remove the working folder.
        EngineError: the system refuses (disk full, permission); names path and reason.
    """
    target = Path(target)
    _refuse_existing(target, overwrite)
    _refuse_home(target)
    with engine_error(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = _sibling(target, "tmp")
        try:
            temporary.mkdir()  # within: an interrupt right behind it must find the cleaning
            yield temporary
            _refuse_existing(target, overwrite)
            _replace_folder(temporary, target)
        except BaseException:
            _remove(temporary)
            raise


def _remove(folder: Path) -> None:
    """Remove a folder, and once more what a thread still put there that no one could wait for.

    An interrupt that comes while a thread starts leaves it to itself. It ends when it finds its
    folder gone.
    """
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(_PAUSE_S)


@contextmanager
def atomic_file(target: str | os.PathLike[str], overwrite: bool = True) -> Iterator[Path]:
    """The same for one file: yields a path beside ``target`` to write to.

    Raises:
        OutputExistsError: ``target`` exists, and ``overwrite`` is false, or it is a folder.
        EngineError: the system refuses (disk full, permission); names path and reason.
    """
    target = Path(target)
    _refuse_existing(target, overwrite and not target.is_dir())
    with engine_error(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = _sibling(target, "tmp")
        try:
            yield temporary
            _refuse_existing(target, overwrite)
            os.replace(temporary, target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def refuse_inputs(target: str | os.PathLike[str], inputs: Iterable[str]) -> None:
    """Refuse to replace a file or folder that is, or holds, an input.

    Raises:
        UsageError: naming the input.
    """
    place = os.path.realpath(target)
    for path in inputs:
        real = os.path.realpath(path)
        if real == place or real.startswith(os.path.join(place, "")):
            raise UsageError(
                f"{os.fspath(target)}: overwriting it would remove an input, {path}",
                hint="write to another place",
            )


def _sibling(target: Path, suffix: str) -> Path:
    """A free hidden name in the same folder, so that a rename never crosses a file system."""
    return target.resolve().with_name(f".{target.resolve().name}.{secrets.token_hex(4)}.{suffix}")


def _refuse_existing(target: Path, overwrite: bool) -> None:
    if not overwrite and os.path.lexists(target):
        raise OutputExistsError(
            f"{target}: exists already; nothing was written",
            hint="give another name, or --overwrite",
        )


def _refuse_home(target: Path) -> None:
    if os.path.lexists(target) and Path.cwd().is_relative_to(target.resolve()):
        raise UsageError(
            f"{target}: overwriting it would remove the folder you are in",
            hint="name a folder inside it",
        )


def _replace_folder(temporary: Path, target: Path) -> None:
    if not os.path.lexists(target):
        os.rename(temporary, target)
        return
    aside = _sibling(target, "old")
    os.rename(target, aside)
    try:
        os.rename(temporary, target)
    except BaseException:
        os.rename(aside, target)
        raise
    if aside.is_dir() and not aside.is_symlink():
        shutil.rmtree(aside, ignore_errors=True)
    else:
        aside.unlink()


@contextmanager
def engine_error(target: Path) -> Iterator[None]:
    """Turn what the system refuses within the block into a message.

    Raises:
        EngineError: naming ``target``, the reason and a remedy.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        hint = _REMEDIES.get(error.errno or 0, "check the place and its permissions")
        raise EngineError(f"{target}: cannot be written: {reason}", hint=hint) from error
