"""What of an article's text is not the article: bylines, dates, disclosures, links, notices.

Nothing is cut. :func:`clean` says what stands where, as spans of the untouched text.
"""

from __future__ import annotations

import re
from datetime import datetime

from attrs import evolve, frozen

from provenance.model import Span
from provenance.text.boilerplate_rules import (
    AI_DISCLOSURE,
    AI_WORDS,
    DECORATION,
    INLINE,
    LINE_CUE,
    MAX_LINE,
    PART_WORDS,
    RULES,
    TRIGGER,
    Rule,
    Tail,
)
from provenance.text.dates import DAY, date_line, date_prefix
from provenance.text.names import (
    MAX_NAMES,
    byline_names,
    is_name,
    is_source_name,
    source_names,
    split_names,
)
from provenance.text.outlets import outletness

__all__ = ["TRIGGER", "Boilerplate", "Cleaned", "clean", "first_title"]

_LINE = re.compile(r"[^\n\r]+")
_MAX_TITLE = 200
_MAX_LINK = 160
_MAX_TEASER = 320
_MAX_NOTICE = 250
_TAIL_SHARE = 0.55


@frozen
class Boilerplate:
    """Characters ``[start, end)`` that are not the article, and why."""

    start: int
    end: int
    kind: str


@frozen(kw_only=True)
class Cleaned:
    """What :func:`clean` found.

    Attributes:
        title: as given, or the first line if that is a headline (which stays part of the text).
        published_at: UTC midnight and its resolution in seconds (86,400), or ``None``.
        authors: names of the byline, in order.
        editors: names of "Edited by" and the like.
        ai_disclosure: where the article says that a machine made it.
        declared_sources: sources that the article lists, in order, at most 500.
        declared_source_spans: where each of them stands (in the same order).
        boilerplate: sorted, disjoint.
    """

    title: str | None = None
    published_at: tuple[datetime, int] | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    ai_disclosure: Span | None = None
    declared_sources: tuple[str, ...] = ()
    declared_source_spans: tuple[Span, ...] = ()
    boilerplate: tuple[Boilerplate, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The places of all boilerplate, sorted, disjoint."""
        return tuple((b.start, b.end) for b in self.boilerplate)


@frozen
class _Line:
    """A line that is not blank.

    ``cued`` says whether a rule for line starts may take it. ``bare`` is empty for a line that no rule looks at: a long one, or one that goes on in the
    middle of a sentence of a hard-wrapped text.
    """

    start: int
    end: int
    bare: str
    cued: bool


class _Reading:
    """The state of one reading of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = _lines(text)
        self.kinds: list[str | None] = [None] * len(self.lines)
        low = text.lower()
        self.part_words = tuple(w for w in PART_WORDS if w in low)
        self.head = 0  # characters of the first line taken by a date
        self.marks: list[Boilerplate] = []
        self.published: datetime | None = None
        self.authors: list[str] = []
        self.editors: list[str] = []
        self.sources: list[tuple[str, Span]] = []
        self.ai: Span | None = None

    def add_sources(self, names: tuple[str, ...], line: _Line) -> None:
        """Record names that stand in ``line``, each with its place."""
        position = line.start
        for name in names[: MAX_NAMES - len(self.sources)]:
            found = self.text.find(name, position, line.end)
            start = found if found >= 0 else line.start
            self.sources.append((name, (start, start + len(name))))
            position = start + len(name)


def _lines(text: str) -> list[_Line]:
    places: list[Span] = []
    for found in _LINE.finditer(text):
        raw = found.group()
        body = raw.strip()
        if body:
            start = found.start() + len(raw) - len(raw.lstrip())
            places.append((start, start + len(body)))
    lower = sum(text[start].islower() for start, _ in places)
    wrapped = len(places) >= 4 and lower * 4 >= len(places)
    out: list[_Line] = []
    for i, (start, end) in enumerate(places):
        goes_on = i > 0 and _goes_on(text, places[i - 1], start, wrapped=wrapped)
        bare = "" if goes_on or end - start > MAX_LINE else text[start:end].strip(DECORATION)
        cued = bool(bare) and LINE_CUE.match(bare[:80].lower()) is not None
        out.append(_Line(start, end, bare, cued))
    return out


def _goes_on(text: str, before: Span, start: int, *, wrapped: bool) -> bool:
    """Whether the line at ``start`` goes on with the sentence of the line ``before``."""
    if before[1] - before[0] < 40 or text[before[1] - 1] in ".!?:”\"»。":
        return False
    return (wrapped or text[start].islower()) and text.count("\n", before[1], start) <= 1


def clean(text: str, title: str | None = None) -> Cleaned:
    """Find everything in ``text`` that is not the article, and what that says of it.

    A text that :data:`TRIGGER` does not match gives nothing but a title (:func:`first_title`
    finds that alone). Linear in the text.
    """
    reading = _Reading(text)
    given = title.strip() if title and title.strip() else None
    _read_dates(reading)
    _read_rules(reading)
    _read_tails(reading)
    _read_inline(reading)
    found = Cleaned(title=given or _title(reading))
    return evolve(
        found,
        published_at=(reading.published, DAY) if reading.published else None,
        authors=tuple(dict.fromkeys(reading.authors)),
        editors=tuple(dict.fromkeys(reading.editors)),
        ai_disclosure=reading.ai,
        declared_sources=tuple(name for name, _ in reading.sources),
        declared_source_spans=tuple(span for _, span in reading.sources),
        boilerplate=_collect(reading),
    )


def first_title(text: str) -> str | None:
    """The first line if it is a headline: short, without a full stop, before longer text."""
    return _title(_Reading(text))


def _read_dates(r: _Reading) -> None:
    dates: list[tuple[int, datetime | None, bool]] = []
    for i, line in enumerate(r.lines):
        if not line.cued:
            continue
        if found := date_line(line.bare):
            r.kinds[i] = "date"
            dates.append((i, *found))
        elif r.published is None and (prefix := date_prefix(line.bare, first=i == 0)):
            start = r.text.index(line.bare, line.start)
            r.published = prefix[0]
            r.marks.append(Boilerplate(line.start, start + prefix[1], "date"))
            if i == 0:
                r.head = start + prefix[1] - line.start
    if r.published is None and (len(dates) < 4 or dates[0][0] < 6):  # else it is a time line
        fresh = [d for _, d, first in dates if d is not None and first]
        r.published = fresh[0] if fresh else None
    if len(dates) >= 4:
        for i, _, _ in dates[1:]:
            r.kinds[i] = None


def _read_rules(r: _Reading) -> None:
    for i, line in enumerate(r.lines):
        if r.kinds[i] is not None or not line.bare:
            continue
        low = line.bare.lower() if r.part_words else ""
        parts = any(w in low for w in r.part_words)
        if not line.cued and not parts:
            continue
        for rule in RULES:
            if not (line.cued if rule.at_start else parts):
                continue
            if rule.tail is Tail.NONE and (found := rule.matches(line.bare)):
                if _accept(r, i, rule, found):
                    r.kinds[i] = rule.kind
                    break


def _accept(r: _Reading, i: int, rule: Rule, found: re.Match[str]) -> bool:
    """Take what the line says; ``False`` if it is no such line after all."""
    line = r.lines[i]
    groups = found.groupdict()
    if rule.kind == "byline":
        names = byline_names(groups["names"])
        r.authors += names
        return bool(names)
    if rule.kind == "sources":
        sure = found[0][:4].lower() not in {"sour", "via "} or i > 0
        names = source_names(groups["names"], sure=sure)
        r.add_sources(names, line)
        return bool(names)
    if rule.kind == "reporting":
        return _reporting(r, line)
    if rule.kind == "photo" and groups.get("left"):
        left, right = groups["left"].strip(), groups["right"].strip()
        person = is_name(left) and len(left.split()) > 1 and not left.isupper()
        return person or max(outletness(left), outletness(right)) > 0
    if rule.kind == "subscribe":
        return not (i == 0 and len(r.lines) > 1)
    return True


_CLAUSE = re.compile(
    r"(?P<who>(?:additional )?reporting(?: and writing)?|writing|written|compiled|editing|edited|"
    r"redaktion|bearbeitet|editado|editors?|редактор)(?: and edit(?:ing|ed))?"
    r"(?: by| von| por)?\s*:?\s+(?P<names>[^;]{2,200})",
    re.I,
)


def _reporting(r: _Reading, line: _Line) -> bool:
    if "contributed" in line.bare:
        names = split_names(line.bare.split(" contributed")[0])
        r.add_sources(tuple(n for n in names if outletness(n) > 0), line)
        return True
    found = False
    for clause in line.bare.split(";"):
        if part := _CLAUSE.match(clause.strip(" .()")):
            names = byline_names(re.split(r"\s+in\s+", part["names"])[0])
            edits = part["who"].lower().startswith(("edit", "redak", "bearb", "редак"))
            (r.editors if edits else r.authors).extend(names)
            found = found or bool(names)
    return found


def _read_tails(r: _Reading) -> None:
    i = 0
    while i < len(r.lines):
        rule = _tail_rule(r, i)
        if rule is None:
            i += 1
        elif rule.tail is Tail.NAMES:
            i = _names_tail(r, i)
        else:
            i = _links_tail(r, i)


def _tail_rule(r: _Reading, i: int) -> Rule | None:
    bare = r.lines[i].bare
    if r.kinds[i] is not None or len(bare) > 80 or not r.lines[i].cued:
        return None
    return next((x for x in RULES if x.tail is not Tail.NONE and x.matches(bare)), None)


def _prose(r: _Reading, i: int) -> bool:
    """Whether line ``i`` is a paragraph of an article."""
    if i >= len(r.lines) or r.kinds[i] is not None:
        return False
    line = r.lines[i]
    return line.end - line.start > _MAX_LINK or line.bare.endswith((".", ".”", '."', "。"))


def _names_tail(r: _Reading, i: int) -> int:
    last = i + 1
    while (
        last < len(r.lines)
        and last - i <= MAX_NAMES
        and r.kinds[last] is None
        and _tail_rule(r, last) is None
        and is_source_name(r.lines[last].bare)
    ):
        last += 1
    if _prose(r, last) and last - 1 > i and outletness(r.lines[last - 1].bare) <= 0:
        last -= 1  # the heading of the paragraph that follows
    if last == i + 1:
        return last
    r.kinds[i] = "sources"
    for j in range(i + 1, last):
        r.kinds[j] = "sources"
        r.add_sources((r.lines[j].bare.strip("(").strip() + _closing(r.lines[j].bare),), r.lines[j])
    return last


def _closing(bare: str) -> str:
    return ")" if bare.count("(") > bare.count(")") else ""


def _links_tail(r: _Reading, i: int) -> int:
    """Mark a heading such as "Related Articles" and what it opens.

    Teasers may be whole sentences, but only if the list runs to the end of the text, holds no
    long paragraph, and is the smaller part; else only short lines without a full stop follow.
    """
    size = r.lines[-1].end - r.lines[0].start
    rest = [j for j in range(i + 1, len(r.lines)) if r.kinds[j] is None]
    lengths = [r.lines[j].end - r.lines[j].start for j in rest]
    r.kinds[i] = "related"
    if i > 0 and sum(lengths) <= _TAIL_SHARE * size and all(n <= _MAX_TEASER for n in lengths):
        last = len(r.lines)
    else:
        last = i + 1
        while last < len(r.lines) and (r.kinds[last] is not None or not _prose(r, last)):
            last += 1
        if _prose(r, last) and last - i > 2 and r.kinds[last - 1] is None:
            last -= 1  # the heading of the paragraph that follows
    for j in range(i + 1, last):
        if r.kinds[j] is None and (inner := _tail_rule(r, j)) and inner.tail is Tail.NAMES:
            return j
        r.kinds[j] = r.kinds[j] or "related"
    return last


_SENTENCE_END = re.compile(r"[.!?。](?=[\s\"”)]|$)|\n")
_MORE_AI = re.compile(
    r"accuracy|errors? may|may contain|verify|original source|reviewed by|checked by|edited by|"
    r"human editor|fehler|errores|erreurs|ошибк",
    re.I,
)


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


def _read_inline(r: _Reading) -> None:
    told = any(word in r.text for word in AI_WORDS)
    for found in AI_DISCLOSURE.finditer(r.text) if told else ():
        inner = found.group()
        start = found.start() + len(inner) - len(inner.lstrip())
        left, right = _sentence(r.text, start, found.end() - len(inner) + len(inner.rstrip()))
        for _ in range(4):
            gap = re.compile(r"[ \t]+(?=\S)").match(r.text, right)
            if gap is None:
                break
            _, more = _sentence(r.text, gap.end(), gap.end() + 1)
            if not _MORE_AI.search(r.text, gap.end(), more):
                break
            right = more
        r.marks.append(Boilerplate(left, right, "ai_disclosure"))
        r.ai = r.ai or (left, right)
    if not r.part_words:
        return
    long_lines = [x for x in r.lines if x.end - x.start > MAX_LINE]
    for kind, pattern in INLINE:
        for line in long_lines:
            for found in pattern.finditer(r.text, line.start, line.end):
                left, right = _sentence(r.text, found.start(), found.end())
                if right - left > _MAX_NOTICE:
                    left, right = found.span()  # run together with the article
                r.marks.append(Boilerplate(left, min(right, line.end), kind))


def _title(r: _Reading) -> str | None:
    for i, line in enumerate(r.lines[:3]):
        if r.kinds[i] is not None:
            continue
        words = r.text[line.start + (r.head if i == 0 else 0) : line.end].strip("#* \t")
        if not 3 < len(words) <= _MAX_TITLE or words.endswith((".", ",", ";", ":", "…", "。")):
            return None
        following = r.lines[i + 1 : i + 8]
        wrapped = sum(r.text[x.start].islower() for x in following)
        if not following or wrapped * 4 >= len(following):
            return None  # a hard-wrapped paragraph, or nothing below
        return words if r.lines[-1].end - line.end > 2 * len(words) else None
    return None


def _collect(r: _Reading) -> tuple[Boilerplate, ...]:
    """Lines and marks as sorted, disjoint spans; neighbouring lines of one kind become one."""
    marks = sorted(r.marks, key=lambda b: (b.start, -b.end))
    for i, line in enumerate(r.lines):
        if (kind := r.kinds[i]) is not None:
            marks.append(Boilerplate(line.start, line.end, kind))
    out: list[Boilerplate] = []
    line_starts = {x.start: i for i, x in enumerate(r.lines)}
    for mark in sorted(marks, key=lambda b: (b.start, -b.end, b.kind)):
        if out and mark.start < out[-1].end:
            if mark.end > out[-1].end:
                out[-1] = evolve(out[-1], end=mark.end)
            continue
        i = line_starts.get(mark.start)
        joins = (
            out
            and out[-1].kind == mark.kind
            and i is not None
            and i > 0
            and r.lines[i - 1].end == out[-1].end
        )
        if joins:
            out[-1] = evolve(out[-1], end=mark.end)
        else:
            out.append(mark)
    return tuple(out)
