"""Which outlets an article credits, in which words, and how much each credit says.

A credit names a news *outlet*: ministries, officials and persons are sources of facts, not of
text. The phrases stand in :mod:`provenance.text.credit_rules`, the judgement of names in
:mod:`provenance.text.outlets`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import exp

from attrs import frozen

from provenance.model import Span
from provenance.text.clean import Cleaned
from provenance.text.credit_rules import (
    CHINESE,
    CREDIT_TRIGGER,
    DATELINE,
    LEAD_TAG,
    LINK,
    PHRASES,
    SIGN_OFF,
    WEIGHTS,
    WIRE_TAG,
    WIRE_TAG_SLASH,
    Phrase,
)
from provenance.text.outlet_words import COMMON, PLACES
from provenance.text.outlets import canonical, is_demonym, is_known, outletness

__all__ = ["CREDIT_TRIGGER", "Credit", "credits"]

MAX_CREDITS = 500
"""More than this many candidates in one text are not looked at."""


@frozen
class Credit:
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


_CAP = r"[A-ZÀ-ÖØ-ÞĀ-ſА-ЯЁҐЄІЇΑ-Ω]"
_WORD = rf"(?:(?:{_CAP}\.){{1,4}}|{_CAP}[\w&'’\-/!]*(?:\.[\w&'’\-/]+){{0,3}})"
_NAME = re.compile(
    rf"(?:{_WORD}|[a-z]{{1,20}}\.(?:com|org|net|ru|de|fr|es)\b|dpa\b|iTV\b)"
    rf"(?:[ \u00a0](?:(?:of|the|and|de|la|le|du|des|der|della|für|&)[ \u00a0]){{0,2}}"
    rf"(?:{_WORD}|\d{{1,2}}(?![\w:]))){{0,7}}"
)
_STOP = re.compile(r"[,;:()\n?!]|\.(?=[ \"”\n]|$)|[”\"»][ ,.]")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:St|Mr|Dr|Inc|Corp|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec))$")
_FIRST_WORD = re.compile(r"(\S+)[ \u00a0]")
_LAST_WORD = re.compile(r"[ \u00a0](\S+)$")
_OWNER = re.compile(r"['’]s?(?=[ \u00a0]|$)|[.!]$")
_PAIR = re.compile(r"(?:[ \u00a0](?:and|und|y|et|и)[ \u00a0](?:the |The )?|/)")
_GAP = frozenset(
    "a an the its his her their report reports reporting article articles story stories piece "
    "news newspaper newspapers agency broadcaster state-run state state-owned public national local "
    "daily weekly tabloid magazine website site outlet media wire service tv television radio "
    "station channel network press business financial online official private by in from of on at "
    "with to published an investigation analysis citing and interview exclusive recent new latest "
    "earlier separate leading conservative liberal public-service government-run pro-government "
    "independent regional country's country’s city's city’s paper journal respected influential "
    "english-language german-language einem einer eines eine ein der die das dem den des im in von zeitung "
    "nachrichtenagentur bericht berichten sender magazin angaben informationen el la los las un una "
    "del al de diario agencia cadena periódico le les l' du journal agence quotidien chaîne "
    "агентство агентства агентству издание издания изданию издании телеканал телеканала телеканалу "
    "газета газеты газете журнал журнала портал сайт источник источники what how".split()
)
_DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:['’]s)?")
_LEADING = frozenset(
    "the a an as on in at by but and or when while after before if earlier later meanwhile for "
    "that this its our today yesterday however also according since until both although though "
    "monday tuesday wednesday thursday friday saturday sunday last local die der des das wie la el "
    "le bericht medienbericht angaben informationen "
    "как".split()
)
_TRAILING = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december jan feb mar apr aug sept sep oct nov dec "
    "reporter reporters correspondent".split()
)
_BACK = re.compile(
    r"[\"”»*_’]{0,2}(?:,? (?:newspaper|magazine|news agency|newswire|website|site|tv|television|"
    r"radio|daily|tabloid|first|recently|exclusively|earlier|previously|separately|later|was|editors?|reporters?|correspondents?|on|in|late|early|this|last|week|"
    r"month|morning|evening|night|which|that|and|has|have|had|also|then|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|[a-z]{3,9}\.? \d{1,2}|\d{4}),?)*[ \n]*",
    re.I,
)
_MONEY = re.compile(
    r"[^.\n]{0,60}\b(?:loss|profit|earnings|revenues?|net income|quarter|sales|dividend|shr)\b", re.I
)
_SOURCE_HEAD = re.compile(r"\W*(?:sources?|quellen?|fuentes?|источники?|fonti?|via)\b", re.I)
_MARKS = (" -", "–", "—", ".-", "/.", ")-", "/ ", ") :", "):")
_CITY = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .'’\-]{2,}|.*\d")
_SKIPPED = frozenset(["related", "views", "feedback", "photo", "subscribe", "copyright", "date"])


def credits(text: str, cleaned: Cleaned) -> tuple[Credit, ...]:
    """Every credit to an outlet, sorted by place, disjoint.

    Args:
        text: the article.
        cleaned: what :func:`provenance.text.clean.clean` found in it; link lists, captions and
            notices are left out, its bylines and source lists are taken over.

    A text that neither ``CREDIT_TRIGGER`` nor ``clean.TRIGGER`` matches has none. Linear.
    """
    found: list[Credit] = list(_declared(text, cleaned))
    for source in (_phrases(text), _tags(text), _links(text), _chinese(text)):
        for credit in source:
            found.append(credit)
            if len(found) >= MAX_CREDITS:
                break
    ads = [(b.start, b.end) for b in cleaned.boilerplate if b.kind in _SKIPPED]
    kept: list[Credit] = []
    for credit in sorted(found, key=lambda c: (-c.weight, c.span, c.form)):
        taken = [*ads, *(k.span for k in kept)]
        if all(credit.span[1] <= start or credit.span[0] >= end for start, end in taken):
            kept.append(credit)
    return tuple(sorted(kept, key=lambda c: c.span))


def _credit(
    name: str, form: str, weight: float, log_odds: float, span: Span, *, sure: float = 0.0
) -> Credit | None:
    """A credit if the name is more likely an outlet than not; its weight shrinks with doubt."""
    belief = log_odds + sure
    if belief <= 0:
        return None
    name = name.strip(" .\"'“”«»‘’*_")
    return Credit(canonical(name), form, round(weight / (1 + exp(-belief)), 3), span)


def _phrases(text: str) -> Iterator[Credit]:
    low = text.lower()
    if len(low) != len(text):  # a capital that has two small letters; keep the places
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for phrase in PHRASES:
        find = _after if phrase.after else _before
        for cue in phrase.cues:
            at = low.find(cue)
            while at >= 0:
                if not at or not low[at - 1].isalnum():
                    found = phrase.pattern.match(text, at)
                    credit = find(text, phrase, found) if found is not None else None
                    if credit is not None:
                        yield credit
                at = low.find(cue, at + len(cue))


def _window(text: str, start: int) -> str:
    """The rest of the clause after ``start``, at most 140 characters."""
    window = text[start : start + 140].replace("\n", " ", 1) if text[start : start + 1] == "\n" else (
        text[start : start + 140]
    )
    for stop in _STOP.finditer(window):
        dot = window[stop.start()] == "."
        if not dot or not _ABBREVIATED.search(window[: stop.start()]):
            return window[: stop.start()]
    return window


def _after(text: str, phrase: Phrase, found: re.Match[str]) -> Credit | None:
    window = _window(text, found.end())
    for candidate in _NAME.finditer(window):
        if not all(_is_gap(w) for w in window[: candidate.start()].split()):
            return None
        start = found.end() + candidate.start()
        end = found.end() + candidate.end()
        if best := _best_name(text, start, end):
            start, end, log_odds = best
            return _credit(
                text[start:end],
                phrase.form,
                phrase.weight,
                log_odds,
                (found.start(), end),
                sure=phrase.sure,
            )
    return None


def _is_gap(word: str) -> bool:
    bare = word.strip("\"“”'‘’«»*_„")
    return not bare or bare.lower() in _GAP or is_demonym(bare) or (
        _DAY.fullmatch(bare) is not None
    )


def _before(text: str, phrase: Phrase, found: re.Match[str]) -> Credit | None:
    low = max(0, found.start() - 110)
    window = text[low : found.start()]
    if phrase.form == "reported" and _MONEY.match(text, found.end()):
        return None
    last = None
    for last in _NAME.finditer(window):  # noqa: B007 - the last one is wanted
        pass
    if last is None or not _BACK.fullmatch(window[last.end() :]):
        return None
    if last.start() == 0 and low > 0:
        return None  # the name may start before the window
    best = _best_name(text, low + last.start(), low + last.end(), whole_end=True)
    if best is None:
        return None
    start, end, log_odds = best
    return _credit(
        text[start:end],
        phrase.form,
        phrase.weight,
        log_odds,
        (start, found.end()),
        sure=phrase.sure,
    )


def _best_name(
    text: str, start: int, end: int, *, whole_end: bool = False
) -> tuple[int, int, float] | None:
    """Trim a run of capitals to the outlet in it: place and log-odds, or ``None``.

    Words such as "As" or "Monday" around it go; then the whole, or, if that is no outlet, the
    longest beginning that is a known one ("Reuters South Korea"). With ``whole_end`` the end
    stays (the verb follows it) and beginnings are cut instead ("Hong Kong SCMP").
    """
    while not _known(text[start:end]) and (first := _FIRST_WORD.match(text, start, end)):
        if first[1].lower() not in _LEADING:
            break
        start = first.end()
    while not _known(text[start:end]) and (last := _LAST_WORD.search(text[start:end])):
        if last[1].lower().strip(".'’") not in _TRAILING and not last[1].isdigit():
            break
        end = start + last.start()
    own = _OWNER.search(text[start:end])
    if own and not _known(text[start:end]):
        if whole_end and own.end() == end - start and own.group()[0] in "'’":
            return None  # "Trump's reported ties"
        end = start + own.start()
    if (pair := _PAIR.search(text[start:end])) and not _known(text[start:end]):
        left, right = (start, start + pair.start()), (start + pair.end(), end)
        for part in (right, left) if whole_end else (left, right):
            if (score := _judge(text, *part)) > 0:
                return *part, score
    score = _judge(text, start, end)
    if score > 0:
        return start, end, score
    words = list(re.finditer(r"\S+", text[start:end]))[:8]
    cuts = (
        [(start + w.start(), end) for w in words[1:]]
        if whole_end
        else [(start, start + w.end()) for w in reversed(words[:-1])]
    )
    for left, right in cuts:
        part = text[left:right]
        if part.lower() not in COMMON and _known(part) and (score := _judge(text, left, right)) > 0:
            return left, right, score
    return None


def _judge(text: str, start: int, end: int) -> float:
    return outletness(text[start:end], text[max(0, start - 60) : start], text[end : end + 60])


def _known(name: str) -> bool:
    bare = name.strip(" \"'“”«»‘’*_")
    return bool(bare) and is_known(bare)


def _names_of(found: re.Match[str], group: str = "names") -> Iterator[tuple[str, Span]]:
    base = found.start(group)
    for part in re.finditer(r"[^,/;&|]+", found[group]):
        name = part.group()
        left = len(name) - len(name.lstrip())
        yield name.strip(), (base + part.start() + left, base + part.start() + len(name.rstrip()))


def _tags(text: str) -> Iterator[Credit]:
    for start in _line_starts(text):
        head = text[start : start + 110]
        if not any(mark in head for mark in _MARKS):
            continue
        for pattern in (WIRE_TAG, WIRE_TAG_SLASH, LEAD_TAG):
            if found := pattern.match(text, start):
                place = found.groupdict().get("place")
                certain = place is not None and _CITY.match(place) is not None
                if place is None or _is_place_line(place):
                    yield from _tag_names(found, "wire_tag", sure=3.5 if certain else 0.0)
        if found := DATELINE.match(text, start):
            yield from _tag_names(found, "dateline", sure=0.0)
    if found := SIGN_OFF.search(text, max(0, len(text) - 80)):
        group = "bracket" if found["bracket"] else "line"
        named = list(_tag_names(found, "wire_tag", sure=-0.5, group=group))
        if len(named) == len(list(_names_of(found, group))):
            yield from named


def _line_starts(text: str) -> Iterator[int]:
    at = 0
    while at >= 0:
        yield at
        at = text.find("\n", at)
        at = at + 1 if at >= 0 else -1


def _is_place_line(place: str) -> bool:
    """Whether the words before a wire tag can be a place and a date: capitals and numbers."""
    words = re.findall(r"[^\s,./]+", place)
    return 0 < len(words) <= 9 and all(
        not w[0].islower() or w.lower() in {"de", "and", "of", "del", "le", "la"} or len(w) == 3
        for w in words
    )


def _tag_names(
    found: re.Match[str], form: str, *, sure: float, group: str = "names"
) -> Iterator[Credit]:
    for name, span in _names_of(found, group):
        words = name.split()
        if not 1 <= len(words) <= 5 or any(c.isdigit() for c in name.replace("24", "")):
            continue
        known = _known(name)
        if not known and (not all(w[0].isupper() for w in words) or name.lower() in PLACES):
            continue
        if not known and (words[0].lower() in _LEADING or name.isupper() and len(words) > 1):
            continue
        log_odds = outletness(name, "the ") if known else outletness(name)
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
        credit = _credit(name, form, WEIGHTS[form], outletness(name, "the "), (start, end), sure=sure)
        if credit is not None:
            yield credit
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


_CHINESE_OUTLET = re.compile(r"\S+(?:社|报|報|网|網|台|新闻|新聞|电视|電視)")


def _chinese(text: str) -> Iterator[Credit]:
    if "据" not in text:
        return
    for found in CHINESE.finditer(text):
        name = found["names"]
        if _CHINESE_OUTLET.fullmatch(name) or _known(name):
            span = found.span()
            credit = _credit(name, "according_to", WEIGHTS["according_to"], 3.0, span)
            if credit is not None:
                yield credit
