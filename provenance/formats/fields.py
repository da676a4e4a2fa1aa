"""Which field of a record is the text, which the title: named by the user, or guessed."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

from attrs import frozen

from provenance.errors import UsageError

#: Common names of each field, the likelier first; compared without regard to case.
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "_id", "guid", "uuid", "doc_id", "article_id", "identifier"),
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "articleBody",
             "maintext", "raw_text", "plain_text"),
    "title": ("title", "headline", "heading", "name"),
    "source": ("source", "publisher", "outlet", "site", "domain", "source_name", "feed"),
    "published_at": ("published_at", "published", "date", "pubDate", "publish_date",
                     "date_published", "datePublished", "datetime", "timestamp", "created_at",
                     "publication_date", "date_publish"),
    "modified_at": ("modified_at", "modified", "date_modified", "dateModified", "modified_time",
                    "last_modified", "lastmod", "updated", "updated_at", "date_updated",
                    "date_modify"),
    "first_seen_at": ("first_seen_at", "first_seen", "firstSeen", "crawled_at", "crawl_date",
                      "date_crawled", "fetched_at", "scraped_at", "retrieved_at",
                      "discovered_at", "date_download"),
    "url": ("url", "link", "canonical", "href"),
    "language": ("language", "lang"),
    "authors": ("authors", "author", "byline", "creator"),
}  # fmt: skip
#: How exact the date is, where the one who made the record knows it.
RESOLUTION = "published_resolution_s"


@frozen
class Plan:
    """Where each of our fields stands in records with one set of keys."""

    names: Mapping[str, str]
    """Our name -> theirs."""
    rest: tuple[str, ...]
    """Their names that are none of ours."""


class FieldMap:
    """Finds our fields in records.

    Args:
        fields: our name -> theirs; an empty name leaves the field unread.

    Raises:
        UsageError: a field that articles do not have, or one name for two fields.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
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
        self._unseen = set(named)

    @property
    def text(self) -> str | None:
        """The name given by the user for the text, if any."""
        return self._fields.get("text")

    @property
    def unseen(self) -> list[str]:
        """The names given by the user that no record so far had."""
        return sorted(self._unseen)

    def plan(self, keys: tuple[str, ...]) -> Plan:
        """Where the fields stand in a record with these keys, in order."""
        self._unseen.difference_update(keys)
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
