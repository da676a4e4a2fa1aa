"""What of an article's text is not the article: bylines, dates, disclosures, links, notices.

Nothing is cut. :func:`clean` says what stands where, as spans of the untouched text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import islice

from attrs import evolve, frozen

from provenance.model import Span
from provenance.text.boilerplate_rules import RULES, Rule, Tail
from provenance.text.dates import DAY, date_line, date_prefix
from provenance.text.inline import read_inline
from provenance.text.line_starts import suspects
from provenance.text.names import (
    byline_names,
    is_name,
    source_names,
    split_names,
)
from provenance.text.outlets import outletness
from provenance.text.reading import Boilerplate, Line, Reading, bare_line, lines_of
from provenance.text.tails import read_tails

__all__ = ["Boilerplate", "Cleaned", "clean", "first_title", "may_take"]

_MAX_TITLE = 200
_FOLLOWING = 7  # lines below a headline that tell it from a hard-wrapped paragraph


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


def clean(
    text: str,
    title: str | None = None,
    *,
    made: bool = True,
    part_words: Collection[str] | None = None,
    inside: Collection[str] | None = None,
) -> Cleaned:
    """Find everything in ``text`` that is not the article, and what that says of it.

    Args:
        text: the article.
        title: its title, where that is known.
        made: whether it may say that a machine made it; to look takes a good part of the time.
        part_words: those of :data:`.boilerplate_rules.PART_WORDS` that are in it, in lower case,
            where that is known; others do no harm.
        inside: those of them that are in lines longer than :data:`.boilerplate_rules.MAX_LINE`.

    Most texts give nothing but a title (:func:`first_title` finds that alone). Linear in the text.
    """
    reading = Reading(text, part_words, inside)
    given = title.strip() if title and title.strip() else None
    _read_dates(reading)
    _read_rules(reading)
    read_tails(reading)
    read_inline(reading, made=made)
    return Cleaned(
        title=given or _title(reading),
        published_at=(reading.published, DAY) if reading.published else None,
        authors=tuple(dict.fromkeys(reading.authors)),
        editors=tuple(dict.fromkeys(reading.editors)),
        ai_disclosure=reading.ai,
        declared_sources=tuple([name for name, _ in reading.sources]),
        declared_source_spans=tuple([span for _, span in reading.sources]),
        boilerplate=_collect(reading),
    )


def may_take(line: str) -> bool:
    """Whether :func:`clean` may take a line for a date or a habit of publishers.

    If not, it takes such a line in no text, unless for what is inside it or for the lines before
    it (a list goes on from its heading).
    """
    line = line.strip()
    bare = bare_line(line, 0, len(line))
    rules, date = suspects(bare)
    return any([rule.matches(bare) for rule in rules]) or (
        date and (date_line(bare) is not None or date_prefix(bare, first=True) is not None)
    )


def first_title(text: str) -> str | None:
    """The first line if it is a headline: short, without a full stop, before longer text."""
    head = list(islice(lines_of(text), _FOLLOWING + 1))
    if not head:
        return None
    return _headline(text, head[0], [start for start, _ in head[1:]], len(text.rstrip()))


def _read_dates(r: Reading) -> None:
    dates: list[tuple[int, datetime | None, bool]] = []
    for i, line in enumerate(r.lines):
        if not line.may_be.date:
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


def _read_rules(r: Reading) -> None:
    for i, line in enumerate(r.lines):
        if r.kinds[i] is not None or not line.bare:
            continue
        for rule in _rules_of(line, r.part_words):
            found = rule.matches(line.bare) if rule.tail is Tail.NONE else None
            if found is not None and _accept(r, i, rule, found):
                r.kinds[i] = rule.kind
                break


def _rules_of(line: Line, part_words: Collection[str]) -> tuple[Rule, ...]:
    """The rules that may take a line, in their order."""
    if not part_words:
        return line.may_be.rules
    low = line.bare.lower()
    here = frozenset([word for word in part_words if word in low])
    if not here:
        return line.may_be.rules
    return _with_parts(line.may_be.rules, here if low.isascii() else None)


@lru_cache(1024)
def _with_parts(rules: tuple[Rule, ...], here: frozenset[str] | None) -> tuple[Rule, ...]:
    """With the rules that look inside lines, if one of their words is here, or all for ``None``."""
    return tuple(
        rule
        for rule in RULES
        if rule in rules or (rule.words and (here is None or not here.isdisjoint(rule.words)))
    )


def _accept(r: Reading, i: int, rule: Rule, found: re.Match[str]) -> bool:
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
        said = sorted((outletness(left), outletness(right)))
        return person or (said[0] <= 0 < said[1])  # two outlets are no photographer and an agency
    if rule.kind == "subscribe":
        return not (i == 0 and len(r.lines) > 1)
    return True


_CLAUSE = re.compile(
    r"(?P<who>(?:additional )?reporting(?: and writing)?|writing|written|compiled|editing|edited|"
    r"redaktion|bearbeitet|editado|editors?|редактор)(?: and edit(?:ing|ed))?"
    r"(?: by| von| por)?\s*:?\s+(?P<names>[^;]{2,200})",
    re.I,
)


def _reporting(r: Reading, line: Line) -> bool:
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


def _title(r: Reading) -> str | None:
    for i, line in enumerate(r.lines[:3]):
        if r.kinds[i] is not None:
            continue
        following = [x.start for x in r.lines[i + 1 : i + 1 + _FOLLOWING]]
        head = line.start + (r.head if i == 0 else 0)
        return _headline(r.text, (head, line.end), following, r.lines[-1].end)
    return None


def _headline(text: str, line: Span, following: Sequence[int], end: int) -> str | None:
    """A line if it is a headline.

    Args:
        text: the article.
        line: where the line stands.
        following: where the next lines start.
        end: where the last line ends.
    """
    words = text[line[0] : line[1]].strip("#* \t")
    if not 3 < len(words) <= _MAX_TITLE or words.endswith((".", ",", ";", ":", "…", "。")):
        return None
    wrapped = sum(text[start].islower() for start in following)
    if not following or wrapped * 4 >= len(following):
        return None  # a hard-wrapped paragraph, or nothing below
    return words if end - line[1] > 2 * len(words) else None


def _collect(r: Reading) -> tuple[Boilerplate, ...]:
    """Lines and marks as sorted, disjoint spans; neighbouring lines of one kind become one."""
    marks = sorted(r.marks, key=lambda b: (b.start, -b.end))
    for i, line in enumerate(r.lines):
        if (kind := r.kinds[i]) is not None:
            marks.append(Boilerplate(line.start, line.end, kind))
    if not marks:
        return ()
    out: list[Boilerplate] = []
    line_starts = {x.start: i for i, x in enumerate(r.lines)}
    for mark in sorted(marks, key=lambda b: (b.start, -b.end, b.kind)):
        if out and mark.start < out[-1].end:
            if mark.end > out[-1].end:
                out[-1] = evolve(out[-1], end=mark.end)
            continue
        at = line_starts.get(mark.start, 0)
        if out and out[-1].kind == mark.kind and at and r.lines[at - 1].end == out[-1].end:
            out[-1] = evolve(out[-1], end=mark.end)
        else:
            out.append(mark)
    return tuple(out)
