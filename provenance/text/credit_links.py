"""Sources that an article declares beside its text: ``isBasedOn``, syndication, canonical link.

They come with pages, feeds and records, under the names that these use, in the article's ``extra``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from provenance.text.attribution import MAX_CREDITS, Credit
from provenance.text.credit_rules import WEIGHTS
from provenance.text.outlets import canonical, normalise, outletness, site_name

LINK_CUE = r"(?i)is_?based_?on|syndication.source|original.source|source_feed|canonical"
"""RE2-compatible: an ``extra`` that this does not match declares no source."""

_CLAIMS = frozenset(
    ["isbasedon", "isbasedonurl", "syndicationsource", "originalsource", "sourcefeed"]
)
_CANONICAL = frozenset(["canonical", "canonicalurl"])
_HOLDERS = ("publisher", "provider", "sourceOrganization")
_PLACES = ("url", "@id", "href")
_NAMES = (*_PLACES, "title", "name")
_ADDRESS = re.compile(r"\s*(?:https?:)?//\S{1,2000}\s*$", re.IGNORECASE)


def declared_links(extra: str, url: str | None, source: str | None) -> tuple[Credit, ...]:
    """The outlets that an article declares as its sources, in order, without itself.

    Args:
        extra: a JSON object; anything else declares nothing.
        url: where the article stands. A canonical link counts only where it leads to another site.
        source: the article's outlet.

    Returns:
        Credits of the form ``declared_link`` with an empty span, for it stands in no text; at most
        500. An address counts if its site is a news outlet's, by the table or by its name.
    """
    values = _fields(extra)
    own = {key for name in (source, url) if name and (key := normalise(name))}
    found: dict[str, Credit] = {}
    for name in _declared(values, url):
        log_odds = outletness(name, "the ")
        key = normalise(name)
        if log_odds > 0 and key and key not in own and len(found) < MAX_CREDITS:
            credit = Credit(canonical(name), "declared_link", WEIGHTS["declared_link"], (0, 0))
            found.setdefault(key, credit)
    return tuple(found.values())


def _fields(extra: str) -> Mapping[str, Any]:
    """The fields of a JSON object; none of anything else."""
    try:
        values = json.loads(extra)
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, Mapping) else {}


def declared_addresses(extra: str) -> tuple[str, ...]:
    """The web addresses among what an article declares as its sources, in order; at most 500.

    Args:
        extra: a JSON object; anything else declares nothing. A canonical link is one of them, also
            that to the article itself.
    """
    values = _fields(extra)
    given = (
        place
        for name, value in values.items()
        if re.sub(r"[^a-z]", "", name.lower()) in _CLAIMS | _CANONICAL
        for one in (value if isinstance(value, list) else [value])
        for place in ([one.get(key) for key in _PLACES] if isinstance(one, Mapping) else [one])
    )
    found = dict.fromkeys(p.strip() for p in given if isinstance(p, str) and _ADDRESS.match(p))
    return tuple(islice(found, MAX_CREDITS))


def _declared(values: Mapping[str, Any], url: str | None) -> Iterator[str]:
    for name, value in values.items():
        key = re.sub(r"[^a-z]", "", name.lower())
        if key in _CLAIMS or (key in _CANONICAL and url and site_name(url)):
            yield from _names(value)


def _names(value: Any) -> Iterator[str]:
    """The outlets or addresses in a claim: a text, an object, or a list of these."""
    for one in value[:MAX_CREDITS] if isinstance(value, list) else [value]:
        if isinstance(one, Mapping):
            holder = next((one[key] for key in _HOLDERS if one.get(key)), None)
            inner = holder if isinstance(holder, Mapping) else one
            named = [inner[key] for key in _NAMES if isinstance(inner.get(key), str)]
            one = holder if isinstance(holder, str) else _first_outlet(named)
        if isinstance(one, str) and one.strip() and one.lstrip()[0] not in "/.#?":
            yield one.strip()[:300]


def _first_outlet(names: list[str]) -> str | None:
    return next((name for name in names if outletness(name, "the ") > 0), None)
