"""Which field of a record is the text, which the title: named by the user, or guessed."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

import msgspec
from attrs import frozen

from provenance.errors import InputError, UsageError
from provenance.formats import values as read
from provenance.formats.dates import read_date
from provenance.formats.text import too_large

Row: TypeAlias = tuple[Any, ...]
"""One row of :data:`provenance.schema.INPUT`, values in its order."""

#: Common names of each field, the likelier first; compared without regard to case.
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "_id", "guid", "uuid", "doc_id", "article_id", "identifier"),
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "articleBody",
             "maintext", "raw_text", "plain_text"),
    "title": ("title", "headline", "heading", "name"),
    "source": ("source", "publisher", "outlet", "site", "domain", "source_name", "feed"),
    "published_at": ("published_at", "published", "date", "pubDate", "publish_date",
                     "date_published", "datePublished", "datetime", "timestamp", "created_at",
                     "publication_date"),
    "url": ("url", "link", "canonical", "href"),
    "language": ("language", "lang"),
    "authors": ("authors", "author", "byline", "creator"),
}  # fmt: skip
#: How exact the date is, where the one who made the record knows it.
RESOLUTION = "published_resolution_s"
_MOST_PLANS = 1024


@frozen
class Plan:
    """Where each of our fields stands in records with one set of keys."""

    names: Mapping[str, str]
    rest: tuple[str, ...]


class FieldMap:
    """Turns records into rows of the input schema.

    Args:
        fields: our name -> theirs; an empty name leaves the field unread.
        max_article_bytes: the longest text allowed, in bytes of UTF-8.

    Raises:
        UsageError: a field that articles do not have, or one name for two fields.
    """

    def __init__(self, fields: Mapping[str, str], max_article_bytes: int) -> None:
        for ours in fields:
            if ours not in NAMES:
                near = difflib.get_close_matches(ours, NAMES, 1)
                hint = f"did you mean {near[0]!r}? " if near else ""
                raise UsageError(
                    f"articles have no field {ours!r}", hint=f"{hint}fields: {', '.join(NAMES)}"
                )
        named = [theirs for theirs in fields.values() if theirs]
        if len(set(named)) < len(named):
            raise UsageError("one name is given for two fields", hint="name each field once")
        self._fields = dict(fields)
        self._limit = max_article_bytes
        self._plans: dict[tuple[str, ...], Plan] = {}
        self._repeats: dict[int, int] = {}
        self._unseen = set(named)

    @property
    def unseen(self) -> list[str]:
        """The names given by the user that no record so far had."""
        return sorted(self._unseen)

    def plan(self, keys: tuple[str, ...]) -> Plan:
        """Where the fields stand in a record with these keys, in order."""
        plan = self._plans.get(keys)
        if plan is None:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            plan = self._plans[keys] = self._guess(keys)
            self._unseen.difference_update(keys)
        return plan

    def _guess(self, keys: tuple[str, ...]) -> Plan:
        given = {ours: theirs for ours, theirs in self._fields.items() if theirs in keys}
        free = [key for key in keys if key not in self._fields.values()]
        folded = {key.lower(): key for key in reversed(free)} | {k: k for k in free}
        names = {}
        for ours, candidates in NAMES.items():
            if ours in self._fields:
                theirs = given.get(ours)
            else:
                theirs = next((folded[n.lower()] for n in candidates if n.lower() in folded), None)
            if theirs is not None:
                names[ours] = theirs
        used = {RESOLUTION, *names.values()}
        return Plan(names, tuple(key for key in keys if key not in used))

    def row(self, values: Mapping[str, Any], file: str, line: int | None) -> Row:
        """One record as a row; see :mod:`provenance.formats.values` for what each field takes.

        A record without an id gets the first 16 hexadecimal digits of the SHA-256 of its text,
        title, source and date, and ``-2``, ``-3`` behind it where the same content comes again.

        Raises:
            InputError: no text, or a value that its field cannot take.
        """
        plan = self.plan(tuple(values))
        if "text" not in plan.names:
            raise self._no_text(values, file, line)

        def take(ours: str, convert: Callable[[Any], Any]) -> Any:
            theirs = plan.names.get(ours)
            if theirs is None:
                return None
            try:
                return convert(values[theirs])
            except ValueError as error:
                raise _bad_value(ours, theirs, str(error), file, line) from error

        text = take("text", read.as_text)
        size = len(text) if text.isascii() else len(text.encode())
        if size > self._limit:
            raise too_large(file, line, size, self._limit)
        moment, resolution = take("published_at", _date) or (None, None)
        if moment is not None and RESOLUTION in values:
            resolution = values[RESOLUTION] or resolution
        title, source = take("title", read.as_label), take("source", read.as_label)
        identity = take("id", read.as_id) or self._digest_id(text, title, source, moment)
        url, language = take("url", read.as_label), take("language", read.as_label)
        authors, extra = take("authors", read.as_names) or [], _extra(plan, values, file, line)
        return (identity, text, title, source, moment, resolution, url, language, authors,
                extra, file, line)  # fmt: skip

    def _digest_id(self, *content: str | datetime | None) -> str:
        digest = hashlib.sha256(msgspec.json.encode(content)).hexdigest()[:16]
        key = int(digest, 16)
        count = self._repeats[key] = self._repeats.get(key, 0) + 1
        return digest if count == 1 else f"{digest}-{count}"

    def _no_text(self, values: Mapping[str, Any], file: str, line: int | None) -> InputError:
        theirs = self._fields.get("text")
        what = f"no field {theirs!r} for the text" if theirs else "no text field"
        texts = [key for key, value in values.items() if isinstance(value, str)]
        longest = max(texts, key=lambda key: len(values[key]), default="NAME")
        has = f"the record has: {', '.join(map(str, values))}" if values else "the record is empty"
        return InputError(
            f"{what}; {has}",
            file=file,
            line=line,
            field="text",
            hint=f"say which field holds the text: --field text={longest}",
        )


def _extra(plan: Plan, values: Mapping[str, Any], file: str, line: int | None) -> str | None:
    try:
        return read.as_extra({key: values[key] for key in plan.rest})
    except ValueError as error:
        reason = f"a field holds what JSON cannot: {error}"
        raise InputError(reason, file=file, line=line) from error


def _date(value: Any) -> tuple[datetime, int] | None:
    return read_date(read.as_date_value(value))


def _bad_value(ours: str, theirs: str, reason: str, file: str, line: int | None) -> InputError:
    hints = {
        "text": "give it a text, remove it, or set such records aside: --on-bad quarantine",
        "published_at": "write it as ISO 8601 (2026-01-31T12:00:00Z), set such records aside "
        "(--on-bad quarantine), or leave the field unread: --field published_at=",
    }
    hint = hints.get(ours, f"correct it, or leave the field unread: --field {ours}=")
    return InputError(reason, file=file, line=line, field=theirs, hint=hint)
