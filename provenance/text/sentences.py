"""Cut a text into sentences, as spans; the text itself stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provenance.model import Span
from provenance.text.dates import MONTHS
from provenance.text.wordset import words

_ABBREVIATIONS = words(
    "mr mrs ms dr prof sr jr st mt ft gen sen rep gov lt col maj capt sgt cmdr adm rev hon pres "
    "supt det insp messrs mme mlle jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues "
    "wed thu thurs fri inc corp ltd co bros vs etc eg ie cf al ca approx est dept univ assn bldg "
    "ave blvd no nos vol pp fig ed eds u.s u.k u.n e.u a.m p.m d.c e.g i.e ph.d u.s.a n.y l.a "
    "calif fla tex pa mass conn ill wash ore ariz colo md va mich minn wis mo kan okla ark tenn "
    "ky ala ga penn del nev z.b d.h u.a bzw usw ggf evtl nr str hr fr dipl ing abs art mio mrd "
    "sra srta ud uds ee.uu pág núm av m mm т.е т.д т.п г гг руб млн млрд тыс ул стр им"
)
_NEVER_LAST = words(
    "mr mrs ms dr prof st gen sen rep gov lt col maj capt sgt cmdr adm rev hon pres messrs mme "
    "mlle vs eg ie cf e.g i.e nr hr sra srta z.b им ул"
)
"""Abbreviations that a name or another word always follows."""

_STOP = re.compile(
    r"(?P<dot>\.{1,6}|[!?…‼⁇⁈⁉؟۔]{1,6})(?P<close>[\"'”’»)\]]{0,4})(?=\s|\Z)|"
    r"[。！？｡]{1,6}[”』」》）\"’]{0,4}|[।॥።፧։။។]{1,3}|\n+"
)
_WORD_BEFORE = re.compile(r"[\w.'’\-]*\Z")
_NEXT = re.compile(r"[\s\"'“‘«„(\[]*")


def sentences(text: str, skip: Sequence[Span] = ()) -> list[Span]:
    """The sentences of a text outside ``skip``.

    Args:
        text: any text.
        skip: spans to leave out, sorted and disjoint (a cleaned article's ``spans``).

    Returns:
        Spans without outer space: sorted, disjoint, not empty; together they cover every
        character outside ``skip`` that is not white space. Linear in the text.

    A line end always ends a sentence, unless the text is hard-wrapped: the next line then goes
    on in lower case after a line of 40 or more characters without a stop.
    """
    out: list[Span] = []
    at = 0
    for start, end in [*skip, (len(text), len(text))]:
        out += _piece(text, at, start)
        at = max(at, end)
    return out


def _piece(text: str, low: int, high: int) -> Iterator[Span]:
    start = low
    for stop in _STOP.finditer(text, low, high):
        if stop.end() <= start or not _ends(text, start, stop, high):
            continue
        if span := _trim(text, start, stop.end()):
            yield span
        start = stop.end()
    if span := _trim(text, start, high):
        yield span


def _trim(text: str, start: int, end: int) -> Span | None:
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    right = len(part.rstrip())
    return (start + left, start + right) if right > left else None


def _ends(text: str, start: int, stop: re.Match[str], high: int) -> bool:
    """Whether a sentence that began at ``start`` ends with this stop."""
    mark = stop["dot"]
    if mark is None:
        return stop.group()[0] != "\n" or not _wrapped(text, start, stop.start(), high)
    after = _next_letter(text, stop.end(), high)
    if after.islower():
        return False  # "e.g. this", "“Really?” he asked"
    if mark != ".":
        return True
    word = _last_word(text, max(start, stop.start() - 24), stop.start())
    if word in _NEVER_LAST:
        return False
    if len(word) == 1 and word.isalpha():
        return False  # an initial
    if stop["close"]:
        return True
    if word in _ABBREVIATIONS or re.fullmatch(r"(?:\w\.){1,4}\w", word):
        return after == "" or (not after.isdigit() and _starts_anew(text, stop.end(), high))
    if word.isdigit() and _next_word(text, stop.end(), high) in MONTHS:
        return False  # "am 4. Januar"
    # in a numbered list nothing stands before the number
    return not (word.isdigit() and stop.start() - start <= 3)


def _last_word(text: str, low: int, high: int) -> str:
    found = _WORD_BEFORE.search(text[low:high])
    return found.group().lower().lstrip("'’-.") if found else ""


def _next_letter(text: str, start: int, high: int) -> str:
    found = _NEXT.match(text, start, min(high, start + 40))
    at = found.end() if found else start
    return text[at] if at < high else ""


_STARTERS = words(
    "the a an this that these those it he she they we i in on at but and as for after when while "
    "if there his her their its our however meanwhile some many officials according"
)


def _starts_anew(text: str, start: int, high: int) -> bool:
    """After an abbreviation: whether the next word is one that starts sentences."""
    return _next_word(text, start, high) in _STARTERS


def _next_word(text: str, start: int, high: int) -> str:
    word = re.match(r"[\s\"“‘«„(\[]*([^\W\d_]+)", text[start : min(high, start + 40)])
    return word[1].lower() if word else ""


def _wrapped(text: str, start: int, end: int, high: int) -> bool:
    """Whether the line that ends at ``end`` goes on in the next one (after one line end)."""
    line = max(start, text.rfind("\n", start, end) + 1)
    if end - line < 40 or end + 1 >= high:
        return False
    after = text[end + 1 : end + 2]
    return after.islower() and text[end - 1] not in '.!?:;”"»'
