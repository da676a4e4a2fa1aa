"""Which files an input means: files, folders, globs and standard input."""

from __future__ import annotations

import glob
import hashlib
import logging
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import frozen

from provenance.errors import EmptyInputError, InputError
from provenance.formats.records import cannot_read

LOG = logging.getLogger(__name__)

_PART = 1 << 21  # bytes; a thread that reads less at a time stops the others more often

STDIN = "-"
SUFFIXES = {
    ".txt": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".html": "html",
    ".htm": "html",
    ".warc": "warc",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
}
COMPRESSIONS = (".gz", ".zst")
_KNOWN = f"{', '.join(SUFFIXES)}; all but Parquet also with .gz or .zst behind"


@frozen
class SourceFile:
    """One file to read.

    Attributes:
        path: the path as the user named it, or ``"-"`` for standard input.
        format: ``text``, ``jsonl``, ``json``, ``csv``, ``tsv``, ``parquet``, ``html``, ``warc`` or
            ``feed``.
        size: bytes on disk; 0 where it is not known (standard input, pipes).
        stem: the name without folder and suffixes.
    """

    path: str
    format: str
    size: int
    stem: str


def discover(
    inputs: Sequence[str | os.PathLike[str]] | str | os.PathLike[str], *, report: bool = True
) -> list[SourceFile]:
    """The files that ``inputs`` mean, in the order given; folders and globs in sorted order.

    A folder is searched with all below it; hidden files and unknown suffixes in it are skipped,
    and with ``report`` how many is logged. A path that is there wins over its meaning as a glob. A
    file that is named twice is read once.

    Raises:
        EmptyInputError: no input, an empty folder, a glob that matches nothing.
        InputError: a missing path, an unknown suffix, a folder that may not be listed.
    """
    if isinstance(inputs, str | os.PathLike):
        inputs = [inputs]
    if not inputs:
        raise EmptyInputError("no input given", hint="name files, folders or globs, or - for stdin")
    found: dict[str, SourceFile] = {}
    for entry in inputs:
        for source in _expand(os.fspath(entry), report):
            key = source.path if source.path == STDIN else os.path.abspath(source.path)
            if key in found and report:
                LOG.info("%s is named twice; it is read once", source.path)
            found.setdefault(key, source)
    return list(found.values())


def _expand(entry: str, report: bool) -> list[SourceFile]:
    if entry == STDIN:
        return [SourceFile(STDIN, "jsonl", 0, "stdin")]
    if os.path.isdir(entry):
        return _known(_walk(entry), entry, "the folder holds no file to read", report)
    if _is_there(entry):
        return [_named(entry)]
    if glob.has_magic(entry):
        return _known(_glob(entry), entry, "the pattern matches no file to read", report)
    raise InputError("no such file or folder", file=entry, hint="check the spelling of the path")


def _is_there(path: str) -> bool:
    """Whether there is a file, or a link to none: the reader says so, and may set it aside."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError as error:
        raise cannot_read(path, error) from error
    return True


def _named(path: str) -> SourceFile:
    """A file that the user named: its suffix must be known, unless it is a pipe."""
    source = _source(path)
    if source is not None:
        return source
    if os.path.exists(path) and not os.path.isfile(path):
        return SourceFile(path, "jsonl", 0, Path(path).name)
    raise InputError(
        f"unknown file type {Path(path).suffix!r}", file=path, hint=f"these are read: {_KNOWN}"
    )


def _walk(folder: str) -> Iterator[str]:
    def stop(error: OSError) -> None:
        raise cannot_read(str(error.filename or folder), error) from error

    paths = []
    for root, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [os.path.join(root, name) for name in names]
    yield from sorted(paths, key=lambda path: Path(path).parts)


def _glob(pattern: str) -> Iterator[str]:
    paths = set()
    for path in glob.glob(pattern, recursive=True):
        if not os.path.isdir(path):
            paths.add(path)
        elif "**" not in pattern:
            paths.update(_walk(path))
    yield from sorted(paths, key=lambda path: Path(path).parts)


def _known(paths: Iterable[str], entry: str, nothing: str, log: bool) -> list[SourceFile]:
    """The files among ``paths`` that have a reader; logs how many were skipped, and why."""
    sources: list[SourceFile] = []
    skipped: Counter[str] = Counter()
    for path in paths:
        name = Path(path).name
        source = None if name.startswith(".") else _source(path)
        if source is not None:
            sources.append(source)
        else:
            skipped["hidden" if name.startswith(".") else Path(path).suffix or "no suffix"] += 1
    report = ", ".join(f"{count} {kind}" for kind, count in sorted(skipped.items()))
    if not sources:
        what = f"{nothing} (skipped: {report})" if skipped else nothing
        raise EmptyInputError(what, file=entry, hint=f"these are read: {_KNOWN}")
    if skipped and log:
        LOG.warning("%s: skipped files that have no reader: %s", entry, report)
    return sources


def _source(path: str) -> SourceFile | None:
    name = Path(path).name
    stem, suffix = os.path.splitext(name)
    packed = suffix.lower() in COMPRESSIONS
    if packed:
        stem, suffix = os.path.splitext(stem)
    kind = SUFFIXES.get(suffix.lower())
    if kind is None or (packed and kind == "parquet"):
        return None
    try:
        size = os.stat(path).st_size
    except OSError:
        size = 0  # the reader says what is wrong with it, and may set it aside
    return SourceFile(path, kind, size, shown(stem))


def shown(path: str) -> str:
    r"""A path as valid text: bytes of a file name that are not UTF-8 as ``\xNN``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def digest(path: str | os.PathLike[str]) -> str:
    """SHA-256 of a file's bytes in hexadecimal, read as a stream.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        made, part = hashlib.sha256(), memoryview(bytearray(_PART))
        with open(path, "rb", buffering=0) as file:
            while size := file.readinto(part):
                made.update(part[:size])
        return made.hexdigest()
    except OSError as error:
        raise cannot_read(os.fspath(path), error) from error
