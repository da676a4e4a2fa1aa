"""An article of two sources keeps both in every export, each with its kind and probability."""

from __future__ import annotations

import io
import json

import attrs
import made_run as made
import networkx
import prov
import pytest
from prov.model import ProvDerivation
from rdflib import Graph, Namespace

from provenance.formats.export.names import iri, name_of
from provenance.model import FURTHER, Evidence, Kind
from provenance.result import Result

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")

FOUND = {("one", "excerpt", 0.9), ("two", "copy", 0.6)}
SCHEMA = Namespace("https://schema.org/")


def run() -> Result:
    """``both`` is put together from ``one`` and ``two``; ``last`` is a copy of it."""
    second = made.derivation("both", "two", Kind.COPY, 0.6)
    told = attrs.asdict(Evidence(FURTHER, 0.0, "holds the rest"))
    second["evidence"] = (*second["evidence"], told)
    return made.result(
        [made.article(name, "s-1", "f-1") for name in ("both", "last", "one", "two")],
        [made.match("both", other, "excerpt", 0.9) for other in ("one", "two")],
        [
            made.derivation("both", "one", Kind.EXCERPT, 0.9),
            second,
            made.derivation("last", "both", Kind.COPY, 0.8),
        ],
    )


def _named(names: list[str]) -> list[str]:
    return [made.decoded(name.removeprefix("item:").removeprefix("article.")) for name in names]


@pytest.mark.parametrize(
    ("to", "notation"), [("prov-json", "json"), ("prov-n", "provn"), ("prov-xml", "xml")]
)
def test_prov(to: str, notation: str) -> None:
    [bundle] = prov.read(io.BytesIO(made.exported(run(), to)), format=notation).bundles
    found = set()
    for record in bundle.get_records(ProvDerivation):
        derived, source = _named([str(value) for _, value in record.formal_attributes[:2]])
        told = {str(name).split(":")[-1]: value for name, value in record.extra_attributes}
        if derived == "both":
            found.add((source, str(told["kind"]), float(told["probability"])))
    assert found == FOUND


def test_graphml() -> None:
    graph = networkx.read_graphml(io.BytesIO(made.exported(run(), "graphml")))
    edges = graph.in_edges(name_of("article", "both"), data=True)
    assert {(*_named([a]), told["kind"], told["probability"]) for a, _, told in edges} == FOUND
    assert graph.number_of_edges() == 3  # what the two sources join needs no other edge


def test_dot() -> None:
    drawn = made.exported(run(), "dot").decode()
    assert drawn.count(" -> ") == 3 and "undetermined" not in drawn
    assert {f"{kind} {p:.2f}" in drawn for _, kind, p in FOUND} == {True}


def test_jsonld() -> None:
    found = Graph().parse(data=made.exported(run(), "jsonld"), format="json-ld")
    import rdflib

    def place(name: str) -> rdflib.URIRef:
        return rdflib.URIRef(iri(name_of("article", name)))

    assert set(found.objects(place("both"), SCHEMA.isBasedOn)) == {place("one"), place("two")}
    said = {
        (found.value(one, SCHEMA.valueReference), found.value(one, SCHEMA.value).toPython())
        for one in found.objects(place("both"), SCHEMA.additionalProperty)
    }
    assert said == {(place("one"), 0.9), (place("two"), 0.6)}


def test_ninjs() -> None:
    lines = made.exported(run(), "ninjs").decode().rstrip("\n").split("\n")
    found = {one["altIds"][0]["value"]: one for one in map(json.loads, lines)}
    assert {(s["name"], s["subjects"][0]["confidence"]) for s in found["both"]["associations"]} == {
        ("source (excerpt): one", 90),
        ("source (copy): two", 60),
    }


def test_a_part_of_the_run_has_both_ancestors() -> None:
    lines = made.exported(run(), "ninjs", article="last").decode().rstrip("\n").split("\n")
    assert len(lines) == 4
