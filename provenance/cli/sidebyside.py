"""Aligned sentences in two columns, with what they share marked so that it reads without colour."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from provenance.cli.plain import plain
from provenance.model import Span

if TYPE_CHECKING:
    from provenance.stages.explain import Explanation
    from provenance.text.align import AlignedSentence

STRONGEST = 8
"""The most sentences shown unless all are asked for."""

EQUAL = 3
"""Of these, the most that are the same word for word, as long as there are others to show."""

SENTENCE = 2000
"""The longest sentence shown whole, in characters."""

FACTS = 12
"""The most names and numbers listed that one text has and the other lacks."""

_SIGNS = {"quote": ("{", "}"), "name": ("[", "]"), "number": ("_", "_"), "word": ("*", "*")}
_STYLES = {"quote": "magenta", "name": "cyan", "number": "yellow", "word": "green"}
_BETWEEN = " | "
_BLANK = re.compile(r"\s+")

Place = tuple[Span, str]
"""Where a mark stands, and its kind."""


def sentences(found: Explanation, console: Console, width: int, every: bool) -> Iterator[Text]:
    """The lines of the comparison, none wider than ``width`` cells."""
    column = (width - len(_BETWEEN)) // 2
    number_a, number_b = _numbers(found)
    text_a, text_b = (found.texts[name].text for name in (found.a, found.b))
    same = {one for one in found.aligned if _alike(text_a, one.a, text_b, one.b)}
    shown = sorted(found.aligned, key=lambda one: (one.a, one.b)) if every else _best(found, same)
    yield _legend()
    for one in shown:
        how = "word for word" if one in same else f"alike {one.score:.2f}"
        head = f"A {number_a[one.a]} ~ B {number_b[one.b]}, {how} "
        yield Text(head + "-" * (width - len(head)), "dim")
        if one in same:
            yield from hanging("", sentence(text_a, one.a, ()), console, width)
            continue
        left = sentence(text_a, one.a, ((s, m.kind) for m in one.marks for s in m.a))
        right = sentence(text_b, one.b, ((s, m.kind) for m in one.marks for s in m.b))
        yield from columns(left, right, console, column)
    yield Text("-" * width, "dim")
    yield from _summary(found, len(shown), width, console)


def _alike(a: str, span_a: Span, b: str, span_b: Span) -> bool:
    return a[slice(*span_a)].split() == b[slice(*span_b)].split()


def _best(found: Explanation, same: Collection[AlignedSentence]) -> list[AlignedSentence]:
    """The most alike; those that are the same make room for what was changed."""
    ranked = sorted(found.aligned, key=lambda one: (-one.score, one.a, one.b))
    changed = [one for one in ranked if one not in same]
    equal = [one for one in ranked if one in same][: max(EQUAL, STRONGEST - len(changed))]
    return [*equal, *changed][:STRONGEST]


def _numbers(found: Explanation) -> tuple[dict[Span, int], dict[Span, int]]:
    """The sentences of each text by their place, counted from 1."""
    a = sorted({one.a for one in found.aligned} | set(found.alone_a))
    b = sorted({one.b for one in found.aligned} | set(found.alone_b))
    return {s: n for n, s in enumerate(a, 1)}, {s: n for n, s in enumerate(b, 1)}


def _legend() -> Text:
    out = Text("In both:")
    for kind, (before, after) in _SIGNS.items():
        out.append("  ")
        out.append(f"{before}{kind}{after}", _STYLES[kind])
    return out


def sentence(text: str, span: Span, places: Iterable[Place]) -> Text:
    """One sentence with its marks; neighbours of a kind are marked together."""
    out = Text()
    at, end = span[0], min(span[1], span[0] + SENTENCE)
    for (start, stop), kind in _joined(text, sorted(places)):
        if stop > end:
            break
        before, after = _SIGNS[kind]
        out.append(_fit(text[at:start]))
        out.append(f"{before}{_fit(text[start:stop])}{after}", _STYLES[kind])
        at = stop
    out.append(_fit(text[at:end]) + ("..." if end < span[1] else ""))
    return out


def _fit(piece: str) -> str:
    """A piece of a text in one line, without its own controls."""
    return plain(_BLANK.sub(" ", piece), SENTENCE)


def _joined(text: str, places: Sequence[Place]) -> list[Place]:
    """Neighbours of one kind as one; a hyphen joins a name with what belongs to it."""
    out: list[Place] = []
    for (start, stop), kind in places:
        between = text[out[-1][0][1] : start] if out else ""
        alike = bool(out) and out[-1][1] == kind and between.strip() in ("", "-")
        hyphen = bool(out) and between == "-" and {out[-1][1], kind} == {"name", "word"}
        if alike or hyphen:
            out[-1] = ((out[-1][0][0], stop), "name" if hyphen else kind)
        else:
            out.append(((start, stop), kind))
    return out


def columns(left: Text, right: Text, console: Console, width: int) -> Iterator[Text]:
    """Two texts side by side, each wrapped to ``width`` cells."""
    sides = [list(text.wrap(console, width, overflow="fold")) for text in (left, right)]
    for k in range(max(map(len, sides))):
        one, other = (side[k] if k < len(side) else Text() for side in sides)
        one.rstrip()
        other.rstrip()
        line = one + Text(" " * (width - one.cell_len) + _BETWEEN) + other
        line.rstrip()
        yield line


def _summary(found: Explanation, shown: int, width: int, console: Console) -> Iterator[Text]:
    n = len(found.aligned)
    lines = [f"Aligned: {n} sentence{'' if n == 1 else 's'}."]
    if shown < n:
        lines = [f"Aligned: {n} sentences; above are {shown} of them (--all shows every one)."]
    if n > 1:
        order = f"{found.moved} of {n} stand elsewhere in the other" if found.moved else "kept"
        lines.append(f"Order: {order}.")
    totals = [len(numbers) for numbers in _numbers(found)]
    lines.append(
        f"Without a partner: {len(found.alone_a)} of {totals[0]} sentences of A, "
        f"{len(found.alone_b)} of {totals[1]} of B."
    )
    for side, only in (("A", found.only_a), ("B", found.only_b)):
        more = f" and {len(only) - FACTS} more" if len(only) > FACTS else ""
        named = "; ".join(plain(_BLANK.sub(" ", one), 60) for one in only[:FACTS]) or "none"
        lines.append(f"Names and numbers of {side} alone: {named}{more}")
    for line in lines:
        yield from hanging("", Text(line), console, width)


def hanging(head: str, body: Text, console: Console, width: int) -> Iterator[Text]:
    """A text behind a head; what does not fit goes on below its beginning."""
    room = width - len(head)
    for k, line in enumerate(body.wrap(console, room, overflow="fold")):
        line.rstrip()
        yield Text(" " * len(head) if k else head) + line
