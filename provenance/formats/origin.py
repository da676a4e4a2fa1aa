"""What a run starts from, as one digest: the inputs, how they are read, and the code itself."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import attrs

from provenance.errors import InputError, UsageError
from provenance.formats.sources import SourceFile, digest, discover

_PACKAGE = "news-provenance"
_NAMED = ("text", "html")  # formats in which the name of the file is the id of the article
_Batch = TypeVar("_Batch")


@attrs.frozen
class Origin:
    """Where a run starts.

    Attributes:
        key: digest of the inputs, of how they are read and of the code; no path is in it.
        digests: SHA-256 of each file, by absolute path.
        stamps: size and time of change of each file, taken before its digest.
    """

    key: str
    digests: dict[str, str]
    stamps: dict[str, tuple[int, int]]

    def steady(self, batches: Iterable[_Batch]) -> Iterator[_Batch]:
        """The batches as they are, and behind the last a look whether the files are the same.

        Raises:
            InputError: a file has changed since its digest was taken.
        """
        yield from batches
        for path, stamp in self.stamps.items():
            if _stamp(path) != stamp:
                raise InputError(
                    "was changed while it was read", file=path, hint="run again when it is whole"
                )


def origin(inputs: Sequence[str], reading: Mapping[str, Any]) -> Origin:
    """The origin of a run over some files. O(bytes of the files).

    Raises:
        UsageError: an input that cannot be read twice.
        InputError: an input that is not there or cannot be read.
    """
    files = discover(inputs, report=False)
    for one in files:
        if not os.path.isfile(one.path):
            what = "standard input" if one.path == "-" else one.path
            raise UsageError(
                f"{what} can be read once only, and stages are kept by what the inputs hold",
                hint="save it to a file first, or leave out --resume and --work",
            )
    paths = [os.path.abspath(one.path) for one in files]
    stamps = {path: _stamp(path) for path in paths}
    digests = {path: digest(path) for path in paths}
    parts = [_part(one, digests[path]) for one, path in zip(files, paths, strict=True)]
    return Origin(
        chained("", "origin", [parts, dict(reading), versions(), code()]), digests, stamps
    )


def chained(key: str, stage: str, settings: Any) -> str:
    """The key of a stage: what it stands on, its name and the settings that it heeds."""
    text = json.dumps([key, stage, settings], sort_keys=True, default=attrs.asdict)
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def versions() -> dict[str, str | None]:
    """The version of Python and of each package that this one may use; ``None`` if not there."""
    from importlib.metadata import PackageNotFoundError, requires, version

    found: dict[str, str | None] = {"python": platform.python_version()}
    for requirement in requires(_PACKAGE) or ():
        name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def version_of(package: str) -> str:
    """The version of an installed package, as the folder that describes it is named.

    Python's own way reads what is in there with a parser of letters, which takes 15 ms.
    """
    found = _described().get(package.replace("-", "_"))
    if found is None:
        from importlib.metadata import version

        found = version(package)
    return found


@cache
def _described() -> dict[str, str]:
    """The version of each package that a folder describes; the first one is taken in, as usual."""
    found: dict[str, str] = {}
    for folder in filter(os.path.isdir, sys.path):
        for name in os.listdir(folder):
            if name.endswith(".dist-info"):
                package, _, version = name.removesuffix(".dist-info").partition("-")
                found.setdefault(package, version)
    return found


@cache
def code() -> str:
    """SHA-256 of the package's own files: the version of every stage, which no one can forget."""
    root = Path(__file__).resolve().parents[1]
    whole = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            data = path.read_bytes()
            whole.update(f"{path.relative_to(root).as_posix()} {len(data)} ".encode())
            whole.update(data)
    return whole.hexdigest()


def _part(one: SourceFile, sha256: str) -> list[str]:
    return [one.format, sha256, one.stem if one.format in _NAMED else ""]


def _stamp(path: str) -> tuple[int, int]:
    try:
        found = os.stat(path)
    except OSError:
        return -1, -1
    return found.st_size, found.st_mtime_ns
