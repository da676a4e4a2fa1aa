"""GraphML, read back by networkx and a plain XML reader; DOT, by pydot and by Graphviz if there."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from xml.etree import ElementTree

import made_run as made
import networkx
import pydot
import pytest
from made_run import CONTROL, EMOJI, QUOTED

from provenance.errors import MissingExtraError
from provenance.formats.export.dot import quoted
from provenance.formats.export.names import name_of

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pydot")

NEAR_1, NEAR_2 = "article.near-1", "article.near-2"


def graph() -> networkx.DiGraph:
    return networkx.read_graphml(io.BytesIO(made.exported(made.run(), "graphml")))


def test_nodes_are_articles_and_unseen_sources() -> None:
    found = graph()
    articles = {name: d for name, d in found.nodes.items() if d["type"] == "article"}
    listed = sorted(one.id for one in made.run().articles())
    assert made.ids_of(list(articles)) == listed
    assert sorted(made.decoded(d["id"]) for d in articles.values()) == listed
    unseen = {d["label"] for d in found.nodes.values() if d["type"] == "unseen"}
    assert unseen == {
        "Reuters: _x0002_wire\n(not in the pile)",
        "a source without a name\n(not in the pile)",
    }
    assert found.nodes[name_of("article", QUOTED)] == {
        "label": 'Ferry <closed> & _x0001_ gone\nThe "Post", 2026-01-10 12:30',
        "type": "article",
        "id": QUOTED,
        "title": "Ferry <closed> & _x0001_ gone",
        "source": 'The "Post"',
        "language": "en-GB",
        "story": "s-1",
        "family": "f-1",
        "published_at": "2026-01-10T12:30:00Z",
        "role": "report",
        "words": 100,
    }


def test_edges_run_from_source_to_derived() -> None:
    found = graph()
    assert found.number_of_edges() == 8
    edge = found.edges[name_of("article", CONTROL), name_of("article", EMOJI)]
    assert (edge["kind"], edge["probability"], edge["label"]) == ("update", 0.7, "update 0.70")
    assert edge["evidence"].endswith("-0.500 attribution: credits _x000B_ it [3:9, 20:31]")
    loose = found.edges[NEAR_1, NEAR_2]
    assert loose["label"] == "rewrite 0.75, direction undetermined"
    assert (loose["kind"], loose["relation"]) == ("undetermined", "rewrite")


def test_graphml_declares_its_keys() -> None:
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ElementTree.fromstring(made.exported(made.run(), "graphml"))
    declared = {key.get("id") for key in root.findall(f"{space}key")}
    assert {data.get("key") for data in root.iter(f"{space}data")} == declared


def test_graphml_names_the_missing_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(MissingExtraError, match=r"'networkx'.*\n.*news-provenance\[graph\]"):
        made.exported(made.run(), "graphml")


def drawn() -> tuple[dict[str, pydot.Node], list[pydot.Edge], list[pydot.Subgraph]]:
    [found] = pydot.graph_from_dot_data(made.exported(made.run(), "dot").decode())
    boxes = found.get_subgraphs()
    nodes = {}
    for place in (found, *boxes):
        nodes |= {node.get_name().strip('"'): node for node in place.get_nodes()}
    return nodes, found.get_edges(), boxes


def test_dot_draws_the_same_graph() -> None:
    nodes, edges, boxes = drawn()
    assert set(graph()) == set(nodes) - {"node", "edge"}
    ends = {(e.get_source().strip('"'), e.get_destination().strip('"')) for e in edges}
    assert ends == set(graph().edges)
    assert [box.get_name() for box in boxes] == ['"cluster_story.s-1"', '"cluster_story.s-2"']
    assert nodes["unseen.f-4"].get("style") == '"rounded,dashed"'
    assert nodes[name_of("article", QUOTED)].get("style") is None
    [loose] = [e for e in edges if e.get("style") == "dotted"]
    assert loose.get("dir") == "none"
    assert "update 0.70" in {e.get("label").strip('"') for e in edges}


def test_dot_shows_texts_as_they_are() -> None:
    assert quoted('a "b" \\N &amp; <c>\n') == '"a \\"b\\" \\\\N &amp;amp; <c>\\n"'
    nodes, _, _ = drawn()
    label = nodes[name_of("article", QUOTED)].get("label")
    assert label == r'"Ferry <closed> &amp; _x0001_ gone\nThe \"Post\", 2026-01-10 12:30"'


@pytest.mark.skipif(not shutil.which("dot"), reason="Graphviz is not installed")
def test_graphviz_draws_it() -> None:
    run = subprocess.run(
        ["dot", "-Tsvg"], input=made.exported(made.run(), "dot"), capture_output=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, b"")
    texts = [
        e.text for e in ElementTree.fromstring(run.stdout).iter("{http://www.w3.org/2000/svg}text")
    ]
    assert "Ferry <closed> & _x0001_ gone" in texts
    assert "near-1" in texts
