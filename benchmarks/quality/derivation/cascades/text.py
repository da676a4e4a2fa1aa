"""An article in the making: sentences that remember where they came from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import field, frozen

_SENTENCE = re.compile(r"(?<=[.!?…])[”\"’']?\s+(?=[“\"‘'A-ZÀ-ÞА-Я0-9])|(?<=[.!?…][”\"])\s+")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|No|vs|Inc|Co|Jr))\.$")
_WORD = re.compile(r"[^\W_]+")


def _strings(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


@frozen(kw_only=True)
class Line:
    """One sentence.

    Attributes:
        text: as printed.
        ids: the sentences of originals (and of editors) that it says again.
        opens: whether a paragraph begins with it.
        credit: whether it only says where the article is from.
    """

    text: str
    ids: tuple[str, ...] = field(converter=_strings)
    opens: bool = False
    credit: bool = False


def _lines(given: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(given)


@frozen(kw_only=True)
class Draft:
    """A title, a dateline's place and tag, and sentences in order."""

    title: str
    lines: tuple[Line, ...] = field(converter=_lines)
    place: str | None = None
    tag: str | None = None

    def text(self) -> str:
        """The article as published: paragraphs parted by an empty line."""
        head = f"{self.place.upper()} ({self.tag}) — " if self.place and self.tag else ""
        out = head
        for k, line in enumerate(self.lines):
            out += ("" if k == 0 else "\n\n" if line.opens else " ") + line.text
        return out

    def ids(self) -> tuple[str, ...]:
        """The sentences that it says again, sorted."""
        return tuple(sorted({i for line in self.lines for i in line.ids}))


def split(text: str) -> list[list[str]]:
    """Paragraphs of sentences of a plain text, by marks and capitals; rough, and enough here."""
    out = []
    for paragraph in re.split(r"\n\s*\n|\n", text):
        parts: list[str] = []
        at = 0
        for found in _SENTENCE.finditer(paragraph):
            end = found.end() - len(found[0].lstrip("”\"’'"))
            piece = paragraph[at:end].strip()
            if not _ABBREVIATED.search(piece):
                parts.append(piece)
                at = found.end()
        parts.append(paragraph[at:].strip())
        kept = [p for p in parts if p]
        if kept:
            out.append(kept)
    return out


def from_text(title: str, text: str, name: str) -> Draft:
    """A draft of a given article."""
    lines: list[Line] = []
    for paragraph in split(text):
        for k, one in enumerate(paragraph):
            lines.append(Line(text=one, ids=(f"{name}:{len(lines)}",), opens=k == 0))
    return Draft(title=title, lines=lines)


def plain_words(text: str) -> list[str]:
    """Words without case and marks."""
    return _WORD.findall(text.lower())


def grams(text: str) -> frozenset[tuple[str, ...]]:
    """The words of a text and all its runs of three words."""
    found: Sequence[str] = plain_words(text)
    runs = {tuple(found[k : k + 3]) for k in range(len(found) - 2)}
    return frozenset(runs | {(one,) for one in found})
