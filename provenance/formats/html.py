"""Saved web pages: one article a file, its id the stem of the file's name."""

from __future__ import annotations

from provenance.errors import EmptyInputError, InputError
from provenance.formats.bytestream import blocks
from provenance.formats.pages import article, library, most_bytes
from provenance.formats.records import Items, Meter, Ready
from provenance.formats.sources import SourceFile
from provenance.formats.text import too_large


def read(source: SourceFile, meter: Meter, max_article_bytes: int) -> Items:
    """The one article of a page; its url is the canonical link.

    Raises:
        MissingExtraError: trafilatura is not installed.
    """
    library()
    data = b""
    try:
        data = whole(source, meter, most_bytes(max_article_bytes))
        values = article(data, source.path)
        yield None, Ready(id=source.stem, **values), data
    except InputError as error:
        yield None, error, data


def whole(source: SourceFile, meter: Meter, limit: int) -> bytes:
    """All bytes of a file.

    Raises:
        InputError: it cannot be read, or is longer than ``limit`` bytes.
        EmptyInputError: it is empty.
    """
    parts: list[bytes] = []
    size = 0
    for block in blocks(source.path, meter):
        parts.append(block)
        size += len(block)
        if size > limit:
            raise too_large(source.path, None, max(size, source.size), limit)
    if not size:
        hint = "remove it, or fill it"
        raise EmptyInputError("the file is empty", file=source.path, hint=hint)
    return b"".join(parts)
