"""A text as lines, and what one reading of it gathers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from attrs import frozen

from provenance.model import Span
from provenance.text.boilerplate_rules import DECORATION, MAX_LINE, PART_WORDS
from provenance.text.disclosure import LIKE
from provenance.text.line_starts import Suspects, suspects
from provenance.text.names import MAX_NAMES


@frozen
class Boilerplate:
    """Characters ``[start, end)`` that are not the article, and why."""

    start: int
    end: int
    kind: str


class Line(NamedTuple):
    """A line that is not blank.

    ``bare`` is empty for a line that no rule looks at: a long one, or one that goes on in the
    middle of a sentence of a hard-wrapped text.
    """

    start: int
    end: int
    bare: str
    may_be: Suspects


class Reading:
    """The state of one reading of one text.

    ``part_words``: those of :data:`PART_WORDS` that are in it, and perhaps others; ``inside``: the
    same of its lines that are longer than :data:`MAX_LINE`.
    """

    def __init__(
        self,
        text: str,
        part_words: Collection[str] | None = None,
        inside: Collection[str] | None = None,
    ) -> None:
        self.text = text
        self.lines = _lines(text)
        self.kinds: list[str | None] = [None] * len(self.lines)
        if part_words is None:
            part_words = [w for w in PART_WORDS if w in self.low]
        self.part_words = part_words
        self.inside = part_words if inside is None else inside
        self.head = 0  # characters of the first line taken by a date
        self.marks: list[Boilerplate] = []
        self.published: datetime | None = None
        self.authors: list[str] = []
        self.editors: list[str] = []
        self.sources: list[tuple[str, Span]] = []
        self.ai: Span | None = None

    @cached_property
    def low(self) -> str:
        """The text in small letters; some capitals have two."""
        return self.text.lower()

    @cached_property
    def plain(self) -> bool:
        """Whether :mod:`re` takes no letter for another one that does not stand in :attr:`low`."""
        if self.low.isascii():
            return True
        return len(self.low) == len(self.text) and not any(letter in self.low for letter in LIKE)

    def add_sources(self, names: tuple[str, ...], line: Line) -> None:
        """Record names that stand in ``line``, each with its place."""
        position = line.start
        for name in names[: MAX_NAMES - len(self.sources)]:
            found = self.text.find(name, position, line.end)
            start = found if found >= 0 else line.start
            self.sources.append((name, (start, start + len(name))))
            position = start + len(name)


_LIST = re.compile(r"\W{0,3}(?:sources?|quellen?|fuentes?|источники?|fonti?)\s?:", re.I)
"""How a line begins that may be long and no paragraph: a list of up to 500 sources."""


def lines_of(text: str) -> Iterator[Span]:
    """Where each line that is not blank stands, without the white space around it."""
    start = 0
    for line in text.replace("\r", "\n").split("\n"):
        bare = line.lstrip()
        if bare:
            left = start + len(line) - len(bare)
            yield left, left + len(bare.rstrip())
        start += len(line) + 1


def _lines(text: str) -> list[Line]:
    places = list(lines_of(text))
    wrapped = len(places) >= 4 and (
        sum(text[start].islower() for start, _ in places) * 4 >= len(places)
    )
    out: list[Line] = []
    for i, (start, end) in enumerate(places):
        goes_on = i > 0 and _goes_on(text, places[i - 1], start, wrapped=wrapped)
        bare = "" if goes_on else bare_line(text, start, end)
        out.append(Line(start, end, bare, suspects(bare)))
    return out


def bare_line(text: str, start: int, end: int) -> str:
    """A line without its decoration; empty for a long one, unless it may list sources."""
    if end - start > MAX_LINE and not _LIST.match(text, start):
        return ""
    return text[start:end].strip(DECORATION)


def _goes_on(text: str, before: Span, start: int, *, wrapped: bool) -> bool:
    """Whether the line at ``start`` goes on with the sentence of the line ``before``."""
    if before[1] - before[0] < 40 or text[before[1] - 1] in '.!?:”"»。':
        return False
    return (wrapped or text[start].islower()) and text.count("\n", before[1], start) <= 1
