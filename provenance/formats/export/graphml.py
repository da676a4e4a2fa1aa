"""GraphML, by way of networkx."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.errors import MissingExtraError
from provenance.formats.export.graph import edges, nodes
from provenance.formats.export.selection import Selection


def write(selection: Selection) -> Iterator[str]:
    """A directed graph; an edge of kind ``undetermined`` has no direction that means anything.

    Raises:
        MissingExtraError: networkx is not installed.
    """
    try:
        import networkx
    except ImportError as error:
        raise MissingExtraError("exporting GraphML", "networkx", "graph") from error
    graph = networkx.DiGraph()
    for node in nodes(selection):
        graph.add_node(node.name, label=node.label, type=node.kind, **node.values)
    for edge in edges(selection):
        graph.add_edge(edge.source, edge.target, label=edge.label, **edge.values)
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    for line in networkx.generate_graphml(graph):
        yield f"{line}\n"
