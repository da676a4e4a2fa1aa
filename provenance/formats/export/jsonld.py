"""schema.org as JSON-LD: news articles, what they are based on, and how probable that is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from provenance.formats.export.names import BASE, TERMS, iri, name_of
from provenance.formats.export.selection import Selection
from provenance.formats.export.words import (
    instant,
    outlet_of,
    reason,
    title_of,
    unseen_title,
)
from provenance.model import ArticleRow, Derivation, Match

_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+\Z", re.IGNORECASE)
_CONTEXT = {"@vocab": "https://schema.org/", "item": BASE, "pv": TERMS}

Thing = dict[str, Any]


def write(selection: Selection) -> Iterator[str]:
    """One document with one node of its ``@graph`` a line; the context needs no download."""
    yield f'{{"@context": {_json(_CONTEXT)},\n"@graph": [\n'
    yield _json(_run(selection))
    about: dict[str, list[Thing]] = {}
    based: dict[str, list[Derivation]] = {}
    for edge in selection.derivations:
        based.setdefault(edge.derived, []).append(edge)
        about.setdefault(edge.derived, []).append(_derivation(selection, edge))
    for match in (*selection.duplicates, *selection.undetermined):
        about.setdefault(match.a, []).append(_match(match))
    for one in selection.articles:
        thing = _article(one)
        if one.id in based:
            thing["isBasedOn"] = [
                {"@id": iri(selection.sources[e.derived, e.source])} for e in based[one.id]
            ]
        if one.id in about:
            thing["additionalProperty"] = about[one.id]
        yield f",\n{_json(thing)}"
    for thing in (*_unseen(selection), *_collections(selection)):
        yield f",\n{_json(thing)}"
    yield "\n]}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _outlet(name: str) -> Thing:
    return {"@type": "Organization", "@id": iri(name_of("outlet", name)), "name": name}


def _article(one: ArticleRow) -> Thing:
    thing: Thing = {
        "@id": iri(name_of("article", one.id)),
        "@type": "NewsArticle",
        "identifier": one.id,
        "headline": title_of(one),
        "wordCount": one.n_words,
        "pv:role": one.role.value,
    }
    if _URL.match(one.id):
        thing["url"] = one.id
    if one.source:
        thing["publisher"] = _outlet(one.source)
    if one.published_at:
        thing["datePublished"] = instant(one.published_at)
    if one.language:
        thing["inLanguage"] = one.language
    for word, names in (("author", one.authors), ("editor", one.editors)):
        if names:
            thing[word] = [{"@type": "Person", "name": name} for name in names]
    if one.declared_sources:
        thing["citation"] = list(one.declared_sources)
    return thing


def _derivation(selection: Selection, edge: Derivation) -> Thing:
    return {
        "@type": "PropertyValue",
        "propertyID": f"{TERMS}derivation",
        "name": f"probability of being derived ({edge.kind.value})",
        "value": edge.probability,
        "valueReference": {"@id": iri(selection.sources[edge.derived, edge.source])},
        "description": "\n".join(map(reason, edge.evidence)),
        "pv:kind": edge.kind.value,
    }


def _match(match: Match) -> Thing:
    return {
        "@type": "PropertyValue",
        "propertyID": f"{TERMS}match",
        "name": f"probability of the relation {match.relation.value}",
        "value": match.probability,
        "valueReference": {"@id": iri(name_of("article", match.b))},
        "pv:kind": match.relation.value,
    }


def _unseen(selection: Selection) -> Iterator[Thing]:
    """Sources that are not in the pile, by name."""
    for name, edge in selection.unseen().items():
        outlet = outlet_of(edge)
        thing: Thing = {"@id": iri(name), "@type": "CreativeWork", "name": unseen_title(edge)}
        yield thing | ({"publisher": _outlet(outlet)} if outlet else {})


def _collections(selection: Selection) -> Iterator[Thing]:
    stories = {name_of("story", one.story): one for one in selection.stories}
    for name, members in selection.collections().items():
        story = stories.get(name)
        thing: Thing = {"@id": iri(name), "@type": "Collection"}
        thing["name"] = "one text ancestry" if story is None else story.title or "untitled story"
        if story is not None:
            thing["pv:independentOrigins"] = story.independent_origins
        yield thing | {"hasPart": [{"@id": iri(member)} for member in members]}


def _run(selection: Selection) -> Thing:
    """The run, with what it takes to repeat it."""
    manifest = selection.manifest
    return {
        "@id": iri(name_of("run", selection.run)),
        "@type": "CreateAction",
        "name": "dedupe run",
        "instrument": {
            "@type": "SoftwareApplication",
            "@id": iri(name_of("software", "news-provenance")),
            "name": "news-provenance",
            "softwareVersion": manifest["versions"]["news-provenance"],
        },
        "pv:recipeDigest": manifest["recipe_digest"],
        "pv:scheme": manifest["schemes"],
    }
