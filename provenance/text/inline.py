"""Habits of publishers that stand inside a line: disclosures and notices, by the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from provenance.model import Span
from provenance.text.boilerplate_rules import INLINE, MAX_LINE
from provenance.text.disclosure import MADE_WORDS, disclosures
from provenance.text.reading import Boilerplate, Line, Reading

_MAX_NOTICE = 250
_SENTENCE_END = re.compile(r"[.!?。](?=[\s\"”)]|$)|\n")
_MORE_AI = re.compile(
    r"accuracy|errors? may|may contain|verify|original source|reviewed by|checked by|edited by|"
    r"human editor|fehler|errores|erreurs|ошибк",
    re.I,
)


_GAP = re.compile(r"[ \t]+(?=\S)")


def _sentence(text: str, start: int, end: int) -> Span:
    """The sentence around ``[start, end)`` within its line; at most 400 characters each side."""
    floor = max(0, start - 400, text.rfind("\n", 0, start) + 1)
    stops = [m.end() for m in _SENTENCE_END.finditer(text, floor, start)]
    left = stops[-1] if stops else floor
    right_limit = min(len(text), end + 400)
    stop = _SENTENCE_END.search(text, max(left, end - 1), right_limit)
    right = (stop.end() if text[stop.start()] != "\n" else stop.start()) if stop else right_limit
    while left < start and text[left].isspace():
        left += 1
    return left, max(right, end)


def read_inline(r: Reading, *, made: bool) -> None:
    """Mark notices within long lines; if ``made``, sentences that say a machine made the text."""
    if made and any(word in r.low for word in MADE_WORDS):
        _read_disclosure(r)
    _read_notices(r)


def _read_disclosure(r: Reading) -> None:
    for found in disclosures(r.text):
        inner = found.group()
        start = found.start() + len(inner) - len(inner.lstrip())
        left, right = _sentence(r.text, start, found.end() - len(inner) + len(inner.rstrip()))
        for _ in range(4):
            gap = _GAP.match(r.text, right)
            if gap is None:
                break
            _, more = _sentence(r.text, gap.end(), gap.end() + 1)
            if not _MORE_AI.search(r.text, gap.end(), more):
                break
            right = more
        r.marks.append(Boilerplate(left, right, "ai_disclosure"))
        r.ai = r.ai or (left, right)


def _notices(
    r: Reading, line: Line, pattern: re.Pattern[str], heads: tuple[str, ...], needs: Iterable[str]
) -> Iterator[re.Match[str]]:
    """The matches in a line, from the first place on at which one can begin.

    ``needs``: words of which each match has one, but for letters that are others' small letters.
    """
    longer = len(r.low) - len(r.text)  # a capital may have two small letters
    if r.plain and all(r.low.find(word, line.start, line.end) < 0 for word in needs):
        return  # mostly they stand in a line of their own
    places = [r.low.find(head, line.start, line.end + longer) for head in heads]
    first = min((place for place in places if place >= 0), default=-1)
    if first >= 0:
        yield from pattern.finditer(r.text, max(line.start, first - longer), line.end)


def _read_notices(r: Reading) -> None:
    long_lines = [x for x in r.lines if x.end - x.start > MAX_LINE] if r.inside else []
    for kind, pattern, heads, needs in INLINE:
        here = needs.intersection(r.inside) if long_lines else ()
        for line in long_lines if here else ():
            for found in _notices(r, line, pattern, heads, here):
                left, right = _sentence(r.text, found.start(), found.end())
                if right - left > _MAX_NOTICE:
                    left, right = found.span()  # run together with the article
                r.marks.append(Boilerplate(left, min(right, line.end), kind))
