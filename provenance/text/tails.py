"""Lists at the end of an article: links to other articles, and names of sources."""

from __future__ import annotations

from typing import NamedTuple

from provenance.text.boilerplate_rules import Rule, Tail
from provenance.text.names import MAX_NAMES, is_source_name
from provenance.text.outlets import outletness
from provenance.text.reading import Reading

_MAX_LINK = 160
_MAX_TEASER = 320
_TEASERS_SHARE = 0.45
_LINKS_SHARE = 0.15


class _Rest(NamedTuple):
    """Of the lines from some line on that are not marked: their characters, and the longest."""

    total: int
    longest: int


def _rests(r: Reading) -> list[_Rest]:
    out = [_Rest(0, 0)]
    for line, kind in zip(reversed(r.lines), reversed(r.kinds), strict=True):
        size = line.end - line.start if kind is None else 0
        out.append(_Rest(out[-1].total + size, max(out[-1].longest, size)))
    return out[::-1]


def read_tails(r: Reading) -> None:
    """Mark source lists and link lists with the headings that open them. Linear."""
    rest: list[_Rest] = []
    i = 0
    while i < len(r.lines):
        rule = _tail_rule(r, i)
        if rule is None:
            i += 1
        elif rule.tail is Tail.NAMES:
            i = _names_tail(r, i)
        else:
            rest = rest or _rests(r)
            share = _TEASERS_SHARE if rule.tail is Tail.TEASERS else _LINKS_SHARE
            i = _links_tail(r, i, rest[i + 1], share)


def _tail_rule(r: Reading, i: int) -> Rule | None:
    bare, rules = r.lines[i].bare, r.lines[i].may_be.rules
    if not rules or r.kinds[i] is not None or len(bare) > 80:
        return None
    return next((x for x in rules if x.tail is not Tail.NONE and x.matches(bare)), None)


def _prose(r: Reading, i: int) -> bool:
    """Whether line ``i`` is a paragraph of an article."""
    if i >= len(r.lines) or r.kinds[i] is not None:
        return False
    line = r.lines[i]
    return line.end - line.start > _MAX_LINK or line.bare.endswith((".", ".”", '."', "。"))


def _names_tail(r: Reading, i: int) -> int:
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
        r.add_sources((r.lines[j].bare,), r.lines[j])
    return last


def _links_tail(r: Reading, i: int, rest: _Rest, share: float) -> int:
    """Mark a heading such as "Related Articles" and what it opens.

    Teasers may be whole sentences, but only if the list runs to the end of the text, holds no
    long paragraph, and is at most ``share`` of the text; else only short lines without a full
    stop follow.
    """
    r.kinds[i] = "related"
    size = r.lines[-1].end - r.lines[0].start
    if i > 0 and rest.total <= share * size and rest.longest <= _MAX_TEASER:
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
