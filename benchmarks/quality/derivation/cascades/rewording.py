"""One sentence said again: clauses moved, voices turned, synonyms, rounder numbers."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from cascades.tables import PASSIVE, ROUNDED, SYNONYMS, TYPOGRAPHY

_GROUP = {word: group for group in SYNONYMS for word in group}
_WORDS = re.compile(
    r"\b(?:" + "|".join(re.escape(w) for w in sorted(_GROUP, key=len, reverse=True)) + r")\b", re.I
)
_QUOTED = re.compile(r"([“\"][^”\"]*[”\"])")
_FRONTED = re.compile(
    r"^((?:In|On|By|After|Before|During|At|Since|Because of|With|Over|For|Under) [^,:“\"]{3,70}), "
    r"([^“”:\"]+)\.$"
)
_TRAILING = re.compile(
    r"^([^“”:\"]{12,}?),? "
    r"((?:after|because of|because|while|although|since|before) [^,:“”\"]{8,})\.$"
)
_SPOKEN = re.compile(r"^(“[^”]+),” (said|declared|stated) ([^,.“”]{3,60})\.$")
_SPEAKER = re.compile(r"^([^,:“”]{3,60}?) (?:said|stated|declared)[^:“”]{0,60}: “([^”]+)[.,]”$")
_NAMED = re.compile(r"^([^,“”\"]{3,40}), (?!who|which|where)([^,“”\"]{3,60}), ([a-z][^“”\"]+)\.$")
_ACTIVE = re.compile(
    rf"^([^,.“”\"]{{3,60}}?) ({'|'.join(PASSIVE)}) ((?:an?|the|it|[\d,]+) [^,.“”\"]{{3,60}})\.$"
)
_EXACT = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+|\d{3,})(?![\w]|[.,]\d)")
_ASIDE = re.compile(r", (?:who|which|where) [^,“”\"]{3,80},|, [^,“”\"]{3,50},(?= [a-z])")
_APPENDED = re.compile(
    r",? (?:after|because of|because|which|who|although|forcing|driving|creating|forming) "
    r"[^,“”\"]{5,}\.$"
)


_COMMON = {
    "The", "A", "An", "Readers", "Shares", "Subscribers", "In", "On", "By", "It", "Its", "Some",
    "Several", "Many", "Tests", "Fees", "Rescuers", "Officials",
}  # fmt: skip


def _lower(text: str) -> str:
    """The first letter small, unless the word looks like a name or stands alone."""
    head = text.split(" ", 1)[0]
    return text if head in ("I",) or head[1:2].isupper() else text[:1].lower() + text[1:]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _subject(text: str) -> str:
    """A main clause moved behind another: names keep their capital, articles lose it."""
    return _lower(text) if text.split(" ", 1)[0] in _COMMON else text


def led_in(words: str, text: str) -> str:
    """A sentence behind a few words of transition."""
    return words + _subject(text)


def synonyms(text: str, rate: float, chance: random.Random) -> str:
    """Other words of the same groups, outside quotations; case of the first letter kept."""

    def other(found: re.Match[str]) -> str:
        word = found[0]
        if chance.random() >= rate:
            return word
        group = _GROUP[word.lower()]
        new = chance.choice([w for w in group if w != word.lower()])
        return _upper(new) if word[0].isupper() else new

    parts = _QUOTED.split(text)
    out = "".join(p if k % 2 else _WORDS.sub(other, p) for k, p in enumerate(parts))
    out = re.sub(r"\b([Aa]) (?=[aeio])", r"\1n ", out)
    return re.sub(r"\b([Aa])n (?=[bcdfgjklmnpqrstvwxyz])", r"\1 ", out)


def clauses(text: str) -> str:
    """The clauses in another order, as a translation would have them; unchanged if it has one."""
    if found := _FRONTED.match(text):
        return f"{_upper(found[2])} {_lower(found[1])}."
    if found := _SPOKEN.match(text):
        return f"{_upper(found[3])} {found[2]}: {found[1]}.”"
    if found := _SPEAKER.match(text):
        return f"“{found[2].rstrip('.')},” {_subject(found[1])} said."
    if found := _TRAILING.match(text):
        return f"{_upper(found[2])}, {_subject(found[1])}."
    if found := _NAMED.match(text):
        return f"{_upper(found[2])}, {_subject(found[1])}, {found[3]}."
    return text


def voice(text: str) -> str:
    """Active made passive where the phrase table knows the verb."""
    if found := _ACTIVE.match(text):
        return f"{_upper(found[3])} {PASSIVE[found[2]]} {_subject(found[1])}."
    return text


def paraphrased(text: str) -> str:
    """A direct quotation turned into reported speech."""
    if found := _SPOKEN.match(text):
        return f"{_upper(found[3])} {found[2]} that {_lower(found[1][1:])}."
    if found := _SPEAKER.match(text):
        return f"{_upper(found[1])} stated that {_lower(found[2].rstrip('.'))}."
    return text


def _round(number: int) -> str:
    step = 10 ** max(len(str(number)) - 2, 1)
    return f"{number // step * step:,}"


def rounded(text: str, rate: float, chance: random.Random) -> str:
    """Exact numbers of three digits and more made round: "1,247" becomes "more than 1,200"."""

    def vague(found: re.Match[str]) -> str:
        number = int(found[1].replace(",", ""))
        if chance.random() >= rate or 1900 <= number <= 2100 or _round(number) == found[1]:
            return found[0]
        return chance.choice(ROUNDED).format(_round(number))

    return _upper(_EXACT.sub(vague, text))


def shortened(text: str) -> str:
    """Without asides and without the last clause."""
    out = _ASIDE.sub("", text, count=1)
    if out == text:
        out = _APPENDED.sub(".", text)
    return out if len(out.split()) >= 5 else text


def typeset(text: str) -> str:
    """Plain marks for typographic ones, and the other way where it has none."""
    if any(mark in text for mark, _ in TYPOGRAPHY):
        for fine, plain in TYPOGRAPHY:
            text = text.replace(fine, plain)
        return text
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    return text.replace("'", "’").replace(" - ", " — ")


def reworded(text: str, rate: float, chance: random.Random) -> str:
    """All of it: clauses, voice and quotations at the given rate, then synonyms and numbers."""
    turns: list[tuple[Callable[[str], str], float]] = [
        (clauses, rate),
        (voice, rate),
        (paraphrased, rate / 3),
        (shortened, rate / 4),
    ]
    for turn, share in turns:
        if chance.random() < share:
            text = turn(text)
    return rounded(synonyms(text, rate, chance), rate / 2, chance)
