"""A ``.json`` file: JSON lines, or one document (a list of objects, or one object)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from provenance.errors import InputError
from provenance.formats import jsonlines
from provenance.formats.bytestream import BOM, blocks
from provenance.formats.records import Meter, RunsAndItems
from provenance.formats.sources import SourceFile

MOST = 1 << 30
"""The largest document read, in bytes (1 GiB): unlike lines, it is held in memory whole."""
_LONG = 16 << 20  # a first line beyond this is not looked at closely
_HINT = "write it as JSON lines, which stream: jq -c '.[]' FILE > FILE.jsonl"


def read(source: SourceFile, meter: Meter, max_article_bytes: int) -> RunsAndItems:
    """The objects of the file; of a document too, each with the line on which it begins."""
    try:
        if _is_lines(source.path):
            yield from jsonlines.read(source, meter, max_article_bytes)
            return
        data = _whole(source.path, meter)
    except InputError as error:
        yield error.line, error, None
        return
    try:
        found = _elements(data)
    except (ValueError, RecursionError) as error:
        reason = f"malformed JSON document: {error}"
        yield None, InputError(reason, file=source.path, hint=_HINT), data
        return
    for line, element in found:
        yield jsonlines.item(element, source.path, line)


def _is_lines(path: str) -> bool:
    """Whether the first line that is not blank is a value by itself, and no list."""
    start = b""
    for block in blocks(path, Meter()):
        start = (start + block).removeprefix(BOM).lstrip()
        if b"\n" in start or start.startswith(b"[") or len(start) > _LONG:
            break
    if len(start) > _LONG:
        return not start.startswith(b"[")
    first = start.partition(b"\n")[0]
    if first.startswith(b"["):
        return False
    try:
        msgspec.json.decode(first)
    except (ValueError, RecursionError):
        # "{" alone on its line, or before its first key, begins a document on many lines
        return not (first.startswith(b"{") and b'"' not in first)
    return True


def _whole(path: str, meter: Meter) -> bytes:
    parts: list[bytes] = []
    size = 0
    for block in blocks(path, meter):
        parts.append(block)
        size += len(block)
        if size > MOST:
            reason = f"a JSON document of more than {MOST:,} bytes"
            raise InputError(reason, file=path, hint=_HINT)
    return b"".join(parts).removeprefix(BOM)


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements of a list, or the one object, each with its line; the list is checked whole.

    Raises:
        ValueError: the document is malformed.
    """
    if data.lstrip().startswith(b"["):
        parts = msgspec.json.decode(data, type=list[msgspec.Raw])
    else:
        parts = [msgspec.json.decode(data, type=msgspec.Raw)]
    return _numbered(data, parts)


def _numbered(data: bytes, parts: list[msgspec.Raw]) -> Iterator[tuple[int, bytes]]:
    line, end = 1, 0
    for part in parts:
        element = bytes(part)
        start = data.index(element, end)
        line += data.count(b"\n", end, start)
        yield line, element
        end = start + len(element)
        line += element.count(b"\n")
