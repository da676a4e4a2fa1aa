"""schema.org as JSON-LD, read back by rdflib."""

from __future__ import annotations

import json

import made_run as made
import pytest
from made_run import CONTROL, DOT, EMOJI, QUOTED, URL
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from provenance.formats.export.names import iri, name_of

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

SCHEMA = Namespace("https://schema.org/")
TERMS = Namespace("urn:x-news-provenance:terms:")


def graph() -> Graph:
    return Graph().parse(data=made.exported(made.run(), "jsonld"), format="json-ld")


def article(name: str) -> URIRef:
    return URIRef(iri(name_of("article", name)))


def test_every_article_is_a_news_article() -> None:
    found = graph()
    articles = set(found.subjects(RDF.type, SCHEMA.NewsArticle))
    listed = {one.id for one in made.run().articles()}
    assert articles == {article(name) for name in listed}
    assert {str(found.value(a, SCHEMA.identifier)) for a in articles} == listed
    assert found.value(article(QUOTED), SCHEMA.headline) == Literal("Ferry <closed> & \x01 gone")
    assert found.value(article(QUOTED), SCHEMA.datePublished) == Literal("2026-01-10T12:30:00Z")
    assert found.value(article(QUOTED), SCHEMA.inLanguage) == Literal("en-GB")
    outlet = found.value(article(QUOTED), SCHEMA.publisher)
    assert found.value(outlet, SCHEMA.name) == Literal('The "Post"')
    writers = {str(found.value(a, SCHEMA.name)) for a in found.objects(None, SCHEMA.author)}
    assert writers == {"Ann Lee", "Bo Ek"}
    assert list(found.subject_objects(SCHEMA.url)) == [(article(URL), Literal(URL))]


def test_derivations_are_based_on_with_a_probability() -> None:
    found = graph()
    based = {(a, b) for a, b in found.subject_objects(SCHEMA.isBasedOn)}
    assert (article(EMOJI), article(CONTROL)) in based
    assert (article(DOT), URIRef("urn:x-news-provenance:unseen.f-4")) in based
    assert len(based) == 7
    value = found.value(article(EMOJI), SCHEMA.additionalProperty)
    assert found.value(value, RDF.type) == SCHEMA.PropertyValue
    assert found.value(value, SCHEMA.value).toPython() == 0.7
    assert found.value(value, SCHEMA.valueReference) == article(CONTROL)
    assert found.value(value, TERMS.kind) == Literal("update")
    assert "-0.500 attribution: credits \x0b it [3:9, 20:31]" in found.value(
        value, SCHEMA.description
    )


def test_matches_declared_sources_and_unseen_ones() -> None:
    found = graph()
    [twin] = [
        v
        for v in found.objects(article(DOT), SCHEMA.additionalProperty)
        if found.value(v, TERMS.kind) == Literal("duplicate")
    ]
    assert found.value(twin, SCHEMA.valueReference) == article(URL)
    cited = set(found.objects(article(CONTROL), SCHEMA.citation))
    assert cited == {Literal("AP"), Literal("dpa")}
    unseen = set(found.subjects(RDF.type, SCHEMA.CreativeWork))
    named = {str(found.value(found.value(u, SCHEMA.publisher), SCHEMA.name)) for u in unseen}
    assert named == {"Reuters: \x02wire", "None"}


def test_stories_are_collections_and_the_run_an_action() -> None:
    found = graph()
    story = URIRef("urn:x-news-provenance:story.s-2")
    assert found.value(story, SCHEMA.name) == Literal("story s-2")
    assert len(set(found.objects(story, SCHEMA.hasPart))) == 2
    family = URIRef("urn:x-news-provenance:family.f-4")
    assert set(found.objects(family, SCHEMA.hasPart)) == {article(DOT), article(URL)}
    [run] = found.subjects(RDF.type, SCHEMA.CreateAction)
    assert found.value(run, TERMS.recipeDigest) == Literal("00ff")


def test_one_node_a_line() -> None:
    lines = made.exported(made.run(), "jsonld").decode().splitlines()
    nodes = [json.loads(line.rstrip(",")) for line in lines[2:-1]]
    assert nodes == json.loads("\n".join(lines))["@graph"]
