"""Plain text: one article a file, its id the stem of the file's name."""

from __future__ import annotations

from provenance.errors import EmptyInputError, InputError
from provenance.formats.bytestream import blocks, not_utf8
from provenance.formats.records import Items, Meter, Ready
from provenance.formats.sources import SourceFile


def read(source: SourceFile, meter: Meter, max_article_bytes: int) -> Items:
    """The one article of a text file: ``{"id": stem, "text": ...}``."""
    data = b""
    try:
        parts: list[bytes] = []
        size = 0
        for block in blocks(source.path, meter):
            parts.append(block)
            size += len(block)
            if size > max_article_bytes:
                break
        data = b"".join(parts)
        if size > max_article_bytes:
            raise too_large(source.path, None, max(size, source.size), max_article_bytes)
        yield None, Ready(id=source.stem, text=_decode(data, source.path), extra={}), data
    except InputError as error:
        yield None, error, data


def _decode(data: bytes, file: str) -> str:
    if not data:
        raise EmptyInputError("the file is empty", file=file, hint="remove it, or fill it")
    nul = data.find(b"\0")
    if nul >= 0 and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise InputError(
            f"a binary file, not text: byte {nul + 1} is NUL",
            file=file,
            hint="remove it, or give it the suffix of what it is",
        )
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise not_utf8(data, file, None, error) from error


def too_large(file: str, line: int | None, size: int, limit: int) -> InputError:
    """The fault of an article (or a whole record) above the limit, in bytes."""
    return InputError(
        f"an article of {size:,} bytes is above the limit of {limit:,}",
        file=file,
        line=line,
        field="text",
        hint=f"if it is one article, raise the limit: max_article_bytes={2 * size}",
    )
