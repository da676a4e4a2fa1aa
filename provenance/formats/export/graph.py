"""The graph that GraphML and DOT draw: articles and unseen sources, and what joins them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from provenance.formats.export.names import name_of, xml_text
from provenance.formats.export.selection import Selection
from provenance.formats.export.words import (
    derived_label,
    instant,
    match_label,
    outlet_of,
    reason,
    title_of,
    unseen_title,
)
from provenance.model import ArticleRow


@frozen
class Node:
    """An article, or a source that is not in the pile (``kind`` is ``article`` or ``unseen``)."""

    name: str
    kind: str
    story: str
    label: str
    values: dict[str, Any]


@frozen
class Edge:
    """From a source to what derives from it, or a match whose direction is undetermined."""

    source: str
    target: str
    directed: bool
    label: str
    values: dict[str, Any]


def nodes(selection: Selection) -> Iterator[Node]:
    """Articles by id, then unseen sources by name; all text as XML can hold it."""
    home = {one.id: one for one in selection.articles}
    for one in selection.articles:
        label = xml_text("\n".join(_lines(one)))
        yield Node(name_of("article", one.id), "article", one.story, label, _values(one))
    for name, edge in selection.unseen().items():
        label = xml_text(unseen_title(edge, "\n"))
        values = _known({"source": outlet_of(edge), "story": home[edge.derived].story})
        yield Node(name, "unseen", home[edge.derived].story, label, values)


def edges(selection: Selection) -> Iterator[Edge]:
    """Derivations by derived article, then the undetermined matches; text as XML can hold it."""
    for one in selection.derivations:
        evidence = "\n".join(map(reason, one.evidence))
        told = {"kind": one.kind.value, "probability": one.probability, "evidence": evidence}
        source = selection.sources[one.derived, one.source]
        target = name_of("article", one.derived)
        yield Edge(source, target, True, derived_label(one), _known(told))
    for match in selection.undetermined:
        told = {"kind": "undetermined", "relation": match.relation.value}
        told |= {"probability": match.probability}
        first, second = name_of("article", match.a), name_of("article", match.b)
        yield Edge(first, second, False, match_label(match), _known(told))


def _lines(one: ArticleRow) -> list[str]:
    """Title, then outlet and day."""
    day = f"{one.published_at:%Y-%m-%d %H:%M}".removesuffix(" 00:00") if one.published_at else None
    below = ", ".join(part for part in (one.source, day) if part)
    title = " ".join(title_of(one).split())
    return [title, below] if below else [title]


def _values(one: ArticleRow) -> dict[str, Any]:
    names = ("id", "title", "source", "language", "story", "family")
    found = {name: getattr(one, name) for name in names}
    found["published_at"] = instant(one.published_at) if one.published_at else None
    return _known({**found, "role": one.role.value, "words": one.n_words})


def _known(values: dict[str, Any]) -> dict[str, Any]:
    """What is known, with texts as XML can hold them."""
    return {
        name: xml_text(value) if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None
    }
