"""Web archives (WARC, ISO 28500), read by warcio: one article for each page in them."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from provenance.errors import EmptyInputError, InputError, MissingExtraError
from provenance.formats.bytestream import BOM, blocks
from provenance.formats.dates import read_date
from provenance.formats.pages import article, library, most_bytes
from provenance.formats.records import Item, Items, Meter, Ready
from provenance.formats.sources import SourceFile
from provenance.formats.text import too_large

LOG = logging.getLogger(__name__)

_TYPES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_HINT = "fetch or write it again; warcio check FILE tests it"


class _Blocks(io.RawIOBase):
    """Blocks of bytes as the file that warcio wants to read from."""

    def __init__(self, found: Iterator[bytes]) -> None:
        self._found = found
        self._held = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._held or next(self._found, b"")
        size = min(len(buffer), len(data))
        buffer[:size] = data[:size]
        self._held = data[size:]
        return size


def _not_empty(found: Iterator[bytes], file: str) -> Iterator[bytes]:
    first = next(found, b"")
    if not first:
        raise EmptyInputError("the file is empty", file=file, hint="remove it, or fill it")
    return chain([first], found)


def read(source: SourceFile, meter: Meter, max_article_bytes: int) -> Items:
    """The pages of an archive: ``response`` records of HTML that the server sent with status 2xx.

    ``line`` is the number of the record, from 1. The id is the address of the page, or, where it
    was in this archive before, the id of the record. Records of other kinds are counted in the
    log. What is compressed record by record or as a whole reads the same.

    Raises:
        MissingExtraError: warcio or trafilatura is not installed.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError as error:
        raise MissingExtraError("reading WARC", "warcio", "web") from error
    library()
    number = 0
    try:
        archive = ArchiveIterator(_Blocks(_not_empty(blocks(source.path, meter), source.path)))
        archive.INC_RECORD = ""  # it would be printed
        reader = _Reader(source.path, most_bytes(max_article_bytes))
        for number, record in enumerate(archive, 1):
            if archive.err_count:
                break
            yield from reader.items(record, number)
        if archive.err_count:
            reason = "damaged: the record before this does not end where its length says"
            raise InputError(reason, file=source.path, line=number, hint=_HINT)
        LOG.info("%s: %d records, %d of them pages", source.path, number, reader.pages)
    except InputError as error:
        if not number:
            yield None, error, b""
            return
        yield number + 1, _placed(error, source.path, number + 1), b""
    except Exception as error:  # warcio raises many kinds, the plain one too
        yield number + 1, _damaged(source.path, number + 1, error), b""


class _Reader:
    """Turns records into items; remembers the addresses that were there before."""

    def __init__(self, file: str, limit: int) -> None:
        self._file = file
        self._limit = limit
        self._seen: set[str] = set()
        self.pages = 0

    def items(self, record: Any, number: int) -> Iterator[Item]:
        """The item of a record, if it is a page."""
        data = b""
        try:
            if not _is_page(record):
                self._end(record, number)
                return
            self.pages += 1
            data = self._payload(record, number)
            charset = _CHARSET.search(record.http_headers.get_header("Content-Type"))
            values = article(data, self._file, number, charset=charset and charset[1])
            yield number, self._ready(record.rec_headers, values), data
        except InputError as error:
            yield number, _placed(error, self._file, number), data

    def _payload(self, record: Any, number: int) -> bytes:
        """The page, decompressed and put together.

        Raises:
            InputError: it is too long, breaks off, or cannot be decompressed.
        """
        packing = record.http_headers.get_header("Content-Encoding")
        # warcio would print that a page breaks off, and hand out what came before
        record.http_headers.remove_header("Content-Encoding")
        data: bytes = record.content_stream().read(self._limit + 1)
        if len(data) > self._limit:
            raise too_large(self._file, number, len(data), self._limit)
        self._end(record, number)
        return self._unpacked(data, packing, number) if packing else data

    def _end(self, record: Any, number: int) -> None:
        """Read what is left of a record, and see that all of it is there.

        Raises:
            InputError: the archive ends before the record does.
        """
        while record.raw_stream.read(1 << 16):
            pass
        if getattr(record.raw_stream, "limit", 0):
            reason = "the archive breaks off inside this record"
            raise InputError(reason, file=self._file, line=number, hint=_HINT)

    def _unpacked(self, data: bytes, packing: str, number: int) -> bytes:
        plain: bytes = library().utils.handle_compressed_file(data, self._limit)
        # Many archives hold plain pages under headers that call them compressed.
        if plain is data and not data.removeprefix(BOM).lstrip().startswith(b"<"):
            reason = f"the page cannot be decompressed ({packing}): damaged, too long or not known"
            raise InputError(reason, file=self._file, line=number, hint=_HINT)
        return plain

    def _ready(self, header: Any, values: dict[str, Any]) -> Ready:
        address = header.get_header("WARC-Target-URI")
        name = header.get_header("WARC-Record-ID") if address in self._seen else address
        self._seen.add(address)
        values["url"] = address or values["url"]
        seen = values["extra"]["warc_date"] = header.get_header("WARC-Date")
        return Ready(id=name, first_seen_at=_moment(seen), **values)


def _moment(date: str | None) -> str | None:
    """The date of a record if it can be read: a wrong one must not cost the page."""
    try:
        return date if read_date(date) is not None else None
    except ValueError:
        return None


def _placed(error: InputError, file: str, record: int) -> InputError:
    """The fault with the number of its record: a damaged file does not know of records."""
    if error.line is not None:
        return error
    return InputError(error.reason, file=file, line=record, hint=error.hint)


def _is_page(record: Any) -> bool:
    http = record.http_headers
    if record.rec_type != "response" or http is None:
        return False
    kind = (http.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind in _TYPES and (http.get_statuscode() or "").startswith("2")


def _damaged(file: str, record: int, error: Exception) -> InputError:
    what = " ".join(str(error).split())[:200]
    if record == 1:
        return InputError(f"not a WARC file, or a damaged one ({what})", file=file, hint=_HINT)
    reason = f"damaged: nothing can be read from record {record} on ({what})"
    return InputError(reason, file=file, line=record, hint=_HINT)
