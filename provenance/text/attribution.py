"""Which outlets an article credits, in which words, and how much each credit says.

A credit names a news *outlet*: ministries, officials and persons are sources of facts, not of
text. The phrases stand in :mod:`provenance.text.credit_rules`, the judgement of names in
:mod:`provenance.text.outlets`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from math import exp
from typing import NamedTuple, TypeAlias

from provenance.model import Span
from provenance.text.clean import Cleaned
from provenance.text.credit_names import (
    LEADING,
    known,
    name_after,
    name_before,
    named_with,
    tells_money,
)
from provenance.text.credit_rules import (
    DATELINE,
    LEAD_TAG,
    LINK,
    PHRASES,
    WEIGHTS,
    WIRE_TAG,
    WIRE_TAG_SLASH,
    Phrase,
    bare_tag,
    sign_off,
)
from provenance.text.credit_scripts import SCRIPTS
from provenance.text.dates import MONTHS
from provenance.text.outlet_words import PLACES
from provenance.text.outlets import canonical, outletness

Cue: TypeAlias = tuple[Phrase, str]
"""A phrase, and one of its literal beginnings."""

Place: TypeAlias = tuple[Phrase, int]
"""A phrase, and the character where it may begin."""

CUES: tuple[Cue, ...] = tuple((phrase, cue) for phrase in PHRASES for cue in phrase.cues)
"""Every cue of every phrase, in the order in which they are looked for."""

OTHER_CUES: tuple[str, ...] = ("http", *(cue for script in SCRIPTS for cue in script.cues))
"""What a text has, in lower case, that credits by a link or in a script without capitals."""

MAX_CREDITS = 500
"""Credits beyond this many in one text are not looked at."""

MAX_PHRASES = 2000
"""Phrases beyond this many in one text are not looked at."""


class Credit(NamedTuple):
    """A place in which an article credits an outlet.

    Attributes:
        outlet: canonical name of a known outlet, else as written.
        form: one of the keys of :data:`provenance.text.credit_rules.WEIGHTS`.
        weight: log-odds that this outlet is the source of the article's text.
        span: the phrase with the name, in characters of the text.
    """

    outlet: str
    form: str
    weight: float
    span: Span


_SOURCE_HEAD = re.compile(r"\W*(?:sources?|quellen?|fuentes?|источники?|fonti?|via)\b", re.I)
_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(r"[-–—/:]")
_SOURCE_LABEL = re.compile(r"(?:sources?|via|quellen?|fuentes?|источник)\s?:\s*|via ", re.I)
_IN_PLACES = {"de", "and", "of", "del", "le", "la"}
_CITY = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .'’\-]{2,}|.*\d")
_SKIPPED = frozenset(["related", "views", "feedback", "photo", "subscribe", "copyright", "date"])


def credits(
    text: str,
    cleaned: Cleaned,
    places: Iterable[Place] | None = None,
    *,
    tagged: bool = True,
    edged: bool = True,
    other: bool = True,
) -> tuple[Credit, ...]:
    """Every credit to an outlet, sorted by place, disjoint.

    Args:
        text: the article.
        cleaned: what :func:`provenance.text.clean.clean` found in it; link lists, captions and
            notices are left out, its bylines and source lists are taken over.
        places: where :data:`CUES` stand beside what may be an outlet, in the order of the cues,
            where that is known (looking for all takes most of the time); others do no harm.
        tagged: whether a line may begin with a tag, where that is known.
        edged: whether a tag may stand at an edge of the text, where that is known.
        other: whether one of :data:`OTHER_CUES` may be in it, where that is known.

    A text in which nothing was declared, and that has none of :data:`CUES`, :data:`OTHER_CUES`, no
    tag at the start of a line and none at an edge, has none. Linear.
    """
    found: list[Credit] = list(_declared(text, cleaned))
    sources = [_phrases(text, _places(text) if places is None else places)]
    if tagged or edged:
        sources.append(_tags(text, tagged=tagged, edged=edged))
    if other:
        sources += [_links(text), _without_case(text)]
    for source in sources:
        for credit in source:
            found.append(credit)
            if len(found) >= MAX_CREDITS:
                break
    if not found:
        return ()
    ads = [(b.start, b.end) for b in cleaned.boilerplate if b.kind in _SKIPPED]
    kept: list[Credit] = []
    for credit in sorted(found, key=lambda c: (-c.weight, c.span, c.form)):
        if not _touches(credit.span, ads) and not any(_meet(credit.span, k.span) for k in kept):
            kept.append(credit)
    return tuple(sorted(kept, key=lambda c: c.span))


def _meet(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _touches(span: Span, sorted_spans: list[Span]) -> bool:
    """Whether ``span`` meets one of the sorted, disjoint spans."""
    after = bisect_left(sorted_spans, (span[1], 0))
    return after > 0 and sorted_spans[after - 1][1] > span[0]


def _credit(
    name: str, form: str, weight: float, log_odds: float, span: Span, *, sure: float = 0.0
) -> Credit | None:
    """A credit if the name is more likely an outlet than not; its weight shrinks with doubt."""
    belief = log_odds + sure
    if belief <= 0:
        return None
    name = name.strip(" .\"'“”«»‘’*_").removeprefix("the ")
    return Credit(canonical(name), form, round(weight / (1 + exp(-belief)), 3), span)


def _places(text: str) -> Iterator[Place]:
    """Where :data:`CUES` stand in a text of any case, cue by cue."""
    low = text.lower()
    if len(low) != len(text):  # a capital that has two small letters; keep the places
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for phrase, cue in CUES:
        at = low.find(cue)
        while at >= 0:
            yield phrase, at
            at = low.find(cue, at + len(cue))


def _phrases(text: str, places: Iterable[Place]) -> Iterator[Credit]:
    for phrase, found in islice(_matches(text, places), MAX_PHRASES):
        yield from _beside(text, phrase, found)


def _matches(text: str, places: Iterable[Place]) -> Iterator[tuple[Phrase, re.Match[str]]]:
    """The places at which the phrases stand whole."""
    for phrase, at in places:
        if not at or not text[at - 1].isalnum():
            found = phrase.pattern.match(text, at)
            if found is not None:
                yield phrase, found


def _beside(text: str, phrase: Phrase, found: re.Match[str]) -> Iterator[Credit]:
    """The credits that a phrase makes with the name beside it, and with those listed with it."""
    after = phrase.after
    named = name_after(text, found.end()) if after else name_before(text, found.start())
    if named is None:
        return
    if phrase.form == "reported" and not after and tells_money(text, found.end()):
        return
    start, end, log_odds = named
    span = (found.start(), end) if after else (start, found.end())
    form, weight, sure = phrase.form, phrase.weight, phrase.sure
    first = _credit(text[start:end], form, weight, log_odds, span, sure=sure)
    if first is None:
        return
    yield first
    for left, right, odds in named_with(text, start, end, before=not after):
        if credit := _credit(text[left:right], form, weight, odds, (left, right), sure=sure):
            yield credit


def _names_of(found: re.Match[str], group: str = "names") -> Iterator[tuple[str, Span]]:
    base = found.start(group)
    if label := _SOURCE_LABEL.match(found[group]):
        base += label.end()
    for part in re.finditer(r"[^,/;&|]+", found[group][base - found.start(group) :]):
        name = part.group()
        left = len(name) - len(name.lstrip())
        yield name.strip(), (base + part.start() + left, base + part.start() + len(name.rstrip()))


def _tags(text: str, *, tagged: bool, edged: bool) -> Iterator[Credit]:
    for line in _LINE.finditer(text) if tagged else ():
        start = line.start()
        if not _MARK.search(text, start, min(line.end(), start + 110)):
            continue
        for pattern in (WIRE_TAG, WIRE_TAG_SLASH, LEAD_TAG):
            if found := pattern.match(text, start):
                place = found.groupdict().get("place")
                certain = place is not None and _CITY.match(place) is not None
                if place is None or _is_place_line(place):
                    yield from _tag_names(found, "wire_tag", sure=3.5 if certain else 0.0)
        if found := DATELINE.match(text, start):
            yield from _tag_names(found, "dateline", sure=0.0)
    if not edged:
        return
    if (found := bare_tag(text)) and known(found["names"]):
        yield from _tag_names(found, "wire_tag", sure=3.5)
    if found := sign_off(text):
        group = next(name for name in ("bracket", "line", "dash") if found[name])
        named = list(_tag_names(found, "wire_tag", sure=-0.5, group=group))
        if len(named) == len(list(_names_of(found, group))):
            yield from named


def _is_place_line(place: str) -> bool:
    """Whether the words before a wire tag can be a place and a date: capitals and numbers."""
    words = re.findall(r"[^\s,./]+", place)
    return 0 < len(words) <= 9 and all(
        not w[0].islower() or w.lower() in _IN_PLACES or w.lower() in MONTHS or len(w) == 3
        for w in words
    )


def _tag_names(
    found: re.Match[str], form: str, *, sure: float, group: str = "names"
) -> Iterator[Credit]:
    for name, span in _names_of(found, group):
        words = name.split()
        if not 1 <= len(words) <= 5 or any(c.isdigit() for c in name.replace("24", "")):
            continue
        famous = known(name)
        if not famous and (not all(w[0].isupper() for w in words) or name.lower() in PLACES):
            continue
        if not famous and (words[0].lower() in LEADING or (name.isupper() and len(words) > 1)):
            continue
        log_odds = outletness(name, "the ") if famous else outletness(name)
        credit = _credit(name, form, WEIGHTS[form], log_odds, span, sure=sure)
        if credit is not None:
            yield credit


def _declared(text: str, cleaned: Cleaned) -> Iterator[Credit]:
    pairs = zip(cleaned.declared_sources, cleaned.declared_source_spans, strict=True)
    for name, (start, end) in pairs:
        line = text.rfind("\n", 0, start) + 1
        alone = start - line < 4
        listed = alone or _SOURCE_HEAD.match(text, line) is not None
        form = "sources_list" if listed else "files_from"
        sure = 3.0 if alone else 1.0 if listed else 2.0
        credit = _credit(
            name, form, WEIGHTS[form], outletness(name, "the "), (start, end), sure=sure
        )
        if credit is not None:
            yield credit
    if not cleaned.authors:
        return
    bylines = [b for b in cleaned.boilerplate if b.kind in {"byline", "reporting"}]
    for author in cleaned.authors:
        for b in bylines:
            at = text.find(author, b.start, b.end)
            if at >= 0:
                log_odds = outletness(author)
                span = (at, at + len(author))
                credit = _credit(author, "byline", WEIGHTS["byline"], log_odds, span)
                if credit is not None:
                    yield credit
                break


def _links(text: str) -> Iterator[Credit]:
    if "http" not in text:
        return
    for found in LINK.finditer(text):
        address = found["md"] or found["html"] or found["bare"]
        start = found.end() - len(address) - (1 if found["md"] else 0)
        credit = _credit(
            address,
            "hyperlink",
            WEIGHTS["hyperlink"],
            outletness(address),
            (start, start + len(address)),
        )
        if credit is not None:
            yield credit


def _without_case(text: str) -> Iterator[Credit]:
    if text.isascii():  # as no outlet that the patterns name is
        return
    for script in SCRIPTS:
        if not any(cue in text for cue in script.cues):
            continue
        for found in script.pattern.finditer(text):
            weight = WEIGHTS[script.form]
            credit = _credit(found["names"], script.form, weight, 3.0, found.span())
            if credit is not None:
                yield credit
