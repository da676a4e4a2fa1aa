"""Whatever articles and sources are called, every export can be read and names them all."""

from __future__ import annotations

import io
import json
from typing import Any

import made_run as made
import networkx
import prov
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prov.model import ProvDerivation, ProvDocument, ProvEntity

from provenance.model import Kind
from provenance.result import Result

pytestmark = pytest.mark.filterwarnings("error")

wild = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\x00\x0b\r\n\"'\\&<>:_x.?% "),
    min_size=1,
    max_size=12,
)


@st.composite
def runs(draw: st.DrawFn) -> Result:
    """A few articles; each derives from earlier ones, from unseen sources, or from nothing."""
    ids = sorted(draw(st.sets(wild, min_size=1, max_size=5)))
    articles, edges = [], []
    for at, name in enumerate(ids):
        values = {"title": draw(st.none() | wild), "source": draw(st.none() | wild)}
        articles.append(made.article(name, "s-1", f"f-{at % 2}", **values))
        sources = st.sampled_from(ids[:at]) if at else st.just("unseen:?")
        several = st.lists(sources | wild.map("unseen:{}".format), max_size=3, unique=True)
        for source in draw(several):
            edges.append(made.derivation(name, source, draw(st.sampled_from(list(Kind))), 0.5))
    return made.result(articles, derivations=edges)


def from_prov(data: bytes, notation: str) -> tuple[list[str], int]:
    [bundle] = prov.read(io.BytesIO(data), format=notation).bundles
    names = [str(e.identifier).removeprefix("item:") for e in bundle.get_records(ProvEntity)]
    return made.ids_of(names), len(list(bundle.get_records(ProvDerivation)))


def from_graphml(data: bytes) -> tuple[list[str], int]:
    graph = networkx.read_graphml(io.BytesIO(data))
    return made.ids_of(list(graph)), graph.number_of_edges()


def from_jsonld(data: bytes) -> tuple[list[str], int]:
    nodes: list[dict[str, Any]] = json.loads(data)["@graph"]
    articles = [node for node in nodes if node["@type"] == "NewsArticle"]
    based = sum(len(node.get("isBasedOn", [])) for node in articles)
    return sorted(node["identifier"] for node in articles), based


def from_ninjs(data: bytes) -> tuple[list[str], int]:
    found = [json.loads(line) for line in data.decode("utf-8").rstrip("\n").split("\n")]
    sources = sum(len(one.get("associations", [])) for one in found)
    return sorted(one["altIds"][0]["value"] for one in found), sources


@settings(max_examples=40)
@given(runs())
def test_every_article_and_derivation_comes_back(run: Result) -> None:
    wanted = sorted(one.id for one in run.articles()), len(run.derivations())
    for to, notation in (("prov-json", "json"), ("prov-n", "provn"), ("prov-xml", "xml")):
        assert from_prov(made.exported(run, to), notation) == wanted, to
    assert from_graphml(made.exported(run, "graphml")) == wanted
    assert from_jsonld(made.exported(run, "jsonld")) == wanted
    assert from_ninjs(made.exported(run, "ninjs")) == wanted


@settings(max_examples=40)
@given(runs())
def test_the_notations_of_prov_agree(run: Result) -> None:
    def document(to: str, notation: str) -> ProvDocument:
        return prov.read(io.BytesIO(made.exported(run, to)), format=notation)

    assert document("prov-json", "json") == document("prov-n", "provn")
    assert document("prov-json", "json") == document("prov-xml", "xml")
