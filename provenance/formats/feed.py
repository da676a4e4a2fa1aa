"""Feeds (RSS, Atom, RDF), read by feedparser: one article for each entry."""

from __future__ import annotations

import io
import re
from typing import Any

from provenance.errors import InputError, MissingExtraError
from provenance.formats.dates import read_date
from provenance.formats.html import whole
from provenance.formats.pages import fragment_text, library, most_bytes
from provenance.formats.records import Items, Meter, Ready
from provenance.formats.sources import SourceFile

_ASIDE = "set such entries aside: --on-bad quarantine"
_REFERENCE = re.compile(rb"&#(x[0-9a-f]{1,6}|[0-9]{1,7});", re.IGNORECASE)
_ENDS = (b"</rss>", b"</feed>", b"RDF>", b"</channel>")


def read(source: SourceFile, meter: Meter, max_article_bytes: int) -> Items:
    """The entries of a feed, numbered from 1 as ``line``; the text is the content, or the summary.

    A feed that is not well-formed is read as far as it can be made out.

    Raises:
        MissingExtraError: feedparser or trafilatura is not installed.
    """
    try:
        import feedparser
    except ImportError as error:
        raise MissingExtraError("reading feeds", "feedparser", "web") from error
    library()
    data = b""
    try:
        data = whole(source, meter, most_bytes(max_article_bytes))
        feed = _parsed(feedparser, data, source.path)
    except InputError as error:
        yield None, error, data
        return
    cut = feed.bozo and not data.rstrip().endswith(_ENDS)
    for number, entry in enumerate(feed.entries, 1):
        raw = _markup(entry)[0].encode("utf-8", "replace")
        try:
            if cut and number == len(feed.entries):
                raise _broken(source.path, number)
            yield number, _ready(entry, feed.feed, source.path, number), raw
        except InputError as error:
            yield number, error, raw


def _parsed(feedparser: Any, data: bytes, file: str) -> Any:
    """The feed, of which at least the kind is known.

    Raises:
        InputError: it is no feed.
    """
    try:
        data = _REFERENCE.sub(_whole_character, data)
        # As a stream: bytes would first be tried as the name of a file.
        feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # whatever a file does to a parser, the next one can be read
        reason = f"the feed cannot be parsed ({type(error).__name__}: {error})"
        raise InputError(reason, file=file, hint=f"remove it, or {_ASIDE}") from error
    if not feed.get("version") and not feed.entries:
        raise InputError(
            "not a feed: neither RSS nor Atom nor RDF",
            file=file,
            hint="leave it out of the input, or set it aside: --on-bad quarantine",
        )
    return feed


def _whole_character(found: re.Match[bytes]) -> bytes:
    """A numeric reference as it stands, or nothing where it names half of a character.

    Some feeds write an emoji as two such halves, and feedparser fails on them.
    """
    digits = found[1].lower()
    code = int(digits[1:], 16) if digits.startswith(b"x") else int(digits)
    return b"" if 0xD800 <= code <= 0xDFFF else found[0]


def _ready(entry: Any, feed: Any, file: str, number: int) -> Ready:
    """One entry as a record.

    Raises:
        InputError: it has no text, or a date that cannot be read.
    """
    text, is_html = _markup(entry)
    text = fragment_text(text) if is_html else text.strip()
    if not text:
        reason = "the entry has neither content nor summary"
        hint = f"read the page it links to instead, or {_ASIDE}"
        raise InputError(reason, file=file, line=number, field="content", hint=hint)
    # RDF has one date, and Atom may leave the day of publication out: both are "updated".
    published, both = "published" in entry, "published" in entry and "updated" in entry
    names = [one.get("name") or one.get("email") for one in entry.get("authors", ())]
    return Ready(
        text=text,
        published_at=_date(entry, "published" if published else "updated", file, number),
        modified_at=_date(entry, "updated", file, number) if both else None,
        authors=[name for name in names if name],
        extra=_declared(entry),
        id=entry.get("id") or entry.get("link"),
        title=entry.get("title"),
        source=feed.get("title"),
        url=entry.get("link"),
        language=feed.get("language"),
    )


def _markup(entry: Any) -> tuple[str, bool]:
    """The first text that is not blank, content before summary, and whether it is HTML."""
    for part in (*entry.get("content", ()), entry.get("summary_detail", {})):
        value = part.get("value") or ""
        if value.strip():
            return value, part.get("type") != "text/plain"
    return "", False


def _date(entry: Any, field: str, file: str, number: int) -> str | None:
    value = entry.get(field)
    try:
        read_date(value)
    except ValueError as error:
        hint = f"write it as RFC 822 or ISO 8601, or {_ASIDE}"
        raise InputError(str(error), file=file, line=number, field=field, hint=hint) from error
    return value or None


def _declared(entry: Any) -> dict[str, Any]:
    """The feed that an entry was taken from (RSS and Atom ``<source>``), as ``source_feed``."""
    source = entry.get("source") or {}
    found = {"title": source.get("title"), "url": source.get("href")}
    kept = {name: value for name, value in found.items() if value}
    return {"source_feed": kept} if kept else {}


def _broken(file: str, number: int) -> InputError:
    return InputError(
        f"the feed breaks off in entry {number}", file=file, line=number, hint="fetch it again"
    )
