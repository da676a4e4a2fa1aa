"""ninjs 3.0, the JSON of the IPTC for news: one object a line for each article.

Objects are ``partial``: they carry what the run says of an article, not its text. ninjs has no
place of its own for probabilities; an association carries one as the ``confidence`` (a whole
number of percent) of a subject, which is what the standard means by the word.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from provenance.formats.export.names import TERMS, iri, name_of
from provenance.formats.export.selection import Selection
from provenance.formats.export.words import instant, outlet_of, reason, title_of, unseen_title
from provenance.model import ArticleRow, Derivation, Match

Thing = dict[str, Any]

_STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}


def write(selection: Selection) -> Iterator[str]:
    """Articles by id; sources of information are its outlet, declared ones, and unseen ones."""
    home = {one.id: one for one in selection.articles}
    creator = f"news-provenance {selection.manifest['versions']['news-provenance']}"
    based: dict[str, list[Derivation]] = {}
    for edge in selection.derivations:
        based.setdefault(edge.derived, []).append(edge)
    like: dict[str, list[Match]] = {}
    for match in {(m.a, m.b): m for m in (*selection.duplicates, *selection.undetermined)}.values():
        like.setdefault(match.a, []).append(match)
    titles = {one.story: one.title for one in selection.stories}
    for one in selection.articles:
        edges = based.get(one.id, [])
        thing = _article(one)
        thing["events"] = [
            {"name": titles[one.story] or "untitled story", "uri": iri(name_of("story", one.story))}
        ]
        thing["infoSources"] = _sources(one, edges)
        thing["associations"] = [
            *(_source(edge, selection, home, creator) for edge in edges),
            *(_alike(match, home, creator) for match in like.get(one.id, [])),
        ]
        known = {key: value for key, value in thing.items() if value}
        yield json.dumps(known, ensure_ascii=False) + "\n"


def _article(one: ArticleRow) -> Thing:
    """What an article says of itself."""
    return {
        "uri": iri(name_of("article", one.id)),
        "type": "text",
        "representationType": "partial",
        "standard": _STANDARD,
        "versionCreated": instant(one.published_at) if one.published_at else None,
        "language": one.language,
        "headlines": [{"role": "main", "value": one.title}] if one.title else None,
        "by": ", ".join(one.authors),
        "altIds": [{"role": "id", "value": one.id}],
    }


def _sources(one: ArticleRow, edges: list[Derivation]) -> list[Thing]:
    """The parties that information comes from, each in its role."""
    given = [("publisher", one.source)]
    given += [("declaredSource", name) for name in one.declared_sources]
    given += [("unseenSource", outlet_of(e)) for e in edges if e.is_unseen]
    return [{"name": name, "role": TERMS + role} for role, name in given if name]


def _source(
    edge: Derivation, selection: Selection, home: Mapping[str, ArticleRow], creator: str
) -> Thing:
    """What an article derives from."""
    name = selection.sources[edge.derived, edge.source]
    title = unseen_title(edge) if edge.is_unseen else title_of(home[edge.source])
    return {
        "name": f"source ({edge.kind.value}): {title}",
        "uri": iri(name),
        "type": "text",
        "representationType": "partial",
        "subjects": [_confidence(f"derivation.{edge.kind.value}", edge.probability, creator)],
        "descriptions": [{"role": "evidence", "value": reason(one)} for one in edge.evidence],
    }


def _alike(match: Match, home: Mapping[str, ArticleRow], creator: str) -> Thing:
    """An article of the same text, or one of which it is open who derives from whom."""
    relation = match.relation.value
    return {
        "name": f"{relation.replace('_', ' ')}: {title_of(home[match.b])}",
        "uri": iri(name_of("article", match.b)),
        "type": "text",
        "representationType": "partial",
        "subjects": [_confidence(f"match.{relation}", match.probability, creator)],
    }


def _confidence(what: str, probability: float, creator: str) -> Thing:
    return {
        "name": what.replace(".", ": ").replace("_", " "),
        "uri": TERMS + what,
        "confidence": round(100 * probability),
        "creator": creator,
    }
